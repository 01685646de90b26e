// SPDX-License-Identifier: Apache-2.0
// Every open connection, seen from outside: who it is, what it is doing and until when it may. The
// server's keeper reads this to close what is late; accepting reads it to make room. Safe to share
// between threads.
//
// Room is made at the cost of whoever holds most: of the peers with the most connections (in steps
// of 16, so that two browsers' worth is no difference), those that have been at the same thing
// longest. Whatever a client can drag out may be closed: waiting for a request, its head, its body,
// or the reader of an answer. Only a request that is being answered never is.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace goen::net {

using Steady = std::chrono::steady_clock;

// `upload` is a large body whose sender is known and may send it; `open` the reading of a body that
// stays open (http/open_body.hpp), also while a piece of it is written.
enum class Stage : std::uint8_t { head, idle, body, upload, handling, writing, open, lingering };
enum class Cut : std::uint8_t { none, late, evicted, stopping };

class Registry;

// One connection's line in the registry, owned by its coroutine. The socket must outlive it, so
// that its number cannot have become another connection's while the registry knows it.
class Watched {
public:
    // `group` is what the per-peer limit counts by; empty = exempt.
    Watched(Registry &registry, int socket, std::string const &group);
    ~Watched();
    Watched(Watched const &) = delete;
    Watched &operator=(Watched const &) = delete;

    bool is_admitted() const { return admitted_; } // false: there was no room, close at once
    void enter(Stage stage, Steady::time_point until);
    void extend(Steady::time_point until) {
        until_.store(until.time_since_epoch().count(), std::memory_order_relaxed);
    }
    Cut cut() const { return cut_.load(); }

private:
    friend class Registry;
    void leave_peer(); // under the registry's lock
    struct Peer {
        std::size_t count = 0;
    };

    Registry &registry_;
    int const socket_;
    std::unordered_map<std::string, Peer>::value_type *peer_ = nullptr;
    Watched *before_ = nullptr, *after_ = nullptr; // newest first
    bool admitted_ = false;
    std::atomic<Stage> stage_{Stage::head};
    std::atomic<Steady::rep> until_{Steady::time_point::max().time_since_epoch().count()};
    std::atomic<Steady::rep> since_{0};
    std::atomic<Cut> cut_{Cut::none};
};

class Registry {
public:
    Registry(std::size_t most, std::size_t most_per_peer)
        : most_(most), most_per_peer_(most_per_peer) {}

    std::size_t close_late(Steady::time_point now); // how many
    void close_idle();                              // for stopping: between requests, or open
    void close_all();
    bool make_room();         // for want of file numbers; false when none can be closed
    bool evict(Watched &one); // false when it is on its way out already
    bool wait_until_empty(std::chrono::milliseconds at_most);
    std::size_t size() const;
    std::uint64_t evicted() const { return evicted_.load(); }         // to make room
    std::uint64_t turned_away() const { return turned_away_.load(); } // for want of room
    std::size_t most() const { return most_; }

private:
    friend class Watched;
    using Peers = std::unordered_map<std::string, Watched::Peer>;
    struct Candidate {
        Watched *one;
        std::size_t crowd; // how many its peer has, in steps
        Steady::rep since;
    };
    // Under mutex_; of this peer, or of anybody. Some at once, so that a flood of newcomers does
    // not look through all connections for each of them.
    bool evict_some(Peers::value_type const *peer);
    void let_go(Watched &one); // under mutex_
    static void close(Watched &one, Cut why);

    std::size_t const most_, most_per_peer_;
    mutable std::mutex mutex_;
    std::condition_variable emptied_;
    Watched *newest_ = nullptr;
    std::size_t size_ = 0;  // lines in the list
    std::size_t going_ = 0; // of those, evicted and about to go
    Peers peers_;
    std::vector<Candidate> candidates_; // of evict_some, kept for its memory
    std::atomic<std::uint64_t> evicted_{0}, turned_away_{0};
};

} // namespace goen::net
