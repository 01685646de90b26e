// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648). Hexadecimal and what goes into URLs: base/text.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace goen {

std::string base64(std::string_view bytes); // padded, in one line
// Line breaks are passed over; nothing for anything else that is not base64 to its end.
std::optional<std::string> from_base64(std::string_view text);
std::optional<std::string> from_base64url(std::string_view text); // what base64url() wrote

} // namespace goen
