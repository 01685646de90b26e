// SPDX-License-Identifier: Apache-2.0
#include "store/freshness.hpp"

#include <algorithm>

namespace goen::store {

void Freshness::watch(Database &database) {
    if (known() >= 0) return;
    auto const last = database.last_seq();
    database.follow(last, [self = shared_from_this()](Event const &event) { self->hear(event); });
    auto nothing_yet = std::int64_t{-1};
    known_.compare_exchange_strong(nothing_yet, last);
}

void Freshness::hear(Event const &event) {
    // The marks first: whoever then reads `known_` reads a database in which this event has
    // happened.
    if (event.member == 0 && event.other == 0 && event.thing == 0) everybody_.store(event.seq);
    for (auto const id :
         {event.member, event.other, event.thing}) { // a silent event has the other as its thing
        if (id != 0) last_[mark_of(id)].store(event.seq);
    }
    known_.store(event.seq, std::memory_order_release);
}

bool Freshness::holds(std::int64_t known, std::span<Mark const> marks) const {
    if (known < 0 || everybody_.load() > known) return false;
    return std::all_of(marks.begin(), marks.end(),
                       [&](Mark mark) { return last_[mark].load() <= known; });
}

} // namespace goen::store
