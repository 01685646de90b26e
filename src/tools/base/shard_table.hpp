// SPDX-License-Identifier: Apache-2.0
// A bounded table in memory for what was made once and is looked up often. Threads share it: 64
// shards, each locked for the few nanoseconds of one look-up. Bounded by count and, when bytes are
// given, by bytes. Eviction is second chance: an entry found since the hand last passed is passed
// over once. Counts hits and misses.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace goen {

struct TableNumbers {
    std::size_t entries = 0, capacity = 0;
    std::size_t bytes = 0, most_bytes = 0; // as its owner counts them; most_bytes 0: not bounded
    std::uint64_t hits = 0, misses = 0;
};

template <class Key, class Value, unsigned shard_bits = 6, class Hash = std::hash<Key>>
class ShardTable {
public:
    // Each shard takes its part of both and at least one entry.
    explicit ShardTable(std::size_t most_entries, std::size_t most_bytes = 0)
        : entries_a_shard_((most_entries + shard_count - 1) / shard_count),
          bytes_a_shard_(most_bytes / shard_count) {
        entries_a_shard_ = std::max<std::size_t>(1, entries_a_shard_);
    }

    std::optional<Value> find(Key const &key) {
        return look(key, [](Value const &value) { return std::optional<Value>{value}; });
    }
    // What `take(value)` makes of it, an optional; nothing is a miss, and the value stays until it
    // is put anew or its turn comes. `take` runs under the lock.
    template <class F> auto look(Key const &key, F const &take)
        -> decltype(take(std::declval<Value const &>())) {
        auto const hash = hash_of(key);
        auto &shard = shard_of(hash);
        std::lock_guard const held{shard.mutex};
        auto *const slot = shard.find(tag_of(hash), key);
        if (slot) {
            if (auto taken = take(std::as_const(slot->value))) {
                ++shard.hits;
                slot->used_since = 1;
                return taken;
            }
        }
        ++shard.misses;
        return std::nullopt;
    }
    // Takes the place of an older value. What is larger than a shard may be is not kept.
    void put(Key key, Value value, std::size_t bytes = 0) {
        auto const hash = hash_of(key);
        auto const tag = tag_of(hash);
        auto &shard = shard_of(hash);
        if (bytes_a_shard_ > 0 && bytes > bytes_a_shard_) return;
        std::lock_guard const held{shard.mutex};
        if (auto const *const old = shard.find(tag, key))
            shard.take_out(static_cast<std::size_t>(old - shard.slots.data()));
        while (shard.count > 0 && (shard.count >= entries_a_shard_ ||
                                   (bytes_a_shard_ > 0 && shard.bytes + bytes > bytes_a_shard_)))
            shard.drop_one();
        if ((shard.count + 1) * 2 > shard.slots.size()) shard.grow();
        Slot slot{};
        slot.tag = tag;
        slot.bytes = bits_of(bytes);
        slot.key = std::move(key);
        slot.value = std::move(value);
        shard.put(std::move(slot));
        shard.bytes += bytes;
        ++shard.count;
    }

    TableNumbers numbers() const {
        TableNumbers out;
        out.capacity = entries_a_shard_ * shard_count;
        out.most_bytes = bytes_a_shard_ * shard_count;
        for (auto &shard : shards_) {
            std::lock_guard const held{shard.mutex};
            out.entries += shard.count;
            out.bytes += shard.bytes;
            out.hits += shard.hits;
            out.misses += shard.misses;
        }
        return out;
    }

private:
    static constexpr std::size_t shard_count = std::size_t{1} << shard_bits;
    struct Slot {
        std::uint32_t tag = 0; // of its hash; 0: free
        std::uint32_t bytes : 31 = 0, used_since : 1 = 0;
        Key key{};
        Value value{};
    };
    static std::uint32_t bits_of(std::size_t bytes) {
        return static_cast<std::uint32_t>(bytes) & 0x7fffffffu;
    }
    // The highest bits of the hash choose the shard, those below are the tag.
    static std::uint64_t hash_of(Key const &key) {
        return static_cast<std::uint64_t>(Hash{}(key)) * 0x9E3779B97F4A7C15u;
    }
    static std::uint32_t tag_of(std::uint64_t hash) {
        auto const tag = static_cast<std::uint32_t>(hash >> (32 - shard_bits));
        return tag == 0 ? 1 : tag;
    }

    // An open table with linear probing, at most half full: a hit reads one line of memory.
    struct alignas(64) Shard {
        mutable std::mutex mutex;
        std::vector<Slot> slots;
        std::size_t count = 0, bytes = 0, hand = 0;
        std::uint64_t hits = 0, misses = 0;

        std::size_t home(std::uint32_t tag) const { return tag & (slots.size() - 1); }
        Slot *find(std::uint32_t tag, Key const &key) {
            if (slots.empty()) return nullptr;
            for (auto at = home(tag);; at = (at + 1) & (slots.size() - 1)) {
                if (slots[at].tag == tag && slots[at].key == key) return &slots[at];
                if (slots[at].tag == 0) return nullptr;
            }
        }
        void put(Slot &&slot) {
            auto at = home(slot.tag);
            while (slots[at].tag != 0) at = (at + 1) & (slots.size() - 1);
            slots[at] = std::move(slot);
        }
        void grow() {
            auto old =
                std::exchange(slots, std::vector<Slot>(slots.empty() ? 16 : slots.size() * 2));
            for (auto &slot : old) {
                if (slot.tag != 0) put(std::move(slot));
            }
        }
        void drop_one() {
            while (true) {
                hand = (hand + 1) & (slots.size() - 1);
                auto &slot = slots[hand];
                if (slot.tag == 0) continue;
                if (!slot.used_since) return take_out(hand);
                slot.used_since = 0;
            }
        }
        void take_out(std::size_t at) {
            bytes -= slots[at].bytes;
            --count;
            // Those who were pushed on by this one move back, so that no search ends at the gap too
            // early.
            auto const mask = slots.size() - 1;
            for (auto next = (at + 1) & mask; slots[next].tag != 0; next = (next + 1) & mask) {
                if (((next - home(slots[next].tag)) & mask) >= ((next - at) & mask)) {
                    slots[at] = std::move(slots[next]);
                    at = next;
                }
            }
            slots[at] = Slot{};
        }
    };

    Shard &shard_of(std::uint64_t hash) { return shards_[hash >> 1 >> (63 - shard_bits)]; }

    std::size_t entries_a_shard_, bytes_a_shard_;
    std::array<Shard, shard_count> shards_;
};

} // namespace goen
