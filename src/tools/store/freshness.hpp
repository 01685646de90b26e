// SPDX-License-Identifier: Apache-2.0
// Which members the journal has named lately: by this, what was read from the database and kept in
// memory (store/kept.hpp) is known to be as good as new. An event concerns the members it names as
// member, other or thing; one that names nobody (an import) concerns everybody. It follows that
// every write that changes what somebody is shown must name her in the journal.
//
// Nothing is ever fresh before watch() has begun. Threads may share it.
#pragma once

#include "store/database.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <span>

namespace goen::store {

class Freshness : public std::enable_shared_from_this<Freshness> {
public:
    // Members share marks by chance; that only makes a thing old too early.
    using Mark = std::uint16_t;
    static Mark mark_of(std::int64_t id) {
        return static_cast<Mark>((static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15u) >> 48);
    }

    // Follows the journal from now on; the follower keeps this alive.
    void watch(Database &database);
    // The last event known, to be asked before what is kept is read: what comes later makes it old.
    // -1: not watching.
    std::int64_t known() const { return known_.load(std::memory_order_acquire); }
    // Whether nothing has concerned these since.
    bool holds(std::int64_t known, std::span<Mark const> marks) const;

private:
    void hear(Event const &event);

    std::atomic<std::int64_t> known_{-1};
    std::atomic<std::int64_t> everybody_{0};                 // the last event that named nobody
    std::array<std::atomic<std::int64_t>, 1u << 16> last_{}; // the last event that concerned a mark
};

} // namespace goen::store
