// SPDX-License-Identifier: Apache-2.0
// A member leaves: her ties, requests, codes and blocks.
#include "circle_events/events.hpp"
#include "exchange/exchange_state.hpp"

#include <algorithm>

namespace goen::exchange {

void Exchange::lock_all_of(store::Writer &writer, MemberId me) {
    std::vector<std::int64_t> locks{me.value};
    writer.each(sql::ever_tied_to, {{"me", me}},
                [&](store::Row const &row) { locks.push_back(row.integer(0)); });
    std::sort(locks.begin(), locks.end());
    for (auto const key : locks) writer.lock(key);
}

void Exchange::member_leaves(store::Writer &writer, MemberId member) {
    // Who knows whom is counted by others from the journal: each exchange ends there by name.
    std::vector<MemberId> ended;
    writer.each(sql::live_ties_of, {{"me", member}},
                [&](store::Row const &row) { ended.push_back(row.get<MemberId>(0)); });
    writer.put(sql::leave_their_ties, {{"me", member}, {"at", state_->clock.now()}});
    // What lies with others is found by her own rows, which go after it.
    for (auto const *query :
         {&sql::leave_my_ties, &sql::leave_their_trays, &sql::leave_their_askings,
          &sql::leave_trays, &sql::leave_askings, &sql::leave_code, &sql::leave_code_uses,
          &sql::leave_their_blocks, &sql::leave_their_blocked_by, &sql::leave_blocks,
          &sql::leave_blocked_by, &sql::leave_person_keys})
        writer.put(*query, {{"me", member}});
    for (auto const other : ended) store::tell(writer, TieEnded{.member = member, .other = other});
}

} // namespace goen::exchange
