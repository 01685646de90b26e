// SPDX-License-Identifier: Apache-2.0
#include "store/freshness.hpp"

#include "base/log.hpp"
#include "store/events.hpp"

#include <algorithm>

namespace goen::store {

void Freshness::watch(Database &database, std::shared_ptr<EventKinds const> kinds) {
    if (known() >= 0) return;
    kinds_ = std::move(kinds);
    auto const last = database.last_seq();
    database.follow(last, [self = shared_from_this()](Event const &event) { self->hear(event); });
    auto nothing_yet = std::int64_t{-1};
    known_.compare_exchange_strong(nothing_yet, last);
}

void Freshness::hear(Event const &event) {
    auto const *const kind = kinds_ ? kinds_->find(event.kind) : nullptr;
    if (kinds_ && !kind && unknown_events_.fetch_add(1) == 0) {
        log::warn("the journal holds events of a kind that only a newer goen knows; they are "
                  "skipped and counted",
                  {{"kind", event.kind}, {"seq", event.seq}});
    }
    // The marks first: whoever then reads `known_` reads a database in which this event has
    // happened.
    if (kind && kind->touches) {
        for (auto const mark : kind->touches(event)) last_[mark].store(event.seq);
    } else if (event.member == 0 && event.other == 0 && event.thing == 0) {
        everybody_.store(event.seq);
    } else { // a silent event has the other as its thing
        for (auto const id : {event.member, event.other, event.thing}) {
            if (id != 0) last_[mark_of(id)].store(event.seq);
        }
    }
    known_.store(event.seq, std::memory_order_release);
}

bool Freshness::holds(std::int64_t known, std::span<Mark const> marks) const {
    if (known < 0 || everybody_.load() > known) return false;
    return std::all_of(marks.begin(), marks.end(),
                       [&](Mark mark) { return last_[mark].load() <= known; });
}

} // namespace goen::store
