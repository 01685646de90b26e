// SPDX-License-Identifier: Apache-2.0
// The parts of add_pages(), one for each page file; included by this room's *_pages.cpp only.
#pragma once

#include "exchange/exchange_doors.hpp"
#include "exchange/exchange_view.hpp"

namespace goen::exchange {

void add_request_pages(web::Doors &doors, Rooms rooms);
void add_member_pages(web::Doors &doors, Rooms rooms);
void add_member_parts(Rooms rooms);
void add_request_parts(Rooms rooms, store::DerivedMemory &memory);

// The name of a member as I may see it, else as my own book has it, else "A member".
std::string name_of(Rooms const &rooms, web::Visit const &visit, MemberId id);
// The same of many, in their order, with as many queries as for one.
std::vector<std::string> names_of(Rooms const &rooms, web::Visit const &visit,
                                  std::vector<MemberId> const &ids);
// Refusals about what was typed come back with the form; the others are pages of their own.
inline bool is_about_the_form(Refusal const &refusal) {
    return refusal.reason == Reason::invalid || refusal.reason == Reason::too_many ||
           refusal.reason == Reason::conflict;
}

} // namespace goen::exchange
