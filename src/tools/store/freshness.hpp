// SPDX-License-Identifier: Apache-2.0
// Which members and topics (store/topic.hpp) the journal has touched lately: by this, what was read
// from the database and kept in memory (store/kept.hpp) is known to be as good as new. An event
// touches the members it names as member, other or thing, or what its type says instead
// (store/events.hpp); one that names nobody (an import) touches everybody. It follows that every
// write that changes what somebody is shown must name her in the journal.
//
// Events of kinds that this goen does not know (a newer node's) touch the ids they hold, and are
// counted.
//
// Nothing is ever fresh before watch() has begun. Threads may share it.
#pragma once

#include "store/database.hpp"
#include "store/topic.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <span>

namespace goen::store {

class EventKinds;

class Freshness : public std::enable_shared_from_this<Freshness> {
public:
    // Follows the journal from now on; the follower keeps this alive. Without kinds every kind is
    // taken for a known one that touches the ids it holds.
    void watch(Database &database, std::shared_ptr<EventKinds const> kinds = {});
    // The last event known, to be asked before what is kept is read: what comes later makes it old.
    // -1: not watching.
    std::int64_t known() const { return known_.load(std::memory_order_acquire); }
    // Whether nothing has touched these since.
    bool holds(std::int64_t known, std::span<Mark const> marks) const;
    // How many events of unknown kinds were heard.
    std::int64_t unknown_events() const { return unknown_events_.load(); }

private:
    void hear(Event const &event);

    std::shared_ptr<EventKinds const> kinds_;
    std::atomic<std::int64_t> known_{-1};
    std::atomic<std::int64_t> unknown_events_{0};
    std::atomic<std::int64_t> everybody_{0};                 // the last event that named nobody
    std::array<std::atomic<std::int64_t>, 1u << 16> last_{}; // the last event that touched a mark
};

} // namespace goen::store
