// SPDX-License-Identifier: Apache-2.0
// The plain edition in Shift_JIS, for the phones and terminals that know nothing else: chosen with
// ?enc=sjis (remembered in the cookie "enc"; ?enc=utf8 goes back). Characters without a place in it
// go out as numeric references. Its forms, by POST and by GET, ask for UTF-8 (accept-charset) and
// carry a canary, one kanji whose bytes tell in which charset they came back all the same.
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

namespace goen::web {

bool is_shift_jis(http::Request const &request); // of a reader of the plain edition

// What each form of such a page carries, as XHTML.
std::string_view canary_field();

// Turns a page that is ready, in UTF-8, into Shift_JIS.
void write_in_shift_jis(http::Response &response);

// A form (application/x-www-form-urlencoded) that is no UTF-8, by its canary. Refused: bytes that
// neither charset has, and forms that lost their characters on the way.
Result<http::Params> read_shift_jis_form(std::string_view body);

// The query of a form that was sent by GET and is no UTF-8, which stands in the target alone: read
// as above. False: no query at all.
bool read_query(http::Request &request);

// Whether the canary of a form that was read arrived as it left; true for forms without one.
bool is_canary_alive(http::Params const &form);

} // namespace goen::web
