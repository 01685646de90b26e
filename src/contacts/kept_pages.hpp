// SPDX-License-Identifier: Apache-2.0
// Pages of books as markup, kept in memory until something on them may have changed. The journal
// says what has: each event names the members it concerns, and a page is good as long as no event
// after it was read concerns its owner or anybody on it. It follows that every write that changes a
// list says so in the journal: an exchange names both, a card its owner, and the contacts room
// itself names the book when a line takes another place. An event that names nobody (an import)
// concerns everybody.
//
// Bounded; nothing is kept before watch() has begun. Threads may share it.
#pragma once

#include "store/database.hpp"

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace goen::contacts {

class KeptPages : public std::enable_shared_from_this<KeptPages> {
public:
    using Markup = std::shared_ptr<std::string const>;

    // Follows the journal from now on; the follower keeps this alive.
    void watch(store::Database &database);
    // The last event known. To be read before the page is: what comes later makes the page old. -1:
    // not watching.
    std::int64_t known() const { return known_.load(std::memory_order_acquire); }

    Markup find(std::string const &key);
    // `ids`: the owner, and everybody on the page.
    void keep(std::string key, std::int64_t known, std::vector<std::int64_t> const &ids,
              Markup markup);

private:
    static constexpr std::size_t shards = 16, pages_a_shard = 128, marks = 1u << 16;
    struct Page {
        std::int64_t known;
        std::vector<std::uint16_t> marks; // of those it concerns
        Markup markup;
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Page> pages;
        std::deque<std::string> oldest;
    };

    // Members share marks by chance; that only makes a page old too early.
    static std::uint16_t mark_of(std::int64_t id) {
        return static_cast<std::uint16_t>((static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15u) >>
                                          48);
    }
    void hear(store::Event const &event);
    bool is_good(Page const &page) const;
    Shard &shard_of(std::string const &key) {
        return shards_[std::hash<std::string>{}(key) % shards];
    }

    std::atomic<std::int64_t> known_{-1};
    std::atomic<std::int64_t> everybody_{0};              // the last event that named nobody
    std::array<std::atomic<std::int64_t>, marks> last_{}; // the last event that concerned a mark
    std::array<Shard, shards> shards_;
};

} // namespace goen::contacts
