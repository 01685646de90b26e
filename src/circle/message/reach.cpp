// SPDX-License-Identifier: Apache-2.0
// THE policy of messages: who may write to whom, now. Every verb asks it.
#include "base/unreachable.hpp"
#include "message/message_state.hpp"

#include <set>

namespace goen::message {

std::vector<MemberId> unreachable_of(store::Reader &reader, policy::Policy &policy, MemberId me,
                                     std::vector<MemberId> const &others) {
    auto const ties = policy.ties(reader, me, others);
    std::set<MemberId> blocked;
    reader.each(sql::blocks_of, {{"member", me}},
                [&](store::Row const &row) { blocked.insert(row.get<MemberId>(0)); });
    std::vector<MemberId> out;
    for (auto const other : others) {
        auto const tie = ties.find(other);
        bool const is_tied = tie != ties.end() && tie->second.is_live();
        if (!is_tied || blocked.count(other) > 0) out.push_back(other);
    }
    return out;
}

// The same for somebody who blocked her, somebody whose tie has ended, and nobody at all.
Refusal not_reachable() {
    return cannot_be_reached(
        N_("You can write to people you have exchanged cards with. To reach this person, send a "
           "request to exchange cards, or ask someone you both know for an introduction."));
}

Done Messages::can_reach(MemberId me, MemberId other) {
    return state_->rooms.database.read([&](store::Reader &reader) -> Done {
        if (!unreachable_of(reader, state_->rooms.policy, me, {other}).empty())
            return not_reachable();
        return {};
    });
}

} // namespace goen::message
