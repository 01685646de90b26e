// SPDX-License-Identifier: Apache-2.0
// Connections that die, and commits of which nobody knows whether they count.
#include "store/before_commit.hpp"
#include "store/outcome_unknown.hpp"
#include "store/testing_session.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace goen;
using namespace goen::store;
using tests::FreshDatabase;

namespace {

#define ON_BOTH(text) text, text
constexpr Query keep{
    "test.keep",
    ON_BOTH("insert into migration (number, name, hash, applied_at) values (:number, '', '', 0)")};
constexpr Query numbers{
    "test.numbers", ON_BOTH("select number from migration where number > 1000 order by number")};
constexpr Query one{"test.one", ON_BOTH("select 1")};
constexpr Query no_table{"test.no_table", ON_BOTH("select nothing from nowhere")};

Done keep_row(Database &db, std::int64_t number) {
    return db.write([&](Writer &writer) -> Done {
        writer.put(keep, {{"number", number}});
        return {};
    });
}

std::vector<std::int64_t> kept(Database &db) {
    return db.read([](Reader &reader) {
        std::vector<std::int64_t> found;
        reader.each(numbers, {}, [&](Row const &row) { found.push_back(row.integer(0)); });
        return found;
    });
}
using Numbers = std::vector<std::int64_t>;

// A goen whose connections can be found, and ended, by their name.
struct Named {
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    std::string name = "goen_unknown_" + std::to_string(fresh.ids.next());
    TestingSession admin{fresh.url()};
    std::unique_ptr<Database> db;

    explicit Named(std::string const &options = "", Options pool = {}) {
        db = Database::open(fresh.url() + options + "&application_name=" + name, fresh.clock, pool);
    }
    void end_all() {
        admin.ask("select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                  " where application_name = '" +
                  name + "'");
    }
};

} // namespace

TEST_CASE("Connections that died while nobody used them are nobody's trouble") {
    if (!tests::has_postgres()) return;
    Named it;
    std::vector<std::thread> people; // so that several stand open
    for (int i = 0; i < 4; ++i) {
        people.emplace_back(
            [&] { it.db->read([](Reader &reader) { (void)reader.any(one, {}); }); });
    }
    for (auto &person : people) person.join();
    it.end_all();
    CHECK_NOTHROW(kept(*it.db));
    it.end_all();
    CHECK(keep_row(*it.db, 2000));
    CHECK(kept(*it.db) == Numbers{2000});
}

TEST_CASE("A connection lost before the first row or before COMMIT is replaced, later it is told") {
    if (!tests::has_postgres()) return;
    Named it{"", {.readers = 1}};
    it.db->read([&](Reader &reader) {
        it.end_all();
        CHECK(reader.any(one, {}));
    });
    auto const torn = [&] {
        it.db->read([&](Reader &reader) {
            (void)reader.any(one, {});
            it.end_all(); // the moment it has seen cannot be had again
            (void)reader.any(one, {});
        });
    };
    CHECK_THROWS_AS(torn(), Trouble);
    int tries = 0;
    CHECK(it.db->write([&](Writer &writer) -> Done {
        writer.run(keep, {{"number", 2000}});
        if (++tries == 1) {
            it.end_all();
            (void)writer.any(one, {});
        }
        return {};
    }));
    CHECK(tries == 2);
    CHECK(kept(*it.db) == Numbers{2000});
    tries = 0;
    CHECK_THROWS_AS((void)it.db->write([&](Writer &writer) -> Done {
        ++tries;
        it.end_all();
        writer.run(keep, {{"number", 2001}});
        return {};
    }),
                    Trouble); // once is enough
    CHECK(tries == 2);
    CHECK(kept(*it.db) == Numbers{2000});
}

TEST_CASE("A connection lost in COMMIT: the outcome is unknown, and nobody tries again") {
    if (!tests::has_postgres()) return;
    Named it;
    int tries = 0;
    CHECK_THROWS_AS((void)it.db->write([&](Writer &writer) -> Done {
        writer.run(keep, {{"number", 2000}});
        ++tries;
        it.end_all();
        return {};
    }),
                    OutcomeUnknown);
    CHECK(tries == 1);
    CHECK(kept(*it.db).empty()); // this time it was not kept
    CHECK(keep_row(*it.db, 2001));
}

namespace {

// The server waits for a standby that is not there with each commit of a session that wants it.
struct AwayStandby {
    TestingSession admin{tests::postgres_url()};
    AwayStandby() { set("set synchronous_standby_names = 'away'"); }
    ~AwayStandby() { set("reset synchronous_standby_names"); }
    void set(std::string const &what) {
        admin.ask("alter system " + what);
        admin.ask("select pg_reload_conf()");
    }
    // Does it to the next one that waits.
    void interrupt(std::string const &function, std::string const &name) {
        for (int tries = 0; tries < 2000; ++tries) {
            if (admin.ask("select " + function +
                          "(pid) from pg_stat_activity where wait_event ="
                          " 'SyncRep' and application_name = '" +
                          name + "'") == "t")
                return;
            std::this_thread::sleep_for(milliseconds{5});
        }
        FAIL("nobody waited for the standby");
    }
};

} // namespace

TEST_CASE("A commit that did not wait for its standby to the end is not acknowledged") {
    if (!tests::has_postgres()) return;
    if (TestingSession{tests::postgres_url()}.ask("show synchronous_commit") != "off") {
        MESSAGE("this server syncs for everybody: other tests would wait for the standby as well");
        return;
    }
    for (std::string const function : {"pg_cancel_backend", "pg_terminate_backend"}) {
        INFO(function);
        Named it{"%20-csynchronous_commit%3Don"};
        AwayStandby away;
        std::int64_t number = 2000;
        std::atomic<bool> is_unknown = false;
        std::thread writer{[&] {
            // The server may take a moment to know of its standby.
            for (; number < 4000 && !is_unknown; ++number) {
                try {
                    (void)keep_row(*it.db, number);
                } catch (OutcomeUnknown const &) {
                    is_unknown = true;
                }
            }
        }};
        away.interrupt(function, it.name);
        writer.join();
        CHECK(is_unknown);
        CHECK(kept(*it.db).back() == number - 1); // it is there, once, as long as this server lives
        CHECK(kept(*it.db).size() == static_cast<std::size_t>(number - 2000));
    }
}

TEST_CASE("A warning that has nothing to do with the commit costs one answer at most") {
    if (!tests::has_postgres()) return;
    Named it{"", {.readers = 1}};
    static constexpr Query warn{"test.warn", "", "select pg_temp.warn()"};
    (void)it.db->write([&](Writer &writer) -> Done {
        static constexpr Query make{
            "test.make", "",
            "create function pg_temp.warn() returns int language plpgsql as"
            " $$ begin raise warning 'soon out of numbers'; return 1; end $$"};
        writer.run(make, {});
        return {};
    });
    int unknown = 0;
    for (std::int64_t number = 2000; number < 2010; ++number) {
        try {
            (void)it.db->write([&](Writer &writer) -> Done {
                writer.put(keep, {{"number", number}});
                writer.put(warn, {});
                return {};
            });
        } catch (OutcomeUnknown const &) {
            ++unknown;
        }
    }
    CHECK(unknown <= 1);
    CHECK(kept(*it.db).size() == 10);
}

TEST_CASE("A write that went on after a failed query is not acknowledged") {
    if (!tests::has_postgres()) return;
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    CHECK_THROWS_AS((void)fresh->write([&](Writer &writer) -> Done {
        writer.run(keep, {{"number", 2000}});
        CHECK_THROWS_AS((void)writer.any(no_table, {}), std::logic_error);
        return {};
    }),
                    std::logic_error); // COMMIT answered ROLLBACK
    CHECK(kept(*fresh).empty());
}

TEST_CASE("What must go with a write is kept with it or not at all, and once") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        BeforeCommit const due{[](Writer &writer) { writer.run(keep, {{"number", 9000}}); }};
        CHECK(!db.write([](Writer &writer) -> Done {
            writer.run(keep, {{"number", 2000}});
            return Refusal{Reason::conflict, "No.", {}, {}};
        }));
        CHECK_THROWS((void)db.write([](Writer &) -> Done { throw std::runtime_error{"broken"}; }));
        CHECK(!due.is_done());
        CHECK(kept(db).empty());
        {
            BeforeCommit::Scope const apart{nullptr};
            CHECK(keep_row(db, 2001));
        }
        CHECK(!due.is_done());
        std::thread{[&] { CHECK(keep_row(db, 2002)); }}.join(); // somebody else's
        CHECK(!due.is_done());
        std::thread{[&, mine = BeforeCommit::current()] {
            BeforeCommit::Scope const for_me{mine};
            CHECK(keep_row(db, 2003));
        }}.join();
        CHECK(due.is_done());
        CHECK(keep_row(db, 2004));
        CHECK(kept(db) == Numbers{2001, 2002, 2003, 2004, 9000});
    });
}

TEST_CASE("When what must go with a write fails, the write is undone") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        struct Taken {};
        {
            BeforeCommit const due{[](Writer &) { throw Taken{}; }};
            CHECK_THROWS_AS((void)keep_row(db, 2000), Taken);
            CHECK(!due.is_done());
        }
        CHECK(keep_row(db, 2001));
        CHECK(kept(db) == Numbers{2001});
    });
}
