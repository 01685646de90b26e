// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of reminders are hung, and this room's parts of other rooms' pages.
// What Rooms refers to must outlive `doors`.
#pragma once

#include "html/html.hpp"
#include "reminder/reminder.hpp"
#include "web/doors.hpp"

namespace goen::reminder {

struct Rooms {
    Reminders &reminders;
    contacts::Contacts &contacts;
};

// /reminders… /contacts/{id}/reminders, /contacts/{id}/dates…, /contacts/long-ago
void add_pages(web::Doors &doors, Rooms rooms);
void add_api(web::Doors &doors, Rooms rooms);

html::Html home_part(web::Visit const &visit, Reminders &reminders); // empty on most days
html::Html contact_part(web::Visit const &visit, Reminders &reminders, ContactId contact);

} // namespace goen::reminder
