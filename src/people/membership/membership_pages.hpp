// SPDX-License-Identifier: Apache-2.0
// The pages of this room, file by file; membership_doors.hpp is the door for others.
#pragma once

#include "membership/membership_doors.hpp"
#include "web/page.hpp"

namespace goen::membership {

void add_join_pages(web::Doors &doors, account::Accounts &accounts, store::Database &database);
void add_log_in_pages(web::Doors &doors, account::Accounts &accounts, Random &random,
                      web::Places const &places);
void add_settings_pages(web::Doors &doors, account::Accounts &accounts, web::Places const &places);
void add_name_pages(web::Doors &doors, account::Accounts &accounts);
void add_invite_pages(web::Doors &doors, account::Accounts &accounts);
// POST /language {language: ja|en, next}: remembers the choice in the cookie "lang", for a member
// in her settings too, and goes back.
void add_language_page(web::Doors &doors, account::Accounts &accounts);

// Of a page of the settings.
inline web::PageOptions in_settings(int status) {
    return {.section = "settings", .narrow = true, .status = status};
}
inline html::Html back_to_settings(web::Visit const &visit) {
    return html::p(html::a(html::href(html::Url{"/settings"}), visit.words("Back to settings")));
}

inline bool is_secure(web::Visit const &visit) { return visit.public_url.starts_with("https:"); }

} // namespace goen::membership
