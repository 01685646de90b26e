// SPDX-License-Identifier: Apache-2.0
#include "contacts/contacts.hpp"

#include "contacts/testing_book.hpp"
#include "store/derived.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;
using card::Tier;

TEST_CASE("Ken finds 髙﨑 by たかさき, takasaki and 高崎, and the exact spelling comes first") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        world.type_in(ken, {.family = "髙﨑",
                            .given = "一郎",
                            .family_kana = "たかさき",
                            .given_kana = "いちろう"});
        world.type_in(
            ken,
            {.family = "高崎", .given = "花子", .family_kana = "たかさき", .given_kana = "はなこ"});
        world.type_in(
            ken,
            {.family = "佐藤", .given = "次郎", .family_kana = "さとう", .given_kana = "じろう"});
        Names const both{"髙﨑 一郎", "高崎 花子"};
        for (auto const *typed : {"たかさき", "takasaki", "タカサキ", "ﾀｶｻｷ", "TAKASAKI"}) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed) == both);
        }
        CHECK(found(world, ken, "高崎") == Names{"高崎 花子", "髙﨑 一郎"});
        CHECK(found(world, ken, "髙﨑") == both);
        CHECK(found(world, ken, "高崎 はなこ") == Names{"高崎 花子"});
    });
}

TEST_CASE("A contact is found by company in any legal form, department, title, memo, tag and place "
          "of meeting") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        Edit edit;
        edit.body = body_of({.family = "鈴木"}, "株式会社見本", "課長");
        edit.body->ja.positions[0].department = {"営業本部", "第一営業部"};
        edit.memo = "犬を飼っている";
        edit.tags = std::vector<std::string>{"展示会"};
        edit.met = std::vector<Meeting>{{std::nullopt, "幕張メッセ", "カメラの話"}};
        REQUIRE(world.contacts.add(ken, edit));
        world.type_in(ken, {.family = "佐藤"});
        for (auto const *typed : {"見本", "㈱見本", "見本株式会社", "株式会社見本", "第一営業部",
                                  "課長", "犬", "展示会", "幕張", "カメラ", "鈴木 課長"}) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed) == Names{"鈴木"});
        }
        CHECK(found(world, ken, "鈴木 猫").empty());
    });
}

TEST_CASE("A hostile query is only text") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        world.type_in(ken, {.family = "山田"});
        for (std::string const typed : {"' OR 1=1--", "%", "_", "\\", "\"", "((((((((",
                                        "; drop table contact", "%%%%%", ":member"}) {
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
    on_each_world([](World &world) {
        auto const ken = world.member();
        world.type_in(ken, {.family = "渡辺", .family_kana = "わたなべ"});
        world.type_in(ken,
                      {.family = "Smith", .given = "Anna", .order = names::Order::family_first});
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
        // Only letters that somebody stands under can be chosen.
        CHECK(world.contacts.book(ken, {}, i18n::Language::ja)->heads ==
              Names{"あ", "か", "わ", "S", "#"});
        CHECK(world.contacts.book(world.member(), {}, i18n::Language::ja)->heads.empty());
    });
}

TEST_CASE("A cursor that was made up, changed, or taken from another list or book is refused") {
    on_each_world([](World &world) {
        auto const ken = world.member(), mei = world.member();
        for (auto const *family : {"青木", "加藤", "佐藤"}) world.type_in(ken, {.family = family});
        world.type_in(mei, {.family = "山田"});
        Ask ask;
        ask.limit = 1;
        auto const next = world.contacts.list(ken, ask, i18n::Language::ja)->next;
        REQUIRE_FALSE(next.empty());
        auto changed = next;
        changed.back() = changed.back() == 'A' ? 'Q' : 'A';
        for (auto const &forged :
             {std::string{"x"}, std::string{"' OR 1=1--"}, std::string(9'000, 'A'),
              std::string{"MA"}, changed, next + "AAAA", std::string{"あ"}}) {
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
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member(), mei = world.member();
        auto const kens = world.card(ken, body_of({.family = "田中"}));
        auto body = body_of({.family = "渡辺", .given = "花", .family_kana = "わたなべ"},
                            "株式会社見本", "課長");
        auto const hanas = world.card(hana, body);
        int rendered = 0;
        auto const page = [&](int limit = 50) {
            Ask ask;
            ask.limit = limit;
            auto const markup =
                world.contacts.rendered(ken, ask, i18n::Language::ja, [&](Book const &book) {
                    ++rendered;
                    std::string text;
                    for (auto const &line : book.found.lines) {
                        text += line.name.display() + ":" + line.title + ":" + line.memo_start +
                                (line.is_member && !line.is_live ? ":ended" : "") + "\n";
                    }
                    for (auto const &line : book.moved)
                        text += "moved " + line.name.display() + "\n";
                    return text + std::to_string(book.found.total);
                });
            REQUIRE(markup);
            return **markup;
        };
        CHECK(page() == "0");
        CHECK(page() == "0");
        CHECK(rendered == 2); // not yet watching: nothing is kept
        store::DerivedMemory memory;
        memory.follow(world.database);
        world.contacts.keep_in(memory);
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
        CHECK(page(1) == "青木 花:::ended\n2"); // as she showed it last
        REQUIRE(world.contacts.remove(ken, sato));
        CHECK(page() == "青木 花:::ended\n1");

        // What concerns nobody here leaves the page as it is.
        auto const before = rendered;
        world.type_in(mei, {.family = "山田"});
        CHECK(page() == "青木 花:::ended\n1");
        CHECK(rendered == before);
        // An event that names nobody concerns everybody.
        REQUIRE(world.database.write([](store::Writer &writer) -> Done {
            return writer.journal("ties.imported", 0), Done{};
        }));
        page();
        CHECK(rendered == before + 1);
    });
}

TEST_CASE("Turning the pages of any list shows each line once and in order, whatever the size of a "
          "page") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    auto const ken = world.member();
    std::vector<std::string> const families{"佐藤", "鈴木", "高橋", "田中", "伊藤", "Smith", "邱"};
    for (int i = 0; i < 137; ++i) {
        auto const &family = families[static_cast<std::size_t>(i * i) % families.size()];
        world.type_in(ken, {.family = family, .family_kana = i % 3 ? "" : "さとう"},
                      i % 2 ? "囲碁" : "");
    }
    bool const holds = rc::check("each line once, in order", [&] {
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
            for (auto const &line : page->lines) seen.push_back(line.id);
            ask.after = page->next;
            RC_ASSERT(++pages <= 200);
        } while (!ask.after.empty());
        ask.limit = 100;
        for (ask.after = "";;) {
            auto const page = world.contacts.list(ken, ask, i18n::Language::ja);
            for (auto const &line : page->lines) whole.push_back(line.id);
            if ((ask.after = page->next).empty()) break;
        }
        RC_ASSERT(seen == whole);
        auto const expected = ask.q.empty() ? 137u : ask.q == "囲碁" ? 68u : seen.size();
        RC_ASSERT(seen.size() == expected);
        RC_ASSERT(std::set<ContactId>(seen.begin(), seen.end()).size() == seen.size());
    });
    CHECK(holds);
}

TEST_CASE(
    "The newest come first when one asks, page by page, and a search says how many it found") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        for (int i = 0; i < 25; ++i) {
            world.type_in(ken, {.family = "会員" + std::to_string(100 + i)});
            if (i % 3 == 0) world.clock.advance(std::chrono::seconds{1});
        }
        Ask ask;
        ask.newest_first = true;
        ask.limit = 10;
        Names all;
        for (int page = 0; page < 4; ++page) {
            auto const found = world.contacts.list(ken, ask, i18n::Language::ja);
            REQUIRE(found);
            for (auto const &line : found->lines) all.push_back(line.name.display());
            if (found->next.empty()) break;
            ask.after = found->next;
        }
        REQUIRE(all.size() == 25);
        CHECK(all.front() == "会員124");
        CHECK(std::is_sorted(all.rbegin(), all.rend()));
        // The place in one order means nothing in the other.
        ask.newest_first = false;
        CHECK_FALSE(world.contacts.list(ken, ask, i18n::Language::ja));

        Ask search;
        search.q = "会員";
        search.limit = 10;
        auto const first = world.contacts.list(ken, search, i18n::Language::ja);
        CHECK(first->matches == 25);
        search.after = first->next;
        CHECK(world.contacts.list(ken, search, i18n::Language::ja)->matches == 25);
        CHECK_FALSE(world.contacts.list(ken, {}, i18n::Language::ja)->matches);
    });
}
