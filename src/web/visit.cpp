// SPDX-License-Identifier: Apache-2.0
#include "web/visit.hpp"

namespace goen::web {

std::string_view Visit::path_param(std::string_view name) const {
    for (auto const& [key, value] : path_params) {
        if (key == name) return value;
    }
    return {};
}

} // namespace goen::web
