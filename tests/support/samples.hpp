// SPDX-License-Identifier: Apache-2.0
// Files that people send: photographs and logos.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <string>

namespace goen::tests {

inline std::string sample_picture(std::string const &name) {
    std::ifstream in{"tests/samples/pictures/" + name, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    REQUIRE_MESSAGE(!bytes.empty(), name);
    return bytes;
}

} // namespace goen::tests
