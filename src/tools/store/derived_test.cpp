// SPDX-License-Identifier: Apache-2.0
#include "store/derived.hpp"

#include "store/kept.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::store;

TEST_CASE("Memory is ready when all of it is, and says by name what it holds") {
    tests::FreshDatabase database;
    DerivedMemory memory;
    memory.follow(*database);
    Kept<int, MemberId> counts{64, seconds{60}};
    memory.keep("counts", counts);
    ShardTable<int, int> table{128};
    memory.list("table", table);
    CHECK(memory.is_ready());
    bool has_caught_up = false;
    memory.add(
        "graph", [&] { return has_caught_up; }, [] { return TableNumbers{.entries = 5}; });
    CHECK_FALSE(memory.is_ready());
    has_caught_up = true;
    CHECK(memory.is_ready());

    counts.keep(MemberId{7}, counts.known(), {7}, 3, database.clock.now());
    CHECK(counts.find(MemberId{7}, database.clock.now()) == 3);
    CHECK_FALSE(counts.find(MemberId{8}, database.clock.now()));
    table.put(1, 2);
    auto const numbers = memory.numbers();
    REQUIRE(numbers.size() == 3);
    CHECK(numbers[0].name == "counts");
    CHECK(numbers[0].is_ready);
    CHECK(numbers[0].table.entries == 1);
    CHECK(numbers[0].table.capacity == 64);
    CHECK(numbers[0].table.hits == 1);
    CHECK(numbers[0].table.misses == 1);
    CHECK(numbers[1].name == "table");
    CHECK(numbers[1].table.entries == 1);
    CHECK(numbers[2].name == "graph");
    CHECK(numbers[2].table.entries == 5);
}

TEST_CASE("Without a journal to follow nothing is kept, and the memory is not ready") {
    tests::FreshDatabase database;
    DerivedMemory memory;
    Kept<int> kept{64, seconds{60}};
    memory.keep("pages", kept);
    kept.keep("a", kept.known(), {7}, 1, database.clock.now());
    CHECK_FALSE(kept.find("a", database.clock.now()));
    CHECK_FALSE(memory.is_ready());
    memory.follow(*database);
    CHECK(memory.is_ready());
}
