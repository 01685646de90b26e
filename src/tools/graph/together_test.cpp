// SPDX-License-Identifier: Apache-2.0
// Many readers, one who brings changes, and the packer, at once. Run by the thread sanitizer too
// (./dev test tsan).
#include "graph/graph.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <random>
#include <thread>
#include <unistd.h>

using namespace goen;
using namespace goen::graph;
using Kind = Change::Kind;

TEST_CASE("While ties come and go and are packed and saved, every reader sees whole moments") {
    // In each moment t (the seq), Hana of every group knows exactly one of the group's two chains,
    // and both of a tie's ends agree. A reader who saw half a change would find her with no
    // acquaintance, or with two.
    constexpr std::int64_t groups = 200, moments = 300;
    auto const hana = [](std::int64_t g) { return MemberId{10 * g + 10}; };
    auto const ken = [](std::int64_t g, std::int64_t t) { return MemberId{10 * g + 11 + t % 2}; };
    Live live{{.changes_a_chunk = 40}};
    std::vector<Change> first;
    for (std::int64_t g = 0; g < groups; ++g) {
        first.push_back({Kind::tied, hana(g), ken(g, 0)});
        first.push_back({Kind::tied, ken(g, 0), MemberId{5}});
        first.push_back({Kind::bridge, ken(g, 0), {}});
        first.push_back({Kind::bridge, ken(g, 1), {}});
    }
    live.apply(first, 1);
    std::atomic<bool> is_over = false;
    std::atomic<std::int64_t> wrong = 0, asked = 0;
    auto const reader = [&](std::uint64_t seed) {
        std::mt19937_64 draw{seed};
        while (!is_over || asked < 100) {
            auto reading = live.read(View::everything());
            auto const t = reading.seq() - 1;
            for (int n = 0; n < 8; ++n) {
                auto const g = static_cast<std::int64_t>(draw() % groups);
                wrong += reading.ties(hana(g))->size() != 1;
                wrong += reading.degree(hana(g), ken(g, t))->degree != 1;
                wrong += reading.mutual(hana(g), MemberId{5})->count != 1;
                auto const paths = reading.paths(hana(g), MemberId{5});
                wrong += paths->paths.size() != 1 || paths->paths[0][1] != ken(g, t);
                wrong += reading.second(hana(g))->count != 1; // Mei, whom every Ken knows
            }
            ++asked;
        }
    };
    std::vector<std::thread> readers;
    for (std::uint64_t n = 0; n < 3; ++n) readers.emplace_back(reader, n);
    std::string file = (std::filesystem::temp_directory_path() / "goen-graph-XXXXXX").string();
    int const handle = ::mkstemp(file.data());
    REQUIRE(handle >= 0);
    ::close(handle);
    for (std::int64_t t = 1; t <= moments; ++t) {
        std::vector<Change> changes;
        for (std::int64_t g = 0; g < groups; ++g) {
            changes.push_back({Kind::untied, hana(g), ken(g, t - 1)});
            changes.push_back({Kind::untied, ken(g, t - 1), MemberId{5}});
            changes.push_back({Kind::tied, hana(g), ken(g, t)});
            changes.push_back({Kind::tied, ken(g, t), MemberId{5}});
            changes.push_back(
                {Kind::tied, MemberId{1'000'000 + t}, MemberId{1'000'000 + t - 1}}); // newcomers
        }
        live.apply(changes, t + 1);
        if (t % 50 == 0) live.save(file);
    }
    is_over = true;
    for (auto &each : readers) each.join();
    std::filesystem::remove(file);
    CHECK(wrong == 0);
    CHECK(live.numbers().packings > 0);
    CHECK(live.numbers().ties == 2 * groups + moments);
}
