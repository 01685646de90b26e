// SPDX-License-Identifier: Apache-2.0
// By which keys a member is found by other members: only cards that show their name to everyone
// have any.
#pragma once

#include "card/cards.hpp"

namespace goen::exchange {

// In the transaction that changes the card.
void keep_person_keys(store::Writer &writer, card::Cards::Change const &change);
// Candidates for a query: members one of whose keys begins with it or with one of its words.
// Bounded work.
std::vector<MemberId> people_like(store::Reader &reader, std::string_view query);

} // namespace goen::exchange
