// SPDX-License-Identifier: Apache-2.0
// The versions read lately, by id. A version never changes, so nothing here is ever out of date;
// what is kept is bounded by count and by bytes. Threads share it: 64 shards, each held for the few
// nanoseconds of one look-up. Eviction is second chance: a version looked up since the hand last
// passed is passed over once.
#pragma once

#include "card/card.hpp"

#include <array>
#include <memory>
#include <mutex>
#include <vector>

namespace goen::card {

class VersionCache {
public:
    explicit VersionCache(std::size_t max_entries = 20'000, std::size_t max_bytes = 32u << 20)
        : entries_a_shard_(std::max<std::size_t>(1, max_entries / shard_count)),
          bytes_a_shard_(max_bytes / shard_count) {}

    std::shared_ptr<Version const> find(VersionId id);
    void keep(std::shared_ptr<Version const> version);

    std::size_t count();
    std::size_t bytes();

private:
    static constexpr std::size_t shard_count = 64;
    struct Slot {
        std::int64_t id = 0; // 0: free
        std::shared_ptr<Version const> version;
        std::uint32_t bytes = 0;
        bool used_since = false;
    };
    // An open table with linear probing, at most half full: a hit reads one line of memory and the
    // count of its owner.
    struct alignas(64) Shard {
        std::mutex mutex;
        std::vector<Slot> slots;
        std::size_t count = 0, bytes = 0, hand = 0;
        std::size_t home(std::int64_t id) const;
        Slot *find(std::int64_t id);
        void put(Slot slot);
        void grow();
        void drop_one();
        void take_out(std::size_t at);
    };
    Shard &shard_of(VersionId id) {
        return shards_[(static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15u) >> 58];
    }

    std::size_t entries_a_shard_, bytes_a_shard_;
    std::array<Shard, shard_count> shards_;
};

// What a version takes in memory, nearly.
std::size_t bytes_of(Version const &version);

} // namespace goen::card
