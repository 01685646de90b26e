// SPDX-License-Identifier: Apache-2.0
// The pages of the shell itself.
#pragma once

#include "account/account.hpp"
#include "web/doors.hpp"

namespace goen::web {

// POST /language {language: ja|en, next}: remembers the choice in the cookie "lang", for a member
// in her settings too, and goes back.
void add_pages(Doors &doors, account::Accounts &accounts);

} // namespace goen::web
