// SPDX-License-Identifier: Apache-2.0
// Lists with preferences: Accept, Accept-Language, Accept-Encoding (RFC 9110 section 12). Only the
// first 4 KB and 64 entries are read, so that a header of any size costs the same.
#pragma once

#include <string_view>
#include <vector>

namespace goen::http {

struct Preference {
    std::string_view what; // "text/html", "ja-JP", "br", "*": as sent, without parameters
    int quality = 1000;    // thousandths; 0 = not wanted
};
// Entries that cannot be read are left out.
std::vector<Preference> preferences(std::string_view header);
std::string_view without_blanks(std::string_view text);           // spaces and tabs around it (OWS)
bool equal_ignoring_case(std::string_view a, std::string_view b); // ASCII

} // namespace goen::http
