// SPDX-License-Identifier: Apache-2.0
// What holds the journal of one network back on a PostgreSQL server it shares with others.
#include "store/database.hpp"
#include "store/postgres_journal.hpp"
#include "store/testing_session.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <random>
#include <thread>

using namespace goen;
using namespace goen::store;
using tests::FreshDatabase;

namespace {

// One follower's ears: the seq of all it heard, in its order.
class Heard {
public:
    std::function<void(Event const &)> ear() {
        return [this](Event const &event) {
            std::lock_guard const lock{mutex_};
            seqs_.push_back(event.seq);
        };
    }
    std::vector<std::int64_t> seqs() {
        std::lock_guard const lock{mutex_};
        return seqs_;
    }
    std::size_t count() { return seqs().size(); }

private:
    std::mutex mutex_;
    std::vector<std::int64_t> seqs_;
};

std::vector<std::int64_t> seqs_of(std::vector<Event> const &events) {
    std::vector<std::int64_t> out;
    for (auto const &event : events) out.push_back(event.seq);
    return out;
}

void note(Database &db, std::int64_t thing) {
    CHECK(db.write([&](Writer &writer) -> Done {
        writer.journal("test.noted", 1, 2, thing);
        return {};
    }));
}

// The journal as goen writes it, in somebody else's hands.
std::string raw_event(int n) {
    return "insert into journal (seq, at, kind, member_id, other_id, thing_id, payload)"
           " select (pg_current_xact_id()::text::bigint + origin) * 1048576 + " +
           std::to_string(n) + ", 0, 'test.raw', 0, 0, 0, '' from journal_origin";
}

// A database of the same server that is not ours, with a transaction that has written.
struct Neighbour {
    TestingSession session{std::getenv("GOEN_TEST_POSTGRES")};
    Neighbour() {
        session.ask("begin");
        session.ask("select pg_current_xact_id()");
    }
};

} // namespace

TEST_CASE("While a neighbour's database has a transaction open, nobody waits and every follower "
          "hears at once") {
    if (!tests::has_postgres()) return;
    FreshDatabase here{FreshDatabase::Engine::postgres};
    Neighbour const neighbour;
    note(*here, 1);
    auto const there = Database::open(here.url(), here.clock);
    Heard heard_here, heard_there;
    here->follow(0, heard_here.ear());
    there->follow(0, heard_there.ear());
    CHECK(heard_here.count() == 1);
    CHECK(heard_there.count() == 1);
    for (int thing = 2; thing <= 10; ++thing) {
        note(*here, thing);
        // Heard when write() returned: it gives up waiting otherwise.
        CHECK(heard_here.count() == static_cast<std::size_t>(thing));
    }
    for (int wait = 0; wait < 1000 && heard_there.count() < 10; ++wait)
        std::this_thread::sleep_for(milliseconds{10});
    CHECK(heard_there.seqs() == heard_here.seqs());
    auto const events = here->journal_after(0, 100);
    CHECK(seqs_of(events) == heard_here.seqs());
    CHECK(here->last_seq() == events.back().seq);
}

TEST_CASE("Writers commit in any order, and nobody who reads in the meantime skips one") {
    if (!tests::has_postgres()) return;
    FreshDatabase here{FreshDatabase::Engine::postgres,
                       FreshDatabase::Tables::migrated,
                       {.readers = 8, .durable = false}};
    Neighbour const neighbour; // so that only our own transactions say what is settled
    auto const there = Database::open(here.url(), here.clock);
    Heard heard_here, heard_there;
    here->follow(0, heard_here.ear());
    there->follow(0, heard_there.ear());
    std::atomic<bool> is_over = false;
    std::vector<std::int64_t> polled;
    std::thread reader{[&] {
        std::int64_t after = 0;
        for (bool last = false; !last;) {
            last = is_over;
            for (auto const seq : seqs_of(there->journal_after(after, 5))) {
                polled.push_back(seq);
                after = seq;
                last = false;
            }
        }
    }};
    std::vector<std::thread> people;
    for (unsigned person = 0; person < 6; ++person) {
        people.emplace_back([&, person] {
            std::minstd_rand dice{person + 1};
            auto const pause = [&] {
                if (dice() % 3 == 0)
                    std::this_thread::sleep_for(std::chrono::microseconds{dice() % 4000});
            };
            for (int i = 0; i < 60; ++i) {
                (void)here->write([&](Writer &writer) -> Done {
                    writer.journal("test.begun", 1);
                    writer.any({"test.now", "", "select 1"}, {}); // it has its number now
                    pause();
                    writer.journal("test.noted", 1);
                    if (dice() % 8 == 0) return Refusal{Reason::conflict, "No.", {}, {}};
                    return {};
                });
            }
        });
    }
    // Programs of other makes in the same database: savepoints, a number long before the first row,
    // transactions that are prepared and ended later, by another session.
    for (unsigned stranger = 0; stranger < 3; ++stranger) {
        people.emplace_back([&, stranger] {
            std::minstd_rand dice{100 + stranger};
            auto const pause = [&] {
                std::this_thread::sleep_for(std::chrono::microseconds{dice() % 3000});
            };
            TestingSession session{here.url()}, other{here.url()};
            for (int i = 0; i < 40; ++i) {
                auto const name = here.url().substr(here.url().rfind('_')) + "_" +
                                  std::to_string(stranger) + "_" + std::to_string(i);
                session.ask("begin");
                session.ask("select pg_current_xact_id()");
                pause();
                session.ask("savepoint a");
                session.ask(raw_event(0));
                if (dice() % 2 == 0) session.ask("rollback to a");
                pause();
                session.ask(raw_event(1));
                if (stranger == 0) {
                    session.ask("commit");
                    continue;
                }
                session.ask("prepare transaction '" + name + "'");
                pause();
                other.ask((dice() % 4 == 0 ? "rollback prepared '" : "commit prepared '") + name +
                          "'");
            }
        });
    }
    for (auto &person : people) person.join();
    note(*here, 1); // the last word
    auto const last = here->last_seq();
    is_over = true;
    reader.join();
    for (int wait = 0; wait < 1000; ++wait) {
        auto const heard = heard_there.seqs();
        if (!heard.empty() && heard.back() == last) break;
        std::this_thread::sleep_for(milliseconds{10});
    }
    TestingSession session{here.url()};
    auto const stored = seqs_of(here->journal_after(0, 100000));
    CHECK(std::to_string(stored.size()) == session.ask("select count(*) from journal"));
    CHECK(stored.size() > 700);
    CHECK(heard_here.seqs() == stored);
    CHECK(heard_there.seqs() == stored);
    CHECK(polled == stored);
}

TEST_CASE("A role with no rights to look at others still knows what is settled") {
    if (!tests::has_postgres()) return;
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    TestingSession writer{fresh.url()}, admin{fresh.url()};
    auto const role = "goen_poor_" + std::to_string(fresh.ids.next());
    admin.ask("create role " + role);
    {
        PostgresConnection poor{fresh.url(), true};
        poor.execute("set role " + role);
        writer.ask("begin");
        auto const number = std::stoll(writer.ask("select pg_current_xact_id()"));
        admin.ask("create temporary table later ()"); // ends, with a higher number
        CHECK(settled_below(poor) == number);
        writer.ask("prepare transaction '" + role + "'");
        CHECK(settled_below(poor) == number);
        admin.ask("commit prepared '" + role + "'");
        CHECK(settled_below(poor) > number);
    }
    admin.ask("drop role " + role);
}
