// SPDX-License-Identifier: Apache-2.0
// Ids while clocks are wrong and leases end.
#include "base/ids.hpp"

#include "base/result.hpp"
#include "support/said.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

using namespace goen;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t node_of(std::int64_t id) { return (id >> 12) & 1023; }

} // namespace

TEST_CASE("A clock that was set back is said once, and ids go on from the newest") {
    StillClock clock{*parse_rfc3339("2026-10-03T09:00:00Z")};
    IdMaker ids{clock};
    tests::Said const said;
    auto last = ids.next();
    clock.set(*parse_rfc3339("2026-10-03T07:00:00Z"));
    for (int i = 0; i < 10'000; ++i) {
        auto const next = ids.next();
        REQUIRE(next > last);
        last = next;
    }
    CHECK(said.times("the clock is behind the newest id") == 1);
    CHECK(said.times("newest_id=2026-10-03T09:00:0") == 1);

    // When it was right in between, the next time is said as well.
    clock.set(*parse_rfc3339("2026-10-03T10:00:00Z"));
    CHECK(ids.next() > last);
    CHECK(said.times("the clock") == 1);
    clock.set(*parse_rfc3339("2026-10-03T09:30:00Z"));
    ids.next();
    CHECK(said.times("the clock is behind the newest id") == 2);
}

TEST_CASE("A clock before 2024 is said once, and ids are positive and go on") {
    for (auto const *const lost_time : {"1970-01-01T00:00:03Z", "2023-12-31T23:59:59Z"}) {
        StillClock clock{*parse_rfc3339(lost_time)};
        IdMaker ids{clock, 7};
        tests::Said const said;
        std::int64_t last = 0;
        for (int i = 0; i < 10'000; ++i) {
            auto const next = ids.next();
            REQUIRE(next > last);
            REQUIRE(node_of(next) == 7);
            last = next;
        }
        CHECK(said.times("the clock of this machine is before 2024") == 1);
        clock.set(*parse_rfc3339("2026-10-03T09:00:00Z"));
        CHECK(IdMaker::time_of(ids.next()) == clock.now());
    }
}

TEST_CASE("Ids stop where the lease ends, by the clock that nobody can set") {
    StillClock clock{*parse_rfc3339("2026-10-03T09:00:00Z")};
    IdMaker ids{clock};
    ids.stop();
    CHECK_THROWS_AS(ids.next(), Trouble);
    ids.begin({.node = 5,
               .after = clock.now(),
               .up_to = clock.now() + 2min,
               .ends = clock.steady() + 100s});
    auto const first = ids.next();
    CHECK(node_of(first) == 5);
    CHECK(IdMaker::time_of(first) > clock.now()); // the holder before may have made some of now

    clock.advance(99s);
    auto const last = ids.next();
    CHECK(last > first);
    clock.advance(1s);
    CHECK_THROWS_AS(ids.next(), Trouble);
    clock.set(clock.now() - 1h); // setting the clock back does not bring the lease back
    CHECK_THROWS_AS(ids.next(), Trouble);

    ids.extend(clock.now() + 3h, clock.steady() + 100s);
    CHECK(ids.next() > last);
    ids.stop();
    CHECK_THROWS_AS(ids.next(), Trouble);
}

TEST_CASE("A clock set far ahead takes no id beyond what the lease was promised") {
    StillClock clock{*parse_rfc3339("2026-10-03T09:00:00Z")};
    IdMaker ids{clock};
    auto const up_to = clock.now() + 2min;
    ids.begin({.node = 1, .after = clock.now(), .up_to = up_to, .ends = clock.steady() + 2min});
    auto last = ids.next();
    for (auto const *const wrong :
         {"2026-10-04T09:00:00Z", "2093-12-31T00:00:00Z", "9999-12-31T00:00:00Z"}) {
        clock.set(*parse_rfc3339(wrong));
        for (int i = 0; i < 10'000; ++i) {
            auto const next = ids.next();
            REQUIRE(next > last);
            REQUIRE(IdMaker::time_of(next) <= up_to);
            last = next;
        }
    }
    // The promise can be used up: then it is trouble, and no id of the next holder's.
    ids.begin({.node = 1, .after = up_to, .up_to = up_to + 1ms, .ends = clock.steady() + 2min});
    for (int i = 0; i < 4096; ++i) CHECK(ids.next() > last);
    CHECK_THROWS_AS(ids.next(), Trouble);
}

TEST_CASE("Threads that make ids while the number changes never make one twice") {
    StillClock clock{*parse_rfc3339("2026-10-03T09:00:00Z")};
    IdMaker ids{clock};
    ids.stop();
    std::vector<std::int64_t> all;
    std::mutex mutex;
    std::atomic<bool> stop = false, is_made = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            std::vector<std::int64_t> mine;
            while (!stop && mine.size() < 100'000) {
                try {
                    mine.push_back(ids.next());
                    is_made = true;
                } catch (Trouble const &) {
                    std::this_thread::yield();
                }
            }
            std::lock_guard const lock{mutex};
            all.insert(all.end(), mine.begin(), mine.end());
        });
    }
    auto const after = clock.now();
    // On a busy machine the threads may come to nothing for a while.
    for (int turn = 0; turn < 2000 || (!is_made && turn < 2'000'000); ++turn) {
        // The same two numbers in turn, each after its last promise, as the table hands them out.
        ids.begin({.node = turn % 2,
                   .after = after + (turn / 2) * 10ms,
                   .up_to = after + (turn / 2) * 10ms + 9ms,
                   .ends = clock.steady() + 2min});
        std::this_thread::yield();
    }
    stop = true;
    for (auto &thread : threads) thread.join();
    REQUIRE(!all.empty());
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}
