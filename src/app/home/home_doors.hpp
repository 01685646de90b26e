// SPDX-License-Identifier: Apache-2.0
// The first page: for a member what waits for her, whom she met lately and who moved; for others
// what goen is.
#pragma once

#include "card/cards.hpp"
#include "contacts/contacts.hpp"
#include "web/doors.hpp"
#include "web/places.hpp"

namespace goen::home {

// Other rooms hang what is due today at web::home_day.
void add_pages(web::Doors &doors, web::Places &places, contacts::Contacts &contacts,
               card::Cards &cards);

} // namespace goen::home
