// SPDX-License-Identifier: Apache-2.0
#include "feed/feed_index.hpp"

#include <algorithm>
#include <mutex>

namespace goen::feed {
namespace {

bool is_after(Entry const &entry, std::int64_t id) { return entry.id > id; }

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

std::size_t FeedIndex::place_of(MemberId author) const {
    auto const mask = cells_.size() - 1;
    auto at = (std::hash<MemberId>{}(author) >> 20) & mask;
    while (cells_[at].author && cells_[at].author != author) at = (at + 1) & mask;
    return at;
}

FeedIndex::Cell &FeedIndex::cell_for(MemberId author) {
    auto at = place_of(author);
    if (cells_[at].author) return cells_[at];
    if ((authors_ + 1) * 3 > cells_.size() * 2) {
        std::vector<Cell> old(cells_.size() * 2);
        old.swap(cells_);
        for (auto &cell : old) {
            if (cell.author) cells_[place_of(cell.author)] = std::move(cell);
        }
        at = place_of(author);
    }
    ++authors_;
    cells_[at].author = author;
    return cells_[at];
}

FeedIndex::Cell const *FeedIndex::find(MemberId author) const {
    auto const &cell = cells_[place_of(author)];
    return cell.author ? &cell : nullptr;
}

void FeedIndex::add(MemberId author, Entry entry) {
    std::lock_guard const hold{mutex_};
    auto &cell = cell_for(author);
    auto &entries = cell.entries;
    auto const place = std::lower_bound(entries.begin(), entries.end(), entry.id, is_after);
    if (place != entries.end() && place->id == entry.id) return;
    if (entry.id <= cell.floor) return;
    entries.insert(place, entry);
    if (entries.size() > most_) {
        cell.floor = entries.back().id;
        entries.pop_back();
    } else {
        ++entries_;
    }
}

void FeedIndex::remove(MemberId author, std::int64_t id) {
    std::lock_guard const hold{mutex_};
    auto &cell = cells_[place_of(author)];
    auto const place = std::lower_bound(cell.entries.begin(), cell.entries.end(), id, is_after);
    if (place == cell.entries.end() || place->id != id) return;
    cell.entries.erase(place);
    --entries_;
}

void FeedIndex::forget(MemberId author) {
    std::lock_guard const hold{mutex_};
    auto &cell = cells_[place_of(author)];
    entries_ -= cell.entries.size();
    cell.entries = {};
    cell.floor = 0;
}

FeedIndex::Merged FeedIndex::merge(std::vector<Source> const &sources, std::int64_t before,
                                   std::size_t count) const {
    Merged out;
    auto &heap = out.entries; // its front is the oldest of the newest `count`
    heap.reserve(count + 1);
    std::shared_lock const hold{mutex_};
    auto const mask = cells_.size() - 1;
    auto const take = [&](Cell const &cell, card::Tier sees) {
        out.horizon = std::max(out.horizon, cell.floor);
        for (auto const &entry : cell.entries) {
            if (entry.id >= before) continue;
            if (heap.size() == count && entry.id < heap.front().second.id) break;
            if (!may_be_for(entry, sees)) continue;
            heap.emplace_back(cell.author, entry);
            std::push_heap(heap.begin(), heap.end(), is_newer);
            if (heap.size() > count) {
                std::pop_heap(heap.begin(), heap.end(), is_newer);
                heap.pop_back();
            }
        }
    };
    // A few ahead: the cells of the next, the lists of those after.
    constexpr std::size_t ahead = 64;
    std::array<Cell const *, ahead> cells{};
    for (std::size_t first = 0; first < sources.size(); first += ahead) {
        auto const some = std::min(ahead, sources.size() - first);
        for (std::size_t i = 0; i < some; ++i) {
            auto const at = std::hash<MemberId>{}(sources[first + i].author) >> 20;
            __builtin_prefetch(&cells_[at & mask]);
        }
        for (std::size_t i = 0; i < some; ++i) {
            cells[i] = find(sources[first + i].author);
            if (cells[i]) __builtin_prefetch(cells[i]->entries.data());
        }
        for (std::size_t i = 0; i < some; ++i) {
            if (cells[i]) take(*cells[i], sources[first + i].sees);
        }
    }
    std::sort(heap.begin(), heap.end(), is_newer);
    while (!heap.empty() && heap.back().second.id <= out.horizon) heap.pop_back();
    return out;
}

FeedIndex::Numbers FeedIndex::numbers() const {
    std::shared_lock const hold{mutex_};
    return {authors_, entries_};
}

} // namespace goen::feed
