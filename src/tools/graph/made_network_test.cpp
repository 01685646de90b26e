// SPDX-License-Identifier: Apache-2.0
// The guard of what goen bench graph measures at full size: 200,000 members, whose answers and
// bytes are looked at.
#include "graph/made_network.hpp"

#include "graph/graph.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <unistd.h>

using namespace goen;
using namespace goen::graph;

TEST_CASE("A town of 200,000 is the same each time, takes the bytes it should, and answers as its "
          "lists say") {
    constexpr std::uint32_t members = 200'000;
    MadeNetwork const made{members, 20, 7};
    std::vector<MemberId> ids;
    for (std::uint32_t n = 0; n < members; ++n) ids.push_back(MemberId{10 + std::int64_t{n} * 3});
    Filling filling{ids};
    std::vector<std::vector<Ordinal>> lists(members);
    std::uint64_t sides = 0;
    for (Ordinal n = 0; n < members; ++n) {
        made.list(n, lists[n]);
        sides += lists[n].size();
        filling.list(n, lists[n]);
    }
    CHECK(filling.skipped() == 0);
    CHECK(filling.is_two_sided());
    CHECK(static_cast<double>(sides) / members > 18);
    CHECK(static_cast<double>(sides) / members < 22);
    auto live = Live::fill(std::move(filling), 1, {.packs_in_background = false});
    auto const numbers = live->numbers();
    CHECK(numbers.ties == sides / 2);
    // 13.3 bits low, 2-3 high, and 64 of each member's place: what the figures at full size rest
    // on.
    CHECK(static_cast<double>(numbers.packed_bytes) * 8 / static_cast<double>(sides) < 20);
    CHECK(numbers.most_ties > 1000); // hubs are there

    std::mt19937_64 draw{3};
    auto const ordinal = [](MemberId id) { return static_cast<Ordinal>((id.value - 10) / 3); };
    auto const holds = [&](Live const &network, int questions) {
        int wrong = 0;
        for (int q = 0; q < questions; ++q) {
            auto const a = static_cast<Ordinal>(draw() % members);
            if (lists[a].empty()) continue;
            auto const friend_ = lists[a][draw() % lists[a].size()];
            auto const b = q % 2 ? lists[friend_][draw() % lists[friend_].size()]
                                 : static_cast<Ordinal>(draw() % members);
            if (a == b) continue;
            auto reading = network.read(View::of(ids[a]));
            std::vector<Ordinal> common;
            std::set_intersection(lists[a].begin(), lists[a].end(), lists[b].begin(),
                                  lists[b].end(), std::back_inserter(common));
            auto const mutual = reading.mutual(ids[a], ids[b], 5);
            wrong += mutual->count != common.size();
            for (std::size_t n = 0; n < mutual->first.size(); ++n)
                wrong += ordinal(mutual->first[n]) != common[n];
            bool const is_tied = std::binary_search(lists[a].begin(), lists[a].end(), b);
            auto const degree = reading.degree(ids[a], ids[b])->degree;
            wrong += (degree == 1) != is_tied || (degree == 2) != (!is_tied && !common.empty());
            auto const hops = reading.distance(ids[a], ids[b])->hops;
            wrong += degree != (hops && *hops <= 3 ? *hops : 0);
            if (q % 20 > 0) continue;
            std::vector<Ordinal> circle;
            for (auto const x : lists[a])
                circle.insert(circle.end(), lists[x].begin(), lists[x].end());
            std::sort(circle.begin(), circle.end());
            std::uint64_t second = 0;
            std::uint32_t best = 0;
            for (auto from = circle.begin(); from != circle.end();) {
                auto const to = std::upper_bound(from, circle.end(), *from);
                if (*from != a && !std::binary_search(lists[a].begin(), lists[a].end(), *from)) {
                    ++second;
                    best = std::max(best, static_cast<std::uint32_t>(to - from));
                }
                from = to;
            }
            wrong += reading.second(ids[a])->count != second;
            auto const suggestions = reading.suggest(ids[a])->people;
            wrong += suggestions.size() != std::min<std::uint64_t>(10, second) ||
                     (second > 0 && suggestions[0].mutual != best);
        }
        return wrong;
    };
    CHECK(holds(*live, 4000) == 0);
    // Many ties come; half of them are packed; the rest are answered from beside.
    std::vector<Change> changes;
    for (int n = 0; n < 30'000; ++n) {
        auto const a = static_cast<Ordinal>(draw() % members),
                   b = static_cast<Ordinal>(draw() % members);
        if (a == b) continue;
        changes.push_back({Change::Kind::tied, ids[a], ids[b]});
        for (auto const &[one, other] : {std::pair{a, b}, std::pair{b, a}}) {
            auto const at = std::lower_bound(lists[one].begin(), lists[one].end(), other);
            if (at == lists[one].end() || *at != other) lists[one].insert(at, other);
        }
        if (n != 15'000) continue;
        live->apply(changes);
        changes.clear();
        live->pack();
    }
    live->apply(changes);
    CHECK(holds(*live, 2000) == 0);
    std::string file = (std::filesystem::temp_directory_path() / "goen-graph-XXXXXX").string();
    int const handle = ::mkstemp(file.data());
    REQUIRE(handle >= 0);
    ::close(handle);
    live->save(file);
    auto const opened = Live::open(file, {.packs_in_background = false});
    REQUIRE(opened);
    CHECK(holds(**opened, 2000) == 0);
    CHECK((*opened)->numbers().unpacked_changes == 0);
    std::filesystem::remove(file);
}
