// SPDX-License-Identifier: Apache-2.0
// Streams of circles made at random: nobody is told of a post or comment that she may not read at
// that moment, and everybody is told of those that are before her. What is right is worked out here
// from what was done, by other means than the room's.
#include "feed/feed_doors.hpp"
#include "feed/testing_feed.hpp"
#include "stream/stream.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

using namespace goen;
using namespace goen::feed;
using namespace goen::feed::testing;
using tests::Member;
using To = Audience::To;

namespace {

constexpr std::size_t people_reading = 5;

struct PostDone {
    PostId id;
    std::size_t author;
    To to;
};

struct Reading {
    explicit Reading(tests::Circle &circle, Square &square) : streams(circle.database) {
        add_live(live, {circle.database, circle.contacts, square.feed});
        streams.open(live, places);
    }
    ~Reading() { streams.close(); }

    std::string heard(std::size_t reader) {
        std::string out;
        for (auto const &piece : bodies[reader]->take()) out += *piece;
        return out;
    }
    void drain() {
        CHECK(streams.wait_until_told(milliseconds{20'000}));
        for (std::size_t i = 0; i < bodies.size(); ++i) heard(i);
    }

    web::Live live;
    web::Places places;
    stream::Streams streams;
    std::vector<std::shared_ptr<http::OpenBody>> bodies; // of each reader
};

struct Ties {
    std::map<std::pair<std::size_t, std::size_t>, card::Tier> tiers; // of a towards b
    std::set<std::pair<std::size_t, std::size_t>> blocks, hidden, tagged;

    bool are_blocked(std::size_t a, std::size_t b) const {
        return blocks.count({a, b}) > 0 || blocks.count({b, a}) > 0;
    }
    void part(std::size_t a, std::size_t b) {
        tiers.erase({a, b});
        tiers.erase({b, a});
    }
    bool is_told(std::size_t reader, PostDone const &post) const {
        if (reader == post.author) return true;
        auto const tie = tiers.find({post.author, reader});
        if (tie == tiers.end() || are_blocked(reader, post.author) ||
            hidden.count({reader, post.author}) > 0)
            return false;
        if (post.to == To::colleague) return tie->second >= card::Tier::colleague;
        if (post.to == To::close) return tie->second >= card::Tier::close;
        if (post.to == To::tag) return tagged.count({post.author, reader}) > 0;
        return true;
    }
};

void one_circle(tests::Circle &circle, unsigned seed) {
    CAPTURE(seed);
    std::mt19937 dice{seed};
    auto const pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(dice);
    };
    Options options;
    options.posts_an_hour = options.comments_an_hour = 1000;
    Square square{circle, options};
    std::vector<Member> who;
    for (std::size_t i = 0; i < people_reading; ++i)
        who.push_back(circle.settle("会員", "数" + std::to_string(i)));
    Reading reading{circle, square};
    for (auto const &one : who) {
        auto body = reading.streams.read({one.id, "", "", "", [] { return true; }});
        REQUIRE(body);
        reading.bodies.push_back(*body);
    }
    Ties ties;
    std::vector<PostDone> posts;
    int told = 0, kept = 0;
    // Each reader has heard this exactly when she may, and nothing else.
    auto const check = [&](PostDone const &post, std::string const &what, std::size_t by) {
        CHECK(reading.streams.wait_until_told(milliseconds{20'000}));
        for (std::size_t reader = 0; reader < people_reading; ++reader) {
            CAPTURE(reader);
            CAPTURE(post.author);
            CAPTURE(to_string(post.to));
            auto const text = reading.heard(reader);
            bool const may = ties.is_told(reader, post) && !ties.are_blocked(reader, by);
            CHECK((text.find(what) != text.npos) == may);
            CHECK((text.find("event: ") != text.npos) == may);
            ++(may ? told : kept);
        }
    };
    for (int deed = 0; deed < 160; ++deed) {
        circle.clock.advance(seconds{20});
        auto const a = pick(people_reading), b = pick(people_reading);
        if (a == b) continue;
        auto const tie = ties.tiers.find({a, b});
        bool const is_tied = tie != ties.tiers.end();
        switch (pick(11)) {
        case 0:
        case 1:
            if (is_tied || ties.are_blocked(a, b)) break;
            circle.exchange_cards(who[a], who[b]);
            ties.tiers[{a, b}] = ties.tiers[{b, a}] = card::Tier::exchanged;
            break;
        case 2:
            if (!is_tied) break;
            tie->second = static_cast<card::Tier>(1 + pick(3));
            square.tier(who[a], who[b], tie->second);
            break;
        case 3:
            if (!is_tied || pick(2) > 0) break;
            REQUIRE(circle.exchange.end(who[a].id, who[b].id));
            ties.part(a, b);
            break;
        case 4:
            if (pick(4) > 0 || !circle.exchange.block(who[a].id, who[b].id)) break;
            ties.blocks.insert({a, b});
            ties.part(a, b);
            break;
        case 5: {
            if (!is_tied) break;
            bool const is_on = pick(2) == 0;
            REQUIRE((is_on ? square.feed.hide(who[a].id, who[b].id)
                           : square.feed.unhide(who[a].id, who[b].id)));
            is_on ? (void)ties.hidden.insert({a, b}) : (void)ties.hidden.erase({a, b});
            break;
        }
        case 6: {
            if (!is_tied) break;
            contacts::Edit edit;
            bool const is_on = pick(2) == 0;
            edit.tags = is_on ? std::vector<std::string>{"勉強会"} : std::vector<std::string>{};
            REQUIRE(circle.contacts.edit(who[a].id, ContactId{who[b].id.value}, edit));
            is_on ? (void)ties.tagged.insert({a, b}) : (void)ties.tagged.erase({a, b});
            break;
        }
        case 7:
        case 8: {
            auto const to = static_cast<To>(pick(5));
            reading.drain();
            PostDone const post{square.post(who[a], "投稿", {to, to == To::tag ? "勉強会" : ""}), a,
                                to};
            posts.push_back(post);
            check(post, "event: post\ndata: {\"id\":\"" + post.id.text() + "\"", a);
            break;
        }
        default: {
            if (posts.empty()) break;
            auto const post = posts[pick(posts.size())];
            reading.drain();
            if (square.feed.comment(who[a].id, post.id, "はい" + std::to_string(deed), {}))
                check(post, "event: comment\ndata: {\"post\":\"" + post.id.text() + "\"}", a);
            break;
        }
        }
    }
    CHECK(told > 20);
    CHECK(kept > 20);
}

} // namespace

TEST_CASE("No stream tells of a post or comment to anyone who may not read it at that moment") {
    for (unsigned const seed : {1u, 2u, 3u, 4u}) {
        tests::in_each_circle([&](tests::Circle &circle) { one_circle(circle, seed); });
    }
}

TEST_CASE("Who comes back is told only what she may read now, not what she might have read then") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        Reading reading{circle, square};
        auto const read = [&](std::string after) {
            auto body =
                reading.streams.read({hana.id, "", "", std::move(after), [] { return true; }});
            REQUIRE(body);
            reading.bodies = {*body};
            CHECK(reading.streams.wait_until_told(milliseconds{20'000}));
            return reading.heard(0);
        };
        auto const before = std::to_string(circle.database.last_seq());
        square.post(ken, "展示会に出ます");
        CHECK(read(before).find("event: post") != std::string::npos);
        REQUIRE(circle.exchange.end(ken.id, hana.id));
        auto const later = read(before);
        CHECK(later.find("event: post") == std::string::npos);
        CHECK(later.find("event: reload") == std::string::npos);
        square.post(ken, "会場にいます");
        CHECK(reading.streams.wait_until_told(milliseconds{20'000}));
        CHECK(reading.heard(0).find("event: post") == std::string::npos);
    });
}
