// SPDX-License-Identifier: Apache-2.0
// Conditional requests (RFC 9110 section 13): "I have this one already", and "only if it is still
// this one".
#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>

namespace goen::http {

std::string etag_of(std::string_view bytes); // strong, quoted: 128 bits of SHA-256

// If-None-Match names `etag` (compared weakly) or is "*": a GET may be answered with
// not_modified().
bool has_already(Request const &request, std::string_view etag);
// If-Match is absent, is "*", or names `etag` (compared strongly); else answer 412.
bool may_change(Request const &request, std::string_view etag);
// 304 with the headers of the full answer that a cache needs.
Response not_modified(Response const &full);

} // namespace goen::http
