// SPDX-License-Identifier: Apache-2.0
// The journal on PostgreSQL. seq = (transaction number + origin) * 2^20 + n. A reader takes only
// rows whose transaction number lies below the oldest one still running (pg_snapshot_xmin): nothing
// that comes later can be lower, so every reader sees the same order and skips nothing. (A plain
// sequence cannot do that: a lower number may be committed after a higher one has been read.) A
// transaction that runs for long holds later events back; write() waits for them two seconds at
// most.
//
// One thread with one connection reads for this node's followers and exchanges NOTIFY with other
// nodes. NOTIFY inside a write would make commits wait for one another, so this thread sends it
// afterwards, with the highest seq committed here; the others then read until they have reached it.
#pragma once

#include "store/engines.hpp"
#include "store/postgres_connection.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace goen::store {

class PostgresJournal {
public:
    PostgresJournal(std::string url, std::atomic<std::int64_t> const &origin);
    ~PostgresJournal();

    void follow(std::int64_t from_seq, std::function<void(Event const &)> follower);
    // This node committed events up to seq: the others are told; returns when the followers have
    // heard it.
    void committed(std::int64_t seq);
    bool is_ready() const; // the server answered a moment ago and can be written
    bool is_own_thread() const { return std::this_thread::get_id() == thread_.get_id(); }

private:
    using Instant = std::chrono::steady_clock::time_point;
    struct Registration {
        Follower follower;
        bool is_over = false;
        std::exception_ptr error;
    };

    void serve();
    void connect();
    void turn();
    void wait();
    void listen();
    void tell_others(Instant now);
    void read_on();
    void register_followers();
    void refuse_registrations(std::exception_ptr const &error);
    void wake();

    std::string const url_;
    std::atomic<std::int64_t> const &origin_;
    int wake_ = -1; // an eventfd

    // The thread's own.
    std::unique_ptr<PostgresConnection> connection_;
    std::vector<Follower> followers_;
    std::int64_t goal_ = 0; // the highest seq known to be committed, here or elsewhere
    Instant goal_since_{};
    int patience_ = 0; // how often the goal was not yet reached
    std::int64_t notified_ = 0;
    Instant last_notify_{};
    Instant last_look_{};
    bool look_now_ = true;

    std::mutex mutex_;
    std::condition_variable told_changed_;
    std::condition_variable registered_;
    std::int64_t told_ = 0;
    std::int64_t own_ = 0;
    std::deque<Registration *> registrations_;
    bool closing_ = false;

    std::atomic<bool> has_followers_{false};
    std::atomic<bool> is_writable_{false};
    std::atomic<std::int64_t> last_contact_{0}; // milliseconds of the steady clock
    std::thread thread_;
};

} // namespace goen::store
