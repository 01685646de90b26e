// SPDX-License-Identifier: Apache-2.0
// Where the book's pages and endpoints are hung. `contacts` must outlive `doors`. add_pages() also
// begins to follow the journal, so that pages of the list can be kept: the database must have been
// migrated.
#pragma once

#include "contacts/contacts.hpp"
#include "html/html.hpp"
#include "web/doors.hpp"

namespace goen::contacts {

// `more` is another room's part of a private contact's page. May be empty.
using ContactPart = std::function<html::Html(web::Visit const &, ContactId)>;
void add_pages(web::Doors &doors, Contacts &contacts, ContactPart more = {});
void add_api(web::Doors &doors, Contacts &contacts);

} // namespace goen::contacts
