// SPDX-License-Identifier: Apache-2.0
#include "leaving/leaving.hpp"

#include "store/backup.hpp"
#include "support/circle.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <set>

using namespace goen;
using tests::Circle;

namespace {

constexpr char const *password = "correct horse battery";

// Every text cell of the whole database that holds `marker`: "table.column".
std::multiset<std::string> places_of(store::Database &database, std::string_view marker) {
    static std::deque<std::string> texts; // queries live for ever
    std::multiset<std::string> found;
    database.read([&](store::Reader &reader) {
        for (auto const &table : store::data_tables(reader)) {
            auto &text = texts.emplace_back("select ");
            for (auto const &column : table.columns)
                text += (&column == &table.columns.front() ? "" : ", ") + ('"' + column.name + '"');
            text += " from \"" + table.name + '"';
            reader.each(store::Query{"test.all", text, text}, {}, [&](store::Row const &row) {
                for (std::size_t i = 0; i < table.columns.size(); ++i) {
                    if (row.text(static_cast<int>(i)).find(marker) != std::string_view::npos)
                        found.insert(table.name + "." + table.columns[i].name);
                }
            });
        }
    });
    return found;
}

struct Hana {
    Hana(Circle &circle, bool is_operator = false) {
        account::NewMember member;
        member.email = "hana.marker@mihon.example";
        member.password = password;
        member.name.family = "標山", member.name.given = "標子",
        member.name.family_kana = "しるしやま", member.name.given_kana = "しるしこ";
        member.is_confirmed = true, member.is_operator = is_operator;
        auto const made = circle.accounts.add(member);
        REQUIRE(made);
        id = *made;
        card::CardBody body;
        body.name = member.name;
        body.ja.positions = {{"株式会社標本", {"標部"}, "標長", true}};
        body.emails = {{"work", "work.marker@mihon.example"}};
        body.phones = {{"mobile", "090-7777-7777"}, {"direct", "03-8888-8888"}};
        body.show = {{"name", card::Tier::none},
                     {"phones.mobile", card::Tier::close},
                     {"phones.direct", card::Tier::colleague}};
        card = circle.database
                   .write([&](store::Writer &writer) -> Result<CardId> {
                       return circle.cards.make(writer, id, body, circle.clock.now()).id;
                   })
                   .
                   operator*();
    }
    MemberId id;
    CardId card;
};

leaving::Leaving leaving_of(Circle &circle) {
    return {circle.database, circle.accounts, circle.exchange};
}

} // namespace

TEST_CASE("When Hana leaves, only what others received of her is left in the whole database") {
    tests::in_each_circle([](Circle &circle) {
        Hana const hana{circle};
        auto const ken = circle.settle("健田", "健"), taro = circle.settle("太田", "太郎"),
                   yuki = circle.settle("雪野", "雪");
        tests::Member const me{hana.id, hana.card};
        circle.exchange_cards(ken, me, "見本会場");
        circle.exchange_cards(taro, me);
        REQUIRE(circle.exchange.set_tier(hana.id, taro.id, card::Tier::colleague));

        // All she leaves behind while she is here.
        REQUIRE(circle.exchange.ask(hana.id, yuki.id, hana.card, "標語です"));
        (void)circle.exchange.ask(ken.id, hana.id, ken.card,
                                  "標山様へ"); // refused: they have exchanged
        contacts::Edit edit;
        edit.body = card::CardBody{};
        edit.body->name.family = "標友";
        edit.memo = "標の覚え書き";
        edit.tags = {{"標札"}};
        auto const friend_ = circle.contacts.add(hana.id, edit);
        REQUIRE(friend_);
        auto const binned = circle.contacts.add(hana.id, edit);
        REQUIRE(binned);
        REQUIRE(circle.contacts.remove(hana.id, *binned));
        account::NameRecord record;
        record.name.family = "標旧", record.name.given = "標子";
        record.visible = "none", record.findable = true;
        REQUIRE(circle.accounts.add_name_record(hana.id, record));
        REQUIRE(circle.accounts.log_in("hana.marker@mihon.example", password, "192.0.2.9",
                                       "Marker/1.0"));
        REQUIRE(circle.accounts.make_token("hana.marker@mihon.example", password, "標トークン", "",
                                           "192.0.2.9"));
        REQUIRE(circle.accounts.invite(hana.id, "標の招待"));
        REQUIRE(circle.exchange.show_code(hana.id, hana.card, 10, 1, "標の会場"));
        // A version nobody received.
        auto const other_card = circle.cards.make(hana.id, [] {
            card::CardBody body;
            body.name.family = "標山";
            body.label = "標の私用";
            return body;
        }());
        REQUIRE(other_card);

        auto leaving = leaving_of(circle);
        CHECK_FALSE(leaving.leave(hana.id, "wrong password", "192.0.2.1"));
        CHECK(circle.accounts.find(hana.id));
        auto const ledger_of_taro = circle.contacts.ledger(taro.id, ContactId{hana.id.value});
        REQUIRE(ledger_of_taro);
        REQUIRE(leaving.leave(hana.id, password, "192.0.2.1"));

        // Her name also stands in the keys by which Ken's and Taro's books are sorted.
        CHECK(places_of(circle.database, "標") == std::multiset<std::string>{"card_version.body",
                                                                             "contact.sort_key",
                                                                             "contact.sort_key"});
        CHECK(places_of(circle.database, "しるし") ==
              std::multiset<std::string>{"card_version.body"});
        CHECK(places_of(circle.database, "work.marker") ==
              std::multiset<std::string>{"card_version.body"});
        CHECK(places_of(circle.database, "hana.marker").empty());
        CHECK(places_of(circle.database, "Marker/1.0").empty());
        // Taro saw the direct line; nobody ever saw the mobile number.
        CHECK(places_of(circle.database, "03-8888-8888") ==
              std::multiset<std::string>{"card_version.body"});
        CHECK(places_of(circle.database, "090-7777-7777").empty());
        CHECK(places_of(circle.database, "標の私用").empty());

        // Nobody finds her, and her log-in is gone.
        CHECK_FALSE(circle.accounts.find(hana.id));
        CHECK_FALSE(circle.accounts.log_in("hana.marker@mihon.example", password, "192.0.2.1", ""));
        CHECK_FALSE(circle.exchange.member(yuki.id, hana.id));
        CHECK_FALSE(circle.exchange.member(ken.id, hana.id));
        CHECK(circle.exchange.people(yuki.id, "標山").empty());
        CHECK(circle.exchange.incoming(yuki.id).empty());

        // Those who received her card keep it as they saw it, and are told.
        auto const kens = circle.contacts.find(ken.id, ContactId{hana.id.value});
        REQUIRE(kens);
        CHECK(kens->has_left);
        CHECK_FALSE(kens->is_live);
        CHECK(kens->body.name.family == "標山");
        CHECK(kens->body.phones.empty()); // Ken never saw the direct line that stays for Taro
        auto const after = circle.contacts.ledger(taro.id, ContactId{hana.id.value});
        REQUIRE(after);
        REQUIRE(after->size() == ledger_of_taro->size());
        for (std::size_t i = 0; i < after->size(); ++i)
            CHECK((*after)[i].body == (*ledger_of_taro)[i].body);
        auto const book = circle.contacts.list(taro.id, {}, i18n::Language::ja);
        REQUIRE(book);
        REQUIRE(book->lines.size() == 1);
        CHECK(book->lines.front().has_left);
        CHECK(circle.torn().empty());

        // The address is free again, for a new beginning.
        account::NewMember again;
        again.email = "hana.marker@mihon.example", again.name.family = "標山";
        CHECK(circle.accounts.add(again));
    });
}

TEST_CASE("The only operator is asked to find another one first; of two, one may go") {
    tests::in_each_circle([](Circle &circle) {
        Hana const hana{circle, true};
        auto leaving = leaving_of(circle);
        auto const done = leaving.leave(hana.id, password, "192.0.2.1");
        REQUIRE_FALSE(done);
        CHECK(done.why().reason == Reason::conflict);
        CHECK(circle.accounts.sessions(hana.id).empty()); // the proof's own session did not stay
        account::NewMember second;
        second.email = "second@mihon.example", second.name.family = "次", second.is_operator = true;
        REQUIRE(circle.accounts.add(second));
        CHECK(leaving.leave(hana.id, password, "192.0.2.1"));
    });
}

TEST_CASE("Both may leave, one after the other, and what is left of the first goes with the last "
          "holder") {
    tests::in_each_circle([](Circle &circle) {
        Hana const hana{circle};
        account::NewMember ken;
        ken.email = "ken@mihon.example", ken.password = password, ken.is_confirmed = true;
        ken.name.family = "健", ken.name.given = "一";
        auto const id = circle.accounts.add(ken);
        REQUIRE(id);
        card::CardBody body;
        body.name = ken.name;
        auto const card = circle.database.write([&](store::Writer &writer) -> Result<CardId> {
            return circle.cards.make(writer, *id, body, circle.clock.now()).id;
        });
        circle.exchange_cards({*id, *card}, {hana.id, hana.card});
        auto leaving = leaving_of(circle);
        REQUIRE(leaving.leave(hana.id, password, "192.0.2.1"));
        REQUIRE(leaving.leave(*id, password, "192.0.2.1"));
        CHECK(places_of(circle.database, "標").empty());
        CHECK(places_of(circle.database, "健").empty());
        CHECK(circle.torn().empty());
    });
}
