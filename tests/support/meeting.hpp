// SPDX-License-Identifier: Apache-2.0
// Two people of a town meet.
#pragma once

#include "support/town.hpp"

#include <doctest/doctest.h>

namespace goen::tests {

// `a` reads the code that `b` shows: each with her first card.
inline void exchange_cards(Town &town, MemberId a, MemberId b) {
    auto &house = town.house;
    auto const card_of = [&](MemberId id) { return house.cards.of(id).front().id; };
    auto const code = house.exchange.show_code(b, card_of(b), 10, 1, "見本の会");
    REQUIRE(code);
    REQUIRE(house.exchange.redeem(a, code->secret, card_of(a), "", "192.0.2.1"));
}

} // namespace goen::tests
