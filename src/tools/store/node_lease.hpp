// SPDX-License-Identifier: Apache-2.0
// The node number of a process, held by a lease in the table `node`, so that no two processes that
// write into one database make the same id. Whoever serves or writes has one from before its first
// id until it ends; keep() is to be called about once a second meanwhile.
//
// What makes ids unique is not time but a promise: the row of a number says up to which moment ids
// of it may go, and is raised before any goes further; the next holder begins after it. So clocks
// that differ, that are set, and processes that sleep through their lease do no harm. The lease
// only decides when another may take the number, and its holder stops before that.
#pragma once

#include "store/database.hpp"

#include <mutex>

namespace goen::store {

class NodeLease {
public:
    static constexpr seconds length{120}, renewed_after{30}, stops_before{10}, margin{30};

    // Takes a number for `ids`; Trouble in words when all are taken or the database is away.
    NodeLease(Database &database, IdMaker &ids, Clock &clock);
    ~NodeLease(); // gives it back
    NodeLease(NodeLease const &) = delete;
    NodeLease &operator=(NodeLease const &) = delete;

    // Renews the lease when it is time, and takes another number when this one was lost. What
    // fails is said once, and tried again at the next call.
    void keep();
    int number() const { return number_; }

private:
    void take();
    bool renew();
    Time database_now(Reader &reader) const;
    // Up to which moment ids may go that begin at `from`.
    Time promise(Time from) const;

    Database &database_;
    IdMaker &ids_;
    Clock &clock_;
    std::string const me_;
    std::mutex mutex_;
    bool is_held_ = false;
    bool is_failing_ = false;
    int number_ = 0;
    Time up_to_{};
    milliseconds renew_at_{0};
};

} // namespace goen::store
