// SPDX-License-Identifier: Apache-2.0
// What a token may do: words such as "contacts:read", separated by spaces; "" = everything its
// member may.
#pragma once

#include "base/text.hpp"

#include <algorithm>
#include <string_view>

namespace goen::web {

// `wanted` "" = every token may.
inline bool allows(std::string_view granted, std::string_view wanted) {
    if (granted.empty() || wanted.empty()) return true;
    auto const scopes = split(granted, ' ');
    return std::find(scopes.begin(), scopes.end(), wanted) != scopes.end();
}

} // namespace goen::web
