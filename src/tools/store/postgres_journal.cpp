// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_journal.hpp"

#include "base/log.hpp"
#include "store/queries.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

namespace goen::store {

namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr milliseconds between_looks{
    1000}; // also without a NOTIFY: one may be lost with its sender
constexpr milliseconds between_notifies{20};
constexpr seconds longest_wait_for_followers{2};
constexpr seconds longest_goal{10};
constexpr milliseconds contact_counts_for{3500};

// The schema's own channel: two networks in one database do not wake one another.
constexpr Query channel{"store.channel", "", "select 'goen_' || left(md5(current_schema()), 16)"};
constexpr Query notify{
    "store.notify", "",
    "select pg_notify('goen_' || left(md5(current_schema()), 16), cast(:seq as text))"};
constexpr Query writable{
    "store.writable", "",
    "select not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off'"};

// The difference to n is taken in 32 bits, as the server compares its own (they wrap around).
constexpr Query below_sessions{
    "store.below_sessions", "",
    "select least(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,"
    " case when pg_is_in_recovery() then pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    " else pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    " + min(((backend_xid::text::bigint - pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    " + 2147483648) & 4294967295) - 2147483648) end)"
    " from pg_stat_get_activity(null)"
    " where datid = (select oid from pg_database where datname = current_database())"
    " and backend_xid is not null"};
constexpr Query below_prepared{
    "store.below_prepared", "",
    "select least(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,"
    " pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    " + min(((transaction::text::bigint - pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    " + 2147483648) & 4294967295) - 2147483648))"
    " from pg_prepared_xact()"
    " where dbid = (select oid from pg_database where datname = current_database())"};

template <class F>
void each(PostgresConnection &connection, Query const &query, Binds binds, F &&row_to) {
    connection.rows(
        query, binds,
        [](void *to, Row const &row) {
            return (*static_cast<std::remove_reference_t<F> *>(to))(row), true;
        },
        &row_to);
}

std::int64_t millis_now() {
    return std::chrono::duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace

std::int64_t settled_below(PostgresConnection &connection) {
    std::int64_t sessions = 0;
    std::int64_t prepared = 0;
    connection.put_for_number(below_sessions, {}, &sessions); // in this order
    connection.put_for_number(below_prepared, {}, &prepared);
    connection.settle();
    return std::min(sessions, prepared);
}

PostgresJournal::PostgresJournal(std::string url, std::atomic<std::int64_t> const &origin)
    : url_(std::move(url)), origin_(origin) {
    wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (wake_ < 0) throw Trouble{"No eventfd: too many open files."};
    try {
        connect();
    } catch (...) {
        ::close(wake_);
        throw;
    }
    thread_ = std::thread{[this] { serve(); }};
}

PostgresJournal::~PostgresJournal() {
    {
        std::lock_guard const lock{mutex_};
        closing_ = true;
    }
    wake();
    thread_.join();
    ::close(wake_);
}

void PostgresJournal::wake() {
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = ::write(wake_, &one, sizeof one);
}

void PostgresJournal::committed(std::int64_t seq) {
    std::unique_lock lock{mutex_};
    own_ = std::max(own_, seq);
    wake();
    if (!has_followers_) return;
    bool const heard = told_changed_.wait_for(lock, longest_wait_for_followers,
                                              [&] { return told_ >= seq || closing_; });
    if (!heard)
        log::warn(
            "the followers have not heard an event yet: an older transaction is still running",
            {{"seq", seq}});
}

void PostgresJournal::follow(std::int64_t from_seq, std::function<void(Event const &)> follower) {
    Registration mine{{from_seq, std::move(follower)}, false, nullptr};
    std::unique_lock lock{mutex_};
    registrations_.push_back(&mine);
    wake();
    registered_.wait(lock, [&] { return mine.is_over; });
    if (mine.error) std::rethrow_exception(std::move(mine.error));
}

std::string PostgresJournal::why_not_ready() const {
    if (millis_now() - last_contact_ >= contact_counts_for.count())
        return "PostgreSQL does not answer";
    return is_writable_ ? std::string{} : "PostgreSQL is away or takes no writes";
}

// ---- the thread ----

void PostgresJournal::connect() {
    connection_ = std::make_unique<PostgresConnection>(url_, false); // a lost NOTIFY does no harm
    std::string name;
    each(*connection_, channel, {}, [&](Row const &row) { name = row.text(0); });
    connection_->execute("listen " + name);
    look_now_ = true;
    // Another server's transaction numbers may lie below what was settled on the one before.
    below_ = 0;
    last_look_ = {};
    each(*connection_, writable, {}, [&](Row const &row) { is_writable_ = row.integer(0) != 0; });
    last_contact_ = millis_now();
}

void PostgresJournal::serve() {
    bool is_lost = false;
    for (;;) {
        bool last_turn =
            false; // one more after closing_ is set, for what the others were not told yet
        {
            std::lock_guard const lock{mutex_};
            last_turn = closing_;
        }
        try {
            if (!connection_) connect();
            if (is_lost) log::info("PostgreSQL is back");
            is_lost = false;
            turn();
        } catch (std::exception const &error) {
            if (!is_lost)
                log::warn("the journal cannot be read; it is tried again each second",
                          {{"why", error.what()}});
            bool const at_once =
                !is_lost && !last_turn; // the server may well be there for a new connection
            is_lost = true;
            is_writable_ = false;
            connection_.reset();
            if (at_once) continue;
            refuse_registrations(std::current_exception());
            std::unique_lock lock{mutex_};
            if (told_changed_.wait_for(lock, milliseconds{1000}, [&] { return closing_; })) return;
            continue;
        }
        if (last_turn) return;
    }
}

void PostgresJournal::turn() {
    wait();
    listen();
    register_followers();
    auto const now = steady_clock::now();
    bool const due = now - last_look_ >= between_looks;
    if (due) {
        each(*connection_, writable, {},
             [&](Row const &row) { is_writable_ = row.integer(0) != 0; });
        last_contact_ = millis_now();
        last_look_ = now;
    }
    // The first look is content with what costs nothing: mostly no other transaction runs.
    if (!followers_.empty() && (due || patience_ > 0)) below_ = settled_below(*connection_);
    if (!followers_.empty() && (due || look_now_ || goal_ > told_)) read_on();
    look_now_ = false;
    tell_others(now);
}

// Until somebody wakes us, a NOTIFY comes, or it is time to look by ourselves.
void PostgresJournal::wait() {
    auto const now = steady_clock::now();
    auto until = last_look_ + between_looks;
    if (!followers_.empty() && goal_ > told_) {
        // An older transaction is about to end: soon, then less and less eagerly.
        until = std::min(until, now + microseconds{100} * (1 << std::min(patience_, 6)));
    }
    {
        std::lock_guard const lock{mutex_};
        if (own_ > notified_) until = std::min(until, last_notify_ + between_notifies);
        if (closing_ || !registrations_.empty() || look_now_) return;
    }
    auto const left = std::max(until - now, steady_clock::duration::zero());
    timespec const timeout{std::chrono::duration_cast<seconds>(left).count(),
                           (left % seconds{1}).count()};
    pollfd watched[] = {{connection_->socket(), POLLIN, 0}, {wake_, POLLIN, 0}};
    ::ppoll(watched, 2, &timeout, nullptr);
}

void PostgresJournal::listen() {
    std::uint64_t count = 0;
    [[maybe_unused]] auto const read = ::read(wake_, &count, sizeof count);
    auto goal = goal_;
    for (auto const &payload : connection_->notifications())
        goal = std::max(goal, parse_id(payload).value_or(0));
    {
        std::lock_guard const lock{mutex_};
        goal = std::max(goal, own_);
    }
    if (goal > goal_) {
        goal_ = goal;
        goal_since_ = steady_clock::now();
        patience_ = 0;
    }
}

void PostgresJournal::tell_others(Instant now) {
    std::int64_t own = 0;
    bool closing = false;
    {
        std::lock_guard const lock{mutex_};
        own = own_;
        closing = closing_;
    }
    if (own <= notified_ || (now - last_notify_ < between_notifies && !closing)) return;
    auto const text = std::to_string(own);
    connection_->run(notify, {{"seq", text}});
    notified_ = own;
    last_notify_ = now;
}

void PostgresJournal::read_on() {
    auto told = told_;
    for (bool more = true; more;) {
        int count = 0;
        each(*connection_, sql::events_after,
             {{"after", told}, {"below", below_}, {"origin", origin_.load()}, {"count", 1000}},
             [&](Row const &row) {
                 auto const event = event_of(row);
                 for (auto &follower : followers_) follower.tell(event);
                 told = event.seq;
                 ++count;
             });
        more = count == 1000;
    }
    last_contact_ = millis_now();
    if (told != told_) {
        {
            std::lock_guard const lock{mutex_};
            told_ = told;
        }
        told_changed_.notify_all();
    }
    if (goal_ <= told_) return;
    ++patience_;
    // Somebody named an event that is not there, or a transaction runs for ever: the look once a
    // second must do.
    if (steady_clock::now() - goal_since_ > longest_goal) goal_ = told_;
}

void PostgresJournal::register_followers() {
    for (bool is_first = true;; is_first = false) {
        Registration *next = nullptr;
        {
            std::lock_guard const lock{mutex_};
            if (registrations_.empty()) return;
            next = registrations_.front();
        }
        if (is_first) below_ = settled_below(*connection_);
        if (followers_.empty()) {
            std::int64_t last = 0;
            each(*connection_, sql::last_event, {{"below", below_}, {"origin", origin_.load()}},
                 [&](Row const &row) { last = row.integer(0); });
            std::lock_guard const lock{mutex_};
            told_ = last;
        }
        auto added = next->follower;
        for (bool more = true; more;) {
            int count = 0;
            auto const after = added.after;
            each(*connection_, sql::events_after,
                 {{"after", after}, {"below", below_}, {"origin", origin_.load()}, {"count", 1000}},
                 [&](Row const &row) {
                     added.tell(event_of(row));
                     ++count;
                 });
            more = count == 1000;
        }
        followers_.push_back(std::move(added));
        look_now_ = true;
        std::lock_guard const lock{mutex_};
        has_followers_ = true;
        registrations_.pop_front();
        next->is_over = true;
        registered_.notify_all();
    }
}

void PostgresJournal::refuse_registrations(std::exception_ptr const &error) {
    std::lock_guard const lock{mutex_};
    for (auto *one : registrations_) {
        one->error = error;
        one->is_over = true;
    }
    registrations_.clear();
    registered_.notify_all();
}

} // namespace goen::store
