// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the membership room: joining, logging in and out, settings and invitations as pages,
// and the API's tokens and /me. The rules are in the account room; here are only forms, words and
// JSON.
#pragma once

#include "account/account.hpp"
#include "card/cards.hpp"
#include "web/doors.hpp"

#include <string>

namespace goen::membership {

// Pages: /join /login /logout /forgot /reset/{secret} /confirm/{secret} /settings… /invite
void add_pages(web::Doors &doors, account::Accounts &accounts);

// API: POST /tokens, DELETE /tokens/{id}, GET and PATCH /me
void add_api(web::Doors &doors, store::Database &database, account::Accounts &accounts,
             card::Cards &cards);

// The session's cookie: "__Host-goen" over https, else "goen".
http::Cookie session_cookie(std::string secret, bool secure);
http::Cookie ended_session_cookie(bool secure);

} // namespace goen::membership
