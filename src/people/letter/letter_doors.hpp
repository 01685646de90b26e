// SPDX-License-Identifier: Apache-2.0
// Pages and endpoints of the letter room.
#pragma once

#include "letter/letter.hpp"
#include "web/doors.hpp"

namespace goen::letter {

// The link in a letter's List-Unsubscribe. A mail program posts "List-Unsubscribe=One-Click" to it
// (RFC 8058) without having opened a page first, so the pipeline asks for no csrf token there; the
// key in the address allows nothing but turning off one kind of letters.
inline constexpr std::string_view off_page = "/letters/off/{key}";

// Pages: /settings/letters, and off_page, which needs no log-in.
void add_pages(web::Doors &doors, Letters &letters);
// API: GET and PATCH /notices/settings
void add_api(web::Doors &doors, Letters &letters);

} // namespace goen::letter
