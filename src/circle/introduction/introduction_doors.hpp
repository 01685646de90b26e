// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of introductions are hung, and this room's part of /requests. What
// Rooms refers to must outlive `doors`.
#pragma once

#include "html/html.hpp"
#include "introduction/introduction.hpp"
#include "web/doors.hpp"
#include "web/live.hpp"
#include "web/places.hpp"

namespace goen::introduction {

struct Rooms {
    store::Database &database;
    policy::Policy &policy;
    card::Cards &cards;
    contacts::Contacts &contacts;
    exchange::Exchange &exchange;
    Introductions &introductions;
    network::Network *network =
        nullptr; // orders whom to ask; without it, or until it is ready, SQL
};

void add_pages(web::Doors &doors, Rooms rooms); // /introductions…
void add_api(web::Doors &doors, Rooms rooms);   // /introductions…

// In one line each, as /introductions has them.
std::vector<std::string> headings(Rooms const &rooms, MemberId me, i18n::Words const &words,
                                  store::Reader &reader, Time now,
                                  std::vector<Introduction> const &found);

html::Html waiting_section(web::Visit const &visit, Rooms const &rooms); // of /requests
void add_parts(web::Places &places, Rooms rooms); // hangs it there, and counts what waits
// Registers the text of letters about introductions.
void add_live(web::Live &live); // when another number waits
void write_letters(letter::Letters &letters, Rooms const &rooms);
// What notifications say of them.
void write_notifications(push::Push &push, Rooms const &rooms);

} // namespace goen::introduction
