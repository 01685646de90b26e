// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the admin room: the operator's desk (members, applicants, invitations for many) and,
// in the demonstration, the letters that would have been sent.
#pragma once

#include "account/account.hpp"
#include "html/html.hpp"
#include "mail/postman.hpp"
#include "web/doors.hpp"
#include "web/places.hpp"

#include <string>

namespace goen::admin {

// Pages: /admin, /admin/applicants, /admin/invite; with an outbox folder also /outbox, open to
// anyone: only the demonstration may have one.
void add_pages(web::Doors &doors, web::Places &places, store::Database &database,
               account::Accounts &accounts, mail::Postman &postman, std::string outbox_folder = {});
// On /admin, as entries of a list below members and invitations: where other rooms hang what the
// operator looks after.
inline constexpr web::Place<> tiles{"admin/tiles"};
// Above them, as entries of a list of figures: the state of the network, seen at once.
inline constexpr web::Place<> figures{"admin/figures"};
enum class Mood { plain, needs_care };
html::Html figure(std::string_view number, std::string_view of_what, Mood mood = Mood::plain);

} // namespace goen::admin
