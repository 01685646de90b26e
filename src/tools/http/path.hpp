// SPDX-License-Identifier: Apache-2.0
// The path of a target: percent-decoded exactly once, and only when every reader of it would
// understand the same thing. What two programs could read differently (%2F, "..", "//") is no path
// here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace goen::http {

// %XX once, each '%' followed by two hex digits; nothing otherwise ("%zz", "%u0041", "%4").
std::optional<std::string> percent_decoded(std::string_view text);

// A name or value of a form (WHATWG URL section 5.1): '+' is a space, a '%' that leads no two hex
// digits stands for itself. Bytes: whether they are text is the caller's question.
std::string form_decoded(std::string_view text);

// The path of an origin-form target, without its query: "/contacts/%E5%B1%B1" -> "/contacts/山".
// Nothing for malformed percent-encoding or UTF-8, NUL and other control characters, '/' or '\'
// that was encoded, a raw
// '\', "//", and segments "." and ".." (also encoded). A single slash at the end is kept.
std::optional<std::string> decode_path(std::string_view raw);

} // namespace goen::http
