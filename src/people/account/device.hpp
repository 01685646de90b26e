// SPDX-License-Identifier: Apache-2.0
// What to call a browser in the list of sessions: "Chrome, Windows". For people only; nothing is
// decided by it.
#pragma once

#include <string>
#include <string_view>

namespace goen::account {

std::string device_name(std::string_view user_agent); // "" when it says nothing known

} // namespace goen::account
