// SPDX-License-Identifier: Apache-2.0
// The security log: who was refused, one line an event, for programs that shut an address out
// (fail2ban). It is a file of its own, readable by its owner only, because it is the one place
// where goen writes down addresses. Its format is fixed (docs/security-log.md):
//
//   2026-10-03T09:15:00Z goen security: event=log-in-failed account=1f2e3d4c5b6a7988
//   address=192.0.2.1
//
// The file is opened for each line, so that it can be moved away (logrotate) at any time. What one
// address can add is bounded, and so is the whole. Threads share the one log of the process.
#pragma once

#include <string>
#include <string_view>

namespace goen::security_log {

// Where the lines go from now on; "" = nowhere, as at the start.
void open(std::string file);

// `account` is a hash (account_hash() of the account room), or "" when no account is meant.
void note(std::string_view event, std::string_view account, std::string_view address);

// A minute takes so many lines of one address, and so many in all.
inline constexpr int most_of_address = 30, most_in_all = 600;

} // namespace goen::security_log
