// SPDX-License-Identifier: Apache-2.0
// PostgreSQL as the Database: a pool of connections for reads (one snapshot, read only) and writes
// (read committed, done again when two are in each other's way); the journal has its own thread.
// A connection that died while it was idle is thrown away unseen; one lost in use is replaced once
// by those who have not read a row or sent COMMIT yet, and is Trouble for the others.
#pragma once

#include "store/engines.hpp"
#include "store/postgres_connection.hpp"
#include "store/postgres_journal.hpp"

#include <condition_variable>
#include <mutex>

namespace goen::store {

class PostgresDatabase final : public Database, public Steps {
public:
    PostgresDatabase(std::string url, Clock &clock, Options options);

    void follow(std::int64_t from_seq, std::function<void(Event const &)> follower) override;
    std::vector<Event> journal_after(std::int64_t seq, int limit) override;
    std::int64_t last_seq() override;
    Done migrate() override { return migrate(nullptr); }
    Done migrate_only(std::vector<std::int64_t> const &numbers) override {
        return migrate(&numbers);
    }
    bool is_postgres() const override { return true; }
    std::string why_not_ready() override { return journal_->why_not_ready(); }
    Done check() override;
    void try_prepare(Query const &query) override;

protected:
    void do_read(std::function<void(Reader &)> const &f) override;
    void do_write(std::function<bool(Writer &)> const &f) override;

private:
    class Borrowed;
    class PooledReader;

    Done migrate(std::vector<std::int64_t> const *only);
    // In a snapshot of its own, also inside another read.
    void read_anew(std::function<void(Reader &)> const &f);
    void read_origin(PostgresConnection &connection);
    std::int64_t settled_below();
    std::int64_t write_with_patience(std::function<bool(Writer &)> const &f);
    std::int64_t try_write(std::function<bool(Writer &)> const &f);

    std::string const url_;
    Clock &clock_;
    Options const options_;
    std::atomic<std::int64_t> origin_{0};

    std::mutex mutex_;
    std::condition_variable free_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
    int open_ = 0;
    int losses_ = 0; // how often a connection broke; the idle ones of that time are not trusted

    std::unique_ptr<PostgresJournal> journal_;
};

} // namespace goen::store
