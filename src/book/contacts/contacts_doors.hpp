// SPDX-License-Identifier: Apache-2.0
// Where the book's pages and endpoints are hung. `contacts` must outlive `doors`. add_pages() also
// begins to follow the journal, so that pages of the list can be kept: the database must have been
// migrated.
#pragma once

#include "card/card_form.hpp"
#include "contacts/contacts.hpp"
#include "html/html.hpp"
#include "web/doors.hpp"
#include "web/places.hpp"

namespace goen::contacts {

// Where other rooms hang their parts of a contact's page: one a private contact alone has, and at
// the end of everybody's.
inline constexpr web::Place<ContactId> private_contact{"contact/private"};
inline constexpr web::Place<ContactId> below_contact{"contact/below"};
// `postal` fills in addresses; without it the form has no such button.
void add_pages(web::Doors &doors, web::Places &places, Contacts &contacts,
               card::PostalLookup postal = {});
void add_api(web::Doors &doors, Contacts &contacts);

// Two versions of the ledger beside each other, the history of one's own edits, and tags of many
// contacts at once: /contacts/{id}/ledger/compare, /contacts/{id}/history…, /contacts/choose,
// /contacts/tags…
struct Edits {
    store::Database &database;
    Contacts &contacts;
    IdMaker &ids;
    Clock &clock;
};
void add_edit_pages(web::Doors &doors, Edits edits);
void add_edit_api(web::Doors &doors, Edits edits);

} // namespace goen::contacts
