// SPDX-License-Identifier: Apache-2.0
// A test program that develops pictures is its own darkroom: it is started again for each, and must
// be one before any test runs. Include this in one of its files.
#pragma once

#include "media/darkroom.hpp"

namespace goen::tests {
[[maybe_unused]] inline bool const is_no_darkroom = [] {
    media::darkroom_hand(); // does not return in a darkroom
    return true;
}();
} // namespace goen::tests
