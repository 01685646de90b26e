// SPDX-License-Identifier: Apache-2.0
// Conditional requests (RFC 9110 section 13): "I have this one already", and "only if it is still
// this one".
#pragma once

#include "base/time.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>

namespace goen::http {

std::string etag_of(std::string_view bytes); // strong, quoted: 128 bits of SHA-256

// `etag` as the answer in that content coding has it: other bytes, so another strong tag ("1-br").
std::string etag_in(std::string_view etag, std::string_view coding);

// Of a change: If-Match, If-None-Match or If-Unmodified-Since.
bool has_preconditions(Request const &request);
// If-None-Match names `etag` (compared weakly) or is "*": a GET may be answered with
// not_modified().
bool has_already(Request const &request, std::string_view etag);
// If-Match is absent, is "*", or names `etag` (compared strongly, in whatever content coding it was
// given out); else answer 412. One that names nothing readable allows nothing.
bool may_change(Request const &request, std::string_view etag);
// If-Unmodified-Since is not before `modified`, in whole seconds; or it is absent, unreadable or
// beside an If-Match, which says it better. Else answer 412.
bool is_unmodified(Request const &request, Time modified);
// 304 with the headers of the full answer that a cache needs.
Response not_modified(Response const &full);

} // namespace goen::http
