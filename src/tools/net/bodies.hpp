// SPDX-License-Identifier: Apache-2.0
// The bodies of requests while they lie in memory: how many bytes of them have been received, and
// from whom. Nothing is set aside for a promise. Safe to share between threads.
//
// A body whose sender is not known is small (the server sees to that), and there is one bound for
// all of those together and one for the number that a peer keeps unfinished: beyond it the one that
// has been waited for longest gives way, so that who drags a body out loses it to who does not. A
// body whose sender is known is never taken from her by others; when there is no room for more of
// it, it is refused.
#pragma once

#include "net/registry.hpp"

#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace goen::net {

class Bodies;

// One body, as long as it is in memory; it begins unknown and unfinished. The line in the registry
// must outlive it.
class HeldBody {
public:
    // `peer` is what is counted by; empty = exempt (a proxy that does not say for whom it asks).
    HeldBody(Bodies &bodies, Watched &connection, std::string const &peer);
    ~HeldBody();
    HeldBody(HeldBody const &) = delete;
    HeldBody &operator=(HeldBody const &) = delete;

    // Its sender may send it. False: its peer has too many such bodies under way.
    bool now_known();
    // So many bytes have been received in all. False: there is no room for them.
    bool has_grown_to(std::size_t bytes);
    void is_complete(); // its bytes still count, until it is destroyed

private:
    friend class Bodies;
    struct Place {                     // what one peer has here
        std::size_t bodies = 0;        // of any kind
        std::size_t known = 0;         // known and unfinished
        std::size_t known_bytes = 0;   // also of those that are complete
        std::list<HeldBody *> waiting; // unknown and unfinished, oldest first
    };
    void stop_waiting(); // under the lock

    Bodies &bodies_;
    Watched &connection_;
    std::unordered_map<std::string, Place>::value_type *peer_ = nullptr;
    std::optional<std::list<HeldBody *>::iterator> in_all_, in_peer_;
    std::size_t bytes_ = 0;
    bool is_known_ = false, is_unfinished_ = true;
};

class Bodies {
public:
    struct Limits {
        std::size_t known_bytes, known_bytes_per_peer;
        std::size_t unknown_bytes;
        std::size_t unfinished_per_peer; // of each kind
    };
    Bodies(Registry &registry, Limits limits) : registry_(registry), limits_(limits) {}

    std::size_t bytes() const; // in memory now
    std::uint64_t evicted() const { return evicted_.load(); }
    std::uint64_t refused() const { return refused_.load(); }

private:
    friend class HeldBody;
    // Under mutex_: takes the oldest of `waiting` but `spared` out; false when there is none.
    bool evict_oldest(std::list<HeldBody *> const &waiting, HeldBody const *spared);

    Registry &registry_;
    Limits const limits_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, HeldBody::Place> peers_;
    std::list<HeldBody *> waiting_; // unknown and unfinished, of all peers, oldest first
    std::size_t known_bytes_ = 0, unknown_bytes_ = 0;
    std::atomic<std::uint64_t> evicted_{0}, refused_{0};
};

} // namespace goen::net
