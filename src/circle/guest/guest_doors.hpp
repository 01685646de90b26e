// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of guests are hung, and this room's parts of other rooms' pages.
// What Rooms refers to must outlive `doors`.
#pragma once

#include "guest/guest.hpp"
#include "web/doors.hpp"
#include "web/live.hpp"
#include "web/places.hpp"

namespace goen::guest {

struct Rooms {
    store::Database &database;
    card::Cards &cards;
    contacts::Contacts &contacts;
    exchange::Exchange &exchange;
    Guests &guests;
};

// /code /c/{token} /claim/{secret} /guests/{id}/… /card/{id}/link… /card/{id}/qr
// /contacts/{id}/invite
void add_pages(web::Doors &doors, Rooms rooms);
// /guests, /guests/{id}/accept|decline, /cards/{id}/link
void add_api(web::Doors &doors, Rooms rooms);

// On /card its link, on /requests the cards that guests have left, on the page of a private contact
// the invitation.
void add_parts(web::Places &places, Rooms rooms);
void add_live(web::Live &live); // when another number of cards waits

} // namespace goen::guest
