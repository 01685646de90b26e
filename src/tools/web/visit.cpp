// SPDX-License-Identifier: Apache-2.0
#include "web/visit.hpp"

namespace goen::web {

std::string_view Visit::path_param(std::string_view name) const {
    for (auto const &[key, value] : path_params) {
        if (key == name) return value;
    }
    return {};
}

http::UploadedFile const *Visit::file(std::string_view field) const {
    for (auto const &one : files) {
        if (one.field == field) return &one;
    }
    return nullptr;
}

int Visit::waiting_in(std::string_view section) const {
    for (auto const &one : waiting) {
        if (one.section == section) return one.count;
    }
    return 0;
}

} // namespace goen::web
