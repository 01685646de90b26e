// SPDX-License-Identifier: Apache-2.0
// Several processes at one database, each with its node number: none makes an id of another's.
#include "store/node_lease.hpp"

#include "store/backup.hpp"
#include "store/engines.hpp"
#include "store/migrations.hpp"
#include "store/queries.hpp"
#include "support/databases.hpp"
#include "support/said.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <set>

using namespace goen;
using namespace goen::store;
using namespace goen::tests;
using namespace std::chrono_literals;

namespace {

constexpr Query both(std::string_view name, std::string_view text) { return {name, text, text}; }

constexpr auto live_nodes =
    both("test.live", "select number from node where holder <> '' order by number");
constexpr auto run_out = both("test.run_out", "update node set until = 1 where holder <> ''");
constexpr auto only_this = both("test.only_this", "delete from node where number <> :number");
constexpr auto take_all =
    both("test.take_all", "update node set holder = 'somebody', until = until + :until");
constexpr auto hide = both("test.hide", "alter table node rename to node_away");
constexpr auto bring_back = both("test.bring_back", "alter table node_away rename to node");
constexpr auto another_number =
    both("test.another", "insert into node (number, holder, until, highest) values (9, '', 0, 0)");

void change(Database &database, Query const &query, Binds binds = {}) {
    (void)database.write([&](Writer &writer) -> Done {
        writer.run(query, binds);
        return {};
    });
}

std::vector<int> live(Database &database) {
    return database.read([](Reader &reader) {
        std::vector<int> found;
        reader.each(live_nodes, {}, [&](Row const &row) { found.push_back(row.get<int>(0)); });
        return found;
    });
}

// A process of its own: another connection, another clock.
struct Process {
    Process(FreshDatabase &fresh, Time at)
        : clock(at), database(Database::open(fresh.url(), clock)), lease(*database, ids, clock) {}
    StillClock clock;
    std::unique_ptr<Database> database;
    IdMaker ids{clock};
    NodeLease lease;
};

} // namespace

TEST_CASE("Ten processes at one database have ten numbers, and give them back when they end") {
    on_each_fresh([](FreshDatabase &fresh) {
        auto const now = fresh.clock.now();
        std::set<std::int64_t> ids;
        {
            std::vector<std::unique_ptr<Process>> processes;
            for (int i = 0; i < 10; ++i) processes.push_back(std::make_unique<Process>(fresh, now));
            std::set<int> numbers;
            for (auto const &one : processes) {
                numbers.insert(one->lease.number());
                for (int i = 0; i < 100; ++i) ids.insert(one->ids.next());
            }
            CHECK(numbers.size() == 10);
            CHECK(ids.size() == 1000);
            CHECK(live(*fresh).size() == 10);
        }
        CHECK(live(*fresh).empty());
        // The next one, though it comes at once and its clock is an hour behind.
        change(*fresh, only_this, {{"number", 0}});
        Process next{fresh, now - 1h};
        CHECK(next.lease.number() == 0);
        CHECK(next.ids.next() > *ids.rbegin());
    });
}

TEST_CASE("A lease that is kept goes on for ever; one that cannot be renewed ends the ids in time, "
          "and they go on when the database is back") {
    on_each_fresh([](FreshDatabase &fresh) {
        Process server{fresh, fresh.clock.now()};
        auto const number = server.lease.number();
        auto last = server.ids.next();
        auto const goes_on = [&] {
            auto const next = server.ids.next();
            bool const is_later = next > last;
            last = next;
            return is_later;
        };
        for (int second = 0; second < 600; ++second) {
            server.clock.advance(1s);
            server.lease.keep();
            REQUIRE(goes_on());
        }

        Said const said;
        change(*fresh, hide);
        auto const lease_left = NodeLease::length - NodeLease::stops_before;
        int made = 0;
        for (seconds gone{0}; gone < 2 * NodeLease::length; gone += 1s) {
            server.clock.advance(1s);
            server.lease.keep();
            bool is_later = true;
            try {
                is_later = goes_on();
                ++made;
            } catch (Trouble const &) {
            }
            REQUIRE(is_later);
        }
        CHECK(made < lease_left.count());
        CHECK(made >= (lease_left - NodeLease::renewed_after).count() - 1);
        CHECK_THROWS_AS(server.ids.next(), Trouble);
        CHECK(said.times("could not be renewed") == 1);

        change(*fresh, bring_back);
        server.lease.keep();
        CHECK(goes_on());
        CHECK(server.lease.number() == number);
        CHECK(said.times("ids can be made again") == 1);
    });
}

TEST_CASE("Who was away longer than the lease finds the number taken, and takes another") {
    on_each_fresh([](FreshDatabase &fresh) {
        Process sleeper{fresh, fresh.clock.now() + 30min}; // and its clock is ahead
        auto const number = sleeper.lease.number();
        change(*fresh, only_this, {{"number", number}});
        auto const before = sleeper.ids.next();
        CHECK_THROWS_WITH_AS((Process{fresh, fresh.clock.now()}),
                             doctest::Contains("All 1,024 node numbers"), Trouble);

        change(*fresh, run_out);
        Process heir{fresh, fresh.clock.now()};
        CHECK(heir.lease.number() == number);
        auto const first = heir.ids.next();
        CHECK(first > before);
        // The sleeper may go on for a moment, to the end of what it was promised.
        sleeper.clock.advance(NodeLease::length - NodeLease::stops_before - 1s);
        auto const late = sleeper.ids.next();
        CHECK(late > before);
        CHECK(late < first);

        Said const said;
        sleeper.clock.set(fresh.clock.now());
        sleeper.lease.keep();
        CHECK_THROWS_AS(sleeper.ids.next(), Trouble);
        CHECK(said.times("which is another's now") == 1);
        change(*fresh, another_number);
        sleeper.lease.keep();
        CHECK(sleeper.lease.number() == 9);
        CHECK(sleeper.ids.next() > 0);
        CHECK(heir.ids.next() > first);
    });
}

TEST_CASE("A lease that has only just run out is left alone for a while") {
    FreshDatabase fresh;
    Process dead{fresh, fresh.clock.now()};
    change(*fresh, only_this, {{"number", dead.lease.number()}});
    auto const after = [&](seconds time) { Process{fresh, fresh.clock.now() + time}; };
    CHECK_THROWS_AS(after(NodeLease::length + 1s), Trouble);
    CHECK_THROWS_AS(after(NodeLease::length + NodeLease::margin), Trouble);
    CHECK_NOTHROW(after(NodeLease::length + NodeLease::margin + 1s));
}

TEST_CASE("When all 1,024 numbers are taken the next process says so") {
    on_each_fresh([](FreshDatabase &fresh) {
        { Process first{fresh, fresh.clock.now()}; }
        SystemClock real; // PostgreSQL counts by its own clock, which no test turns
        auto const now = (*fresh).is_postgres() ? real.now() : fresh.clock.now();
        change(*fresh, take_all, {{"until", to_millis(now + NodeLease::length)}});
        CHECK(live(*fresh).size() == 1024);
        CHECK_THROWS_WITH_AS((Process{fresh, fresh.clock.now()}),
                             doctest::Contains("All 1,024 node numbers of this database are taken"),
                             Trouble);
    });
}

TEST_CASE("The first process at a database begins after the ids that came with it") {
    on_each_fresh([](FreshDatabase &fresh) {
        // Written by a goen without node numbers, on a machine whose clock was a day ahead.
        StillClock ahead{fresh.clock.now() + 24h};
        IdMaker old{ahead};
        auto const id = old.next();
        (void)fresh->write([&](Writer &writer) -> Done {
            writer.journal("contact.added", 1, 0, id);
            return {};
        });
        Process first{fresh, fresh.clock.now()};
        CHECK(first.lease.number() == 0);
        CHECK(first.ids.next() > id);
    });
}

TEST_CASE("A backup carries no lease along, and whoever takes a number at the copy begins later") {
    on_each_fresh([](FreshDatabase &fresh) {
        auto const file =
            std::filesystem::temp_directory_path() / ("lease-" + std::to_string(::getpid()));
        std::int64_t id = 0;
        {
            Process server{fresh, fresh.clock.now() + 1h};
            id = server.ids.next();
            (void)server.database->write([&](Writer &writer) -> Done {
                writer.journal("contact.added", 1, 0, id);
                return {};
            });
            REQUIRE(back_up(*server.database, file.string(), server.clock,
                            {.program = "goen", .overwrite = true}));
        }
        FreshDatabase copy{(*fresh).is_postgres() ? FreshDatabase::Engine::postgres
                                                  : FreshDatabase::Engine::sqlite};
        { Process earlier{copy, copy.clock.now()}; } // it has numbers, and is empty all the same
        REQUIRE(restore(*copy, file.string(), [](double) {}));
        std::filesystem::remove(file);
        CHECK(live(*copy).empty());
        Process server{copy, copy.clock.now()};
        CHECK(server.lease.number() == 0);
        CHECK(server.ids.next() > id);
    });
}
