// SPDX-License-Identifier: Apache-2.0
// Who finds whom.
#include "exchange/exchange.hpp"
#include "support/circle.hpp"

#include <set>

using namespace goen;
using namespace goen::exchange;
using tests::Circle;
using tests::in_each_circle;
using tests::Member;

TEST_CASE("Members are found by name in any script, as long as they show it to everyone") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健");
        card::CardBody body;
        body.name.family = "渡邉";
        body.name.given = "太郎";
        body.name.family_kana = "わたなべ";
        body.name.given_kana = "たろう";
        body.name.family_romaji = "Watanabe";
        body.name.given_romaji = "Taro";
        body.show["name"] = card::Tier::none;
        auto const taro = c.settle(body);
        auto const finds = [&](std::string const &query) {
            auto const found = c.exchange.people(ken.id, query);
            return found.size() == 1 && found[0].id == taro.id;
        };
        for (auto const *query : {"渡邉", "渡辺", "わたなべ", "ワタナベ", "watanabe",
                                  "Watanabe Taro", "渡辺 太郎", "渡辺太郎", "たろう", "わた"}) {
            CHECK_MESSAGE(finds(query), query);
        }
        for (auto const *query : {"", " ", "渡部太郎次郎", "%", "_", "' OR 1=1--", "\xff"}) {
            CHECK_MESSAGE(c.exchange.people(ken.id, query).empty(), query);
        }
        body.show["name"] = card::Tier::exchanged;
        REQUIRE(c.cards.publish(taro.id, taro.card, body));
        CHECK_FALSE(finds("渡邉"));
    });
}

TEST_CASE("Whoever may see Hana's former name finds her by it; for everyone else it is not there") {
    in_each_circle([](Circle &c) {
        auto const hana = c.settle("高橋", "花"), ken = c.settle("山田", "健"),
                   mei = c.settle("森", "芽衣");
        c.exchange_cards(ken, hana);
        account::NameRecord former;
        former.kind = account::NameKind::maiden;
        former.name.family = "佐藤", former.name.given = "花", former.name.family_kana = "さとう";
        former.since = "1998-04", former.findable = true, former.visible = "colleague";
        auto const record = c.accounts.add_name_record(hana.id, former);
        REQUIRE(record);
        auto const finds = [&](Member const &who, std::string const &name) {
            auto const people = c.exchange.people(who.id, name);
            return people.size() == 1 && people[0].id == hana.id && people[0].known_as &&
                   people[0].known_as->name.family == "佐藤";
        };
        auto const in_book = [&](Member const &who, std::string const &name) {
            return c.contacts.list(who.id, {.q = name}, i18n::Language::ja)->lines.size() == 1;
        };
        // Exchanged only: nearer ones see it. Nothing tells Ken that there is such a name.
        for (auto const *name : {"佐藤", "さとう", "sato", "佐藤 花"}) {
            CAPTURE(name);
            for (auto const &who : {ken, mei}) {
                CHECK(c.exchange.people(who.id, name).empty());
                CHECK_FALSE(in_book(who, name));
                CHECK(c.exchange.other_names(who.id, hana.id).empty());
            }
        }
        REQUIRE(c.exchange.set_tier(hana.id, ken.id, card::Tier::colleague));
        for (auto const *name : {"佐藤", "さとう", "satou", "佐藤 花"}) {
            CAPTURE(name);
            CHECK(finds(ken, name));
            CHECK(in_book(ken, name));
            CHECK(c.exchange.people(mei.id, name).empty());
        }
        REQUIRE(c.exchange.other_names(ken.id, hana.id).size() == 1);
        CHECK(c.contacts.find(ken.id, ContactId{hana.id.value})->other_names.size() == 1);
        CHECK(c.exchange.other_names(hana.id, hana.id).size() == 1);
        CHECK(c.exchange.other_names(MemberId{}, hana.id).empty());
        // Farther again, ended, or deleted: gone at once.
        REQUIRE(c.exchange.end(hana.id, ken.id));
        CHECK_FALSE(finds(ken, "佐藤"));
        CHECK_FALSE(in_book(ken, "佐藤"));
        REQUIRE(c.accounts.remove_name_record(hana.id, *record));
        former.visible = "none";
        REQUIRE(c.accounts.add_name_record(hana.id, former));
        CHECK(finds(mei, "佐藤")); // every member
        former.visible = "none", former.findable = false, former.name.family = "鈴木";
        REQUIRE(c.accounts.add_name_record(hana.id, former));
        CHECK(c.exchange.people(mei.id, "鈴木").empty()); // to be seen, not to be found by
        CHECK(c.exchange.other_names(mei.id, hana.id).size() == 2);
    });
}

TEST_CASE("Somebody who shows her name only to those she exchanged with is found by them, not by "
          "others") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健"), mei = c.settle("森", "芽衣");
        card::CardBody shy;
        shy.name.family = "五十嵐", shy.name.given = "律";
        shy.ja.positions = {{"株式会社見本", {}, "課長", true}};
        shy.show = {{"name", card::Tier::exchanged}, {"positions", card::Tier::none}};
        auto const ritsu = c.settle(shy);
        c.exchange_cards(ken, ritsu);
        REQUIRE(c.exchange.people(ken.id, "五十嵐").size() == 1);
        CHECK(c.exchange.people(ken.id, "五十嵐")[0].is_tied);
        CHECK(c.exchange.people(mei.id, "五十嵐").empty());
    });
}

TEST_CASE("Members found are read page by page, and lifting a block that is none says so for any "
          "number") {
    in_each_circle([](Circle &c) {
        auto const ken = c.settle("山田", "健");
        for (int i = 0; i < 5; ++i)
            c.settle("高橋", std::string{"あいうえお"}.substr(static_cast<std::size_t>(i) * 3, 3));
        std::vector<MemberId> seen;
        MemberId after;
        for (int page = 0; page < 3; ++page) {
            auto const found = c.exchange.people(ken.id, "高橋", after, 2);
            REQUIRE(found);
            for (auto const &one : found->people) seen.push_back(one.id);
            CHECK(static_cast<bool>(found->next) == (page < 2));
            after = found->next;
        }
        CHECK(std::set<MemberId>{seen.begin(), seen.end()}.size() == 5);
        CHECK(seen.size() == 5);
        CHECK(c.exchange.people(ken.id, "高橋", ken.id, 2).why().fields[0].field == "after");
        CHECK(c.exchange.people(ken.id, "高橋", {}, 101).why().fields[0].field == "limit");

        auto const mei = c.settle("森", "芽衣");
        REQUIRE(c.exchange.block(mei.id, ken.id)); // Ken must not learn it
        auto const nobody = c.exchange.unblock(ken.id, MemberId{424242}),
                   someone = c.exchange.unblock(ken.id, mei.id);
        REQUIRE_FALSE(nobody);
        REQUIRE_FALSE(someone);
        CHECK(nobody.why().reason == Reason::not_found);
        CHECK(nobody.why().message.msgid == someone.why().message.msgid);
    });
}
