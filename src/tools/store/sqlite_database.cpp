// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_database.hpp"

#include "base/log.hpp"
#include "store/before_commit.hpp"
#include "store/open_read.hpp"
#include "store/outcome_unknown.hpp"
#include "store/queries.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace goen::store {

namespace {

constexpr Query begin_read{"begin", "begin", ""};
constexpr Query begin_write{"begin immediate", "begin immediate", ""};
constexpr Query commit{"commit", "commit", ""};
constexpr Query savepoint{"savepoint", "savepoint one", ""};
constexpr Query release{"release", "release one", ""};
constexpr Query back_to_savepoint{"rollback to", "rollback to one", ""};

// The longest a batch waits for more writes while the disk is busy with the one before.
constexpr std::chrono::microseconds longest_gathering{1000};
// After a write had to be undone out of a batch: likely not the last one.
constexpr int careful_batches = 32;
constexpr std::chrono::milliseconds look_for_others{500};
constexpr seconds longest_wait_for_reader{30};

class SqliteWriter final : public Writer {
public:
    SqliteWriter(SqliteConnection &connection, Clock &clock, std::vector<Event> &events)
        : connection_(connection), clock_(clock), events_(events) {}

    std::int64_t run(Query const &query, Binds binds) override {
        return connection_.run(query, binds);
    }
    void put(Query const &query, Binds binds) override { connection_.run(query, binds); }
    void journal(std::string_view kind, std::int64_t member, std::int64_t other, std::int64_t thing,
                 std::string_view payload) override {
        Event event{0, clock_.now(), std::string{kind}, member, other, thing, std::string{payload}};
        each(sql::append_event,
             {{"at", event.at},
              {"kind", kind},
              {"member", member},
              {"other", other},
              {"thing", thing},
              {"payload", payload}},
             [&](Row const &row) { event.seq = row.integer(0); });
        events_.push_back(std::move(event));
    }
    void lock(std::int64_t) override {} // there is one writer only

protected:
    void run_rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &),
                  void *to) override {
        connection_.rows(query, binds, row_to, to);
    }

private:
    SqliteConnection &connection_;
    Clock &clock_;
    std::vector<Event> &events_;
};

std::vector<Event> events_after(SqliteConnection &connection, std::int64_t seq, int limit) {
    std::vector<Event> events;
    SqliteReader{connection}.each(sql::events_after, {{"after", seq}, {"count", limit}},
                                  [&](Row const &row) { events.push_back(event_of(row)); });
    return events;
}

bool is_storage_trouble(std::exception_ptr const &error) {
    try {
        std::rethrow_exception(error);
    } catch (Trouble const &) {
        return true;
    } catch (...) {
        return false;
    }
}

// Holds cards of people: for the owner's eyes only. SQLite gives its other files the same rights.
void make_private(std::string const &path) {
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        throw Trouble{"The database file cannot be opened: " + path + ": " + std::strerror(errno)};
    ::close(file);
}

} // namespace

std::unique_ptr<Database> open_sqlite(std::string const &path, Clock &clock, Options options) {
    if (path != ":memory:") return std::make_unique<SqliteDatabase>(path, "", clock, options);
    // Several connections cannot share SQLite's own memory databases without trouble: a file that
    // lives in memory does the same.
    std::string folder = ::access("/dev/shm", W_OK) == 0
                             ? "/dev/shm"
                             : std::filesystem::temp_directory_path().string();
    folder += "/goen-XXXXXX";
    if (!::mkdtemp(folder.data())) throw Trouble{"No temporary folder can be made: " + folder};
    return std::make_unique<SqliteDatabase>(folder + "/goen.db", folder, clock, options);
}

SqliteDatabase::SqliteDatabase(std::string path, std::string remove_after, Clock &clock,
                               Options options)
    : path_(std::move(path)), remove_after_(std::move(remove_after)), clock_(clock),
      options_(options) {
    make_private(path_);
    connection_ =
        std::make_unique<SqliteConnection>(path_, SqliteConnection::Access::write, options_);
    // Now, so that a file that is no database is refused here and not in the middle of the day.
    connection_->ask("select count(*) from sqlite_master");
    flusher_ = std::thread{[this] { flush_for_ever(); }};
    thread_ = std::thread{[this] { serve(); }};
}

SqliteDatabase::~SqliteDatabase() {
    {
        std::lock_guard const lock{queue_mutex_};
        closing_ = true;
    }
    queue_filled_.notify_one();
    thread_.join();
    {
        std::lock_guard const lock{flush_mutex_};
        flusher_closing_ = true;
    }
    flush_filled_.notify_one();
    flusher_.join();
    if (log_file_ >= 0) ::close(log_file_);
    idle_readers_.clear(); // the writer goes last: it moves the log into the file
    connection_.reset();
    if (!remove_after_.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(remove_after_, ignored);
    }
}

// ---- reading ----

std::unique_ptr<SqliteConnection> SqliteDatabase::take_reader() {
    std::unique_lock lock{readers_mutex_};
    bool const in_time = reader_free_.wait_for(lock, longest_wait_for_reader, [&] {
        return !idle_readers_.empty() || open_readers_ < options_.readers;
    });
    if (!in_time) throw Trouble{"Every reader of the database was busy for 30 seconds."};
    if (!idle_readers_.empty()) {
        auto reader = std::move(idle_readers_.back()); // the last used, whose memory is warm
        idle_readers_.pop_back();
        return reader;
    }
    ++open_readers_;
    lock.unlock();
    try {
        return std::make_unique<SqliteConnection>(path_, SqliteConnection::Access::read, options_);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void SqliteDatabase::give_back(std::unique_ptr<SqliteConnection> connection) {
    {
        std::lock_guard const lock{readers_mutex_};
        if (connection) {
            idle_readers_.push_back(std::move(connection));
        } else {
            --open_readers_;
        }
    }
    reader_free_.notify_one();
}

void SqliteDatabase::do_read(std::function<void(Reader &)> const &f) {
    if (auto *const open = OpenRead::of(*this)) {
        f(*open);
        return;
    }
    struct Borrowed {
        SqliteDatabase &from;
        std::unique_ptr<SqliteConnection> connection;
        ~Borrowed() {
            connection->roll_back(); // nothing when the read ended well
            from.give_back(std::move(connection));
        }
    } borrowed{*this, take_reader()};
    borrowed.connection->run(begin_read, {});
    SqliteReader reader{*borrowed.connection};
    {
        OpenRead const open{*this, reader};
        f(reader);
    }
    borrowed.connection->run(commit, {});
}

std::vector<Event> SqliteDatabase::journal_after(std::int64_t seq, int limit) {
    std::vector<Event> events;
    do_read([&](Reader &reader) {
        reader.each(sql::events_after, {{"after", seq}, {"count", limit}},
                    [&](Row const &row) { events.push_back(event_of(row)); });
    });
    return events;
}

std::int64_t SqliteDatabase::last_seq() {
    std::int64_t seq = 0;
    do_read(
        [&](Reader &reader) { seq = reader.one<std::int64_t>(sql::last_event, {}).value_or(0); });
    return seq;
}

// ---- waiting for the writer thread ----

bool SqliteDatabase::enqueue_and_wait(Pointer const &waiting, std::optional<milliseconds> at_most) {
    if (std::this_thread::get_id() == thread_.get_id()) {
        throw std::logic_error{"write() was called inside a write or by a follower of the journal"};
    }
    bool wake = false;
    {
        std::lock_guard const lock{queue_mutex_};
        queue_.push_back(waiting);
        wake = queue_.size() >= wake_at_;
    }
    if (wake) queue_filled_.notify_one();
    std::unique_lock lock{waiting->mutex};
    if (!at_most) {
        waiting->ended.wait(lock, [&] { return waiting->is_over; });
        return true;
    }
    return waiting->ended.wait_for(lock, *at_most, [&] { return waiting->is_over; });
}

void SqliteDatabase::do_write(std::function<bool(Writer &)> const &f) {
    OpenRead::refuse_write(*this);
    BeforeCommit::join(f, [this](auto const &whole) {
        auto const waiting = std::make_shared<Waiting>();
        waiting->write = std::ref(whole);
        enqueue_and_wait(waiting, std::nullopt);
        // Moved out: the writer thread may hold on to `waiting` a little longer, but not to the
        // exception.
        if (waiting->error) std::rethrow_exception(std::move(waiting->error));
    });
}

void SqliteDatabase::do_task(std::function<void()> task) {
    auto const waiting = std::make_shared<Waiting>();
    waiting->task = std::move(task);
    enqueue_and_wait(waiting, std::nullopt);
    // Moved out: the writer thread may hold on to `waiting` a little longer, but not to the
    // exception.
    if (waiting->error) std::rethrow_exception(std::move(waiting->error));
}

void SqliteDatabase::end(Waiting &waiting) {
    std::lock_guard const lock{waiting.mutex};
    waiting.is_over = true;
    waiting.ended.notify_one();
}

// ---- the flusher ----

void SqliteDatabase::answer_when_flushed(std::span<Pointer> batch) {
    if (!options_.durable) {
        for (auto &one : batch) end(*one);
        return;
    }
    {
        std::lock_guard const lock{queue_mutex_};
        is_flushing_ = true;
    }
    {
        std::lock_guard const lock{flush_mutex_};
        for (auto &one : batch) unflushed_.push_back(std::move(one));
    }
    flush_filled_.notify_one();
}

void SqliteDatabase::flush_for_ever() {
    std::vector<Pointer> batch;
    std::unique_lock lock{flush_mutex_};
    while (true) {
        flush_filled_.wait(lock, [&] { return flusher_closing_ || !unflushed_.empty(); });
        if (unflushed_.empty()) return;
        batch.swap(unflushed_);
        lock.unlock();
        auto const trouble = flush_log();
        for (auto &one : batch) {
            if (trouble && !one->error) one->error = trouble;
            end(*one);
        }
        batch.clear();
        lock.lock();
        if (!unflushed_.empty()) continue;
        lock.unlock();
        {
            std::lock_guard const queue{queue_mutex_};
            is_flushing_ = false;
        }
        queue_filled_.notify_one();
        lock.lock();
    }
}

// The log is the only file in which a commit lies until a checkpoint, which flushes both by itself.
// A failed flush is final: the system may have dropped what it could not write, and would call the
// next try a success. What waited for it is committed, but the next start may not find it.
std::exception_ptr SqliteDatabase::flush_log() noexcept {
    if (is_lost_) return unknown_;
    try {
        if (log_file_ < 0) log_file_ = ::open((path_ + "-wal").c_str(), O_RDWR | O_CLOEXEC);
        int const result = log_file_ < 0    ? -1
                           : options_.flush ? options_.flush(log_file_)
                                            : ::fdatasync(log_file_);
        if (result == 0) return {};
        throw Trouble{"The disk failed while the database was written; goen writes nothing more "
                      "until it is started again: " +
                      path_ + "-wal: " + std::strerror(errno)};
    } catch (std::exception const &trouble) {
        log::error("the log of the database could not be flushed", {{"why", trouble.what()}});
        lost_ = std::current_exception();
        unknown_ = std::make_exception_ptr(OutcomeUnknown{trouble.what()});
        is_lost_ = true;
        return unknown_;
    }
}

// ---- the writer thread ----

void SqliteDatabase::serve() {
    std::vector<Pointer> batch;
    while (take(batch)) {
        if (batch.empty()) {
            notice_other_processes();
        } else if (is_lost_) {
            for (auto &one : batch) {
                one->error = lost_;
                end(*one);
            }
        } else if (batch.front()->task) {
            auto &one = *batch.front();
            try {
                one.task();
            } catch (...) {
                connection_->roll_back();
                one.error = std::current_exception();
            }
            answer_when_flushed(batch);
        } else {
            write_batch(batch);
        }
        batch.clear();
    }
}

// The next writes, or one task, or nothing when it is time to look for other processes. False:
// closed.
bool SqliteDatabase::take(std::vector<Pointer> &batch) {
    std::unique_lock lock{queue_mutex_};
    auto const filled = [&] { return closing_ || queue_.size() >= wake_at_; };
    wake_at_ = 1;
    if (has_followers_) {
        queue_filled_.wait_for(lock, look_for_others, filled);
    } else {
        queue_filled_.wait(lock, filled);
    }
    if (queue_.empty()) return !closing_;
    // While the disk is busy with the batch before, this one may grow: half of those who write at
    // the same time are on their way, the other half wait for the disk.
    if (is_flushing_ && queue_.size() < hoped_for_ / 2 && !closing_) {
        wake_at_ = hoped_for_ / 2;
        queue_filled_.wait_for(lock, longest_gathering, [&] { return filled() || !is_flushing_; });
        wake_at_ = 1;
    }
    while (!queue_.empty()) {
        bool const is_task = static_cast<bool>(queue_.front()->task);
        if (is_task && !batch.empty()) break;
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
        if (is_task) break;
    }
    return true;
}

void SqliteDatabase::write_batch(std::vector<Pointer> &batch) {
    if (batch.size() > 1) {
        // A savepoint for each write costs a copy of every page it touches. Almost no write is
        // refused after it has begun to write: so all go without, and when one does, all are undone
        // and run again with savepoints.
        if (careful_ == 0 && write_together(batch, Undo::all)) return;
        careful_ = careful_ == 0 ? careful_batches : careful_ - 1;
        if (write_together(batch, Undo::each)) return;
    }
    // The whole batch was lost, perhaps by the size of one: each has its own try.
    for (auto &one : batch) write_together(std::span{&one, 1}, Undo::all);
}

// False when all is lost and nobody was told yet; never for a batch of one.
bool SqliteDatabase::write_together(std::span<Pointer> batch, Undo undo) {
    bool const alone = batch.size() == 1;
    bool any_kept = false;
    try {
        connection_->run(begin_write, {});
        for (auto &one : batch) {
            one->kept = false;
            one->error = nullptr;
            one->events.clear();
            if (undo == Undo::each) connection_->run(savepoint, {});
            auto const changes = connection_->changes();
            try {
                SqliteWriter writer{*connection_, clock_, one->events};
                one->kept = one->write(writer);
            } catch (...) {
                one->error = std::current_exception();
                if (is_storage_trouble(one->error)) had_trouble_ = true;
            }
            if (!connection_->is_in_transaction()) { // SQLite gave up: the disk is full, or worse
                if (!alone) return false;
                if (!one->error) throw Trouble{"The database gave up the transaction."};
                one->kept = false;
                break;
            }
            any_kept = any_kept || one->kept;
            if (alone) break;
            if (undo == Undo::each) {
                if (!one->kept) connection_->run(back_to_savepoint, {});
                connection_->run(release, {});
            } else if (!one->kept && connection_->changes() != changes) {
                connection_->roll_back();
                return false;
            }
        }
        if (any_kept) {
            connection_->run(commit, {});
            had_trouble_ = false;
        } else {
            connection_->roll_back();
        }
    } catch (...) {
        connection_->roll_back();
        had_trouble_ = true;
        if (!alone) return false;
        batch.front()->kept = false;
        batch.front()->error = std::current_exception();
    }
    tell_followers(batch);
    {
        // Batches take turns: this one, and the one that gathers while it is flushed.
        std::lock_guard const lock{queue_mutex_};
        hoped_for_ = last_batch_ + batch.size() + queue_.size();
        last_batch_ = batch.size();
    }
    if (any_kept) {
        answer_when_flushed(batch);
    } else {
        for (auto &one : batch) end(*one);
    }
    return true;
}

// ---- followers ----

void SqliteDatabase::tell_followers(std::span<Pointer> batch) {
    if (followers_.empty()) return;
    for (auto &one : batch) {
        if (!one->kept) continue;
        for (auto const &event : one->events) {
            if (event.seq <= told_) continue;
            if (event.seq != told_ + 1) { // another process wrote in between
                notice_other_processes();
                continue;
            }
            for (auto &follower : followers_) follower.tell(event);
            told_ = event.seq;
        }
    }
}

void SqliteDatabase::catch_up(Follower &follower) {
    for (std::int64_t after = follower.after;;) {
        auto const events = events_after(*connection_, after, 1000);
        for (auto const &event : events) follower.tell(event);
        if (events.size() < 1000) return;
        after = events.back().seq;
    }
}

void SqliteDatabase::notice_other_processes() {
    if (followers_.empty()) return;
    try {
        // Changes when another connection committed; one look is cheaper than a query.
        auto version = connection_->ask("pragma data_version");
        if (version == data_version_) return;
        for (bool more = true; more;) {
            auto const events = events_after(*connection_, told_, 1000);
            more = events.size() == 1000;
            for (auto const &event : events) {
                for (auto &follower : followers_) follower.tell(event);
                told_ = event.seq;
            }
        }
        data_version_ = std::move(version);
    } catch (std::exception const &error) {
        log::warn("the journal could not be read; it is tried again", {{"why", error.what()}});
    }
}

void SqliteDatabase::follow(std::int64_t from_seq, std::function<void(Event const &)> follower) {
    do_task([&] {
        if (followers_.empty()) {
            auto const last = SqliteReader{*connection_}.one<std::int64_t>(sql::last_event, {});
            told_ = last.value_or(0);
            data_version_ = connection_->ask("pragma data_version");
        }
        Follower added{from_seq, std::move(follower)};
        catch_up(added);
        followers_.push_back(std::move(added));
        data_version_.clear(); // what came while it caught up is told to all at the next look
        notice_other_processes();
        has_followers_ = true;
    });
}

} // namespace goen::store
