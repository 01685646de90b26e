// SPDX-License-Identifier: Apache-2.0
#include "contacts/contacts.hpp"

#include "contacts/queries.hpp"
#include "contacts/testing_book.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;

TEST_CASE("Every query of the book can be prepared on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE("Only the owner finds, reads, changes or deletes a contact; to others it is as if it "
          "were not there") {
    on_each_world([](World &world) {
        auto const ken = world.member(), mei = world.member();
        auto const id = world.type_in(ken, {.family = "山田"}, "秘密のメモ");
        ContactId const missing{id.value + 1};
        for (auto const other : {id, missing}) {
            CAPTURE(other.value);
            Edit edit;
            edit.memo = "x";
            for (auto const &refusal :
                 {world.contacts.find(mei, other).why(), world.contacts.ledger(mei, other).why(),
                  world.contacts.edit(mei, other, edit).why(),
                  world.contacts.remove(mei, other).why(), world.contacts.restore(mei, other).why(),
                  world.contacts.mark_looked(mei, other).why()}) {
                CHECK(refusal.reason == Reason::not_found);
                CHECK(refusal.message.msgid == "This contact was not found.");
            }
        }
        CHECK(found(world, mei, "秘密").empty());
        CHECK(found(world, mei, "山田").empty());
        CHECK(world.contacts.list(mei, {}, i18n::Language::ja)->total == 0);
        CHECK(world.contacts.find(ken, id)->memo == "秘密のメモ");
    });
}

TEST_CASE("Ken's memo on Hana is in his book only, not in hers") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        world.exchange(ken, world.card(ken, body_of({.family = "田中", .given = "健"})), hana,
                       world.card(hana, body_of({.family = "高橋", .given = "花"})));
        Edit edit;
        edit.memo = "辛いものが苦手";
        edit.tags = std::vector<std::string>{"要連絡"};
        REQUIRE(world.contacts.edit(ken, contact_of(hana), edit));
        CHECK(world.contacts.find(ken, contact_of(hana))->memo == "辛いものが苦手");
        CHECK(world.contacts.find(hana, contact_of(ken))->memo.empty());
        CHECK(found(world, hana, "辛い").empty());
        CHECK(world.contacts.tags(hana).empty());
        CHECK(world.contacts.tags(ken).size() == 1);
    });
}

TEST_CASE("A family name alone is enough for a private contact, no name at all is not") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        auto const id = world.type_in(ken, {.family = "𠮷野"});
        auto const contact = world.contacts.find(ken, id);
        REQUIRE(contact);
        CHECK(contact->body.name.family == "𠮷野"); // four bytes, kept as typed
        CHECK_FALSE(contact->is_member);
        CHECK_FALSE(contact->tie);
        Edit nameless;
        nameless.body = card::CardBody{};
        CHECK(world.contacts.add(ken, nameless).why().fields.at(0).field == "family");
        CHECK(world.contacts.add(ken, Edit{}).why().reason == Reason::invalid);
        CHECK(world.contacts.ledger(ken, id)->empty());

        Edit renamed;
        renamed.body = body_of({.family = "吉野", .family_kana = "よしの"});
        REQUIRE(world.contacts.edit(ken, id, renamed));
        CHECK(found(world, ken, "よしの") == Names{"吉野"});
    });
}

TEST_CASE("Tags are trimmed, kept once, and refused when they are too long, too many or not text") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        auto const id = world.type_in(ken, {.family = "山田"});
        auto const tagged = [&](std::vector<std::string> tags) {
            Edit edit;
            edit.tags = std::move(tags);
            return world.contacts.edit(ken, id, edit);
        };
        REQUIRE(tagged({" 展示会 ", "ＶＩＰ", "vip", "", "　"}));
        CHECK(world.contacts.find(ken, id)->tags == Names{"展示会", "ＶＩＰ"});
        auto const other = world.type_in(ken, {.family = "佐藤"});
        Edit edit;
        edit.tags = std::vector<std::string>{"vip"};
        REQUIRE(world.contacts.edit(ken, other, edit));
        CHECK(world.contacts.tags(ken).at(0).second == 2);
        Ask ask;
        ask.tag = "Vip";
        CHECK(world.contacts.list(ken, ask, i18n::Language::ja)->lines.size() == 2);

        CHECK_FALSE(tagged({std::string(51, 'a')}));
        CHECK_FALSE(tagged({"a\nb"}));
        CHECK_FALSE(tagged({std::string{"a\0b", 3}}));
        CHECK_FALSE(tagged({"\xED\xA0\x80"}));
        std::vector<std::string> many;
        for (int i = 0; i < 51; ++i) many.push_back("t" + std::to_string(i));
        CHECK_FALSE(tagged(many));
        CHECK(world.contacts.find(ken, id)->tags.size() == 2); // nothing half-written
        REQUIRE(tagged({}));
        CHECK(world.contacts.tags(ken).size() == 1);
    });
}

TEST_CASE("Memo and meetings have limits, and are kept to the byte") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        auto const id = world.type_in(ken, {.family = "山田"});
        std::string const hostile =
            "<script>alert(1)</script>\n' OR 1=1-- %_ 髙﨑𠮷葛󠄀〜①㈱♥";
        Edit edit;
        edit.memo = hostile;
        edit.met = std::vector<Meeting>{{std::nullopt, hostile.substr(0, 25), hostile},
                                        {Date{std::chrono::year{2024} / 4 / 1}, "大阪", ""},
                                        {Date{std::chrono::year{2026} / 4 / 1}, "東京", "二度目"}};
        REQUIRE(world.contacts.edit(ken, id, edit));
        auto const contact = world.contacts.find(ken, id);
        CHECK(contact->memo == hostile);
        REQUIRE(contact->met.size() == 3);
        CHECK(contact->met[0].place == "東京");
        CHECK(contact->met[1].place == "大阪");
        CHECK(contact->met[2].note == hostile);
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->lines[0].met_where == "東京");

        Edit wrong;
        wrong.memo = std::string(10'001, 'x');
        CHECK(world.contacts.edit(ken, id, wrong).why().fields.at(0).field == "memo");
        wrong.memo = "a\x1f"
                     "b";
        CHECK_FALSE(world.contacts.edit(ken, id, wrong));
        wrong = {};
        wrong.met = std::vector<Meeting>{{std::nullopt,
                                          "a\x1e"
                                          "b",
                                          ""}};
        CHECK_FALSE(world.contacts.edit(ken, id, wrong));
        wrong.met = std::vector<Meeting>{{Date{std::chrono::year{20260} / 4 / 1}, "", ""}};
        CHECK_FALSE(world.contacts.edit(ken, id, wrong));
        // A meeting has been.
        wrong.met = std::vector<Meeting>{{Date{std::chrono::year{2150} / 4 / 1}, "", ""}};
        CHECK_FALSE(world.contacts.edit(ken, id, wrong));
        CHECK(world.contacts.find(ken, id)->memo == hostile);
    });
}

TEST_CASE("A deleted contact can be brought back with its notes for thirty days, then not") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        auto const id = world.type_in(ken, {.family = "山田"}, "囲碁", {"展示会"});
        REQUIRE(world.contacts.remove(ken, id));
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 0);
        CHECK(world.contacts.tags(ken).empty());
        CHECK(world.contacts.find(ken, id).why().reason == Reason::not_found);
        REQUIRE(world.contacts.restore(ken, id));
        CHECK(world.contacts.find(ken, id)->memo == "囲碁");
        CHECK(world.contacts.tags(ken).size() == 1);

        REQUIRE(world.contacts.remove(ken, id));
        world.clock.advance(std::chrono::hours{24 * 31});
        CHECK(world.contacts.restore(ken, id).why().reason == Reason::not_found);
    });
}

TEST_CASE(
    "What was deleted is gone for good after thirty days, whether or not its owner comes back") {
    on_each_world([](World &world) {
        auto const hana = world.member();
        auto const id = world.type_in(hana, {.family = "佐藤", .given = "花"});
        REQUIRE(world.contacts.remove(hana, id));
        world.clock.advance(std::chrono::hours{24 * 29});
        world.contacts.tidy();
        REQUIRE(world.contacts.restore(hana, id));
        REQUIRE(world.contacts.remove(hana, id));
        world.clock.advance(std::chrono::hours{24 * 31});
        world.contacts.tidy();
        world.clock.advance(-std::chrono::hours{24 * 30}); // even a clock set back finds nothing
        CHECK(world.contacts.restore(hana, id).why().reason == Reason::not_found);
    });
}

TEST_CASE("A book with a limit counts what is typed in, gives room back with what is deleted, and "
          "never refuses an exchange") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &ids) {
        World world{database, clock, ids, 10};
        auto const ken = world.member();
        std::vector<ContactId> typed;
        auto const add = [&](std::string const &name) {
            Edit edit;
            edit.body = body_of({.family = name});
            return world.contacts.add(ken, edit);
        };
        for (int i = 0; i < 8; ++i) typed.push_back(*add("名" + std::to_string(i)));
        CHECK_FALSE(world.contacts.usage(ken).is_near());
        typed.push_back(*add("名8"));
        CHECK(world.contacts.usage(ken).is_near());
        typed.push_back(*add("名9"));
        auto const refused = add("名10");
        REQUIRE_FALSE(refused);
        CHECK(refused.why().reason == Reason::conflict);
        CHECK(is_over_quota(refused.why()));
        CHECK(refused.why().message.args == std::vector<std::string>{"10", "10", "1"});
        CHECK(world.contacts.usage(ken).used == 10);
        CHECK(add("名10").why().message.args.front() == "10"); // refused, nothing was counted

        auto const hana = world.member();
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana,
                       world.card(hana, body_of({.family = "高橋"})));
        CHECK(world.contacts.find(ken, contact_of(hana)));
        CHECK(world.contacts.usage(ken).used == 10);
        CHECK(world.contacts.usage(hana).used == 0);

        REQUIRE(world.contacts.remove(ken, typed[0]));
        REQUIRE(add("名10"));
        auto const back = world.contacts.restore(ken, typed[0]);
        REQUIRE_FALSE(back); // stays in the bin
        CHECK(is_over_quota(back.why()));
        REQUIRE(world.contacts.remove(ken, typed[1]));
        REQUIRE(world.contacts.restore(ken, typed[0]));
        CHECK(world.contacts.usage(ken).used == 10);
        world.end(ken, hana); // of a member nothing is given back
        REQUIRE(world.contacts.remove(ken, contact_of(hana)));
        CHECK(world.contacts.usage(ken).used == 10);
        REQUIRE(world.contacts.restore(ken, contact_of(hana)));
        CHECK(world.contacts.usage(ken).used == 10);
    });
}

TEST_CASE("Many who add at once do not pass the limit together") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &ids) {
        World world{database, clock, ids, 5};
        auto const ken = world.member();
        std::atomic<int> added{0};
        std::vector<std::thread> all;
        for (int i = 0; i < 4; ++i) {
            all.emplace_back([&, i] {
                for (int k = 0; k < 4; ++k) {
                    Edit edit;
                    edit.body = body_of({.family = "名" + std::to_string(i * 4 + k)});
                    if (world.contacts.add(ken, edit)) ++added;
                }
            });
        }
        for (auto &one : all) one.join();
        CHECK(added == 5);
        CHECK(world.contacts.usage(ken).used == 5);
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 5);
    });
}
