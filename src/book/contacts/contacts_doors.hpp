// SPDX-License-Identifier: Apache-2.0
// Where the book's pages and endpoints are hung. `contacts` must outlive `doors`. add_pages() also
// begins to follow the journal, so that pages of the list can be kept: the database must have been
// migrated.
#pragma once

#include "card/card_form.hpp"
#include "contacts/contacts.hpp"
#include "html/html.hpp"
#include "web/doors.hpp"

namespace goen::contacts {

// `more` is another room's part of a private contact's page, `below` one at the end of everybody's.
// May be empty.
using ContactPart = std::function<html::Html(web::Visit const &, ContactId)>;
// `postal` fills in addresses; without it the form has no such button.
void add_pages(web::Doors &doors, Contacts &contacts, ContactPart more = {}, ContactPart below = {},
               card::PostalLookup postal = {});
void add_api(web::Doors &doors, Contacts &contacts);

// Two versions of the ledger beside each other, the history of one's own edits, and tags of many
// contacts at once: /contacts/{id}/ledger/compare, /contacts/{id}/history…, /contacts/choose,
// /contacts/tags…
struct Desk {
    store::Database &database;
    Contacts &contacts;
    IdMaker &ids;
    Clock &clock;
};
void add_desk_pages(web::Doors &doors, Desk desk);
void add_desk_api(web::Doors &doors, Desk desk);

} // namespace goen::contacts
