// SPDX-License-Identifier: Apache-2.0
// All of a member's cards inside a snapshot that its caller holds: for her archive.
#pragma once

#include "card/cards.hpp"

namespace goen::card {

struct CardRecord {
    CardId id;
    bool is_main = false;
    Time made{};
    std::optional<Time> removed;
};
// Removed ones too: their versions are hers (Cards::history()).
std::vector<CardRecord> cards_ever(store::Reader &reader, MemberId me);

} // namespace goen::card
