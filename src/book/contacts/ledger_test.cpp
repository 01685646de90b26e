// SPDX-License-Identifier: Apache-2.0
#include "contacts/contacts.hpp"

#include "contacts/testing_book.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;
using card::Tier;

TEST_CASE("A card given to Ken before Hana's transfer stays in his ledger as it was") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto const card =
            world.card(hana, body_of({.family = "高橋", .given = "花"}, "株式会社見本", "課長"));
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana, card);
        world.clock.advance(std::chrono::hours{24 * 30});
        world.publish(hana, card,
                      body_of({.family = "高橋", .given = "花"}, "株式会社見本", "部長"));

        auto const ledger = world.contacts.ledger(ken, contact_of(hana));
        REQUIRE(ledger);
        REQUIRE(ledger->size() == 2);
        CHECK((*ledger)[0].body.ja.positions[0].title == "課長");
        CHECK((*ledger)[0].changes.empty());
        CHECK((*ledger)[1].body.ja.positions[0].title == "部長");
        CHECK((*ledger)[1].changes == std::vector<std::string>{"positions"});
        CHECK((*ledger)[0].at < (*ledger)[1].at);
        CHECK(world.contacts.find(ken, contact_of(hana))->body.ja.positions[0].title == "部長");
    });
}

TEST_CASE("When Hana shows Ken less, his ledger neither grows nor shrinks; when she shows more, it "
          "grows") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto body = body_of({.family = "高橋", .given = "花"}, "株式会社見本", "課長");
        body.phones = {{"mobile", "090-0000-0000"}};
        body.show["phones.mobile"] = Tier::colleague;
        auto const card = world.card(hana, body);
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana, card);
        auto const ledger = [&] { return *world.contacts.ledger(ken, contact_of(hana)); };
        REQUIRE(ledger().size() == 1);
        CHECK(ledger()[0].body.phones.empty());

        world.set_tier(hana, ken, Tier::colleague);
        REQUIRE(ledger().size() == 2);
        CHECK(ledger()[1].body.phones.size() == 1);
        CHECK(ledger()[1].changes == std::vector<std::string>{"phones"});

        world.set_tier(hana, ken, Tier::exchanged);
        CHECK(ledger().size() == 2);
        CHECK(ledger()[1].body.phones.size() == 1);
        CHECK(world.contacts.find(ken, contact_of(hana))
                  ->body.phones.empty()); // live: what she shows now

        // A new number that Ken may not see is no news to him; nor is showing again what he has.
        body.phones[0].value = "090-0000-1111";
        world.publish(hana, card, body);
        CHECK(ledger().size() == 2);
        world.set_tier(hana, ken, Tier::colleague);
        REQUIRE(ledger().size() == 3);
        CHECK(ledger()[2].body.phones[0].value == "090-0000-1111");
        world.set_tier(hana, ken, Tier::close);
        CHECK(ledger().size() == 3); // nothing more to see

        world.set_tier(hana, ken, Tier::exchanged);
        body.ja.positions[0].title = "部長";
        world.publish(hana, card, body);
        REQUIRE(ledger().size() == 4);
        CHECK(ledger()[3].body.phones.empty());
        CHECK(ledger()[2].body.phones.size() == 1);
    });
}

TEST_CASE("After the exchange has ended the last card received stays, and nothing new comes") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto const card =
            world.card(hana, body_of({.family = "高橋", .given = "花"}, "株式会社見本", "課長"));
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana, card);
        CHECK(world.contacts.remove(ken, contact_of(hana)).why().reason == Reason::conflict);

        world.end(ken, hana);
        world.publish(hana, card, body_of({.family = "高橋", .given = "花"}, "新しい会社", "社長"));
        auto const contact = world.contacts.find(ken, contact_of(hana));
        REQUIRE(contact);
        CHECK_FALSE(contact->is_live);
        CHECK_FALSE(contact->has_moved);
        CHECK(contact->body.ja.positions[0].company == "株式会社見本");
        CHECK(world.contacts.ledger(ken, contact_of(hana))->size() == 1);
        auto const lines = world.contacts.list(ken, {}, i18n::Language::ja)->lines;
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].company == "株式会社見本");
        CHECK_FALSE(lines[0].is_live);
        CHECK(found(world, ken, "新しい会社").empty());

        REQUIRE(world.contacts.remove(ken, contact_of(hana)));
        CHECK_FALSE(world.contacts.find(ken, contact_of(hana)));
        REQUIRE(world.contacts.restore(ken, contact_of(hana)));
        CHECK(world.contacts.ledger(ken, contact_of(hana))->size() == 1);
    });
}

TEST_CASE("What Hana hid before the exchange ended is not shown as current afterwards, nor found") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto body = body_of({.family = "高橋", .given = "花"}, "株式会社見本", "課長");
        body.phones = {{"main", "03-0000-1111"}, {"mobile", "090-0000-2222"}};
        auto const card = world.card(hana, body);
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana, card);
        body.show["phones.mobile"] = Tier::close; // hiding is silent: no line in the ledger
        world.publish(hana, card, body);
        REQUIRE(world.contacts.ledger(ken, contact_of(hana))->size() == 1);
        world.end(hana, ken);
        auto const contact = world.contacts.find(ken, contact_of(hana));
        REQUIRE(contact);
        REQUIRE(contact->body.phones.size() == 1);
        CHECK(contact->body.phones[0].label == "main");
        CHECK(found(world, ken, "09000002222").empty());
        CHECK(found(world, ken, "0300001111") == Names{"高橋 花"});
        REQUIRE(world.contacts.remove(ken, contact_of(hana)));
        REQUIRE(world.contacts.restore(ken, contact_of(hana)));
        CHECK(found(world, ken, "09000002222").empty());
        CHECK(world.contacts.ledger(ken, contact_of(hana))->front().body.phones.size() == 2);
    });
}

TEST_CASE("A new exchange with somebody in the book keeps the notes and puts the meeting on top") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto const card = world.card(hana, body_of({.family = "高橋"}, "株式会社見本", "課長"));
        auto const kens = world.card(ken, body_of({.family = "田中"}));
        world.exchange(ken, kens, hana, card, "展示会");
        Edit edit;
        edit.memo = "囲碁";
        REQUIRE(world.contacts.edit(ken, contact_of(hana), edit));
        world.end(ken, hana);
        world.clock.advance(std::chrono::hours{24 * 400});
        world.publish(hana, card, body_of({.family = "高橋"}, "株式会社見本", "部長"));
        world.exchange(ken, kens, hana, card, "同窓会");

        auto const contact = world.contacts.find(ken, contact_of(hana));
        REQUIRE(contact);
        CHECK(contact->is_live);
        CHECK(contact->memo == "囲碁");
        REQUIRE(contact->met.size() == 2);
        CHECK(contact->met[0].place == "同窓会");
        CHECK(contact->met[1].place == "展示会");
        CHECK(world.contacts.ledger(ken, contact_of(hana))->size() == 2);
        CHECK(found(world, ken, "同窓会").size() == 1);
        CHECK(found(world, ken, "囲碁").size() == 1);
    });
}

TEST_CASE("Hana has moved in Ken's book when her name or position changes, until he has looked") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto body = body_of({.family = "高橋", .given = "花"}, "株式会社見本", "課長");
        auto const card = world.card(hana, body);
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana, card);
        auto const has_moved = [&] {
            Ask ask;
            ask.moved_only = true;
            auto const in_list = !world.contacts.list(ken, ask, i18n::Language::ja)->lines.empty();
            auto const in_contact = world.contacts.find(ken, contact_of(hana))->has_moved;
            CHECK(in_list == in_contact);
            CHECK(world.contacts.book(ken, {}, i18n::Language::ja)->moved.size() ==
                  (in_list ? 1u : 0u));
            return in_contact;
        };
        CHECK_FALSE(has_moved());

        body.phones = {{"main", "03-0000-0000"}};
        world.publish(hana, card, body);
        CHECK_FALSE(has_moved()); // a telephone number is not a move

        body.ja.positions[0].title = "部長";
        world.publish(hana, card, body);
        CHECK(has_moved());
        REQUIRE(world.contacts.mark_looked(ken, contact_of(hana)));
        CHECK_FALSE(has_moved());

        body.ja.positions[0].title = "社長";
        body.show["positions"] = Tier::close; // out of Ken's sight: hiding is silent
        auto const entries = world.contacts.ledger(ken, contact_of(hana))->size();
        world.publish(hana, card, body);
        CHECK_FALSE(has_moved());
        CHECK(world.contacts.ledger(ken, contact_of(hana))->size() == entries);
    });
}

TEST_CASE("What Hana does not show Ken is in no list, search or order of his") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto body = body_of(
            {.family = "高橋", .given = "花", .family_kana = "たかはし", .given_kana = "はな"},
            "株式会社見本", "課長");
        body.show = {{"name", Tier::close}, {"positions", Tier::colleague}};
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana,
                       world.card(hana, body));
        auto const lines = world.contacts.list(ken, {}, i18n::Language::ja)->lines;
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].name.empty());
        CHECK(lines[0].company.empty());
        for (auto const *typed : {"高橋", "たかはし", "takahashi", "見本", "課長"})
            CHECK(found(world, ken, typed).empty());

        world.set_tier(hana, ken, Tier::close);
        CHECK(found(world, ken, "takahashi") == Names{"高橋 花"});
        world.set_tier(hana, ken, Tier::exchanged);
        CHECK(found(world, ken, "takahashi").empty());
        Ask ask;
        ask.index = "た";
        CHECK(world.contacts.list(ken, ask, i18n::Language::ja)
                  ->lines.empty()); // not even by its place
    });
}

TEST_CASE("A member's card cannot be edited in somebody's book") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana,
                       world.card(hana, body_of({.family = "高橋"})));
        Edit edit;
        edit.body = body_of({.family = "偽名"});
        CHECK(world.contacts.edit(ken, contact_of(hana), edit).why().reason == Reason::invalid);
        CHECK(world.contacts.find(ken, contact_of(hana))->body.name.family == "高橋");
    });
}
