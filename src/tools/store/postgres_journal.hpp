// SPDX-License-Identifier: Apache-2.0
// The journal on PostgreSQL. seq = (transaction number + origin) * 2^20 + n. A reader takes only
// rows whose transaction number lies below the oldest transaction of this database still running:
// nothing that comes later can be lower, so every reader sees the same order and skips nothing. (A
// plain sequence cannot do that: a lower number may be committed after a higher one has been read.)
// A transaction that runs for long holds later events back; write() waits for them two seconds at
// most.
//
// The oldest: pg_snapshot_xmin would do and costs nothing, but covers every database of the server,
// so a long transaction in somebody else's would hold ours back. settled_below() therefore reads
//   1. n, the xmax of a snapshot: one more than the highest transaction number that has ended,
//   2. then the transaction numbers of the sessions of this database
//   (pg_stat_activity.backend_xid),
//   3. then those of its prepared transactions (pg_prepared_xacts),
// and gives the least of all; rows below it are read with a snapshot taken after that. A
// transaction x < n is not missed: numbers are handed out in order, and each stands in shared
// memory before the next can be (GetNewTransactionId in varsup.c stores it before it gives
// XidGenLock back; "Interlocking Transaction Begin, Transaction End, and Snapshots" in
// transam/README), so when a number >= x had ended in step 1, x was there or had ended too. If x is
// not found in steps 2 and 3, it has ended (in this order, because PREPARE adds the prepared one
// before it takes the number off the session, MarkAsPrepared in twophase.c, and COMMIT PREPARED
// takes it away last), and every snapshot taken after a transaction's number was taken away sees
// what it did (ProcArrayEndTransaction and GetSnapshotData exclude one another by ProcArrayLock).
// What starts later is >= n. So no row below can appear any more, ever, and the numbers only grow.
// Subtransactions do not matter: seq holds the number of the outermost, as backend_xid does. While
// a commit waits for a synchronous standby it still counts as running. backend_xid is live, but one
// transaction sees it only once (it is kept till the end, backend_status.c), so each look has its
// own. Every role sees it of every session, also without pg_read_all_stats: it is one of the
// "values available to all callers" of pg_stat_get_activity() (a test watches that). A standby
// knows no sessions of its primary: there pg_snapshot_xmin stays.
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

// Every transaction of this database with a lower number has ended, and a snapshot taken from now
// on sees what it did. To be asked outside a transaction.
std::int64_t settled_below(PostgresConnection &connection);

class PostgresJournal {
public:
    PostgresJournal(std::string url, std::atomic<std::int64_t> const &origin);
    ~PostgresJournal();

    void follow(std::int64_t from_seq, std::function<void(Event const &)> follower);
    // This node committed events up to seq: the others are told; returns when the followers have
    // heard it.
    void committed(std::int64_t seq);
    std::string why_not_ready() const; // "": the server answered a moment ago and can be written
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
    int patience_ = 0;       // how often the goal was not yet reached
    std::int64_t below_ = 0; // the last settled_below()
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
