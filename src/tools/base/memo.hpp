// SPDX-License-Identifier: Apache-2.0
// Remembers what a function made of a text, when making it costs more than finding it again and
// depends on the text alone. Bounded: the oldest goes first. Threads may share it.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace goen {

template <class Value> class Memo {
public:
    explicit Memo(std::size_t capacity) : capacity_(capacity / shards + 1) {}

    // What `make()` gave for this key; `make` runs outside the lock, twice when two come at once.
    template <class Make> std::shared_ptr<Value const> of(std::string key, Make const &make) {
        auto &shard = shards_[std::hash<std::string>{}(key) % shards];
        {
            std::lock_guard const hold{shard.mutex};
            if (auto const found = shard.values.find(key); found != shard.values.end())
                return found->second;
        }
        auto value = std::make_shared<Value const>(make());
        std::lock_guard const hold{shard.mutex};
        auto const [place, is_new] = shard.values.try_emplace(key, value);
        if (!is_new) return place->second;
        shard.oldest.push_back(std::move(key));
        if (shard.oldest.size() > capacity_) {
            shard.values.erase(shard.oldest.front());
            shard.oldest.pop_front();
        }
        return value;
    }

private:
    static constexpr std::size_t shards = 8;
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, std::shared_ptr<Value const>> values;
        std::deque<std::string> oldest;
    };
    std::size_t const capacity_;
    std::array<Shard, shards> shards_;
};

} // namespace goen
