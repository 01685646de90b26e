// SPDX-License-Identifier: Apache-2.0
#include "base/shard_table.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

using namespace goen;

TEST_CASE("A table stays within its bounds, and keeps what is looked at") {
    ShardTable<std::int64_t, std::int64_t> table{640};
    table.put(1, 10);
    for (std::int64_t key = 2; key < 20'000; ++key) {
        table.put(key, key * 10);
        REQUIRE(table.find(1) == 10); // in use all the time
        REQUIRE(table.find(key) == key * 10);
    }
    auto const numbers = table.numbers();
    CHECK(numbers.capacity == 640);
    CHECK(numbers.entries == 640); // enough keys for every shard to be full
    std::size_t there = 0;
    for (std::int64_t key = 1; key < 20'000; ++key) {
        if (auto const value = table.find(key)) {
            CHECK(*value == key * 10);
            ++there;
        }
    }
    CHECK(there == 640);
}

TEST_CASE(
    "A table bounded by bytes drops others for a large one, and never takes what is too large") {
    ShardTable<std::int64_t, std::string> table{64'000, 64'000}; // 1,000 bytes a shard
    for (std::int64_t key = 1; key <= 10'000; ++key) table.put(key, "x", 100);
    CHECK(table.numbers().entries == 64 * 10);
    CHECK(table.numbers().bytes == 64'000);
    table.put(20'000, "large", 1'000);
    CHECK(table.find(20'000) == "large");
    CHECK(table.numbers().entries == 63 * 10 + 1);
    table.put(20'001, "too large", 1'001);
    CHECK_FALSE(table.find(20'001));
    CHECK(table.numbers().bytes == 64'000);
}

TEST_CASE("A new value takes the place of the old one under the same key, with its bytes") {
    ShardTable<std::string, int, 0> table{4, 100};
    table.put("a", 1, 60);
    table.put("a", 2, 30);
    CHECK(table.find("a") == 2);
    CHECK(table.numbers().entries == 1);
    CHECK(table.numbers().bytes == 30);
    table.put("b", 3, 60);
    table.put("a", 4, 80); // grows in its place: others leave
    CHECK(table.find("a") == 4);
    CHECK_FALSE(table.find("b"));
    CHECK(table.numbers().bytes == 80);
}

TEST_CASE("Look-ups are counted: what is no good is a miss") {
    ShardTable<std::string, int> table{100};
    table.put("a", 1);
    CHECK(table.find("a"));
    CHECK_FALSE(table.find("b"));
    auto const large_only = [](int value) {
        return value > 1 ? std::optional{value} : std::nullopt;
    };
    CHECK_FALSE(table.look("a", large_only));
    table.put("a", 2);
    CHECK(table.look("a", large_only) == 2);
    CHECK(table.numbers().hits == 2);
    CHECK(table.numbers().misses == 2);
}

TEST_CASE("An entry that is not used leaves before one that is") {
    ShardTable<int, int, 0> table{3};
    for (int key = 1; key <= 3; ++key) table.put(key, key);
    CHECK(table.find(1));
    CHECK(table.find(3));
    table.put(4, 4);
    CHECK_FALSE(table.find(2));
    CHECK(table.find(1));
    CHECK(table.find(3));
    CHECK(table.find(4));
}

TEST_CASE("Many threads put and find at once, and each gets what belongs to its key") {
    ShardTable<std::int64_t, std::shared_ptr<std::int64_t const>> table{2'000};
    std::atomic<int> wrong{0}, hits{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (std::int64_t i = 1; i < 20'000; ++i) {
                auto const key = 1 + (i * (t + 1)) % 3'000;
                if (auto const found = table.find(key)) {
                    ++hits;
                    if (**found != key) ++wrong;
                } else {
                    table.put(key, std::make_shared<std::int64_t const>(key));
                }
            }
        });
    }
    for (auto &thread : threads) thread.join();
    CHECK(wrong == 0);
    CHECK(hits > 1'000);
    CHECK(table.numbers().entries <= table.numbers().capacity);
}
