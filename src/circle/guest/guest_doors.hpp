// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of guests are hung, and this room's parts of other rooms' pages.
// What Rooms refers to must outlive `doors`.
#pragma once

#include "guest/guest.hpp"
#include "html/html.hpp"
#include "web/doors.hpp"

namespace goen::guest {

struct Rooms {
    store::Database &database;
    card::Cards &cards;
    contacts::Contacts &contacts;
    exchange::Exchange &exchange;
    Guests &guests;
};

// /c/{token} /claim/{secret} /guests/{id}/… /card/{id}/link… /card/{id}/qr /contacts/{id}/invite
void add_pages(web::Doors &doors, Rooms rooms);
// /guests, /guests/{id}/accept|decline, /cards/{id}/link
void add_api(web::Doors &doors, Rooms rooms);

// Of /card.
html::Html link_panel(web::Visit const &visit, Guests &guests, card::Cards &cards, CardId card);
html::Html waiting_section(web::Visit const &visit, Rooms const &rooms); // of /requests
html::Html invitation_part(web::Visit const &visit, Guests &guests,
                           ContactId id); // of a private contact's page

} // namespace goen::guest
