// SPDX-License-Identifier: Apache-2.0
#include "feed/feed_index.hpp"

#include <algorithm>
#include <mutex>

namespace goen::feed {
namespace {

bool is_older(Entry const &entry, std::int64_t id) { return entry.id < id; }

// By the tier alone; what hangs on a tag or a group is asked of the row.
bool may_be_for(Entry const &entry, card::Tier sees) {
    if (entry.is_move || sees == card::Tier::owner) return true;
    switch (entry.to) {
    case Audience::To::colleague: return sees >= card::Tier::colleague;
    case Audience::To::close: return sees >= card::Tier::close;
    default: return true;
    }
}

bool is_newer(std::pair<MemberId, Entry> const &a, std::pair<MemberId, Entry> const &b) {
    return a.second.id > b.second.id;
}

} // namespace

void FeedIndex::add(MemberId author, Entry entry) {
    auto &shard = shard_of(author);
    std::lock_guard const hold{shard.mutex};
    auto &recent = shard.authors[author.value];
    auto &entries = recent.entries;
    auto const place = std::lower_bound(entries.begin(), entries.end(), entry.id, is_older);
    if (place != entries.end() && place->id == entry.id) return;
    if (entries.size() >= most_ && place == entries.begin()) {
        recent.has_older = true;
        return;
    }
    entries.insert(place, entry);
    if (entries.size() > most_) {
        entries.erase(entries.begin());
        recent.has_older = true;
    } else {
        ++shard.entries;
    }
}

void FeedIndex::remove(MemberId author, std::int64_t id) {
    auto &shard = shard_of(author);
    std::lock_guard const hold{shard.mutex};
    auto const found = shard.authors.find(author.value);
    if (found == shard.authors.end()) return;
    auto &entries = found->second.entries;
    auto const place = std::lower_bound(entries.begin(), entries.end(), id, is_older);
    if (place == entries.end() || place->id != id) return;
    entries.erase(place);
    --shard.entries;
}

void FeedIndex::forget(MemberId author) {
    auto &shard = shard_of(author);
    std::lock_guard const hold{shard.mutex};
    auto const found = shard.authors.find(author.value);
    if (found == shard.authors.end()) return;
    shard.entries -= found->second.entries.size();
    shard.authors.erase(found);
}

FeedIndex::Merged FeedIndex::merge(std::vector<Source> const &sources, std::int64_t before,
                                   std::size_t count) const {
    Merged out;
    auto &heap = out.entries; // its front is the oldest of the newest `count`
    heap.reserve(count + 1);
    for (auto const &source : sources) {
        auto const &shard = shard_of(source.author);
        std::shared_lock const hold{shard.mutex};
        auto const found = shard.authors.find(source.author.value);
        if (found == shard.authors.end()) continue;
        auto const &recent = found->second;
        if (recent.has_older) {
            auto const oldest = recent.entries.empty() ? before : recent.entries.front().id;
            out.horizon = std::max(out.horizon, oldest);
        }
        for (auto at = recent.entries.rbegin(); at != recent.entries.rend(); ++at) {
            if (at->id >= before) continue;
            if (heap.size() == count && at->id < heap.front().second.id) break;
            if (!may_be_for(*at, source.sees)) continue;
            heap.emplace_back(source.author, *at);
            std::push_heap(heap.begin(), heap.end(), is_newer);
            if (heap.size() > count) {
                std::pop_heap(heap.begin(), heap.end(), is_newer);
                heap.pop_back();
            }
        }
    }
    std::sort(heap.begin(), heap.end(), is_newer);
    while (!heap.empty() && heap.back().second.id < out.horizon) heap.pop_back();
    return out;
}

FeedIndex::Numbers FeedIndex::numbers() const {
    Numbers out;
    for (auto const &shard : shards_) {
        std::shared_lock const hold{shard.mutex};
        out.authors += shard.authors.size();
        out.entries += shard.entries;
    }
    return out;
}

} // namespace goen::feed
