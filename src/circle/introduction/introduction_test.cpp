// SPDX-License-Identifier: Apache-2.0
#include "introduction/introduction.hpp"

#include "support/circle.hpp"

#include <atomic>
#include <thread>

using namespace goen;
using namespace goen::introduction;
using tests::Circle;
using tests::Member;

namespace {

constexpr std::chrono::hours day{24};

// Ken knows Mei, Mei knows Hana; Mei is willing to introduce people.
struct Three {
    Circle &c;
    Introductions room{c.database, c.policy, c.cards, c.exchange, c.accounts, c.ids, c.clock};
    Member ken = c.settle("山田", "健"), mei = c.settle("林", "芽衣"),
           hana = c.settle("佐藤", "花");

    explicit Three(Circle &circle) : c(circle) {
        c.exchange_cards(ken, mei);
        c.exchange_cards(mei, hana);
        willing(mei);
    }
    void willing(Member const &who) {
        auto settings = room.settings(who.id);
        settings.bridge = true;
        REQUIRE(room.choose(who.id, settings));
    }
    Result<Introduction> ask() {
        return room.ask(
            ken.id, {mei.id, hana.id, ken.card, "佐藤さんにお会いしたく、", "製図の山田です。"});
    }
    // Asking again is part of what is compared: what comes through is sent beforehand.
    void settle_questions() {
        (void)told_to(ken.id, hana.id);
        (void)told_to(mei.id, hana.id);
    }
    // Everything a person can read about it, as text.
    std::string told_to(MemberId who, MemberId other) {
        std::string told = std::to_string(room.waiting(who));
        for (auto const box : {Box::waiting, Box::under_way, Box::made}) {
            for (auto const &one : room.list(who, box)) {
                told += "\n" + std::string{one.state_for_reader(c.clock.now())} + " " +
                        std::string{to_string(one.state)} + one.message + one.about + one.words +
                        rfc3339(one.sent) + rfc3339(one.since) + one.card.text() +
                        std::to_string(one.thanks_from) + std::to_string(one.thanks_to);
                auto const found = room.find(who, one.id);
                told += found ? " found" : " gone";
            }
        }
        auto const sight = c.exchange.member(who, other);
        told += sight ? "\n" + sight->card().name.display() : "\nnobody";
        auto const again = room.ask(who, {mei.id, other, ken.card, "もう一度", ""});
        told += again ? "asked"
                      : again.why().message.msgid + std::to_string(again.why().retry_after.count());
        auto const repeated = room.propose(who, ken.id, hana.id, "もう一度");
        told += repeated ? "proposed" : repeated.why().message.msgid;
        return told;
    }
};

void with_three(std::function<void(Three &)> const &body) {
    tests::in_each_circle([&](Circle &circle) {
        Three three{circle};
        body(three);
    });
}

} // namespace

TEST_CASE("Ken asks Mei, Mei writes a paragraph, Hana accepts, and each has the other's card") {
    with_three([](Three &t) {
        auto const asked = t.ask();
        REQUIRE(asked);
        CHECK(t.room.waiting(t.mei.id) == 1);
        CHECK(t.room.waiting(t.hana.id) == 0);
        CHECK(t.room.find(t.hana.id, asked->id).why().reason == Reason::not_found);
        REQUIRE(t.room.introduce(t.mei.id, asked->id, "山田さんは丁寧な方です。"));
        CHECK(t.room.waiting(t.mei.id) == 0);
        REQUIRE(t.room.waiting(t.hana.id) == 1);
        auto const hers = t.room.list(t.hana.id, Box::waiting).at(0);
        CHECK(hers.message.empty()); // that was for Mei
        CHECK(hers.words == "山田さんは丁寧な方です。");
        CHECK(t.room.find(t.ken.id, asked->id)->state_for_reader(t.c.clock.now()) == "passed_on");
        auto const tie = t.room.accept(t.hana.id, asked->id, t.hana.card);
        REQUIRE(tie);
        REQUIRE(*tie);
        CHECK((*tie)->means == policy::Means::introduction);
        CHECK((*tie)->introducer == t.mei.id);
        CHECK(t.c.look(t.ken.id, t.hana.id).is_tied());
        for (auto const who : {t.ken.id, t.mei.id, t.hana.id})
            CHECK(t.room.list(who, Box::made).size() == 1);
        CHECK(t.room.accept(t.hana.id, asked->id, t.hana.card)); // a second tap
        CHECK(t.room.withdraw(t.ken.id, asked->id).why().reason == Reason::conflict);
        REQUIRE(t.room.thank(t.ken.id, asked->id, 2));
        REQUIRE(t.room.thank(t.ken.id, asked->id, 3)); // once
        CHECK(t.room.find(t.mei.id, asked->id)->thanks_from == 2);
        CHECK(t.room.find(t.mei.id, asked->id)->thanks_to == 0);
        CHECK(t.room.thank(t.mei.id, asked->id, 1).why().reason == Reason::not_found);
        CHECK(t.c.torn().empty());
    });
}

TEST_CASE("What Hana is shown of Ken is who he is and where he works, nothing to reach him by") {
    with_three([](Three &t) {
        auto const shown = t.room.shown_of({{t.ken.id, true, t.ken.card}}).front();
        CHECK(shown.name.family == "山田");
        REQUIRE(shown.ja.positions.size() == 1);
        CHECK(shown.emails.empty());
        CHECK(shown.phones.empty());
        CHECK(shown.ja.address.empty());
        CHECK(t.room.shown_of({{t.mei.id, true, t.ken.card}}).front().name.empty()); // not her card
        auto const stranger = t.room.shown_of(t.hana.id);
        CHECK(stranger.ja.positions.empty()); // Hana shows everyone her name only
    });
}

TEST_CASE("Whether Mei or Hana holds or declines, Ken reads the same; whether Hana does, Mei too") {
    for (bool const by_bridge : {true, false}) {
        for (int const answer : {0, 1, 2, 3}) { // nothing, hold, decline, block
            with_three([&](Three &t) {
                auto const asked = t.ask();
                REQUIRE(asked);
                if (!by_bridge) REQUIRE(t.room.introduce(t.mei.id, asked->id, "ご紹介します。"));
                auto const answers = by_bridge ? t.mei.id : t.hana.id;
                t.settle_questions();
                auto const ken = t.told_to(t.ken.id, t.hana.id);
                auto const mei = t.told_to(t.mei.id, t.hana.id);
                if (answer == 1) CHECK(t.room.hold(answers, asked->id));
                if (answer == 2) CHECK(t.room.decline(answers, asked->id));
                if (answer == 3 && !by_bridge) CHECK(t.c.exchange.block(t.hana.id, t.ken.id));
                CHECK(t.told_to(t.ken.id, t.hana.id) == ken);
                if (!by_bridge) CHECK(t.told_to(t.mei.id, t.hana.id) == mei);
                t.c.clock.advance(day * 31);
                CHECK(t.room.find(t.ken.id, asked->id)->state_for_reader(t.c.clock.now()) ==
                      "lapsed");
                CHECK(t.room.waiting(answers) == 0);
                CHECK_FALSE(t.room.accept(t.hana.id, asked->id, t.hana.card));
                CHECK_FALSE(t.c.look(t.ken.id, t.hana.id).is_tied());
            });
        }
    }
}

TEST_CASE("Mei proposes to two she knows; cards are exchanged when both have said yes") {
    with_three([](Three &t) {
        auto const one =
            t.room.propose(t.mei.id, t.ken.id, t.hana.id, "お二人は話が合うと思います。");
        REQUIRE(one);
        t.settle_questions();
        auto const before_ken = t.told_to(t.ken.id, t.hana.id);
        auto const before_mei = t.told_to(t.mei.id, t.hana.id);
        auto const first = t.room.accept(t.hana.id, one->id, t.hana.card);
        REQUIRE(first);
        CHECK_FALSE(*first);
        CHECK(t.room.list(t.hana.id, Box::under_way).size() == 1);
        CHECK(t.told_to(t.ken.id, t.hana.id) == before_ken); // a yes is not told either
        CHECK(t.told_to(t.mei.id, t.hana.id) == before_mei);
        auto const second = t.room.accept(t.ken.id, one->id, t.ken.card);
        REQUIRE(second);
        REQUIRE(*second);
        CHECK((*second)->introducer == t.mei.id);
        CHECK(t.room.list(t.mei.id, Box::made).size() == 1);
        CHECK(t.c.torn().empty());
    });
}

TEST_CASE("Of two who say yes in the same moment, exactly one makes the tie") {
    with_three([](Three &t) {
        auto const one = t.room.propose(t.mei.id, t.ken.id, t.hana.id, "ぜひ。");
        REQUIRE(one);
        std::atomic<int> made{0};
        auto const say_yes = [&](Member const &who) {
            auto const done = t.room.accept(who.id, one->id, who.card);
            if (done && *done) ++made;
        };
        std::thread ken{[&] { say_yes(t.ken); }}, hana{[&] { say_yes(t.hana); }};
        ken.join(), hana.join();
        CHECK(made == 1);
        CHECK(t.c.look(t.ken.id, t.hana.id).is_tied());
        CHECK(t.c.torn().empty());
    });
}

TEST_CASE("Blocks: what a blocked person asks goes nowhere, and she reads what she would anyway") {
    with_three([](Three &t) {
        REQUIRE(t.c.exchange.block(t.hana.id, t.ken.id));
        auto const asked = t.ask();
        REQUIRE(asked);
        REQUIRE(t.room.introduce(t.mei.id, asked->id, "ご紹介します。"));
        CHECK(t.room.waiting(t.hana.id) == 0);
        CHECK(t.room.list(t.hana.id, Box::waiting).empty());
        CHECK(t.room.find(t.ken.id, asked->id)->state_for_reader(t.c.clock.now()) == "passed_on");
        CHECK_FALSE(t.room.accept(t.hana.id, asked->id, t.hana.card));
    });
    with_three([](Three &t) { // an asker who blocks has as good as withdrawn
        auto const asked = t.ask();
        REQUIRE(t.room.introduce(t.mei.id, asked->id, "ご紹介します。"));
        REQUIRE(t.c.exchange.block(t.ken.id, t.hana.id));
        CHECK(t.room.waiting(t.hana.id) == 0);
        CHECK_FALSE(t.room.accept(t.hana.id, asked->id, t.hana.card));
    });
    with_three([](Three &t) { // of two who were proposed to each other
        auto const one = t.room.propose(t.mei.id, t.ken.id, t.hana.id, "ぜひ。");
        REQUIRE(t.room.accept(t.ken.id, one->id, t.ken.card));
        REQUIRE(t.c.exchange.block(t.ken.id, t.hana.id));
        auto const hers = t.room.accept(t.hana.id, one->id, t.hana.card);
        REQUIRE(hers); // as if Ken had not answered
        CHECK_FALSE(*hers);
        CHECK_FALSE(t.c.look(t.ken.id, t.hana.id).is_tied());
    });
}

TEST_CASE("A bridge must be willing, known to both, and still tied when she introduces") {
    with_three([](Three &t) {
        auto settings = t.room.settings(t.mei.id);
        settings.bridge = false;
        REQUIRE(t.room.choose(t.mei.id, settings));
        auto const unwilling = t.ask();
        REQUIRE_FALSE(unwilling);
        CHECK(unwilling.why().reason == Reason::forbidden);
        auto const leo = t.c.settle("王", "麗");
        t.willing(leo);
        t.c.exchange_cards(t.ken, leo); // Leo does not know Hana: the same words
        auto const stranger =
            t.room.ask(t.ken.id, {leo.id, t.hana.id, t.ken.card, "お願いします。", ""});
        CHECK(stranger.why().message.msgid == unwilling.why().message.msgid);

        t.willing(t.mei);
        auto const asked = t.ask();
        REQUIRE(asked);
        REQUIRE(t.c.exchange.end(t.mei.id, t.hana.id));
        CHECK(t.room.introduce(t.mei.id, asked->id, "ぜひ。").why().reason == Reason::conflict);
        CHECK(t.room.find(t.ken.id, asked->id)->state_for_reader(t.c.clock.now()) == "sent");
        CHECK(t.room.propose(t.mei.id, t.ken.id, t.hana.id, "ぜひ。").why().reason ==
              Reason::not_found);
    });
}

TEST_CASE("Who does not wish to be introduced is not, and says so beforehand") {
    with_three([](Three &t) {
        auto settings = t.room.settings(t.hana.id);
        settings.found = false;
        REQUIRE(t.room.choose(t.hana.id, settings));
        CHECK(t.ask().why().reason == Reason::conflict);
        CHECK_FALSE(t.room.propose(t.mei.id, t.ken.id, t.hana.id, "ぜひ。"));
        settings.card = t.ken.card;
        CHECK_FALSE(t.room.choose(t.hana.id, settings)); // not hers
    });
}

TEST_CASE("Ken takes back what he asked, Mei what she passed on; Hana then finds nothing") {
    with_three([](Three &t) {
        auto const asked = t.ask();
        REQUIRE(t.room.introduce(t.mei.id, asked->id, "ぜひ。"));
        REQUIRE(t.room.withdraw(t.ken.id, asked->id));
        CHECK(t.room.waiting(t.hana.id) == 0);
        CHECK_FALSE(t.room.accept(t.hana.id, asked->id, t.hana.card));
        auto const again = t.ask(); // going round a refusal one must not notice
        CHECK(again.why().reason == Reason::conflict);
        t.c.clock.advance(day * 31);
        auto const later = t.ask();
        REQUIRE(later);
        REQUIRE(t.room.introduce(t.mei.id, later->id, "ぜひ。"));
        t.settle_questions();
        auto const before = t.told_to(t.ken.id, t.hana.id);
        REQUIRE(t.room.withdraw(t.mei.id, later->id));
        CHECK(t.told_to(t.ken.id, t.hana.id) == before);
        CHECK_FALSE(t.room.accept(t.hana.id, later->id, t.hana.card));
        CHECK(t.room.withdraw(t.hana.id, later->id).why().reason == Reason::not_found);
    });
}

TEST_CASE("Three open questions to one bridge, five a day: more is refused with a reason") {
    with_three([](Three &t) {
        std::vector<Member> others;
        for (int i = 0; i < 6; ++i) {
            others.push_back(t.c.settle("田中", "次" + std::to_string(i)));
            t.c.exchange_cards(t.mei, others.back());
        }
        auto const ask = [&](Member const &to) {
            return t.room.ask(t.ken.id, {t.mei.id, to.id, t.ken.card, "お願いします。", ""});
        };
        for (std::size_t i = 0; i < 3; ++i) REQUIRE(ask(others[i]));
        REQUIRE(t.room.decline(t.mei.id, t.room.list(t.mei.id, Box::waiting).at(0).id));
        auto const fourth = ask(others[3]); // a declined one counts as open: he cannot tell
        REQUIRE_FALSE(fourth);
        CHECK(fourth.why().reason == Reason::too_many);
        CHECK(fourth.why().retry_after > seconds{0});
        CHECK(ask(others[0]).why().reason == Reason::conflict);
        for (auto const &one : t.room.list(t.ken.id, Box::under_way))
            REQUIRE(t.room.withdraw(t.ken.id, one.id));
        REQUIRE(ask(others[3]));
        REQUIRE(ask(others[4]));
        CHECK(ask(others[5]).why().reason == Reason::too_many);
    });
}
