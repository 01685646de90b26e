// SPDX-License-Identifier: Apache-2.0
// Mail addresses as the wire wants them: domains in ASCII (RFC 3492), local parts quoted where RFC
// 5321 asks for it.
#pragma once

#include <string>
#include <string_view>

namespace goen::mail {

// A domain with its international labels as xn--… in lower case: "例え.jp" -> "xn--r8jz45g.jp".
// ASCII domains only become lower case. No mapping beyond that: a domain that people type in
// another form is another domain.
std::string ascii_domain(std::string_view domain);

// For headers and RCPT TO: "a..b.@docomo.ne.jp" -> "\"a..b.\"@docomo.ne.jp", the domain in ASCII.
std::string wire_address(std::string_view address);

// One address and nothing else: one '@', no white space, control characters, commas, quotes or
// angle brackets.
bool is_one_address(std::string_view address);

} // namespace goen::mail
