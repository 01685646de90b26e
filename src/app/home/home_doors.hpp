// SPDX-License-Identifier: Apache-2.0
// The first page: for a member the day, what she holds out, and what her people write; for others
// what goen is.
#pragma once

#include "card/cards.hpp"
#include "contacts/contacts.hpp"
#include "feed/feed_doors.hpp"
#include "store/derived.hpp"
#include "web/doors.hpp"
#include "web/places.hpp"

namespace goen::home {

struct Rooms {
    contacts::Contacts &contacts;
    card::Cards &cards;
    feed::Rooms feed;
};

// Other rooms hang lines of the day at web::home_day and panels at web::home_beside. Keeps what is
// slow to make in `memory`.
void add_pages(web::Doors &doors, web::Places &places, store::DerivedMemory &memory, Rooms rooms);

} // namespace goen::home
