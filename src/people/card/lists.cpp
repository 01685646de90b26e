// SPDX-License-Identifier: Apache-2.0
#include "card/lists.hpp"

#include "card/queries.hpp"

namespace goen::card {

std::vector<CardRecord> cards_ever(store::Reader &reader, MemberId me) {
    std::vector<CardRecord> cards;
    reader.each(sql::cards_ever, {{"member", me}}, [&](store::Row const &row) {
        cards.push_back({row.get<CardId>(0), row.get<bool>(1), row.get<Time>(2),
                         row.get<std::optional<Time>>(3)});
    });
    return cards;
}

} // namespace goen::card
