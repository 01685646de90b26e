// SPDX-License-Identifier: Apache-2.0
// What an answer is: by its Content-Type, and by how it begins.
#pragma once

#include "fetch/fetch.hpp"

namespace goen::fetch {

bool is_of_kind(std::string_view content_type, Kind kind);
bool looks_like(std::string_view body, Kind kind);
// "text/html; charset=Shift_JIS" -> "Shift_JIS"
std::string charset_of_type(std::string_view content_type);

} // namespace goen::fetch
