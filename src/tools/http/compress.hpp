// SPDX-License-Identifier: Apache-2.0
// Content codings: brotli and gzip for text, by what the client accepts.
#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>

namespace goen::http {

enum class Coding { none, gzip, brotli };

// The best coding an Accept-Encoding header allows (RFC 9110 section 12.5.3); of equal ones brotli.
Coding coding_for(std::string_view accept_encoding);
std::string_view to_string(Coding coding); // "br", "gzip", ""

std::string brotli(std::string_view bytes, int quality = 4); // 0-11
std::string gzip(std::string_view bytes, int level = 5);     // 1-9
// text/*, JSON, XML, SVG, scripts: what shrinks.
bool is_compressible(std::string_view content_type);

// Compresses the response when its type shrinks, it is over 1 KB, and the request allows it; says
// `Vary: Accept-Encoding` whenever the answer would differ. Leaves alone: an encoded body, 204, 206
// and 304, and `Cache-Control: no-transform` (put it on pages that show a secret beside what a
// stranger typed: BREACH).
void compress(Request const &request, Response &response);

// Adds to Vary without repeating.
void vary_on(Response &response, std::string_view name);

} // namespace goen::http
