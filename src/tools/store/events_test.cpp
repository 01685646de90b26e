// SPDX-License-Identifier: Apache-2.0
#include "store/events.hpp"

#include "store/kept.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace goen;
using namespace goen::store;

namespace {

struct CardShown {
    static constexpr std::string_view kind = "test.card_shown";
    static constexpr std::string_view means = "A member showed another a card so many times";
    MemberId member;
    MemberId other;
    CardId card;
    std::int64_t times;
    static constexpr store::Thing thing{"card", &CardShown::card};
    static constexpr store::Amount payload{"times", &CardShown::times};
    bool operator==(CardShown const &) const = default;
};

struct Silent {
    static constexpr std::string_view kind = "test.silent";
    static constexpr std::string_view means = "A member did something that another must not see";
    MemberId member;
    MemberId whom;
    static constexpr store::Thing thing{"whom", &Silent::whom};
};

constexpr Topic thread{"thread"};
constexpr Topic group{"group"};

struct MessageSent {
    static constexpr std::string_view kind = "test.message_sent";
    static constexpr std::string_view means = "A member wrote in a thread";
    MemberId member;
    RequestId in;
    static constexpr store::Thing thing{"thread", &MessageSent::in};
    Marks touches() const { return {mark_of(thread, in.value)}; }
};

struct Quiet {
    static constexpr std::string_view kind = "test.quiet";
    static constexpr std::string_view means = "Something that nobody is shown";
    static Marks touches() { return {}; }
};

struct FromNewerNode {
    static constexpr std::string_view kind = "test.newer";
    static constexpr std::string_view means = "Something that this goen does not know";
    MemberId member;
};

using Known = Events<CardShown, Silent, MessageSent, Quiet>;

template <class E> void happen(Database &database, E const &event) {
    auto const done = database.write([&](Writer &writer) -> Done {
        tell(writer, event);
        return {};
    });
    REQUIRE(done);
}

} // namespace

TEST_CASE("What is told by a type stands in the journal's columns and is read as that type again") {
    tests::on_each_engine([](Database &database, StillClock &, IdMaker &) {
        auto const before = database.last_seq();
        CardShown const shown{MemberId{7}, MemberId{8}, CardId{9}, 12};
        happen(database, shown);
        happen(database, Silent{MemberId{7}, MemberId{8}});
        happen(database, Quiet{});
        auto const events = database.journal_after(before, 10);
        REQUIRE(events.size() == 3);
        CHECK(events[0].kind == "test.card_shown");
        CHECK(events[0].member == 7);
        CHECK(events[0].other == 8);
        CHECK(events[0].thing == 9);
        CHECK(events[0].payload == R"({"times":12})");
        CHECK(read<CardShown>(events[0]) == shown);
        CHECK_FALSE(read<Silent>(events[0]));
        CHECK(events[1].member == 7);
        CHECK(events[1].other == 0);
        CHECK(events[1].thing == 8);
        CHECK(events[1].payload.empty());
        CHECK(events[2].kind == "test.quiet");
        CHECK(events[2].member == 0);
    });
}

TEST_CASE("A payload that is not as expected reads as zero, and others' fields are passed over") {
    Event event;
    event.kind = CardShown::kind;
    for (auto const *payload : {"", "{}", "{\"times\":}", "{\"other\":3}", "no JSON"}) {
        event.payload = payload;
        CHECK(read<CardShown>(event)->times == 0);
    }
    event.payload = R"({"later":"added","times":-3})";
    CHECK(read<CardShown>(event)->times == -3);
}

TEST_CASE("A subscriber hears the kinds it named, as values of their types, and nothing else") {
    tests::on_each_engine([](Database &database, StillClock &, IdMaker &) {
        std::vector<std::string> heard;
        Subscriber<> follower;
        follower.on<CardShown>(
            [&](CardShown const &event) { heard.push_back("card " + event.card.text()); });
        follower.on<Silent>(
            [&](Silent const &event) { heard.push_back("whom " + event.whom.text()); });
        database.follow(database.last_seq(), follower);
        happen(database, CardShown{MemberId{7}, MemberId{8}, CardId{9}, 1});
        happen(database, FromNewerNode{MemberId{7}});
        happen(database, Silent{MemberId{7}, MemberId{5}});
        CHECK(heard == std::vector<std::string>{"card 9", "whom 5"});
        CHECK(follower.kinds() == std::vector<std::string_view>{"test.card_shown", "test.silent"});
    });
}

TEST_CASE("The kinds of a district are listed with their fields; no two events share a kind") {
    EventKinds kinds;
    kinds.add(Known{});
    REQUIRE(kinds.find("test.card_shown"));
    CHECK(kinds.find("test.card_shown")->fields ==
          std::vector<std::string_view>{"member", "other", "card", "times"});
    CHECK(kinds.find("test.silent")->fields == std::vector<std::string_view>{"member", "whom"});
    CHECK_FALSE(kinds.find("test.newer"));
    CHECK_FALSE(kinds.find(""));
    CHECK(kinds.all().size() == 4);
    CHECK_THROWS_AS(kinds.add(Events<Quiet>{}), std::logic_error);
}

TEST_CASE("An event makes old what its type says it touches, and an unknown one what it names") {
    tests::on_each_engine([](Database &database, StillClock &clock, IdMaker &) {
        auto const kinds = std::make_shared<EventKinds>();
        kinds->add(Known{});
        auto const freshness = std::make_shared<Freshness>();
        freshness->watch(database, kinds);
        Kept<int> kept{100, seconds{60}};
        kept.begin(freshness);
        auto const now = clock.now();
        auto const keep = [&] {
            kept.keep("ken", kept.known(), {7}, 1, now);
            kept.keep("mei", kept.known(), {8}, 2, now);
            kept.keep("thread", kept.known(), {}, 3, now, {mark_of(thread, 20)});
            kept.keep("group", kept.known(), {}, 4, now, {mark_of(group, 20)});
        };
        auto const fresh = [&] {
            std::string out;
            for (auto const *key : {"ken", "mei", "thread", "group"})
                out += kept.find(key, now) ? key[0] : '-';
            return out;
        };
        keep();
        CHECK(fresh() == "kmtg");
        happen(database, MessageSent{MemberId{7}, RequestId{20}});
        CHECK(fresh() == "km-g"); // the thread alone: its type says so
        keep();
        happen(database, Quiet{});
        CHECK(fresh() == "kmtg");
        happen(database, Silent{MemberId{5}, MemberId{8}});
        CHECK(fresh() == "k-tg");
        CHECK(freshness->unknown_events() == 0);
        keep();
        happen(database, FromNewerNode{MemberId{7}});
        CHECK(fresh() == "-mtg");
        happen(database, FromNewerNode{});
        CHECK(fresh() == "----"); // it names nobody: everybody
        CHECK(freshness->unknown_events() == 2);
    });
}
