// SPDX-License-Identifier: Apache-2.0
#include "contacts/contacts.hpp"

#include "contacts/queries.hpp"
#include "contacts/testing_book.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;
using card::Tier;

namespace {

std::vector<std::string> names_of(std::vector<Line> const& lines) {
    std::vector<std::string> names;
    for (auto const& line : lines) names.push_back(line.name.display());
    return names;
}

std::vector<std::string> found(World& world, MemberId me, std::string q) {
    Ask ask;
    ask.q = std::move(q);
    auto const list = world.contacts.list(me, ask, i18n::Language::ja);
    REQUIRE(list);
    return names_of(list->lines);
}

Reason why_not(Result<Found> const& list) {
    REQUIRE_FALSE(list);
    return list.why().reason;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("Every query of the book can be prepared on both engines") { tests::prepares_on_both(sql::all); }

TEST_CASE("Ken finds 髙﨑 by たかさき, takasaki and 高崎, and the exact spelling comes first") {
    on_each_world([](World& world) {
        auto const ken = world.member();
        world.type_in(ken, {.family = "髙﨑", .given = "一郎", .family_kana = "たかさき", .given_kana = "いちろう"});
        world.type_in(ken, {.family = "高崎", .given = "花子", .family_kana = "たかさき", .given_kana = "はなこ"});
        world.type_in(ken, {.family = "佐藤", .given = "次郎", .family_kana = "さとう", .given_kana = "じろう"});
        Names const both{"髙﨑 一郎", "高崎 花子"};
        for (auto const* typed : {"たかさき", "takasaki", "タカサキ", "ﾀｶｻｷ", "TAKASAKI"}) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed) == both);
        }
        CHECK(found(world, ken, "高崎") == Names{"高崎 花子", "髙﨑 一郎"});
        CHECK(found(world, ken, "髙﨑") == both);
        CHECK(found(world, ken, "高崎 はなこ") == Names{"高崎 花子"});
    });
}

TEST_CASE("A contact is found by company in any legal form, department, title, memo, tag and place of meeting") {
    on_each_world([](World& world) {
        auto const ken = world.member();
        Edit edit;
        edit.body = body_of({.family = "鈴木"}, "株式会社見本", "課長");
        edit.body->ja.positions[0].department = {"営業本部", "第一営業部"};
        edit.memo = "犬を飼っている";
        edit.tags = std::vector<std::string>{"展示会"};
        edit.met = std::vector<Meeting>{{std::nullopt, "幕張メッセ", "カメラの話"}};
        REQUIRE(world.contacts.add(ken, edit));
        world.type_in(ken, {.family = "佐藤"});
        for (auto const* typed : {"見本", "㈱見本", "見本株式会社", "株式会社見本", "第一営業部", "課長", "犬", "展示会", "幕張",
                                  "カメラ", "鈴木 課長"}) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed) == Names{"鈴木"});
        }
        CHECK(found(world, ken, "鈴木 猫").empty());
    });
}

TEST_CASE("A hostile query is only text") {
    on_each_world([](World& world) {
        auto const ken = world.member();
        world.type_in(ken, {.family = "山田"});
        for (std::string const typed : {"' OR 1=1--", "%", "_", "\\", "\"", "((((((((", "; drop table contact", "%%%%%", ":member"}) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed).empty());
        }
        Ask ask;
        ask.q = std::string(100'000, 'a');
        CHECK(why_not(world.contacts.list(ken, ask, i18n::Language::ja)) == Reason::invalid);
        ask.q = "\xC0\xAF";
        CHECK(why_not(world.contacts.list(ken, ask, i18n::Language::ja)) == Reason::invalid);
        ask = {};
        for (int const limit : {-1, 0, 101}) {
            ask.limit = limit;
            CHECK(why_not(world.contacts.list(ken, ask, i18n::Language::ja)) == Reason::invalid);
        }
        ask = {};
        ask.index = "a' or 1=1";
        CHECK(why_not(world.contacts.list(ken, ask, i18n::Language::ja)) == Reason::invalid);
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 1);
    });
}

TEST_CASE("The book stands in the order of readings, and the index opens it at a letter") {
    on_each_world([](World& world) {
        auto const ken = world.member();
        world.type_in(ken, {.family = "渡辺", .family_kana = "わたなべ"});
        world.type_in(ken, {.family = "Smith", .given = "Anna", .order = names::Order::family_first});
        world.type_in(ken, {.family = "青木", .family_kana = "あおき"});
        world.type_in(ken, {.family = "後藤", .family_kana = "ごとう"});
        world.type_in(ken, {.family = "邱"});
        world.type_in(ken, {.family = "加藤", .family_kana = "かとう"});
        auto const all = world.contacts.list(ken, {}, i18n::Language::ja);
        REQUIRE(all);
        CHECK(names_of(all->lines) == Names{"青木", "加藤", "後藤", "渡辺", "Smith Anna", "邱"});
        CHECK(all->total == 6);
        auto const under = [&](std::string index) {
            Ask ask;
            ask.index = std::move(index);
            return names_of(world.contacts.list(ken, ask, i18n::Language::ja)->lines);
        };
        CHECK(under("か") == Names{"加藤", "後藤"});
        CHECK(under("わ") == Names{"渡辺"});
        CHECK(under("S") == Names{"Smith Anna"});
        CHECK(under("#") == Names{"邱"});
        CHECK(under("た").empty());
    });
}

TEST_CASE("Only the owner finds, reads, changes or deletes a contact; to others it is as if it were not there") {
    on_each_world([](World& world) {
        auto const ken = world.member(), mei = world.member();
        auto const id = world.type_in(ken, {.family = "山田"}, "秘密のメモ");
        ContactId const missing{id.value + 1};
        for (auto const other : {id, missing}) {
            CAPTURE(other.value);
            Edit edit;
            edit.memo = "x";
            for (auto const& refusal : {world.contacts.find(mei, other).why(), world.contacts.ledger(mei, other).why(),
                                        world.contacts.edit(mei, other, edit).why(), world.contacts.remove(mei, other).why(),
                                        world.contacts.restore(mei, other).why(), world.contacts.mark_looked(mei, other).why()}) {
                CHECK(refusal.reason == Reason::not_found);
                CHECK(refusal.message.msgid == "This contact is not in your book.");
            }
        }
        CHECK(found(world, mei, "秘密").empty());
        CHECK(found(world, mei, "山田").empty());
        CHECK(world.contacts.list(mei, {}, i18n::Language::ja)->total == 0);
        CHECK(world.contacts.find(ken, id)->memo == "秘密のメモ");
    });
}

TEST_CASE("Ken's memo on Hana is in his book only, not in hers") {
    on_each_world([](World& world) {
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

TEST_CASE("A card given to Ken before Hana's transfer stays in his ledger as it was") {
    on_each_world([](World& world) {
        auto const ken = world.member(), hana = world.member();
        auto const card = world.card(hana, body_of({.family = "高橋", .given = "花"}, "株式会社見本", "課長"));
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana, card);
        world.clock.advance(std::chrono::hours{24 * 30});
        world.publish(hana, card, body_of({.family = "高橋", .given = "花"}, "株式会社見本", "部長"));

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

TEST_CASE("When Hana shows Ken less, his ledger neither grows nor shrinks; when she shows more, it grows") {
    on_each_world([](World& world) {
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
        CHECK(world.contacts.find(ken, contact_of(hana))->body.phones.empty()); // live: what she shows now

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
    on_each_world([](World& world) {
        auto const ken = world.member(), hana = world.member();
        auto const card = world.card(hana, body_of({.family = "高橋", .given = "花"}, "株式会社見本", "課長"));
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

TEST_CASE("A new exchange with somebody in the book keeps the notes and puts the meeting on top") {
    on_each_world([](World& world) {
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
    on_each_world([](World& world) {
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
            CHECK(world.contacts.book(ken, {}, i18n::Language::ja)->moved.size() == (in_list ? 1u : 0u));
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
    on_each_world([](World& world) {
        auto const ken = world.member(), hana = world.member();
        auto body = body_of({.family = "高橋", .given = "花", .family_kana = "たかはし", .given_kana = "はな"}, "株式会社見本", "課長");
        body.show = {{"name", Tier::close}, {"positions", Tier::colleague}};
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana, world.card(hana, body));
        auto const lines = world.contacts.list(ken, {}, i18n::Language::ja)->lines;
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].name.empty());
        CHECK(lines[0].company.empty());
        for (auto const* typed : {"高橋", "たかはし", "takahashi", "見本", "課長"}) CHECK(found(world, ken, typed).empty());

        world.set_tier(hana, ken, Tier::close);
        CHECK(found(world, ken, "takahashi") == Names{"高橋 花"});
        world.set_tier(hana, ken, Tier::exchanged);
        CHECK(found(world, ken, "takahashi").empty());
        Ask ask;
        ask.index = "た";
        CHECK(world.contacts.list(ken, ask, i18n::Language::ja)->lines.empty()); // not even by its place
    });
}

TEST_CASE("A family name alone is enough for a private contact, no name at all is not") {
    on_each_world([](World& world) {
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

TEST_CASE("A member's card cannot be edited in somebody's book") {
    on_each_world([](World& world) {
        auto const ken = world.member(), hana = world.member();
        world.exchange(ken, world.card(ken, body_of({.family = "田中"})), hana, world.card(hana, body_of({.family = "高橋"})));
        Edit edit;
        edit.body = body_of({.family = "偽名"});
        CHECK(world.contacts.edit(ken, contact_of(hana), edit).why().reason == Reason::invalid);
        CHECK(world.contacts.find(ken, contact_of(hana))->body.name.family == "高橋");
    });
}

TEST_CASE("Tags are trimmed, kept once, and refused when they are too long, too many or not text") {
    on_each_world([](World& world) {
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
    on_each_world([](World& world) {
        auto const ken = world.member();
        auto const id = world.type_in(ken, {.family = "山田"});
        std::string const hostile = "<script>alert(1)</script>\n' OR 1=1-- %_ 髙﨑𠮷葛󠄀〜①㈱♥";
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
        wrong.memo = "a\x1f" "b";
        CHECK_FALSE(world.contacts.edit(ken, id, wrong));
        wrong = {};
        wrong.met = std::vector<Meeting>{{std::nullopt, "a\x1e" "b", ""}};
        CHECK_FALSE(world.contacts.edit(ken, id, wrong));
        wrong.met = std::vector<Meeting>{{Date{std::chrono::year{20260} / 4 / 1}, "", ""}};
        CHECK_FALSE(world.contacts.edit(ken, id, wrong));
        CHECK(world.contacts.find(ken, id)->memo == hostile);
    });
}

TEST_CASE("A deleted contact can be brought back with its notes for thirty days, then not") {
    on_each_world([](World& world) {
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

TEST_CASE("A cursor that was made up, changed, or taken from another list or book is refused") {
    on_each_world([](World& world) {
        auto const ken = world.member(), mei = world.member();
        for (auto const* family : {"青木", "加藤", "佐藤"}) world.type_in(ken, {.family = family});
        world.type_in(mei, {.family = "山田"});
        Ask ask;
        ask.limit = 1;
        auto const next = world.contacts.list(ken, ask, i18n::Language::ja)->next;
        REQUIRE_FALSE(next.empty());
        auto changed = next;
        changed.back() = changed.back() == 'A' ? 'Q' : 'A';
        for (auto const& forged : {std::string{"x"}, std::string{"' OR 1=1--"}, std::string(9'000, 'A'), std::string{"MA"}, changed,
                                   next + "AAAA", std::string{"あ"}}) {
            CAPTURE(forged.substr(0, 50));
            ask.after = forged;
            CHECK(why_not(world.contacts.list(ken, ask, i18n::Language::ja)) == Reason::invalid);
        }
        ask.after = next;
        CHECK(world.contacts.list(ken, ask, i18n::Language::ja));
        CHECK(why_not(world.contacts.list(mei, ask, i18n::Language::ja)) == Reason::invalid);
        ask.q = "加藤";
        CHECK(why_not(world.contacts.list(ken, ask, i18n::Language::ja)) == Reason::invalid);
    });
}

TEST_CASE("A page kept in memory is never older than what has happened") {
    on_each_world([](World& world) {
        auto const ken = world.member(), hana = world.member(), mei = world.member();
        auto const kens = world.card(ken, body_of({.family = "田中"}));
        auto body = body_of({.family = "渡辺", .given = "花", .family_kana = "わたなべ"}, "株式会社見本", "課長");
        auto const hanas = world.card(hana, body);
        int rendered = 0;
        auto const page = [&](int limit = 50) {
            Ask ask;
            ask.limit = limit;
            auto const markup = world.contacts.rendered(ken, ask, i18n::Language::ja, [&](Book const& book) {
                ++rendered;
                std::string text;
                for (auto const& line : book.found.lines) {
                    text += line.name.display() + ":" + line.title + ":" + line.memo_start + (line.is_member && !line.is_live ? ":ended" : "") + "\n";
                }
                for (auto const& line : book.moved) text += "moved " + line.name.display() + "\n";
                return text + std::to_string(book.found.total);
            });
            REQUIRE(markup);
            return **markup;
        };
        CHECK(page() == "0");
        CHECK(page() == "0");
        CHECK(rendered == 2); // not yet watching: nothing is kept
        world.contacts.keep_pages();
        CHECK(page() == "0");
        CHECK(page() == "0");
        CHECK(rendered == 3);

        world.exchange(ken, kens, hana, hanas);
        CHECK(page() == "渡辺 花:課長:\n1");
        auto const sato = world.type_in(ken, {.family = "佐藤", .family_kana = "さとう"});
        CHECK(page() == "佐藤::\n渡辺 花:課長:\n2");
        CHECK(page(1) == "佐藤::\n2");
        Edit edit;
        edit.memo = "囲碁";
        REQUIRE(world.contacts.edit(ken, sato, edit));
        CHECK(page(1) == "佐藤::囲碁\n2");

        // Hana is not on the first page of one line, and comes to it by her new name.
        body.name = {.family = "青木", .given = "花", .family_kana = "あおき"};
        world.publish(hana, hanas, body);
        CHECK(page(1) == "青木 花:課長:\nmoved 青木 花\n2");
        REQUIRE(world.contacts.mark_looked(ken, contact_of(hana)));
        CHECK(page(1) == "青木 花:課長:\n2");
        body.show["positions"] = Tier::close;
        world.publish(hana, hanas, body);
        CHECK(page(1) == "青木 花::\n2");
        world.set_tier(hana, ken, Tier::close);
        CHECK(page(1) == "青木 花:課長:\n2");
        world.set_tier(hana, ken, Tier::exchanged);
        CHECK(page(1) == "青木 花::\n2");
        world.end(hana, ken);
        CHECK(page(1) == "青木 花:課長::ended\n2");
        REQUIRE(world.contacts.remove(ken, sato));
        CHECK(page() == "青木 花:課長::ended\n1");

        // What concerns nobody here leaves the page as it is.
        auto const before = rendered;
        world.type_in(mei, {.family = "山田"});
        CHECK(page() == "青木 花:課長::ended\n1");
        CHECK(rendered == before);
        // An event that names nobody concerns everybody.
        REQUIRE(world.database.write([](store::Writer& writer) -> Done { return writer.journal("ties.imported", 0), Done{}; }));
        page();
        CHECK(rendered == before + 1);
    });
}

TEST_CASE("Turning the pages of any list shows each line once and in order, whatever the size of a page") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    auto const ken = world.member();
    std::vector<std::string> const families{"佐藤", "鈴木", "高橋", "田中", "伊藤", "Smith", "邱"};
    for (int i = 0; i < 137; ++i) {
        auto const& family = families[static_cast<std::size_t>(i * i) % families.size()];
        world.type_in(ken, {.family = family, .family_kana = i % 3 ? "" : "さとう"}, i % 2 ? "囲碁" : "");
    }
    rc::check("each line once, in order", [&] {
        Ask ask;
        ask.limit = *rc::gen::inRange(1, 101);
        ask.q = *rc::gen::element<std::string>("", "", "囲碁", "佐藤", "さとう");
        std::vector<ContactId> seen;
        std::vector<ContactId> whole;
        int pages = 0;
        do {
            auto const page = world.contacts.list(ken, ask, i18n::Language::ja);
            RC_ASSERT(page.has_value());
            RC_ASSERT(page->lines.size() <= static_cast<std::size_t>(ask.limit));
            for (auto const& line : page->lines) seen.push_back(line.id);
            ask.after = page->next;
            RC_ASSERT(++pages <= 200);
        } while (!ask.after.empty());
        ask.limit = 100;
        for (ask.after = "";;) {
            auto const page = world.contacts.list(ken, ask, i18n::Language::ja);
            for (auto const& line : page->lines) whole.push_back(line.id);
            if ((ask.after = page->next).empty()) break;
        }
        RC_ASSERT(seen == whole);
        auto const expected = ask.q.empty() ? 137u : ask.q == "囲碁" ? 68u : seen.size();
        RC_ASSERT(seen.size() == expected);
        RC_ASSERT(std::set<ContactId>(seen.begin(), seen.end()).size() == seen.size());
    });
}
