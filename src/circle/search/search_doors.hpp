// SPDX-License-Identifier: Apache-2.0
// Where the page that searches, its suggestions and its endpoint are hung. Kinds must outlive
// `doors`.
#pragma once

#include "search/search.hpp"
#include "web/doors.hpp"

namespace goen::search {

void add_pages(web::Doors &doors, Kinds const &kinds); // /search
void add_api(web::Doors &doors, Kinds const &kinds);   // /search

} // namespace goen::search
