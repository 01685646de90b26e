// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the membership room: joining, logging in and out, settings and invitations as pages,
// and the API's tokens and /me. The rules are in the account room; here are only forms, words and
// JSON.
#pragma once

#include "account/account.hpp"
#include "web/doors.hpp"

#include <boost/json/array.hpp>

#include <functional>
#include <string>

namespace goen::membership {

// Pages: /join /login /logout /forgot /reset/{secret} /confirm/{secret} /settings… /invite
void add_pages(web::Doors &doors, account::Accounts &accounts);

// A member's own cards as the API shows them to her.
using CardsOf = std::function<boost::json::array(store::Reader &, MemberId)>;
// API: POST /tokens, DELETE /tokens/{id}, GET and PATCH /me
void add_api(web::Doors &doors, store::Database &database, account::Accounts &accounts,
             CardsOf cards_of);

// The session's cookie: "__Host-goen" over https, else "goen".
http::Cookie session_cookie(std::string secret, bool secure);
http::Cookie ended_session_cookie(bool secure);

} // namespace goen::membership
