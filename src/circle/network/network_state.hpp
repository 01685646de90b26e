// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share; included by its .cpp files only.
#pragma once

#include "network/network.hpp"
#include "network/queries.hpp"
#include "store/events.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace goen::network {

struct Network::State {
    store::Database &database;
    policy::Policy &policy;
    contacts::Contacts &contacts;
    Clock &clock;
    Options options{};

    // The graph, whole and true; null while it is being filled.
    std::shared_ptr<graph::Live> live() const {
        std::lock_guard const hold{live_mutex};
        return is_stale ? nullptr : graph;
    }
    // One version as `me` may be told it, and what a page may cost.
    static graph::Budget cost() { return {2'000'000, std::chrono::microseconds{30'000}}; }
    static constexpr std::size_t most_weighed = 500; // acquaintances in common compared
    bool has_ties(store::Reader &reader, MemberId me);
    std::vector<MemberId> blocked_by(store::Reader &reader, MemberId me);
    // How near somebody I know is to me by my own measure: the tier I chose, then the latest. 0: no
    // tie stands.
    static std::uint64_t nearness(policy::Tie const &tie);
    // The same of the ties of mine; the farthest of very many count as equally far.
    graph::Strength nearness(store::Reader &reader, MemberId me);
    // Of acquaintances in common with each of several, the nearest `first`; one query for all.
    std::vector<std::vector<MemberId>> nearest_of(
        store::Reader &reader, MemberId me, std::vector<std::vector<MemberId>> const &acquaintances,
        std::size_t first);
    // As `me` sees them, in their order; id 0 where the name is not shown.
    std::vector<Acquaintance> people(store::Reader &reader, MemberId me,
                                     std::vector<MemberId> const &others);
    // All that were compared, the best to ask first.
    Result<Ways> ranked_ways(graph::Live &live, MemberId me, MemberId to);

    // ---- following.cpp ----
    void hear(store::Event const &event);
    void fill_anew(); // soon; until then nothing is answered
    void work();
    void fill();
    void save();
    using Changes = std::vector<graph::Change>;
    using Follower = store::Subscriber<Changes &>;
    Follower follower();
    Changes changes_of(store::Event const &event) const;

    Follower const to_changes = follower();

    mutable std::mutex live_mutex; // held for a moment only
    std::shared_ptr<graph::Live> graph;
    bool is_stale = false; // rows came that the journal does not name one by one

    std::mutex applying; // one after the other, in the journal's order
    std::mutex working;
    std::condition_variable woken;
    std::condition_variable became_ready;
    bool is_to_fill = false;
    std::atomic<bool> is_closing{false};
    std::atomic<std::int64_t> heard{0};
    std::atomic<std::int64_t> saved{-1};
    std::uint64_t network = 0;
    std::thread worker;
};

} // namespace goen::network
