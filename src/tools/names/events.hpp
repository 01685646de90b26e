// SPDX-License-Identifier: Apache-2.0
// The event of the postal table (store/events.hpp).
#pragma once

#include "base/ids.hpp"
#include "store/events.hpp"

namespace goen::names {

struct PostalImported {
    static constexpr std::string_view kind = "postal.imported";
    static constexpr std::string_view means = "The table of postal codes was brought in";
    static store::Marks touches() { return {}; } // nothing that is kept
};

} // namespace goen::names

namespace goen::names {

using Events = store::Events<PostalImported>;

} // namespace goen::names
