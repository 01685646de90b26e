// SPDX-License-Identifier: Apache-2.0
// SQLite as the Database: one writer thread commits what many people wait for together, and hands
// them on to the flusher, which brings the log to the disk and only then answers them; meanwhile
// the writer runs the next ones. So what is answered is on the disk (as with synchronous=FULL),
// while readers and followers may see a write some hundred microseconds before that. Readers have
// connections of their own and see snapshots. The writer thread also tells the followers, so they
// hear events in the order of commits. It notices within half a second what another process wrote
// to the same file.
#pragma once

#include "store/engines.hpp"
#include "store/sqlite_connection.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <span>
#include <thread>

namespace goen::store {

class SqliteDatabase final : public Database, public Steps {
public:
    // remove_after: a folder to delete with everything in it when the database is closed, or "".
    SqliteDatabase(std::string path, std::string remove_after, Clock &clock, Options options);
    ~SqliteDatabase() override;

    void follow(std::int64_t from_seq, std::function<void(Event const &)> follower) override;
    std::vector<Event> journal_after(std::int64_t seq, int limit) override;
    std::int64_t last_seq() override;
    Done migrate() override { return migrate(nullptr); }
    Done migrate_only(std::vector<std::int64_t> const &numbers) override {
        return migrate(&numbers);
    }
    bool is_postgres() const override { return false; }
    std::string why_not_ready() override;
    Done check() override;
    void try_prepare(Query const &query) override;

protected:
    void do_read(std::function<void(Reader &)> const &f) override;
    void do_write(std::function<bool(Writer &)> const &f) override;

private:
    // Somebody waiting for the writer thread: for a write, or for a task between writes.
    struct Waiting {
        std::function<bool(Writer &)> write;
        std::function<void()> task;
        std::vector<Event> events{};
        std::exception_ptr error{};
        bool kept = false;

        std::mutex mutex{};
        std::condition_variable ended{};
        bool is_over = false;
    };
    using Pointer = std::shared_ptr<Waiting>;

    // Puts it into the queue; false when it was not over by then (it will still be done).
    bool enqueue_and_wait(Pointer const &waiting, std::optional<milliseconds> at_most);
    void do_task(std::function<void()> task);
    Done migrate(std::vector<std::int64_t> const *only);

    void serve();
    bool take(std::vector<Pointer> &batch);
    void write_batch(std::vector<Pointer> &batch);
    enum class Undo { all, each };
    bool write_together(std::span<Pointer> batch, Undo undo);
    void end(Waiting &waiting);
    // Answers them once what they wrote is on the disk; the flusher's work.
    void answer_when_flushed(std::span<Pointer> batch);
    void flush_for_ever();
    std::exception_ptr flush_log() noexcept;
    void tell_followers(std::span<Pointer> batch);
    void catch_up(Follower &follower);
    void notice_other_processes();

    std::unique_ptr<SqliteConnection> take_reader();
    void give_back(std::unique_ptr<SqliteConnection> connection);

    std::string const path_;
    std::string const remove_after_;
    Clock &clock_;
    Options const options_;

    // The writer thread's own.
    std::unique_ptr<SqliteConnection> connection_;
    std::vector<Follower> followers_;
    std::int64_t told_ = 0; // the last event the followers heard
    std::string data_version_;
    std::size_t hoped_for_ = 0; // writes that the next batch may wait for
    std::size_t last_batch_ = 0;
    int careful_ = 0; // so many batches more in which each write can be undone by itself

    std::mutex queue_mutex_;
    std::condition_variable queue_filled_;
    std::deque<Pointer> queue_;
    std::size_t wake_at_ = 1; // how long the queue must be before the writer thread is woken
    bool closing_ = false;
    bool is_flushing_ = false;

    // The flusher's.
    std::mutex flush_mutex_;
    std::condition_variable flush_filled_;
    std::vector<Pointer> unflushed_; // committed, in order
    bool flusher_closing_ = false;
    int log_file_ = -1;
    std::exception_ptr
        lost_; // the log could not be brought to the disk: nothing is written any more
    std::exception_ptr unknown_; // what those are told who had committed by then
    std::atomic<bool> is_lost_{false};

    std::mutex readers_mutex_;
    std::condition_variable reader_free_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;
    int open_readers_ = 0;

    std::atomic<bool> had_trouble_{false};
    std::atomic<bool> has_followers_{false};
    std::thread flusher_;
    std::thread thread_;
};

} // namespace goen::store
