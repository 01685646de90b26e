// SPDX-License-Identifier: Apache-2.0
// Where the book's pages and endpoints are hung. `contacts` must outlive `doors`. add_pages() also
// begins to follow the journal, so that pages of the list can be kept: the database must have been
// migrated.
#pragma once

#include "card/card_form.hpp"
#include "contacts/contacts.hpp"
#include "html/html.hpp"
#include "web/doors.hpp"
#include "web/kept_bodies.hpp"
#include "web/places.hpp"

namespace goen::contacts {

// Where other rooms hang their parts of a person's page: one a private contact alone has, beside
// the records of members, at the end of everybody's. The page is kept while nothing has happened to
// its reader or its person; what other events change is asked for in every answer: below the head
// of members, and at the end of a member's page, also of one who is not in the book.
inline constexpr web::Place<ContactId> private_contact{"contact/private"};
inline constexpr web::Place<ContactId> beside_member{"contact/beside"};
inline constexpr web::Place<ContactId> below_contact{"contact/below"};
inline constexpr web::Place<ContactId> below_head{"contact/head"};
inline constexpr web::Place<ContactId> end_of_person{"contact/end"};

struct PersonPages {
    Contacts &contacts;
    web::Places &places;
    web::KeptBodies &bodies;
};
// The page of somebody in my book, under whatever address asks for it; nothing for anybody else.
std::optional<http::Response> show_person(web::Visit const &visit, PersonPages const &pages,
                                          ContactId id);

// `postal` fills in addresses; without it the form has no such button.
void add_pages(web::Doors &doors, PersonPages pages, card::PostalLookup postal = {});
void add_person_pages(web::Doors &doors, PersonPages pages); // a part of it
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
