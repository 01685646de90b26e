// SPDX-License-Identifier: Apache-2.0
#include "exchange/exchange.hpp"

#include "exchange/guess_brake.hpp"
#include "exchange/queries.hpp"
#include "exchange/spoken_code.hpp"
#include "support/circle.hpp"

#include <atomic>
#include <set>
#include <thread>

using namespace goen;
using namespace goen::exchange;
using tests::Circle;
using tests::in_each_circle;
using tests::Member;

namespace {

constexpr char const *peer = "192.0.2.7";

// Every thread at the same moment.
template <class F> void at_once(int threads, F const &act) {
    std::atomic<int> ready{0};
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i) {
        all.emplace_back([&, i] {
            ++ready;
            while (ready < threads) std::this_thread::yield();
            act(i);
        });
    }
    for (auto &one : all) one.join();
}

std::string wrong_digits(std::string const &right, int n) {
    auto digits = std::to_string((std::stoi(right) + 1 + n) % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

} // namespace

TEST_CASE("Every query of the exchange prepares on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE("Hana types the six digits Ken said, and both find the other's card in their books") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const code = c.exchange.show_code(ken.id, ken.card, 10, 1, "東京商工会議所");
        REQUIRE(code);
        CHECK(code->digits.size() == 6);
        CHECK(code->expires == c.clock.now() + minutes{10});
        CHECK(c.exchange.my_code(ken.id)->digits == code->digits);

        auto const seen = c.exchange.look_up(hana.id, code->digits, peer);
        REQUIRE(seen);
        CHECK(seen->owner == ken.id);
        CHECK(seen->digits.empty());
        CHECK(seen->secret.empty());

        auto const tie = c.exchange.redeem(
            hana.id, code->digits.substr(0, 3) + " " + code->digits.substr(3), hana.card, "", peer);
        REQUIRE(tie);
        CHECK(tie->other == ken.id);
        CHECK(tie->means == policy::Means::code);
        CHECK(tie->place == "東京商工会議所");
        CHECK(tie->given == hana.card);
        CHECK(tie->received == ken.card);
        for (auto const &[me, other] : {std::pair{hana, ken}, std::pair{ken, hana}}) {
            auto const sight = c.look(me.id, other.id);
            CHECK(sight.is_tied());
            CHECK(sight.tier == card::Tier::exchanged);
            CHECK_FALSE(sight.card().emails.empty());
            CHECK(sight.card().phones.empty()); // mobiles are for colleagues
            auto const contact = c.contacts.find(me.id, ContactId{other.id.value});
            REQUIRE(contact);
            CHECK(contact->is_live);
            REQUIRE(contact->met.size() == 1);
            CHECK(contact->met[0].place == "東京商工会議所");
        }
        CHECK_FALSE(c.exchange.my_code(ken.id)); // used up
        CHECK(c.exchange.lately_met(ken.id) == std::vector{hana.id});
        CHECK(c.torn().empty());
    });
}

TEST_CASE("A scanned QR exchanges by means of QR, and a second tap changes nothing") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花"),
                   mei = c.settle("林", "芽衣");
        auto const code = c.exchange.show_code(ken.id, ken.card, 10, 1, "");
        auto const first = c.exchange.redeem(hana.id, "https://goen.example/x/" + code->secret,
                                             hana.card, "ロビー", peer);
        REQUIRE(first);
        CHECK(first->means == policy::Means::qr);
        CHECK(first->place == "ロビー");
        c.clock.advance(seconds{1});
        auto const again = c.exchange.redeem(hana.id, code->secret, hana.card, "", peer);
        REQUIRE(again);
        CHECK(again->since == first->since);
        CHECK(c.contacts.find(hana.id, ContactId{ken.id.value})->met.size() == 1);
        // The picture of the code, sent on to somebody else, is worth nothing.
        CHECK_FALSE(c.exchange.redeem(mei.id, code->secret, mei.card, "", peer));
        CHECK_FALSE(c.look(mei.id, ken.id).tie);
    });
}

TEST_CASE("A code for everyone at the table serves them all until its time is over") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健");
        auto const code = c.exchange.show_code(ken.id, ken.card, 30, 0, "勉強会");
        std::vector<Member> table;
        for (int i = 0; i < 5; ++i) table.push_back(c.settle("客", std::to_string(i)));
        for (int i = 0; i < 4; ++i)
            CHECK(c.exchange.redeem(table[i].id, code->digits, table[i].card, "", peer));
        CHECK(c.exchange.my_code(ken.id));
        c.clock.advance(minutes{30});
        CHECK_FALSE(c.exchange.redeem(table[4].id, code->digits, table[4].card, "", peer));
        CHECK_FALSE(c.exchange.my_code(ken.id));
        CHECK(c.exchange.lately_met(ken.id).size() == 4);
    });
}

TEST_CASE("Wrong, expired, used, replaced, ended and blocked codes are refused in the same words") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花"),
                   mei = c.settle("林", "芽衣");
        auto const fresh = [&] {
            return c.exchange.show_code(ken.id, ken.card, 10, 1, "")->digits;
        };
        std::vector<Refusal> refusals;
        auto const refused = [&](std::string const &digits) {
            auto const looked = c.exchange.look_up(mei.id, digits, peer);
            REQUIRE_FALSE(looked);
            refusals.push_back(looked.why());
            auto const redeemed = c.exchange.redeem(mei.id, digits, mei.card, "", peer);
            REQUIRE_FALSE(redeemed);
            refusals.push_back(redeemed.why());
            c.clock.advance(minutes{11}); // so that the brake does not mix in
        };
        auto code = fresh();
        refused(wrong_digits(code, 0));

        code = fresh();
        c.clock.advance(minutes{10});
        refused(code);

        code = fresh();
        REQUIRE(c.exchange.redeem(hana.id, code, hana.card, "", peer));
        refused(code);

        code = fresh();
        fresh();
        refused(code);

        code = fresh();
        REQUIRE(c.exchange.end_code(ken.id));
        refused(code);

        code = fresh();
        REQUIRE(c.exchange.block(ken.id, mei.id));
        refused(code);

        REQUIRE(c.exchange.unblock(ken.id, mei.id));
        REQUIRE(c.exchange.block(mei.id, ken.id));
        code = fresh();
        refused(code);
        REQUIRE(c.exchange.unblock(mei.id, ken.id));

        for (auto const &why : refusals) {
            CHECK(why.reason == Reason::not_found);
            CHECK(why.message.msgid == refusals[0].message.msgid);
            CHECK(why.fields.empty());
            CHECK(why.retry_after == seconds{0});
        }
        CHECK(c.exchange.redeem(mei.id, fresh(), mei.card, "",
                                peer)); // and lifting the blocks lets one exchange again
    });
}

TEST_CASE(
    "Nobody exchanges with herself, by code or by request, nor with a card that is not hers") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const code = c.exchange.show_code(ken.id, ken.card, 10, 1, "");
        CHECK(c.exchange.redeem(ken.id, code->digits, ken.card, "", peer).why().reason ==
              Reason::conflict);
        CHECK(c.exchange.look_up(ken.id, code->secret, peer).why().reason == Reason::conflict);
        CHECK_FALSE(c.exchange.ask(ken.id, ken.id, ken.card, "わたしです"));
        CHECK_FALSE(c.exchange.block(ken.id, ken.id));
        CHECK(c.exchange.redeem(hana.id, code->digits, ken.card, "", peer).why().reason ==
              Reason::invalid);
        CHECK(c.exchange.redeem(hana.id, code->digits, CardId{}, "", peer).why().reason ==
              Reason::invalid);
        CHECK(c.exchange.show_code(hana.id, ken.card, 10, 1, "").why().reason == Reason::invalid);
        // None of these failures used the code up.
        CHECK(c.exchange.redeem(hana.id, code->digits, hana.card, "", peer));
    });
}

TEST_CASE("A code's time, uses and place are refused with the field that is wrong") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健");
        auto const field = [&](int minutes_, int uses, std::string place) {
            auto const made =
                c.exchange.show_code(ken.id, ken.card, minutes_, uses, std::move(place));
            REQUIRE_FALSE(made);
            REQUIRE(made.why().fields.size() == 1);
            return made.why().fields[0].field;
        };
        CHECK(field(0, 1, "") == "minutes");
        CHECK(field(1441, 1, "") == "minutes");
        CHECK(field(10, -1, "") == "uses");
        CHECK(field(10, 1001, "") == "uses");
        CHECK(field(10, 1, "a\nb") == "place");
        CHECK(field(10, 1, std::string(201, 'x')) == "place");
        CHECK(c.exchange.show_code(ken.id, ken.card, 1440, 1000, std::string(200, 'x')));
    });
}

TEST_CASE("Digits are read as people write them, and nothing else is") {
    for (auto const *typed : {"482913", "482 913", "482-913", "４８２ ９１３", "４８２９１３",
                              " 482　913 ", "482・913"}) {
        REQUIRE(read_code(typed));
        CHECK(read_code(typed)->text == "482913");
    }
    CHECK(read_code("O8I9l3")->text == "081913");
    CHECK(read_code("https://goen.example/x/" + std::string(43, 'a'))->is_digits == false);
    for (auto const &typed :
         {std::string{}, std::string{"48291"}, std::string{"4829133"}, std::string{"48291x"},
          std::string{"-482913-1"}, std::string(44, 'a'), std::string(10'000, '1'),
          std::string{"\xff\xff"}, std::string{"' OR 1=1--"}}) {
        CHECK_FALSE(read_code(typed));
    }
    CHECK(spaced("482913") == "482 913");
    CHECK(spoken("482913", i18n::Language::ja) == "よん・はち・に、きゅう・いち・さん");
    CHECK(spoken("470000", i18n::Language::en) == "four seven zero, zero zero zero");
}

TEST_CASE("Trying codes one after the other is stopped, for longer each time, and the right one no "
          "longer helps") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), mallory = c.settle("黒木", "真"),
                   hana = c.settle("佐藤", "花");
        auto const code = c.exchange.show_code(ken.id, ken.card, 60, 0, "");
        for (int i = 0; i < GuessBrake::member_limit; ++i) {
            CHECK(
                c.exchange.look_up(mallory.id, wrong_digits(code->digits, i), peer).why().reason ==
                Reason::not_found);
        }
        auto const stopped = c.exchange.look_up(mallory.id, code->digits, peer);
        REQUIRE_FALSE(stopped);
        CHECK(stopped.why().reason == Reason::too_many);
        CHECK(stopped.why().retry_after == minutes{10});
        CHECK(c.exchange.redeem(mallory.id, code->digits, mallory.card, "", "198.51.100.9")
                  .why()
                  .reason == Reason::too_many);
        // Another person behind the same address goes on.
        CHECK(c.exchange.redeem(hana.id, code->digits, hana.card, "", peer));
        // A QR cannot be guessed, so it is not stopped.
        CHECK(c.exchange.look_up(mallory.id, code->secret, peer));

        c.clock.advance(minutes{10});
        for (int i = 0; i < GuessBrake::member_limit; ++i) {
            CHECK(
                c.exchange.look_up(mallory.id, wrong_digits(code->digits, i), peer).why().reason ==
                Reason::not_found);
        }
        CHECK(c.exchange.look_up(mallory.id, code->digits, peer).why().retry_after == minutes{20});
    });
}

TEST_CASE("Right codes cost nothing, many members behind one address are stopped together, and a "
          "flood brakes everyone") {
    GuessBrake brake;
    Time const now = from_millis(1'800'000'000'000);
    for (int i = 0; i < 500; ++i) {
        REQUIRE(brake.begin(MemberId{1}, peer, now) == seconds{0});
        brake.was_right(MemberId{1}, peer, now);
    }
    for (int i = 0; i < GuessBrake::peer_limit; ++i)
        REQUIRE(brake.begin(MemberId{100 + i}, peer, now) == seconds{0});
    CHECK(brake.begin(MemberId{500}, peer, now) > seconds{0});
    CHECK(brake.begin(MemberId{500}, "198.51.100.1", now) == seconds{0});

    GuessBrake flooded;
    for (int i = 0; i < GuessBrake::network_limit; ++i) {
        REQUIRE(flooded.begin(MemberId{1000 + i}, "10.0." + std::to_string(i / 20) + ".1", now) ==
                seconds{0});
    }
    for (int i = 0; i < GuessBrake::braked_limit; ++i)
        REQUIRE(flooded.begin(MemberId{7}, "203.0.113.1", now) == seconds{0});
    CHECK(flooded.begin(MemberId{7}, "203.0.113.1", now) > seconds{0});
}

TEST_CASE("Behind a proxy nobody told of, one who guesses codes stops himself and nobody else") {
    GuessBrake brake;
    Time const now{};
    for (auto const proxy : {"127.0.0.1", "10.0.0.1", "::1"}) {
        for (int member = 100; member < 150; ++member)
            CHECK(brake.begin(MemberId{member}, proxy, now) == seconds{0});
        for (int i = 0; i < GuessBrake::member_limit; ++i)
            (void)brake.begin(MemberId{1}, proxy, now);
        CHECK(brake.begin(MemberId{1}, proxy, now) > seconds{0});
        CHECK(brake.begin(MemberId{2}, proxy, now) == seconds{0});
    }
}

TEST_CASE("Strangers who guess codes are stopped by address, and all together") {
    Time const now = from_millis(1'800'000'000'000);
    GuessBrake brake;
    for (int i = 0; i < 500; ++i) {
        REQUIRE(brake.begin_stranger(peer, now) == seconds{0});
        brake.stranger_was_right(peer);
    }
    // One address, a whole day without a pause.
    int tries = 0;
    for (auto at = now; at < now + std::chrono::hours{24}; at += seconds{10})
        tries += brake.begin_stranger(peer, at) == seconds{0};
    CHECK(tries >= GuessBrake::stranger_limit);
    CHECK(tries < 100);
    CHECK(brake.begin_stranger("198.51.100.1", now + std::chrono::hours{24}) == seconds{0});

    // As many addresses as one likes, while a usual code lives.
    GuessBrake flooded;
    tries = 0;
    for (int i = 0; i < 5000; ++i) {
        auto const address = "2001:db8:" + std::to_string(i) + "::1";
        tries += flooded.begin_stranger(address, now + milliseconds{i * 100}) == seconds{0};
    }
    CHECK(tries == GuessBrake::strangers_limit);
    CHECK(flooded.begin_stranger("127.0.0.1", now + minutes{9}) == minutes{1});
    CHECK(flooded.begin_stranger("127.0.0.1", now + minutes{10}) == seconds{0});
    // Members go on.
    CHECK(flooded.begin(MemberId{1}, "203.0.113.1", now) == seconds{0});

    // What strangers try counts for their address too.
    GuessBrake hall;
    for (int i = 0; i < GuessBrake::stranger_limit; ++i)
        REQUIRE(hall.begin_stranger(peer, now) == seconds{0});
    for (int i = GuessBrake::stranger_limit; i < GuessBrake::peer_limit; ++i)
        REQUIRE(hall.begin(MemberId{100 + i}, peer, now) == seconds{0});
    CHECK(hall.begin(MemberId{99}, peer, now) > seconds{0});
}

TEST_CASE("A thousand tries at once gain nothing over ten") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), mallory = c.settle("黒木", "真");
        auto const code = c.exchange.show_code(ken.id, ken.card, 60, 0, "");
        std::atomic<int> answered{0};
        at_once(8, [&](int thread) {
            for (int i = 0; i < 25; ++i) {
                auto const tried =
                    c.exchange.look_up(mallory.id, wrong_digits(code->digits, thread * 100 + i),
                                       "192.0.2." + std::to_string(thread));
                if (!tried && tried.why().reason == Reason::not_found) ++answered;
            }
        });
        CHECK(answered == GuessBrake::member_limit);
    });
}

TEST_CASE("When ten people redeem a code for one at the same moment, one exchanges") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健");
        std::vector<Member> people;
        for (int i = 0; i < 10; ++i) people.push_back(c.settle("客", std::to_string(i)));
        auto const code = c.exchange.show_code(ken.id, ken.card, 10, 1, "");
        std::atomic<int> won{0};
        at_once(10, [&](int i) {
            if (c.exchange.redeem(people[i].id, code->digits, people[i].card, "",
                                  "192.0.2." + std::to_string(i)))
                ++won;
        });
        CHECK(won == 1);
        CHECK(c.exchange.lately_met(ken.id).size() == 1);
        CHECK(c.torn().empty());
    });
}

TEST_CASE("An exchange tapped twice in parallel, or from both sides at once, is one exchange") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const kens = c.exchange.show_code(ken.id, ken.card, 10, 1, ""),
                   hanas = c.exchange.show_code(hana.id, hana.card, 10, 1, "");
        std::atomic<int> good{0};
        at_once(4, [&](int i) {
            auto const tie = i % 2 ? c.exchange.redeem(hana.id, kens->digits, hana.card, "", peer)
                                   : c.exchange.redeem(ken.id, hanas->secret, ken.card, "", peer);
            if (tie) ++good;
        });
        CHECK(good == 4);
        CHECK(c.look(ken.id, hana.id).is_tied());
        CHECK(c.look(hana.id, ken.id).is_tied());
        CHECK(c.torn().empty());
    });
}

TEST_CASE("Distance is changed silently, and never comes back to the other in words") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        c.exchange_cards(ken, hana);
        auto const before = c.database.last_seq();
        REQUIRE(c.exchange.set_tier(hana.id, ken.id, card::Tier::colleague));
        CHECK(c.look(ken.id, hana.id).card().phones.size() == 1);
        CHECK(c.look(hana.id, ken.id).card().phones.empty()); // each for herself
        CHECK(c.look(ken.id, hana.id).tie->tier == card::Tier::exchanged);
        REQUIRE(c.exchange.set_tier(hana.id, ken.id, card::Tier::exchanged));
        CHECK(c.look(ken.id, hana.id).card().phones.empty());
        for (auto const &event : c.database.journal_after(before, 100)) {
            CHECK(event.other != ken.id.value);
            CHECK(event.payload.empty());
        }
        CHECK(c.exchange.set_tier(hana.id, ken.id, card::Tier::none).why().reason ==
              Reason::invalid);
        CHECK(c.exchange.set_tier(hana.id, ken.id, card::Tier::owner).why().reason ==
              Reason::invalid);
        auto const mei = c.settle("林", "芽衣");
        CHECK(c.exchange.set_tier(hana.id, mei.id, card::Tier::close).why().reason ==
              Reason::not_found);
        CHECK(c.torn().empty());
    });
}

TEST_CASE("Ending closes the live card on both sides, keeps the ledgers, and a new exchange starts "
          "anew") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const first = c.exchange_cards(ken, hana);
        REQUIRE(c.exchange.set_tier(hana.id, ken.id, card::Tier::close));
        c.clock.advance(std::chrono::hours{1});
        REQUIRE(c.exchange.end(ken.id, hana.id));
        for (auto const &[me, other] : {std::pair{hana, ken}, std::pair{ken, hana}}) {
            auto const sight = c.look(me.id, other.id);
            CHECK_FALSE(sight.is_tied());
            CHECK(sight.tier == card::Tier::none);
            CHECK(sight.card().emails.empty());
            CHECK(c.contacts.ledger(me.id, ContactId{other.id.value})->size() >= 1);
        }
        CHECK(c.exchange.end(hana.id, ken.id).why().reason == Reason::not_found);
        c.clock.advance(std::chrono::hours{1});
        auto const second = c.exchange_cards(ken, hana);
        CHECK(second.since > first.since);
        CHECK(second.sees == card::Tier::exchanged); // not "close" again
        CHECK(c.torn().empty());
    });
}

TEST_CASE("A new version of the card reaches everyone who holds it, a withdrawn card nobody") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花"),
                   mei = c.settle("林", "芽衣");
        c.exchange_cards(ken, hana);
        c.exchange_cards(mei, hana);
        REQUIRE(c.exchange.end(mei.id, hana.id));
        auto body = c.look(hana.id, hana.id).version->body;
        body.ja.positions[0].title = "部長";
        REQUIRE(c.cards.publish(hana.id, hana.card, body));
        CHECK(c.look(ken.id, hana.id).card().ja.positions[0].title == "部長");
        CHECK(c.look(mei.id, hana.id).card().ja.positions.empty());
        CHECK(c.torn().empty());

        auto other = body;
        other.label = "私用";
        other.emails = {{"home", "hana@ie.example"}};
        REQUIRE(c.cards.make(hana.id, other));
        REQUIRE(c.cards.remove(hana.id, hana.card));
        auto const sight = c.look(ken.id, hana.id);
        CHECK(sight.is_tied());
        CHECK(sight.tier == card::Tier::none); // what everybody sees of her other card
        CHECK(sight.card().emails.empty());
        CHECK(c.contacts.ledger(ken.id, ContactId{hana.id.value})->size() == 2);
        auto const kept = c.contacts.find(ken.id, ContactId{hana.id.value});
        CHECK(kept->withdrawn == c.clock.now());
        CHECK(kept->body.ja.positions[0].title == "部長"); // the last received
        CHECK_FALSE(c.contacts.find(mei.id, ContactId{hana.id.value})
                        ->withdrawn); // her exchange had ended before
        CHECK(c.torn().empty());
    });
}

TEST_CASE("A card published while it is being exchanged ends up the same on both sides") {
    in_each_circle([](Circle &c) {
        auto const hana = c.settle("佐藤", "花");
        auto const code = c.exchange.show_code(hana.id, hana.card, 10, 0, "");
        std::vector<Member> people;
        for (int i = 0; i < 6; ++i) people.push_back(c.settle("客", std::to_string(i)));
        auto const base = c.look(hana.id, hana.id).version->body;
        at_once(8, [&](int i) {
            if (i < 6) {
                CHECK(c.exchange.redeem(people[i].id, code->secret, people[i].card, "", peer));
            } else {
                for (int n = 0; n < 5; ++n) {
                    auto body = base;
                    body.ja.positions[0].title = std::to_string(i) + std::to_string(n);
                    CHECK(c.cards.publish(hana.id, hana.card, body));
                }
            }
        });
        CHECK(c.torn().empty());
    });
}

TEST_CASE("Whoever is not there, not confirmed or shows nothing is one and the same nothing") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健");
        card::CardBody hidden;
        hidden.name.family = "影山";
        hidden.name.given = "忍"; // shown from an exchange on
        auto const shy = c.settle(hidden);
        card::CardBody open = hidden;
        open.show["name"] = card::Tier::none;
        auto const unconfirmed = c.settle(open, account::Reach::anyone, false);
        for (auto const id : {shy.id, unconfirmed.id, MemberId{12345}, MemberId{}}) {
            auto const looked = c.exchange.member(ken.id, id);
            REQUIRE_FALSE(looked);
            CHECK(looked.why().reason == Reason::not_found);
            auto const asked = c.exchange.ask(ken.id, id, ken.card, "はじめまして");
            REQUIRE_FALSE(asked);
            CHECK(asked.why().message.msgid == looked.why().message.msgid);
            CHECK(c.exchange.block(ken.id, id).why().message.msgid == looked.why().message.msgid);
        }
        CHECK(c.exchange.people(ken.id, "影山").empty());
    });
}

TEST_CASE("The check finds a tie whose sides disagree, and a holder who is shown an old version") {
    constexpr store::Query tear{"test.tear", "update tie set tier = 3 where member_id = :me",
                                "update tie set tier = 3 where member_id = :me"};
    constexpr store::Query lose{"test.lose", "delete from tie where member_id = :me",
                                "delete from tie where member_id = :me"};
    constexpr store::Query age{"test.age",
                               "update tie set received_version_id = 1 where member_id = :me",
                               "update tie set received_version_id = 1 where member_id = :me"};
    for (auto const *damage : {&tear, &lose, &age}) {
        in_each_circle([&](Circle &c) {
            auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
            c.exchange_cards(ken, hana);
            REQUIRE(c.torn().empty());
            REQUIRE(c.database.write([&](store::Writer &writer) -> Done {
                writer.run(*damage, {{"me", ken.id}});
                return {};
            }));
            CHECK_FALSE(c.torn().empty());
        });
    }
}

TEST_CASE("Beside a code stand those who took it, not the partners of the code before") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花"),
                   aiko = c.settle("鈴木", "愛");
        auto const first = c.exchange.show_code(ken.id, ken.card, 10, 1, "");
        REQUIRE(c.exchange.redeem(hana.id, first->digits, hana.card, "", peer));
        // Used up: she stands there for an hour.
        CHECK(c.exchange.lately_met(ken.id) == std::vector{hana.id});
        auto const second = c.exchange.show_code(ken.id, ken.card, 60, 0, "");
        REQUIRE(second);
        CHECK(c.exchange.lately_met(ken.id).empty());
        REQUIRE(c.exchange.redeem(aiko.id, second->digits, aiko.card, "", peer));
        c.clock.advance(minutes{50});
        CHECK(c.exchange.lately_met(ken.id) == std::vector{aiko.id});
        c.clock.advance(minutes{11});
        CHECK(c.exchange.lately_met(ken.id).empty());
    });
}

TEST_CASE("A code's picture is there while the code can be taken, and no longer") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), hana = c.settle("佐藤", "花");
        auto const code = c.exchange.show_code(ken.id, ken.card, 10, 1, "");
        CHECK(c.exchange.is_live(code->secret));
        CHECK_FALSE(
            c.exchange.is_live(code->digits)); // six digits can be guessed: they ask nothing here
        REQUIRE(c.exchange.redeem(hana.id, code->secret, hana.card, "", "192.0.2.1"));
        CHECK_FALSE(c.exchange.is_live(code->secret));
        auto const next = c.exchange.show_code(ken.id, ken.card, 10, 1, "");
        c.clock.advance(minutes{11});
        CHECK_FALSE(c.exchange.is_live(next->secret));
        CHECK_FALSE(c.exchange.is_live("nonsense"));
    });
}
