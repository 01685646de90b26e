// SPDX-License-Identifier: Apache-2.0
#include "store/kept.hpp"

#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace goen;
using namespace goen::store;

namespace {

// For a write that returns, every event of it has been heard.
void happen(Database &database, std::int64_t member, std::int64_t other = 0,
            std::int64_t thing = 0) {
    auto const done = database.write([&](Writer &writer) -> Done {
        writer.journal("test.noted", member, other, thing);
        return {};
    });
    REQUIRE(done);
}

} // namespace

TEST_CASE("What was read is kept until something happens to somebody in it") {
    tests::on_each_engine([](Database &database, StillClock &clock, IdMaker &) {
        auto const freshness = std::make_shared<Freshness>();
        Kept<std::string> kept{100, seconds{60}};
        kept.keep("ken", kept.known(), {7, 8}, "too early", clock.now());
        kept.begin(freshness);
        kept.keep("ken", kept.known(), {7, 8}, "too early", clock.now());
        CHECK_FALSE(kept.find("ken", clock.now())); // nothing is watching yet

        freshness->watch(database);
        auto const keep = [&] { kept.keep("ken", kept.known(), {7, 8}, "book", clock.now()); };
        keep();
        CHECK(kept.find("ken", clock.now()) == "book");
        CHECK_FALSE(kept.find("mei", clock.now()));
        happen(database, 9, 10, 11);
        CHECK(kept.find("ken", clock.now()) == "book");

        happen(database, 7);
        CHECK_FALSE(kept.find("ken", clock.now()));
        keep();
        happen(database, 9, 8);
        CHECK_FALSE(kept.find("ken", clock.now()));
        keep();
        happen(database, 9, 0, 8); // named silently
        CHECK_FALSE(kept.find("ken", clock.now()));
        keep();
        happen(database, 0); // an import: everybody
        CHECK_FALSE(kept.find("ken", clock.now()));

        keep();
        clock.advance(seconds{59});
        CHECK(kept.find("ken", clock.now()));
        clock.advance(seconds{1});
        CHECK_FALSE(kept.find("ken", clock.now()));
    });
}

TEST_CASE("What happens while a value is being read makes it old") {
    tests::on_each_engine([](Database &database, StillClock &clock, IdMaker &) {
        auto const freshness = std::make_shared<Freshness>();
        freshness->watch(database);
        Kept<int> kept{100, seconds{60}};
        kept.begin(freshness);
        auto const known = kept.known();
        happen(database, 7);
        kept.keep("ken", known, {7}, 1, clock.now());
        CHECK_FALSE(kept.find("ken", clock.now()));
    });
}

TEST_CASE("What is read inside a read that was open before is not kept, what was kept is found") {
    tests::on_each_engine([](Database &database, StillClock &clock, IdMaker &) {
        auto const freshness = std::make_shared<Freshness>();
        freshness->watch(database);
        Kept<int> kept{100, seconds{60}};
        kept.begin(freshness);
        kept.keep("mei", kept.known(), {8}, 2, clock.now());
        database.read([&](Reader &) {
            kept.keep("ken", kept.known(), {7}, 1, clock.now());
            CHECK(kept.find("mei", clock.now()) == 2);
        });
        CHECK_FALSE(kept.find("ken", clock.now()));
    });
}

TEST_CASE("No more is kept than there is room for, and the newest is there") {
    tests::FreshDatabase database;
    auto const freshness = std::make_shared<Freshness>();
    freshness->watch(*database);
    Kept<int> kept{160, seconds{60}};
    kept.begin(freshness);
    for (int i = 0; i < 10'000; ++i)
        kept.keep(std::to_string(i), kept.known(), {i}, i, database.clock.now());
    int there = 0;
    for (int i = 0; i < 10'000; ++i)
        there += kept.find(std::to_string(i), database.clock.now()).has_value();
    CHECK(there <= 64 * 3); // each of 64 shards rounds its part up
    CHECK(there >= 160);
    CHECK(kept.find("9999", database.clock.now()) == 9999);
}
