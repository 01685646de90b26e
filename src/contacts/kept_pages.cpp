// SPDX-License-Identifier: Apache-2.0
#include "contacts/kept_pages.hpp"

#include <algorithm>

namespace goen::contacts {

void KeptPages::watch(store::Database &database) {
    if (known() >= 0) return;
    auto const last = database.last_seq();
    database.follow(last,
                    [self = shared_from_this()](store::Event const &event) { self->hear(event); });
    auto nothing_yet = std::int64_t{-1};
    known_.compare_exchange_strong(nothing_yet, last);
}

void KeptPages::hear(store::Event const &event) {
    // The marks first: whoever then reads `known_` reads a database in which this event has
    // happened.
    if (event.member == 0 && event.other == 0 && event.thing == 0) everybody_.store(event.seq);
    for (auto const id :
         {event.member, event.other, event.thing}) { // a silent event has the other as its thing
        if (id != 0) last_[mark_of(id)].store(event.seq);
    }
    known_.store(event.seq, std::memory_order_release);
}

bool KeptPages::is_good(Page const &page) const {
    if (everybody_.load() > page.known) return false;
    return std::all_of(page.marks.begin(), page.marks.end(),
                       [&](std::uint16_t mark) { return last_[mark].load() <= page.known; });
}

KeptPages::Markup KeptPages::find(std::string const &key) {
    if (known() < 0) return nullptr;
    auto &shard = shard_of(key);
    std::lock_guard const hold{shard.mutex};
    auto const found = shard.pages.find(key);
    return found != shard.pages.end() && is_good(found->second) ? found->second.markup : nullptr;
}

void KeptPages::keep(std::string key, std::int64_t known, std::vector<std::int64_t> const &ids,
                     Markup markup) {
    if (known < 0) return;
    Page page{known, {}, std::move(markup)};
    page.marks.reserve(ids.size());
    for (auto const id : ids)
        page.marks.push_back(mark_of(id));
    auto &shard = shard_of(key);
    std::lock_guard const hold{shard.mutex};
    auto const [place, is_new] = shard.pages.try_emplace(key);
    place->second = std::move(page);
    if (!is_new) return;
    shard.oldest.push_back(std::move(key));
    if (shard.oldest.size() > pages_a_shard) {
        shard.pages.erase(shard.oldest.front());
        shard.oldest.pop_front();
    }
}

} // namespace goen::contacts
