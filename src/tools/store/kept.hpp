// SPDX-License-Identifier: Apache-2.0
// Values read from the database and kept in memory while nothing has happened to the members they
// were made of, and never longer than a given time (so that what depends on the hour is never far
// behind). Bounded: the oldest goes first. Keeps nothing until it is given a Freshness that
// watches. Threads may share it.
#pragma once

#include "store/freshness.hpp"

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace goen::store {

template <class Value> class Kept {
public:
    Kept(std::size_t capacity, seconds longest)
        : capacity_(capacity / shards + 1), longest_(longest) {}

    // Before the first find().
    void begin(std::shared_ptr<Freshness const> freshness) { freshness_ = std::move(freshness); }
    // To be asked before the value is read.
    std::int64_t known() const { return freshness_ ? freshness_->known() : -1; }

    std::optional<Value> find(std::string const &key, Time now) const {
        if (known() < 0) return {};
        auto &shard = shard_of(key);
        std::lock_guard const hold{shard.mutex};
        auto const found = shard.items.find(key);
        if (found == shard.items.end()) return {};
        auto const &item = found->second;
        bool const is_good =
            now >= item.at && now - item.at < longest_ && freshness_->holds(item.known, item.marks);
        return is_good ? std::optional{item.value} : std::nullopt;
    }

    // `ids`: everybody who is in the value; `topics`: the marks of what else it was made of.
    void keep(std::string key, std::int64_t known, std::vector<std::int64_t> const &ids,
              Value value, Time now, Marks topics = {}) {
        if (known < 0) return;
        Item item{known, now, std::move(topics), std::move(value)};
        item.marks.reserve(item.marks.size() + ids.size());
        for (auto const id : ids) item.marks.push_back(mark_of(id));
        auto &shard = shard_of(key);
        std::lock_guard const hold{shard.mutex};
        auto const [place, is_new] = shard.items.insert_or_assign(key, std::move(item));
        (void)place;
        if (!is_new) return;
        shard.oldest.push_back(std::move(key));
        if (shard.oldest.size() > capacity_) {
            shard.items.erase(shard.oldest.front());
            shard.oldest.pop_front();
        }
    }

private:
    static constexpr std::size_t shards = 16;
    struct Item {
        std::int64_t known;
        Time at;
        Marks marks;
        Value value;
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Item> items;
        std::deque<std::string> oldest;
    };
    Shard &shard_of(std::string const &key) const {
        return shards_[std::hash<std::string>{}(key) % shards];
    }

    std::size_t const capacity_;
    seconds const longest_;
    std::shared_ptr<Freshness const> freshness_;
    mutable std::array<Shard, shards> shards_;
};

} // namespace goen::store
