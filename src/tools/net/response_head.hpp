// SPDX-License-Identifier: Apache-2.0
// The head of an answer. Date, Content-Length and Connection are net's; a handler's own are passed
// over.
#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>

namespace goen::net {

struct AnswerFraming {
    bool keep_alive = true;
    bool is_http_1_0 = false;
};
// Appends to `out`. Bugs (ensure): a status outside 200-599, a header name that is no token, CR,
// LF, NUL or another control character in a value: an answer can never be split.
void append_head(std::string &out, http::Response const &response, AnswerFraming framing,
                 std::string_view date);

std::string_view reason_phrase(int status);
// IMF-fixdate (RFC 9110 section 5.6.7): "Sat, 03 Oct 2026 09:15:00 GMT".
std::string http_date(Time time);
// Whether answers of this status carry a body.
bool has_body(int status);

} // namespace goen::net
