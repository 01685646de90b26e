// SPDX-License-Identifier: Apache-2.0
#include "exchange/exchange.hpp"

#include "support/circle.hpp"

#include <atomic>
#include <future>
#include <thread>

using namespace goen;
using namespace goen::exchange;
using tests::Circle;
using tests::in_each_circle;
using tests::Member;

namespace {

constexpr char const *hello = "先日はありがとうございました。";
constexpr std::chrono::hours day{24};

constexpr char const *waits_text =
    "select 1 from pg_locks where locktype = 'advisory' and not granted and database = "
    "(select oid from pg_database where datname = current_database())";
constexpr store::Query somebody_waits{"test.somebody_waits", waits_text, waits_text};
constexpr char const *drop_text = "delete from request_out where to_id = :to";
constexpr store::Query drop_askings_to{"test.drop_askings_to", drop_text, drop_text};

// Everything a sender can read about her requests, as text: her list with states, what asking again
// says, when she asked, what withdrawing says.
std::string told_to_sender(Circle &c, Member const &sender, MemberId to) {
    std::string told;
    for (auto const &one : c.exchange.outgoing(sender.id)) {
        told += std::string{one.state_for_sender(c.clock.now())} + " " +
                std::string{to_string(one.state)} + " " + one.message + " to " +
                (one.to == to ? "her" : "another") + " at " + rfc3339(one.sent) + " until " +
                rfc3339(one.lapses()) + "\n";
    }
    auto const again = c.exchange.ask(sender.id, to, sender.card, "もう一度");
    told += again ? "asked again\n"
                  : again.why().message.msgid + " " +
                        std::to_string(static_cast<int>(again.why().reason)) + " " +
                        std::to_string(again.why().retry_after.count()) + "\n";
    auto const asked_on = c.exchange.asked_on(sender.id, to);
    told += asked_on ? rfc3339(*asked_on) : "never";
    auto const sight = c.exchange.member(sender.id, to);
    told += sight ? " sees " + sight->card().name.display() + " at " +
                        std::string{to_string(sight->tier)}
                  : " sees nobody";
    told += " waiting " + std::to_string(c.exchange.waiting(sender.id)) + " incoming " +
            std::to_string(c.exchange.incoming(sender.id).size());
    return told;
}

} // namespace

TEST_CASE("Ken asks Hana with a message, she accepts, and each has the other's card") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const request = c.exchange.ask(
            ken.id, hana.id, ken.card, std::string{"  "} + hello + "\r\nまたお会いできれば。 ");
        REQUIRE(request);
        CHECK(c.exchange.waiting(hana.id) == 1);
        auto const got = c.exchange.incoming(hana.id);
        REQUIRE(got.size() == 1);
        CHECK(got[0].from == ken.id);
        CHECK(got[0].message == std::string{hello} + "\nまたお会いできれば。");
        auto const tie = c.exchange.accept(hana.id, request->id, hana.card);
        REQUIRE(tie);
        CHECK(tie->means == policy::Means::request);
        CHECK(c.look(ken.id, hana.id).is_tied());
        CHECK(c.exchange.waiting(hana.id) == 0);
        CHECK(c.exchange.incoming(hana.id).empty());
        CHECK(c.exchange.outgoing(ken.id)[0].state_for_sender(c.clock.now()) == "accepted");
        CHECK(c.exchange.accept(hana.id, request->id, hana.card)); // a second tap
        CHECK(c.exchange.ask(ken.id, hana.id, ken.card, hello).why().reason == Reason::conflict);
        CHECK(c.exchange.withdraw(ken.id, request->id).why().reason == Reason::conflict);
        CHECK(c.torn().empty());
    });
}

TEST_CASE("A request needs a message of 1 to 1,000 characters and a card of one's own") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        std::string long_message;
        for (int i = 0; i < 1000; ++i) long_message += "あ";
        for (auto const &message : {std::string{}, std::string{" \n　"}, long_message + "あ",
                                    std::string{"a\x01"}, std::string{"\xc3"}}) {
            auto const asked = c.exchange.ask(ken.id, hana.id, ken.card, message);
            REQUIRE_FALSE(asked);
            CHECK(asked.why().reason == Reason::invalid);
            CHECK(asked.why().fields.at(0).field == "message");
        }
        CHECK(c.exchange.ask(ken.id, hana.id, hana.card, hello).why().fields.at(0).field == "card");
        CHECK(c.exchange.ask(ken.id, hana.id, ken.card, long_message));
    });
}

TEST_CASE(
    "Who may ask is what she chose: anyone, somebody at distance two, nobody without a code") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), mei = c.settle("林", "芽衣");
        auto const near = c.settle("佐藤", "花", account::Reach::distance_two);
        auto const closed = c.settle("鈴木", "閉", account::Reach::code_only);
        CHECK(c.exchange.ask(ken.id, closed.id, ken.card, hello).why().reason == Reason::forbidden);
        CHECK(c.exchange.ask(ken.id, near.id, ken.card, hello).why().reason == Reason::forbidden);
        c.exchange_cards(ken, mei);
        CHECK(c.exchange.ask(ken.id, near.id, ken.card, hello).why().reason == Reason::forbidden);
        CHECK(c.exchange.can_reach(ken.id, near.id).why().reason == Reason::forbidden);
        c.exchange_cards(mei, near);
        CHECK(c.exchange.can_reach(ken.id, near.id));
        CHECK(c.exchange.can_reach(ken.id, closed.id).why().reason == Reason::forbidden);
        CHECK(c.exchange.ask(ken.id, near.id, ken.card, hello)); // Mei knows both
        REQUIRE(c.exchange.end(mei.id, closed.id).why().reason == Reason::not_found);
        // An ended tie does not make near.
        auto const leo = c.settle("王", "麗");
        c.exchange_cards(leo, mei);
        REQUIRE(c.exchange.end(mei.id, leo.id));
        CHECK(c.exchange.ask(leo.id, near.id, leo.card, hello).why().reason == Reason::forbidden);
        CHECK(c.exchange.ask(leo.id, closed.id, leo.card, hello).why().reason == Reason::forbidden);
    });
}

TEST_CASE("If Hana has asked Ken already, Ken is shown her request instead of sending his own") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const request = c.exchange.ask(hana.id, ken.id, hana.card, hello);
        auto const mirrored = c.exchange.ask(ken.id, hana.id, ken.card, hello);
        REQUIRE_FALSE(mirrored);
        CHECK(mirrored.why().reason == Reason::conflict);
        CHECK(c.exchange.has_asked_me(ken.id, hana.id));
        // Put away, it stands in nobody's way.
        REQUIRE(c.exchange.decline(ken.id, request->id));
        CHECK(c.exchange.ask(ken.id, hana.id, ken.card, hello));
    });
}

TEST_CASE("The sender cannot tell unseen from held, declined or blocked, that day, that month, or "
          "after it") {
    in_each_circle([](Circle &c) {
        enum class Deed { nothing, hold, decline, hold_then_decline, block, was_blocked };
        struct Story {
            Member sender, receiver;
            Deed deed;
            RequestId id{};
        };
        std::vector<Story> stories;
        for (auto const deed : {Deed::nothing, Deed::hold, Deed::decline, Deed::hold_then_decline,
                                Deed::block, Deed::was_blocked}) {
            stories.push_back({c.settle("山田", "健"), c.settle("佐藤", "花"), deed});
        }
        for (auto &story : stories) {
            if (story.deed == Deed::was_blocked)
                REQUIRE(c.exchange.block(story.receiver.id, story.sender.id));
        }
        for (auto &story : stories) {
            auto const asked =
                c.exchange.ask(story.sender.id, story.receiver.id, story.sender.card, hello);
            REQUIRE(asked);
            CHECK(asked->state == Request::State::open);
            story.id = asked->id;
        }
        c.clock.advance(std::chrono::hours{1});
        for (auto &[sender, receiver, deed, id] : stories) {
            if (deed == Deed::hold || deed == Deed::hold_then_decline)
                CHECK(c.exchange.hold(receiver.id, id));
            if (deed == Deed::decline || deed == Deed::hold_then_decline)
                CHECK(c.exchange.decline(receiver.id, id));
            if (deed == Deed::block) CHECK(c.exchange.block(receiver.id, sender.id));
            bool const is_there = deed == Deed::nothing || deed == Deed::hold;
            CHECK(c.exchange.incoming(receiver.id).size() == (is_there ? 1u : 0u));
            CHECK(c.exchange.waiting(receiver.id) == (deed == Deed::nothing ? 1 : 0));
        }
        auto const all_the_same = [&](std::string const &when) {
            // Once for each: asking again is one of the things tried.
            std::vector<std::string> told;
            for (auto const &story : stories)
                told.push_back(told_to_sender(c, story.sender, story.receiver.id));
            for (auto const &one : told) CHECK_MESSAGE(one == told[0], when);
            return told[0];
        };
        CHECK(all_the_same("the same day").find("sent open") != std::string::npos);
        c.clock.advance(day * 29);
        CHECK(all_the_same("a month later, almost").find("sent open") != std::string::npos);
        c.clock.advance(day);
        for (auto const &story : stories) {
            CHECK(c.exchange.outgoing(story.sender.id)[0].state_for_sender(c.clock.now()) ==
                  "lapsed");
            // What has lapsed for one has lapsed for the other.
            CHECK(c.exchange.incoming(story.receiver.id).empty());
            CHECK_FALSE(c.exchange.accept(story.receiver.id, story.id, story.receiver.card));
        }
        CHECK(all_the_same("after it").find("asked again") != std::string::npos);
        // The new ones: withdrawing sounds the same, too, and asking after it as well.
        std::string said;
        for (auto const &story : stories) {
            auto const newest = c.exchange.outgoing(story.sender.id)[0];
            auto const done = c.exchange.withdraw(story.sender.id, newest.id);
            auto const twice = c.exchange.withdraw(story.sender.id, newest.id);
            auto const now = std::string{done ? "done" : done.why().message.msgid} +
                             (twice ? " done" : " refused");
            if (said.empty()) said = now;
            CHECK(now == said);
        }
        all_the_same("after withdrawing");
    });
}

TEST_CASE("Withdrawing and asking again does not go round a refusal") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const first = c.exchange.ask(ken.id, hana.id, ken.card, hello);
        REQUIRE(c.exchange.withdraw(ken.id, first->id));
        CHECK(c.exchange.incoming(hana.id).empty());
        CHECK_FALSE(c.exchange.accept(hana.id, first->id, hana.card));
        CHECK(c.exchange.ask(ken.id, hana.id, ken.card, hello).why().reason == Reason::conflict);
        c.clock.advance(day * 30);
        CHECK(c.exchange.ask(ken.id, hana.id, ken.card, hello));
    });
}

TEST_CASE("An exchange by code answers open requests both ways") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const request = c.exchange.ask(ken.id, hana.id, ken.card, hello);
        c.clock.advance(minutes{5});
        c.exchange_cards(hana, ken);
        CHECK(c.exchange.waiting(hana.id) == 0);
        CHECK(c.exchange.incoming(hana.id).empty());
        CHECK(c.exchange.outgoing(ken.id)[0].state_for_sender(c.clock.now()) == "accepted");
        // Ended, the old request does not come up again, and a new one may be sent.
        REQUIRE(c.exchange.end(hana.id, ken.id));
        CHECK(c.exchange.incoming(hana.id).empty());
        c.clock.advance(minutes{5});
        CHECK(c.exchange.ask(ken.id, hana.id, ken.card, hello));
        CHECK(request);
    });
}

TEST_CASE("Only the receiver answers a request, only the sender withdraws it, and others find "
          "nothing there") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花"),
                   mallory = c.settle("黒木", "真");
        auto const id = c.exchange.ask(ken.id, hana.id, ken.card, hello)->id;
        for (auto const &who : {mallory, ken}) {
            CHECK(c.exchange.accept(who.id, id, who.card).why().reason == Reason::not_found);
            CHECK(c.exchange.hold(who.id, id).why().reason == Reason::not_found);
            CHECK(c.exchange.decline(who.id, id).why().reason == Reason::not_found);
            CHECK(c.exchange.request_to(who.id, id).why().reason == Reason::not_found);
        }
        CHECK(c.exchange.withdraw(mallory.id, id).why().reason == Reason::not_found);
        CHECK(c.exchange.withdraw(hana.id, id).why().reason == Reason::not_found);
        CHECK(c.exchange.withdraw(ken.id, RequestId{1}).why().reason == Reason::not_found);
        CHECK(c.exchange.request_to(hana.id, id));
    });
}

TEST_CASE("Blocking ends the exchange, and the one who blocked asks nobody she has blocked") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        c.exchange_cards(ken, hana);
        REQUIRE(c.exchange.block(hana.id, ken.id));
        CHECK(c.exchange.blocked(hana.id) == std::vector{ken.id});
        CHECK(c.exchange.blocked(ken.id).empty());
        CHECK_FALSE(c.look(ken.id, hana.id).is_tied());
        CHECK(c.look(ken.id, hana.id).sees_name()); // as every stranger does
        CHECK(c.exchange.ask(hana.id, ken.id, hana.card, hello).why().reason == Reason::conflict);
        CHECK(c.exchange.ask(ken.id, hana.id, ken.card, hello)); // vanishes
        CHECK(c.exchange.waiting(hana.id) == 0);
        REQUIRE(c.exchange.unblock(hana.id, ken.id));
        CHECK(c.exchange.waiting(hana.id) == 0); // nothing is restored
        CHECK_FALSE(c.look(ken.id, hana.id).is_tied());
        CHECK(c.torn().empty());
    });
}

TEST_CASE(
    "Twenty requests a day and a hundred open ones are enough, and one receiver is not flooded") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健");
        auto const someone = [&](int n) { return c.settle("客", std::to_string(n)); };
        for (int i = 0; i < 20; ++i)
            REQUIRE(c.exchange.ask(ken.id, someone(i).id, ken.card, hello));
        auto const stopped = c.exchange.ask(ken.id, someone(20).id, ken.card, hello);
        REQUIRE_FALSE(stopped);
        CHECK(stopped.why().reason == Reason::too_many);
        CHECK(stopped.why().retry_after == day);
        for (int n = 1; n < 5; ++n) {
            c.clock.advance(day);
            for (int i = 0; i < 20; ++i)
                REQUIRE(c.exchange.ask(ken.id, someone(100 * n + i).id, ken.card, hello));
        }
        c.clock.advance(day);
        CHECK(c.exchange.ask(ken.id, someone(600).id, ken.card, hello).why().reason ==
              Reason::too_many);

        auto const hana = c.settle("佐藤", "花");
        int arrived = 0;
        for (int i = 0; i < 120; ++i) {
            auto const fan = someone(1000 + i);
            auto const asked = c.exchange.ask(fan.id, hana.id, fan.card, hello);
            if (asked)
                ++arrived;
            else
                CHECK(asked.why().reason == Reason::too_many);
        }
        CHECK(arrived == 100);
        CHECK(c.exchange.waiting(hana.id) == 100);
        CHECK(c.exchange.incoming(hana.id, {}, 30).size() == 30);
        auto const first = c.exchange.incoming(hana.id, {}, 30);
        auto const second = c.exchange.incoming(hana.id, first.back().id, 30);
        CHECK(second.front().id < first.back().id);
    });
}

TEST_CASE("When accepting meets withdrawing, one of the two happens and both sides agree which") {
    in_each_circle([](Circle &c) {
        for (int round = 0; round < 12; ++round) {
            auto const ken = c.settle("山田", std::to_string(round)),
                       hana = c.settle("佐藤", std::to_string(round));
            auto const id = c.exchange.ask(ken.id, hana.id, ken.card, hello)->id;
            std::atomic<bool> accepted{false}, withdrawn{false};
            std::thread one{
                [&] { accepted = static_cast<bool>(c.exchange.accept(hana.id, id, hana.card)); }};
            std::thread other{
                [&] { withdrawn = static_cast<bool>(c.exchange.withdraw(ken.id, id)); }};
            one.join();
            other.join();
            CHECK(accepted != withdrawn);
            CHECK(c.look(ken.id, hana.id).is_tied() == accepted);
            CHECK(c.exchange.outgoing(ken.id)[0].state_for_sender(c.clock.now()) ==
                  (accepted ? "accepted" : "withdrawn"));
        }
        CHECK(c.torn().empty());
    });
}

TEST_CASE("When two ask each other at the same moment, one request stands, and asking twice at "
          "once is asking once") {
    in_each_circle([](Circle &c) {
        for (int round = 0; round < 8; ++round) {
            auto const ken = c.settle("山田", std::to_string(round)),
                       hana = c.settle("佐藤", std::to_string(round));
            std::atomic<int> sent{0};
            std::vector<std::thread> all;
            for (int i = 0; i < 4; ++i) {
                all.emplace_back([&, i] {
                    auto const &[me, you] = i % 2 ? std::pair{ken, hana} : std::pair{hana, ken};
                    if (c.exchange.ask(me.id, you.id, me.card, hello)) ++sent;
                });
            }
            for (auto &one : all) one.join();
            CHECK(sent == 1);
            CHECK(c.exchange.incoming(ken.id).size() + c.exchange.incoming(hana.id).size() == 1);
        }
    });
}

TEST_CASE("Somebody who leaves while a request to her is being withdrawn takes it along: it is not "
          "there any more") {
    if (!tests::has_postgres()) return; // SQLite has one writer: nobody can leave in between
    tests::FreshDatabase fresh{tests::FreshDatabase::Engine::postgres};
    Circle c{*fresh, fresh.clock, fresh.ids};
    auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
    auto const id = c.exchange.ask(ken.id, hana.id, ken.card, hello)->id;
    std::promise<void> holds;
    std::thread leaving{[&] {
        REQUIRE(c.database.write([&](store::Writer &writer) -> Done {
            writer.lock(hana.id.value);
            (void)writer.any(somebody_waits, {}); // a lock is only sent with the next question
            holds.set_value();
            // Until Ken's withdrawal, which has read the request, waits for this one.
            for (int i = 0; i < 2000 && !writer.any(somebody_waits, {}); ++i)
                std::this_thread::sleep_for(milliseconds{5});
            writer.run(drop_askings_to, {{"to", hana.id}});
            return {};
        }));
    }};
    holds.get_future().wait();
    auto const withdrawn = c.exchange.withdraw(ken.id, id);
    leaving.join();
    REQUIRE_FALSE(withdrawn);
    CHECK(withdrawn.why().reason == Reason::not_found);
}
