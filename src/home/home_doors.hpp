// SPDX-License-Identifier: Apache-2.0
// The first page: for a member what waits for her, whom she met lately and who moved; for others
// what goen is.
#pragma once

#include "contacts/contacts.hpp"
#include "web/doors.hpp"

namespace goen::home {

void add_pages(web::Doors &doors, contacts::Contacts &contacts);

} // namespace goen::home
