// SPDX-License-Identifier: Apache-2.0
// Circles made at random, with notifications that may say what they are about: each one is of
// messages that its reader may read and has not read at the moment it is sent, and of no others.
// What is right is worked out here from what was done.
#include "message/message_doors.hpp"
#include "message/testing_messages.hpp"
#include "push/testing_service.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

using namespace goen;
using namespace goen::message;
using namespace goen::message::testing;
using push::testing::Browser;
using tests::Member;

namespace {

constexpr std::size_t people = 4;
constexpr int deeds = 70;

struct Written {
    MessageId id;
    std::size_t thread = 0, from = 0;
    std::string text;
    std::set<std::size_t> waiting; // whom a notification of it is due for
    bool is_deleted = false;
};
struct Talk {
    ThreadId id;
    bool is_pair = false;
    std::set<std::size_t> members, muted;
    std::map<std::size_t, std::size_t> read; // up to which message
};

struct World {
    explicit World(tests::Circle &circle_)
        : circle(circle_), office(circle),
          pushes(circle.database, circle.accounts, circle.ids, circle.clock, circle.random,
                 push::testing::options_for(service.port())),
          rooms{circle.database, circle.contacts, office.feed, office.messages} {
        office.messages.use(pushes);
        write_notifications(pushes, rooms);
        for (std::size_t i = 0; i < people; ++i) {
            who.push_back(circle.settle("会員", "数" + std::to_string(i)));
            browsers.push_back({"/" + std::to_string(i)});
            subscribe(i);
        }
    }
    void subscribe(std::size_t i) {
        static constexpr std::string_view sql =
            "insert into session (member_id, id, secret_hash, device, started_at, seen_at) values "
            "(:member, :id, :hash, '', 0, 0)";
        auto const session = circle.ids.next();
        REQUIRE(circle.database.write([&](store::Writer &writer) -> Done {
            writer.run({"test.session", sql, sql},
                       {{"member", who[i].id}, {"id", session}, {"hash", browsers[i].path}});
            return {};
        }));
        REQUIRE(pushes.subscribe(who[i].id, browsers[i].at(service.port(), session)));
        REQUIRE(pushes.choose(who[i].id, [](push::Settings now) -> Result<push::Settings> {
            now.set(push::Kind::message, true);
            now.has_text = true;
            return now;
        }));
    }
    bool is_news(std::size_t reader, std::size_t number) const {
        auto const &one = written[number];
        auto const &talk = talks[one.thread];
        auto const read = talk.read.find(reader);
        return !one.is_deleted && talk.members.count(reader) > 0 && talk.muted.count(reader) == 0 &&
               (read == talk.read.end() || read->second < number) &&
               !(talk.is_pair && (has_blocked(reader, one.from) || has_blocked(one.from, reader)));
    }
    bool has_blocked(std::size_t a, std::size_t b) const { return blocks.count({a, b}) > 0; }
    // Everything that waits is sent, and each browser is looked at.
    void send_and_check() {
        pushes.send_due();
        for (std::size_t reader = 0; reader < people; ++reader) {
            CAPTURE(reader);
            std::vector<std::size_t> expected;
            for (std::size_t i = 0; i < written.size(); ++i) {
                if (written[i].waiting.erase(reader) > 0 && is_news(reader, i))
                    expected.push_back(i);
            }
            auto const came = service.come_for(browsers[reader]);
            REQUIRE(came.size() == (expected.empty() ? 0u : 1u));
            if (expected.empty()) continue;
            CHECK(came[0].at("count").to_number<std::size_t>() == expected.size());
            auto const text = std::string{came[0].at("text").as_string()};
            CHECK(text.find(written[expected.back()].text) != text.npos);
            for (std::size_t i = 0; i < written.size(); ++i) {
                CAPTURE(written[i].text);
                if (!is_news(reader, i)) CHECK(text.find(written[i].text) == text.npos);
            }
        }
    }

    tests::Circle &circle;
    PostOffice office;
    push::testing::Service service;
    push::Push pushes;
    Rooms rooms;
    std::vector<Member> who;
    std::vector<Browser> browsers;
    std::vector<Talk> talks;
    std::vector<Written> written;
    std::set<std::pair<std::size_t, std::size_t>> blocks;
};

void one_circle(tests::Circle &circle, unsigned seed) {
    CAPTURE(seed);
    std::mt19937 dice{seed};
    auto const pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(dice);
    };
    World world{circle};
    for (std::size_t a = 0; a < people; ++a) {
        for (std::size_t b = a + 1; b < people; ++b)
            circle.exchange_cards(world.who[a], world.who[b]);
    }
    auto &messages = world.office.messages;
    for (std::size_t b = 1; b < people; ++b)
        world.talks.push_back(
            {world.office.pair(world.who[0], world.who[b]), true, {0, b}, {}, {}});
    world.talks.push_back({world.office.several(world.who[0], {world.who[1], world.who[2]}),
                           false,
                           {0, 1, 2},
                           {},
                           {}});
    for (int deed = 0; deed < deeds; ++deed) {
        circle.clock.advance(milliseconds{2'000});
        auto const t = pick(world.talks.size());
        auto &talk = world.talks[t];
        auto const a = pick(people);
        bool const is_in = talk.members.count(a) > 0;
        switch (pick(12)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4: {
            if (!is_in) break;
            auto const text = "文" + std::to_string(deed) + "終";
            auto const sent = world.office.try_send(world.who[a], talk.id, text);
            if (!sent) break; // a block
            auto others = talk.members;
            others.erase(a);
            talk.read[a] = world.written.size();
            world.written.push_back({sent->id, t, a, text, others});
            break;
        }
        case 5: { // reads all of it, on a page
            std::optional<std::size_t> last;
            for (std::size_t i = 0; i < world.written.size(); ++i) {
                if (world.written[i].thread == t) last = i;
            }
            if (!is_in || !last ||
                !messages.read(world.who[a].id, talk.id, world.written[*last].id))
                break;
            talk.read[a] = std::max(talk.read[a], *last);
            break;
        }
        case 6: {
            if (!is_in) break;
            bool const mutes = talk.muted.count(a) == 0;
            Messages::Change change;
            change.is_muted = mutes;
            REQUIRE(messages.change(world.who[a].id, talk.id, change));
            if (mutes)
                talk.muted.insert(a);
            else
                talk.muted.erase(a);
            break;
        }
        case 7: {
            if (world.written.empty()) break;
            auto &one = world.written[pick(world.written.size())];
            if (one.is_deleted) break;
            one.is_deleted = messages.remove(world.who[one.from].id, one.id).has_value();
            break;
        }
        case 8: {
            auto const b = pick(people);
            if (a == b || world.has_blocked(a, b) || pick(3) > 0) break;
            REQUIRE(circle.exchange.block(world.who[a].id, world.who[b].id));
            world.blocks.insert({a, b});
            break;
        }
        default: world.send_and_check(); break;
        }
    }
    world.send_and_check();
}

} // namespace

TEST_CASE("A notification carries only messages that its reader may see, and has not seen, at that "
          "moment") {
    tests::in_each_circle([](tests::Circle &circle) { one_circle(circle, 20261129); });
    for (unsigned seed = 1; seed <= 6; ++seed) {
        tests::FreshDatabase fresh;
        tests::Circle circle{*fresh, fresh.clock, fresh.ids};
        one_circle(circle, seed);
    }
}
