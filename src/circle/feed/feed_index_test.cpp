// SPDX-License-Identifier: Apache-2.0
#include "feed/feed_index.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

using namespace goen;
using namespace goen::feed;

TEST_CASE("What the index gives is what is there, and it says from where on it does not know") {
    std::mt19937 dice{11};
    auto const pick = [&](int below) {
        return static_cast<int>(dice() % static_cast<unsigned>(below));
    };
    for (int circle = 0; circle < 200; ++circle) {
        FeedIndex index{4};
        std::map<int, std::set<std::int64_t>> all; // of each author
        std::vector<std::pair<int, std::int64_t>> removed;
        std::int64_t id = 0;
        for (int deed = 0; deed < 120; ++deed) {
            int const author = 1 + pick(3);
            switch (pick(6)) {
            case 0: // deleted
                if (all[author].empty()) break;
                {
                    auto at = all[author].begin();
                    std::advance(at, pick(static_cast<int>(all[author].size())));
                    removed.emplace_back(author, *at);
                    index.remove(MemberId{author}, *at);
                    all[author].erase(at);
                }
                break;
            case 1: // restored
                if (removed.empty()) break;
                {
                    auto const at = removed.begin() + pick(static_cast<int>(removed.size()));
                    index.add(MemberId{at->first}, {at->second});
                    all[at->first].insert(at->second);
                    removed.erase(at);
                }
                break;
            default:
                index.add(MemberId{author}, {++id});
                all[author].insert(id);
                break;
            }
            auto const before = pick(2) == 0 ? INT64_MAX : 1 + pick(static_cast<int>(id) + 1);
            auto const merged =
                index.merge({{MemberId{1}}, {MemberId{3}}, {MemberId{99}}}, before, 5);
            std::vector<std::int64_t> expected, found;
            for (int const whose : {1, 3}) {
                for (auto const one : all[whose]) {
                    if (one < before && one > merged.horizon) expected.push_back(one);
                }
            }
            std::sort(expected.rbegin(), expected.rend());
            expected.resize(std::min<std::size_t>(expected.size(), 5));
            for (auto const &[whose, entry] : merged.entries) found.push_back(entry.id);
            REQUIRE(found == expected);
        }
    }
}

TEST_CASE("Many authors find their places, and whoever leaves is forgotten") {
    FeedIndex index{2};
    for (int author = 1; author <= 5000; ++author) {
        index.add(MemberId{author}, {author});
        index.add(MemberId{author}, {author + 10'000});
        index.add(MemberId{author}, {author + 10'000}); // again
    }
    CHECK(index.numbers().authors == 5000);
    CHECK(index.numbers().entries == 10'000);
    index.forget(MemberId{17});
    CHECK(index.merge({{MemberId{17}}}, INT64_MAX, 10).entries.empty());
    CHECK(index.merge({{MemberId{18}}}, INT64_MAX, 10).entries.size() == 2);
    CHECK(index.numbers().entries == 9'998);
}

TEST_CASE("A reader is given what her tier lets her see") {
    FeedIndex index{8};
    using To = Audience::To;
    int id = 0;
    for (auto const to : {To::everyone, To::exchanged, To::colleague, To::close, To::tag})
        index.add(MemberId{1}, {++id, false, to});
    index.add(MemberId{1}, {++id, true});
    auto const count = [&](card::Tier sees) {
        return index.merge({{MemberId{1}, sees}}, INT64_MAX, 10).entries.size();
    };
    CHECK(count(card::Tier::exchanged) == 4);
    CHECK(count(card::Tier::colleague) == 5);
    CHECK(count(card::Tier::close) == 6);
    CHECK(count(card::Tier::owner) == 6);
}
