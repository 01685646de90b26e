// SPDX-License-Identifier: Apache-2.0
// Values read from the database and kept in memory while nothing has happened to the members and
// topics they were made of, and never longer than a given time (so that what depends on the hour is
// never far behind). Bounded (base/shard_table.hpp). Keeps nothing until it is given a Freshness
// that watches (store/derived.hpp does). Threads may share it.
#pragma once

#include "base/shard_table.hpp"
#include "store/freshness.hpp"
#include "store/open_read.hpp"

#include <optional>
#include <string>
#include <vector>

namespace goen::store {

template <class Value, class Key = std::string> class Kept {
public:
    Kept(std::size_t capacity, seconds longest) : longest_(longest), table_(capacity) {}

    // Before the first find().
    void begin(std::shared_ptr<Freshness const> freshness) { freshness_ = std::move(freshness); }
    // To be asked before the value is read. Inside a read that was open before, the value would be
    // older than what is known: it is not kept then.
    std::int64_t known() const {
        return freshness_ && !OpenRead::is_any() ? freshness_->known() : -1;
    }

    std::optional<Value> find(Key const &key, Time now) const {
        if (!freshness_ || freshness_->known() < 0) return {};
        return table_.look(key, [&](Item const &item) {
            bool const is_good = now >= item.at && now - item.at < longest_ &&
                                 freshness_->holds(item.known, item.marks);
            return is_good ? std::optional<Value>{item.value} : std::nullopt;
        });
    }

    // `ids`: everybody who is in the value; `topics`: the marks of what else it was made of.
    void keep(Key key, std::int64_t known, std::vector<std::int64_t> const &ids, Value value,
              Time now, Marks topics = {}) {
        if (known < 0) return;
        Item item{known, now, std::move(topics), std::move(value)};
        item.marks.reserve(item.marks.size() + ids.size());
        for (auto const id : ids) item.marks.push_back(mark_of(id));
        table_.put(std::move(key), std::move(item));
    }

    TableNumbers numbers() const { return table_.numbers(); }

private:
    struct Item {
        std::int64_t known = -1;
        Time at{};
        Marks marks;
        Value value{};
    };

    seconds const longest_;
    std::shared_ptr<Freshness const> freshness_;
    mutable ShardTable<Key, Item> table_;
};

} // namespace goen::store
