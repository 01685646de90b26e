// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of exchange, requests and members are hung. What Rooms refers to
// must outlive `doors`.
#pragma once

#include "exchange/exchange.hpp"
#include "html/html.hpp"
#include "web/doors.hpp"
#include "web/kept_bodies.hpp"

#include <functional>

namespace goen::exchange {

struct Rooms {
    store::Database &database;
    card::Cards &cards;
    policy::Policy &policy;
    contacts::Contacts &contacts;
    Exchange &exchange;
    web::KeptBodies &member_pages;
    // What waits for an answer beside requests, for /requests: cards that guests have left. May be
    // empty.
    std::function<html::Html(web::Visit const &)> also_waiting = {};
    network::Network *network = nullptr; // for badges
};

void add_pages(web::Doors &doors, Rooms rooms); // /exchange /x /requests /m /people /blocked
void add_api(web::Doors &doors, Rooms rooms);

// The QR and the six digits of this card, for the card page; or the button that makes them.
html::Html exchange_panel(web::Visit const &visit, Exchange &exchange, CardId card);

} // namespace goen::exchange
