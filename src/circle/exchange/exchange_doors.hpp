// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of exchange, requests and members are hung. What Rooms refers to
// must outlive `doors`.
#pragma once

#include "contacts/contacts_doors.hpp"
#include "exchange/exchange.hpp"
#include "html/html.hpp"
#include "reminder/reminder.hpp"
#include "store/derived.hpp"
#include "web/doors.hpp"
#include "web/kept_bodies.hpp"
#include "web/live.hpp"
#include "web/places.hpp"

namespace goen::exchange {

struct Rooms {
    store::Database &database;
    card::Cards &cards;
    policy::Policy &policy;
    contacts::Contacts &contacts;
    Exchange &exchange;
    web::KeptBodies &member_pages; // of people who are not in one's book
    web::Places &places;
    contacts::PersonPages person_pages;
    reminder::Reminders &reminders;      // "thank them tomorrow"
    network::Network *network = nullptr; // for badges
};

// Where other rooms hang what waits for an answer beside requests: cards that guests have left.
inline constexpr web::Place<> waiting_beside_requests{"requests/waiting"};

void add_pages(web::Doors &doors, Rooms rooms); // /exchange /x /requests /m /people /blocked
void add_api(web::Doors &doors, Rooms rooms);

// On /card the QR and the six digits of the card, or the button that makes them; before a card is
// removed, how many people hold it; the menu's entries and what waits behind them.
void add_parts(Rooms rooms, store::DerivedMemory &memory);
// `request`, and when another number of them waits.
void add_live(web::Live &live, Rooms rooms);
// Registers the text of letters about requests and exchanges.
void write_letters(letter::Letters &letters, Rooms const &rooms);
// What notifications say of them.
void write_notifications(push::Push &push, Rooms const &rooms);

} // namespace goen::exchange
