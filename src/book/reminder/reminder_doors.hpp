// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of reminders are hung, and this room's parts of other rooms' pages.
// What Rooms refers to must outlive `doors`.
#pragma once

#include "letter/letter.hpp"
#include "reminder/reminder.hpp"
#include "web/doors.hpp"
#include "web/places.hpp"

namespace goen::reminder {

struct Rooms {
    Reminders &reminders;
    contacts::Contacts &contacts;
};

// /reminders… /contacts/{id}/reminders, /contacts/{id}/dates…, /contacts/long-ago
void add_pages(web::Doors &doors, Rooms rooms);
void add_api(web::Doors &doors, Rooms rooms);

// On the home page what is due (empty on most days), on a contact's page its days and reminders.
void add_parts(web::Places &places, Rooms rooms);
// Registers the text of letters about the reminders of a day.
void write_letters(letter::Letters &letters, Rooms const &rooms);

} // namespace goen::reminder
