// SPDX-License-Identifier: Apache-2.0
// Pages and endpoints of the letter room.
#pragma once

#include "html/html.hpp"
#include "letter/letter.hpp"
#include "web/doors.hpp"

namespace goen::letter {

// The link in a letter's List-Unsubscribe. A mail program posts "List-Unsubscribe=One-Click" to it
// (RFC 8058) without having opened a page first, so the pipeline asks for no csrf token there; the
// key in the address allows nothing but turning off one kind of letters.
inline constexpr std::string_view off_page = "/letters/off/{key}";

// Pages: /notices/settings (and /settings/letters, as in letters of an earlier goen), and off_page,
// which needs no log-in.
void add_pages(web::Doors &doors, Letters &letters);
struct BounceRooms {
    account::Accounts &accounts;
    Bounces &bounces;
};
// POST /settings/letters/confirm: sends a letter by which she confirms her address again.
void add_bounce_pages(web::Doors &doors, BounceRooms rooms);
// Tells a member that letters to her address come back, with the button that sends it: a notice of
// her settings, a line of her home page. Nothing when they arrive.
html::Html bounce_notice(web::Visit const &visit, BounceRooms rooms);
html::Html bounce_line(web::Visit const &visit, BounceRooms rooms);
// API: GET and PATCH /notices/settings
void add_api(web::Doors &doors, Letters &letters);

} // namespace goen::letter
