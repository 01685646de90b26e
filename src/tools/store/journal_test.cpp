// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace goen;
using namespace goen::store;
using tests::FreshDatabase;
using Instant = std::chrono::steady_clock::time_point;

namespace {

constexpr Query force_event{"test.force_event",
                            "insert into journal (seq, at, kind, member_id, other_id, thing_id, "
                            "payload) values (:seq, 0, 'old', 0, 0, 0, '')",
                            "insert into journal (seq, at, kind, member_id, other_id, thing_id, "
                            "payload) values (:seq, 0, 'old', 0, 0, 0, '')"};
constexpr Query end_connections{"test.end_connections", "select 1",
                                // waits until each has ended: a write that met its end in
                                // COMMIT would have an unknown outcome
                                "select count(pg_terminate_backend(pid, 60000)) "
                                "from pg_stat_activity "
                                "where application_name = :name and pid <> pg_backend_pid()"};

// What one follower heard, and when.
class Heard {
public:
    std::function<void(Event const &)> ear() {
        return [this](Event const &event) {
            std::lock_guard const lock{mutex_};
            events_.push_back(event);
            times_.push_back(std::chrono::steady_clock::now());
            changed_.notify_all();
        };
    }
    bool wait_for(std::size_t count, milliseconds at_most) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, at_most, [&] { return events_.size() >= count; });
    }
    std::vector<Event> events() {
        std::lock_guard const lock{mutex_};
        return events_;
    }
    std::vector<std::int64_t> things() {
        std::vector<std::int64_t> out;
        for (auto const &event : events()) out.push_back(event.thing);
        return out;
    }
    Instant last_time() {
        std::lock_guard const lock{mutex_};
        return times_.back();
    }
    bool has(std::int64_t thing) {
        auto const all = things();
        return std::find(all.begin(), all.end(), thing) != all.end();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Event> events_;
    std::vector<Instant> times_;
};

void note(Database &db, std::int64_t thing) {
    auto const done = db.write([&](Writer &writer) -> Result<int> {
        writer.journal("test.noted", 1, 2, thing, "{}");
        return 1;
    });
    REQUIRE(done);
}

bool same(std::vector<Event> const &a, std::vector<Event> const &b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](Event const &x, Event const &y) {
        return x.seq == y.seq && x.at == y.at && x.kind == y.kind && x.member == y.member &&
               x.other == y.other && x.thing == y.thing && x.payload == y.payload;
    });
}

} // namespace

TEST_CASE("An event comes back whole, and only after its write was kept") {
    tests::on_each_engine([](Database &db, StillClock &clock, IdMaker &) {
        CHECK(db.last_seq() == 0);
        (void)db.write([](Writer &writer) -> Result<int> {
            writer.journal("test.refused", 1);
            return Refusal{Reason::conflict, "No.", {}, {}};
        });
        CHECK(db.journal_after(0, 10).empty());
        (void)db.write([](Writer &writer) -> Result<int> {
            writer.journal("tie.made", 7, 8, 9, R"({"means":"code"})");
            writer.journal("tie.made", 8, 7);
            return 1;
        });
        auto const events = db.journal_after(0, 10);
        REQUIRE(events.size() == 2);
        CHECK(events[0].kind == "tie.made");
        CHECK(events[0].member == 7);
        CHECK(events[0].other == 8);
        CHECK(events[0].thing == 9);
        CHECK(events[0].payload == R"({"means":"code"})");
        CHECK(events[0].at == clock.now());
        CHECK(events[1].seq > events[0].seq);
        CHECK(db.last_seq() == events[1].seq);
        CHECK(db.journal_after(events[0].seq, 10).size() == 1);
        CHECK(db.journal_after(0, 1).size() == 1);
    });
}

TEST_CASE("Whoever writes finds that the followers have already heard it") {
    tests::on_each_fresh([](FreshDatabase &fresh) {
        note(*fresh, 1);
        note(*fresh, 2);
        auto const first = fresh->journal_after(0, 1).front().seq;
        Heard all, later;
        fresh->follow(0, all.ear());
        fresh->follow(first, later.ear());
        CHECK(all.things() == std::vector<std::int64_t>{1, 2});
        CHECK(later.things() == std::vector<std::int64_t>{2});
        note(*fresh, 3);
        CHECK(all.things() == std::vector<std::int64_t>{1, 2, 3});
        CHECK(later.things() == std::vector<std::int64_t>{2, 3});
    });
}

TEST_CASE("Many people write at once and every follower hears the same order, nothing twice, "
          "nothing lost") {
    tests::on_each_fresh(
        [](FreshDatabase &fresh) {
            Heard heard;
            fresh->follow(0, heard.ear());
            std::atomic<bool> is_over = false;
            std::vector<Event> polled; // by somebody who reads with a cursor all the while
            std::thread reader{[&] {
                std::int64_t after = 0;
                for (bool last = false; !last;) {
                    last = is_over;
                    for (auto const &event : fresh->journal_after(after, 7)) {
                        polled.push_back(event);
                        after = event.seq;
                        last = false;
                    }
                }
            }};
            std::atomic<int> unheard = 0;
            std::vector<std::thread> people;
            for (int person = 0; person < 8; ++person) {
                people.emplace_back([&, person] {
                    for (int i = 0; i < 40; ++i) {
                        int const thing = 1 + person * 1000 + i;
                        (void)fresh->write([&](Writer &writer) -> Result<int> {
                            writer.journal("test.begun", 1, 0, -thing);
                            // Some take long: a lower number is committed after a higher one.
                            if (i % 4 == 0) std::this_thread::sleep_for(milliseconds{person % 5});
                            writer.journal("test.noted", 1, 0, thing);
                            return 1;
                        });
                        if (!heard.has(thing)) ++unheard;
                    }
                });
            }
            for (auto &person : people) person.join();
            is_over = true;
            reader.join();
            CHECK(unheard == 0);
            auto const stored = fresh->journal_after(0, 10000);
            CHECK(stored.size() == 640);
            CHECK(std::is_sorted(stored.begin(), stored.end(),
                                 [](auto const &a, auto const &b) { return a.seq < b.seq; }));
            CHECK(same(heard.events(), stored));
            CHECK(same(polled, stored));
        },
        {.readers = 9, .durable = false});
}

TEST_CASE("A slow write that began first is not skipped by those who read in the meantime") {
    if (!tests::has_postgres()) return;
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    Heard heard;
    fresh->follow(0, heard.ear());
    std::atomic<bool> has_begun = false;
    std::atomic<bool> may_end = false;
    std::thread slow{[&] {
        (void)fresh->write([&](Writer &writer) -> Result<int> {
            writer.journal("test.noted", 1, 0, 1);
            static constexpr Query now{"test.now", "", "select 1"};
            writer.any(now, {}); // the event is in the table now, with the lower number
            has_begun = true;
            while (!may_end) std::this_thread::sleep_for(milliseconds{1});
            return 1;
        });
    }};
    while (!has_begun) std::this_thread::sleep_for(milliseconds{1});
    auto const before = std::chrono::steady_clock::now();
    note(*fresh, 2); // returns after two seconds, although its followers could not hear it yet
    auto const waited = std::chrono::steady_clock::now() - before;
    CHECK(waited > milliseconds{1800});
    CHECK(waited < milliseconds{4000});
    CHECK(fresh->journal_after(0, 10).empty()); // 2 is committed, but 1 may still come before it
    CHECK(fresh->last_seq() == 0);
    may_end = true;
    slow.join();
    REQUIRE(heard.wait_for(2, milliseconds{2000}));
    CHECK(heard.things() == std::vector<std::int64_t>{1, 2});
    CHECK(same(fresh->journal_after(0, 10), heard.events()));
}

TEST_CASE("What one node writes the other hears within a tenth of a second") {
    if (!tests::has_postgres()) return;
    FreshDatabase here{FreshDatabase::Engine::postgres};
    auto const there = Database::open(here.url(), here.clock);
    Heard heard_here, heard_there;
    here->follow(0, heard_here.ear());
    there->follow(0, heard_there.ear());
    for (int thing = 1; thing <= 20; ++thing) {
        auto const written = std::chrono::steady_clock::now();
        note(thing % 2 ? *here : *there, thing);
        auto &other = thing % 2 ? heard_there : heard_here;
        REQUIRE(other.wait_for(static_cast<std::size_t>(thing), milliseconds{1000}));
        CHECK(other.last_time() - written < milliseconds{100});
        std::this_thread::sleep_for(
            milliseconds{thing}); // at once, and also when the thread has gone to rest
    }
    CHECK(same(heard_here.events(), heard_there.events()));
}

TEST_CASE("Another program writes to the same SQLite file, and the followers hear of it") {
    FreshDatabase here;
    auto const there = Database::open(here.url(), here.clock);
    Heard heard;
    here->follow(0, heard.ear());
    note(*here, 1);
    note(*there, 2);
    note(*here, 3);
    CHECK(heard.things() == std::vector<std::int64_t>{1, 2, 3});
    note(*there, 4);
    CHECK(heard.wait_for(4, milliseconds{3000}));
    CHECK(heard.things() == std::vector<std::int64_t>{1, 2, 3, 4});
}

TEST_CASE("The order goes on after the data was moved to a server with lower transaction numbers") {
    if (!tests::has_postgres()) return;
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    std::int64_t const old = (std::int64_t{1} << 40 << 20) + 5;
    (void)fresh->write([&](Writer &writer) -> Result<int> {
        writer.put(force_event, {{"seq", old}});
        return 1;
    });
    CHECK(fresh->journal_after(0, 10).empty()); // a number from the future
    REQUIRE(fresh->migrate());
    CHECK(fresh->last_seq() == old);
    note(*fresh, 1);
    auto const events = fresh->journal_after(0, 10);
    REQUIRE(events.size() == 2);
    CHECK(events[0].seq == old);
    CHECK(events[1].thing == 1);
    fresh.open_again();
    note(*fresh, 2);
    CHECK(fresh->journal_after(old, 10).size() == 2);
}

TEST_CASE("A follower that fails or writes does not stop the others") {
    tests::on_each_fresh([](FreshDatabase &fresh) {
        Heard heard;
        fresh->follow(0, [](Event const &) { throw std::runtime_error{"broken"}; });
        fresh->follow(0, [&](Event const &) { note(*fresh, 99); });
        fresh->follow(0, heard.ear());
        note(*fresh, 1);
        note(*fresh, 2);
        CHECK(heard.things() == std::vector<std::int64_t>{1, 2});
    });
}

TEST_CASE("The server ends every connection, and things go on") {
    if (!tests::has_postgres()) return;
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    auto const name = "goen_lost_" + std::to_string(fresh.ids.next());
    auto const db = Database::open(fresh.url() + "&application_name=" + name, fresh.clock);
    Heard heard;
    db->follow(0, heard.ear());
    std::vector<std::thread> people; // so that several connections stand open
    for (int i = 0; i < 4; ++i) {
        people.emplace_back(
            [&] { db->read([](Reader &) { std::this_thread::sleep_for(milliseconds{20}); }); });
    }
    for (auto &person : people) person.join();
    note(*db, 1);
    fresh->read([&](Reader &reader) {
        CHECK(reader.one<int>(end_connections, {{"name", name}}).value_or(0) >= 2);
    });
    int failures = 0;
    for (int thing = 2; thing < 12; ++thing) {
        try {
            auto const done = db->write([&](Writer &writer) -> Result<int> {
                writer.journal("test.noted", 1, 2, thing);
                return 1;
            });
            CHECK(done);
        } catch (Trouble const &) {
            ++failures;
        }
    }
    CHECK(failures == 0);
    CHECK(heard.wait_for(static_cast<std::size_t>(11 - failures), milliseconds{3000}));
    CHECK(same(heard.events(), fresh->journal_after(0, 100)));
    CHECK(db->is_ready());
}
