// SPDX-License-Identifier: Apache-2.0
// Where the book's pages and endpoints are hung. `contacts` must outlive `doors`.
#pragma once

#include "contacts/contacts.hpp"
#include "web/doors.hpp"

namespace goen::contacts {

void add_pages(web::Doors& doors, Contacts& contacts);
void add_api(web::Doors& doors, Contacts& contacts);

} // namespace goen::contacts
