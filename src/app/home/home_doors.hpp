// SPDX-License-Identifier: Apache-2.0
// The first page: for a member what waits for her, whom she met lately and who moved; for others
// what goen is.
#pragma once

#include "contacts/contacts.hpp"
#include "html/html.hpp"
#include "web/doors.hpp"

#include <functional>

namespace goen::home {

// `more` is other rooms' part of a member's page: what is due today. May be empty.
using HomePart = std::function<html::Html(web::Visit const &)>;
void add_pages(web::Doors &doors, contacts::Contacts &contacts, HomePart more = {});

} // namespace goen::home
