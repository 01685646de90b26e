// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_database.hpp"

#include "base/log.hpp"
#include "store/before_commit.hpp"
#include "store/migrations.hpp"
#include "store/open_read.hpp"
#include "store/postgres_pooling.hpp"
#include "store/queries.hpp"

#include <deque>
#include <random>
#include <thread>

namespace goen::store {

namespace {

constexpr Query begin_snapshot{"begin read", "", "begin isolation level repeatable read read only"};
constexpr Query begin_transaction{"begin", "", "begin isolation level read committed read write"};
constexpr Query commit_read{"commit", "", "commit"};
constexpr Query advisory_lock{"lock", "", "select pg_advisory_xact_lock(cast(:key as bigint))"};
constexpr Query has_origin{"has origin", "",
                           "select 1 from pg_class where oid = to_regclass('journal_origin')"};
constexpr Query origin{"origin", "", "select origin from journal_origin"};
// After a move to another cluster, whose transaction numbers may be lower: the order goes on from
// the last event.
constexpr Query move_origin{
    "move origin", "",
    "update journal_origin set origin = (select max(seq) from journal) / 1048576 + 1"
    " - pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    " where (select max(seq) from journal) / 1048576"
    " >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + origin"};

constexpr seconds longest_wait{30};
constexpr int most_tries = 6;
constexpr int most_events = 1 << 20; // in one write; what a transaction number leaves room for

class PostgresReader final : public Reader {
public:
    explicit PostgresReader(PostgresConnection &connection) : connection_(connection) {}

protected:
    void run_rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &),
                  void *to) override {
        connection_.rows(query, binds, row_to, to);
    }

private:
    PostgresConnection &connection_;
};

class PostgresWriter final : public Writer {
public:
    PostgresWriter(PostgresConnection &connection, Clock &clock, std::int64_t origin_now)
        : connection_(connection), clock_(clock), origin_(origin_now) {}

    std::int64_t run(Query const &query, Binds binds) override {
        return connection_.run(query, binds);
    }
    void put(Query const &query, Binds binds) override { connection_.put(query, binds); }
    void journal(std::string_view kind, std::int64_t member, std::int64_t other, std::int64_t thing,
                 std::string_view payload) override {
        ensure(count_ < most_events, "a write made more than a million events");
        connection_.put_for_number(sql::append_event,
                                   {{"origin", origin_},
                                    {"n", count_},
                                    {"at", clock_.now()},
                                    {"kind", kind},
                                    {"member", member},
                                    {"other", other},
                                    {"thing", thing},
                                    {"payload", payload}},
                                   &last_seq_);
        ++count_;
    }
    void lock(std::int64_t key) override { connection_.put(advisory_lock, {{"key", key}}); }

    std::int64_t last_seq() const { return last_seq_; } // known after the commit

protected:
    void run_rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &),
                  void *to) override {
        connection_.rows(query, binds, row_to, to);
    }

private:
    PostgresConnection &connection_;
    Clock &clock_;
    std::int64_t origin_;
    int count_ = 0;
    std::int64_t last_seq_ = 0;
};

// Set while this thread is inside a write: a second one inside it would wait for the first.
thread_local bool inside_write = false;

} // namespace

// A connection of the pool, given back at the end, or thrown away when it broke.
class PostgresDatabase::Borrowed {
public:
    explicit Borrowed(PostgresDatabase &from) : from_(from) {
        std::unique_lock lock{from_.mutex_};
        if (!from_.free_.wait_for(lock, longest_wait, [&] {
                return !from_.idle_.empty() || from_.open_ < from_.options_.readers;
            })) {
            throw Trouble{"Every connection to PostgreSQL was busy for 30 seconds."};
        }
        losses_ = from_.losses_;
        if (from_.idle_.empty()) {
            ++from_.open_;
            lock.unlock();
            connect();
            return;
        }
        connection_ = std::move(from_.idle_.back());
        from_.idle_.pop_back();
        lock.unlock();
        if (!connection_->is_alive()) replace();
    }
    ~Borrowed() {
        if (!connection_) return;
        bool const broken = connection_->is_broken();
        if (broken) {
            drop_idle();
            connection_.reset();
        }
        {
            std::lock_guard const lock{from_.mutex_};
            if (broken) {
                --from_.open_;
            } else {
                from_.idle_.push_back(std::move(connection_));
            }
        }
        if (broken) {
            from_.free_.notify_all();
        } else {
            from_.free_.notify_one();
        }
    }
    Borrowed(Borrowed const &) = delete;
    Borrowed &operator=(Borrowed const &) = delete;

    PostgresConnection &operator*() { return *connection_; }
    PostgresConnection *operator->() { return connection_.get(); }

    void roll_back() noexcept {
        if (connection_) connection_->roll_back();
    }

    // A new connection in the place of this one, which was lost.
    void replace() {
        drop_idle();
        connection_.reset();
        connect();
    }

private:
    // The idle ones broke with it, unless somebody saw that before.
    void drop_idle() {
        std::vector<std::unique_ptr<PostgresConnection>> old; // closed after the lock is given up
        std::lock_guard const lock{from_.mutex_};
        if (losses_ != from_.losses_) return;
        ++from_.losses_;
        from_.open_ -= static_cast<int>(from_.idle_.size());
        old.swap(from_.idle_);
    }
    void connect() {
        try {
            connection_ = std::make_unique<PostgresConnection>(from_.url_, from_.options_.durable);
        } catch (...) {
            {
                std::lock_guard const lock{from_.mutex_};
                --from_.open_;
            }
            from_.free_.notify_all();
            throw;
        }
        std::lock_guard const lock{from_.mutex_};
        losses_ = from_.losses_;
    }

    PostgresDatabase &from_;
    int losses_ = 0;
    std::unique_ptr<PostgresConnection> connection_;
};

// A read of the pool. A connection that turns out to be lost at its first query is replaced:
// nothing has been read, so nothing is read twice.
class PostgresDatabase::PooledReader final : public Reader {
public:
    explicit PooledReader(Borrowed &connection) : connection_(connection) {}

    void end() {
        if (!has_read_) return;
        connection_->put(commit_read, {});
        connection_->let_go(); // nothing can come of it that anybody would want to know
    }

protected:
    void run_rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &),
                  void *to) override {
        PostgresConnection::Result rows;
        if (has_read_) {
            connection_->ask(query, binds, rows);
        } else {
            try {
                ask_first(query, binds, rows);
            } catch (ConnectionLost const &) {
                connection_.replace();
                ask_first(query, binds, rows);
            }
            has_read_ = true;
        }
        PostgresConnection::tell(rows, row_to, to);
    }

private:
    void ask_first(Query const &query, Binds binds, PostgresConnection::Result &rows) {
        connection_->put(begin_snapshot, {});
        connection_->ask(query, binds, rows);
    }

    Borrowed &connection_;
    bool has_read_ = false;
};

std::unique_ptr<Database> open_postgres(std::string const &url, Clock &clock, Options options) {
    require_session_pooling(url);
    return std::make_unique<PostgresDatabase>(url, clock, options);
}

PostgresDatabase::PostgresDatabase(std::string url, Clock &clock, Options options)
    : url_(std::move(url)), clock_(clock), options_(options) {
    {
        Borrowed connection{*this};
        read_origin(*connection);
    }
    journal_ = std::make_unique<PostgresJournal>(url_, origin_);
}

void PostgresDatabase::read_origin(PostgresConnection &connection) {
    PostgresReader reader{connection};
    if (reader.any(has_origin, {})) origin_ = reader.one<std::int64_t>(origin, {}).value_or(0);
}

void PostgresDatabase::do_read(std::function<void(Reader &)> const &f) {
    if (auto *const open = OpenRead::of(*this)) {
        f(*open);
    } else {
        read_anew(f);
    }
}

void PostgresDatabase::read_anew(std::function<void(Reader &)> const &f) {
    Borrowed connection{*this};
    try {
        PooledReader reader{connection};
        {
            OpenRead const open{*this, reader};
            f(reader);
        }
        reader.end();
    } catch (...) {
        connection.roll_back();
        throw;
    }
}

void PostgresDatabase::do_write(std::function<bool(Writer &)> const &f) {
    if (inside_write || journal_->is_own_thread()) {
        throw std::logic_error{"write() was called inside a write or by a follower of the journal"};
    }
    OpenRead::refuse_write(*this);
    BeforeCommit::join(f, [this](auto const &whole) {
        auto const seq = write_with_patience(whole);
        if (seq > 0) journal_->committed(seq);
    });
}

// What is known not to have been kept is tried again: six times when two were in each other's way,
// once when the connection was lost before COMMIT was sent. An unknown outcome is nobody's to try
// again.
std::int64_t PostgresDatabase::write_with_patience(std::function<bool(Writer &)> const &f) {
    bool was_lost = false;
    for (int tries = 1;; ++tries) {
        try {
            return try_write(f);
        } catch (Conflict const &) {
            if (tries == most_tries) throw;
        } catch (ConnectionLost const &) {
            if (std::exchange(was_lost, true)) throw;
            continue;
        }
        static thread_local std::minstd_rand dice{std::random_device{}()};
        std::this_thread::sleep_for(
            milliseconds{std::uniform_int_distribution<int>{1, 5 << tries}(dice)});
    }
}

// The last event it made; 0 when it made none or nothing was kept.
std::int64_t PostgresDatabase::try_write(std::function<bool(Writer &)> const &f) {
    struct Inside {
        Inside() { inside_write = true; }
        ~Inside() { inside_write = false; }
    } const inside;
    Borrowed connection{*this};
    PostgresWriter writer{*connection, clock_, origin_};
    try {
        connection->put(begin_transaction, {});
        if (!f(writer)) {
            connection->roll_back();
            return 0;
        }
        connection->commit();
    } catch (...) {
        connection->roll_back();
        throw;
    }
    return writer.last_seq();
}

void PostgresDatabase::follow(std::int64_t from_seq, std::function<void(Event const &)> follower) {
    journal_->follow(from_seq, std::move(follower));
}

std::int64_t PostgresDatabase::settled_below() {
    Borrowed connection{*this};
    try {
        return store::settled_below(*connection);
    } catch (ConnectionLost const &) {
        connection.replace();
        return store::settled_below(*connection);
    }
}

std::vector<Event> PostgresDatabase::journal_after(std::int64_t seq, int limit) {
    std::vector<Event> events;
    auto const below = settled_below(); // before the snapshot of the read
    read_anew([&](Reader &reader) {
        reader.each(
            sql::events_after,
            {{"after", seq}, {"below", below}, {"origin", origin_.load()}, {"count", limit}},
            [&](Row const &row) { events.push_back(event_of(row)); });
    });
    return events;
}

std::int64_t PostgresDatabase::last_seq() {
    std::int64_t seq = 0;
    auto const below = settled_below();
    read_anew([&](Reader &reader) {
        seq =
            reader
                .one<std::int64_t>(sql::last_event, {{"below", below}, {"origin", origin_.load()}})
                .value_or(0);
    });
    return seq;
}

namespace {

class PostgresTarget final : public MigrationTarget {
public:
    PostgresTarget(PostgresConnection &connection, Clock &clock)
        : connection_(connection), clock_(clock) {}

    std::vector<AppliedMigration> applied() override {
        std::vector<AppliedMigration> found;
        connection_.execute(migration_table);
        PostgresReader{connection_}.each(sql::applied_migrations, {}, [&](Row const &row) {
            found.push_back({row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}});
        });
        return found;
    }
    void apply(Migration const &migration) override {
        try {
            connection_.execute("begin");
            connection_.execute(std::string{migration.postgres});
            connection_.run(sql::record_migration, {{"number", migration.number},
                                                    {"name", migration.name},
                                                    {"hash", migration.postgres_hash},
                                                    {"at", clock_.now()}});
            connection_.execute("commit");
        } catch (std::exception const &error) {
            connection_.roll_back();
            throw Trouble{"Migration " + std::to_string(migration.number) + " (" +
                          std::string{migration.name} + ") failed: " + error.what()};
        }
    }
    std::string_view hash(Migration const &migration) const override {
        return migration.postgres_hash;
    }

private:
    PostgresConnection &connection_;
    Clock &clock_;
};

} // namespace

Done PostgresDatabase::migrate(std::vector<std::int64_t> const *only) {
    // Its own connection: the lock is the session's and goes with it, whatever happens. Several
    // nodes may start at once; each schema has its own lock.
    PostgresConnection connection{url_, true};
    connection.execute(
        "select pg_advisory_lock(hashtextextended('goen migrations ' || current_schema(), 0))");
    PostgresTarget target{connection, clock_};
    auto const done = apply_missing(target, only);
    if (!done) return done;
    connection.run(move_origin, {});
    read_origin(connection);
    return {};
}

Done PostgresDatabase::check() {
    do_read([](Reader &reader) { reader.any(sql::ping, {}); });
    return {};
}

void PostgresDatabase::try_prepare(Query const &query) {
    Borrowed connection{*this};
    connection->prepare(query);
}

} // namespace goen::store
