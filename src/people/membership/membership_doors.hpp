// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the membership room: joining, logging in and out, settings and invitations as pages,
// and the API's tokens and /me. The rules are in the account room; here are only forms, words and
// JSON.
#pragma once

#include "account/account.hpp"
#include "card/cards.hpp"
#include "web/doors.hpp"
#include "web/places.hpp"

#include <optional>
#include <string>

namespace goen::membership {

// At the head of /settings: what a member should know of her account.
inline constexpr web::Place<> settings_notices{"settings/notices"};

// Pages: /join /login /logout /forgot /reset/{secret} /confirm/{secret} /settings… /invite
// What PageRooms refers to must outlive `doors`.
struct PageRooms {
    store::Database &database;
    account::Accounts &accounts;
    Random &random;
    web::Places const &places;
};
void add_pages(web::Doors &doors, PageRooms rooms);

// API: POST /tokens, DELETE /tokens/{id}, GET and PATCH /me
void add_api(web::Doors &doors, store::Database &database, account::Accounts &accounts,
             card::Cards &cards);

// The session's cookie: "__Host-goen" over https, else "goen".
http::Cookie session_cookie(std::string secret, bool secure);
http::Cookie ended_session_cookie(bool secure);
http::Cookie language_cookie(i18n::Language language, bool secure);

// Puts into `visit` whom a session belongs to: name, rights, language, menu, the token of forms.
void recognise(web::Visit &visit, account::Identity const &who, Random &random,
               web::Places const &places);

// The answer to a form of ours whose session had ended: a log-in that carries what was typed, see
// unsent_form.hpp.
http::Response log_in_again(web::Visit const &visit, account::Accounts &accounts);
// The answer to a form of ours whose token is of another session: what was typed, to be sent by a
// tap. Nothing when nothing was typed.
std::optional<http::Response> check_before_sending(web::Visit const &visit);

} // namespace goen::membership
