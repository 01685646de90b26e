// SPDX-License-Identifier: Apache-2.0
// Text: UTF-8 as it comes from outside. Everything a person types passes is_clean_utf8() once, at
// the door; inside the program all text is valid UTF-8 without control characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goen {

// Well-formed by Unicode table 3-7: no overlong forms, surrogates, or code points above U+10FFFF.
bool is_utf8(std::string_view text);
// is_utf8, and no control characters but tab and line breaks (U+0000-001F, U+007F-009F).
bool is_clean_utf8(std::string_view text);

// The next code point at `at`, which moves on. U+FFFD for a malformed byte.
char32_t next_code_point(std::string_view text, std::size_t &at);
void append_utf8(std::string &to, char32_t code_point);
std::u32string to_code_points(std::string_view text);
std::string to_utf8(std::u32string_view code_points);
std::size_t count_code_points(std::string_view text);

// Without white space at both ends: ASCII, U+00A0, U+3000 and the zero-width ones.
std::string_view trimmed(std::string_view text);
// Line ends become \n.
std::string with_unix_lines(std::string_view text);
std::string lower_ascii(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char by);

std::string hex(std::string_view bytes);
std::string base64url(std::string_view bytes);
std::string percent_encoded(std::string_view text); // all but RFC 3986 unreserved

} // namespace goen
