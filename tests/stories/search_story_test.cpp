// SPDX-License-Identifier: Apache-2.0
// One field finds people by any part and spelling, says why, and finds nothing that its reader may
// not see.
#include "base/text.hpp"
#include "support/meeting.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace goen;
using namespace goen::tests;
using feed::PostId;

namespace {

struct Circle {
    explicit Circle(Town &town_)
        : town(town_),
          hana(town.settle("hana@mihon.example", name_of("渡邊", "花", "わたなべ", "はな"))),
          ken(town.settle("ken@mihon.example", name_of("鈴木", "健", "すずき", "けん"))),
          mei(town.settle("mei@mihon.example", name_of("王", "美", "おう", "み"))) {}
    void exchange(MemberId a, MemberId b) { exchange_cards(town, a, b); }
    Town &town;
    MemberId hana, ken, mei;
};

std::string searching(std::string_view words, std::string_view more = "") {
    return "/search?q=" + percent_encoded(words) + std::string{more};
}

contacts::Edit typed_contact() {
    contacts::Edit edit;
    edit.body.emplace();
    edit.body->name = name_of("髙橋", "次郎", "たかはし", "じろう");
    edit.body->ja.positions.push_back({"見本精密工業株式会社", {"営業本部"}, "主任", true});
    edit.body->phones.push_back({"work", "03-1234-5678"});
    edit.memo = "展示会でお会いした。\nコーヒーがお好き。";
    edit.tags = std::vector<std::string>{"半導体"};
    return edit;
}

std::vector<std::string> titles(Phone::Answer const &answer) {
    std::vector<std::string> out;
    for (auto const &item : answer["items"].as_array())
        out.emplace_back(item.at("title").as_string());
    return out;
}

} // namespace

TEST_CASE("Ken finds a person by a part of any word of hers, and is told which") {
    in_each_town([](Town &town) {
        Circle all{town};
        REQUIRE(town.house.contacts.add(all.ken, typed_contact()));
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        struct Case {
            char const *words, *why;
        };
        for (auto const &[words, why] :
             {Case{"精密", "会社・団体</span> 見本<mark>精密</mark>工業"},
              Case{"営業", "部署</span> <mark>営業</mark>本部"},
              Case{"展示", "メモ</span> <mark>展示</mark>会"},
              Case{"こーひー", "<mark>コーヒー</mark>"},
              Case{"takahashi", "よみ</span> たかはし じろう"},
              Case{"たかはし", "<mark>たかはし</mark> じろう"},
              Case{"半導", "タグ</span> <mark>半導</mark>体"},
              Case{"12345678", "電話</span> 03-1234-5678"}, Case{"高橋", "主任"},
              Case{"高橋　展示", "主任"}}) {
            ken.open(searching(words));
            CHECK(ken.status() == 200);
            CHECK_MESSAGE(ken.says("髙橋"), words);
            CHECK_MESSAGE(ken.says(why), words, ken.body());
        }
        CHECK_FALSE(ken.open(searching("高橋 花見")).says("髙橋"));
        CHECK(ken.says("見つかりませんでした"));
        CHECK(ken.open(searching("高橋", "&kind=people")).says("髙橋"));
        CHECK(ken.open(searching("高橋", "&kind=nonsense")).says("髙橋"));
    });
}

TEST_CASE("A member is found by her name, reading, romaji and old kanji, once") {
    in_each_town([](Town &town) {
        Circle all{town};
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        auto const hers = "href=\"/m/" + all.hana.text() + "\"";
        for (auto const *words : {"渡辺", "わたなべ", "watanabe", "ワタナベ"})
            CHECK_MESSAGE(ken.open(searching(words)).says(hers), words);
        all.exchange(all.hana, all.ken);
        ken.open(searching("渡辺"));
        CHECK_FALSE(ken.says(hers));
        CHECK(ken.says("href=\"/contacts/" + all.hana.text() + "\""));
    });
}

TEST_CASE("Ken cannot tell by the search that Hana has blocked him") {
    in_each_town([](Town &town) {
        Circle all{town};
        auto phone = Phone::of(town, "ken@mihon.example");
        auto const before = phone.get("/search?q=watanabe").text;
        REQUIRE(town.house.exchange.block(all.hana, all.ken));
        CHECK(phone.get("/search?q=watanabe").text == before);
    });
}

TEST_CASE("Whom Ken has blocked he finds in his book and among the blocked, not in the search") {
    in_each_town([](Town &town) {
        Circle all{town};
        all.exchange(all.hana, all.ken);
        REQUIRE(town.house.exchange.block(all.ken, all.hana));
        REQUIRE(town.house.exchange.block(all.ken, all.mei)); // not in his book
        auto phone = Phone::of(town, "ken@mihon.example");
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        struct Person {
            char const *reading, *name;
        };
        for (auto const &[reading, name] : {Person{"わたなべ", "渡邊"}, Person{"おう", "王"}}) {
            CAPTURE(name);
            CHECK(titles(phone.get(searching(reading))).empty());
            CHECK(phone.get("/members?q=" + percent_encoded(reading))["items"].as_array().empty());
            CHECK_FALSE(ken.open(searching(reading)).says(name));
            CHECK_FALSE(ken.open("/search/suggest?q=" + percent_encoded(reading)).says(name));
            CHECK_FALSE(ken.open("/people?q=" + percent_encoded(reading)).says(name));
            CHECK(ken.open("/blocked").says(name));
        }
        CHECK(ken.open("/contacts?q=" + percent_encoded("わたなべ")).says("渡邊"));
        CHECK(ken.open("/m/" + all.hana.text()).says("/unblock"));
        REQUIRE(town.house.exchange.unblock(all.ken, all.mei));
        CHECK(titles(phone.get(searching("おう"))).size() == 1);
    });
}

TEST_CASE("Who has blocked Ken is no more and no less to be found than any stranger") {
    in_each_town([](Town &town) {
        Circle all{town};
        all.exchange(all.hana, all.ken);
        REQUIRE(town.house.exchange.block(all.hana, all.ken));
        auto const card = town.house.cards.of(all.hana).front();
        auto newer = card.live.body;
        newer.name.given = "花子";
        newer.ja.positions = {{"新見本株式会社", {}, "部長", true}};
        newer.show["positions"] = card::Tier::exchanged;
        REQUIRE(town.house.cards.publish(all.hana, card.id, newer));
        auto phone = Phone::of(town, "ken@mihon.example");
        // By what he holds, and nothing newer of it; a stranger's name is what everyone is shown.
        CHECK(titles(phone.get(searching("新見本"))).empty());
        auto const found = phone.get(searching("わたなべ"));
        REQUIRE(titles(found).size() == 1);
        CHECK(found["items"].at(0).at("path").as_string() == "/contacts/" + all.hana.text());
        newer.show["name"] = card::Tier::exchanged;
        REQUIRE(town.house.cards.publish(all.hana, card.id, newer));
        auto mei = Phone::of(town, "mei@mihon.example");
        CHECK(titles(mei.get(searching("わたなべ"))).empty());
        CHECK(titles(phone.get(searching("花子"))).empty());
    });
}

TEST_CASE("After an exchange has ended Ken finds Hana by the card he holds, not by a newer one") {
    in_each_town([](Town &town) {
        Circle all{town};
        all.exchange(all.hana, all.ken);
        REQUIRE(town.house.exchange.end(all.hana, all.ken));
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        CHECK(ken.open(searching("渡辺")).says("交換は終了"));
    });
}

TEST_CASE("The endpoint answers page by page, of one kind or all, and refuses what it cannot do") {
    in_each_town([](Town &town) {
        Circle all{town};
        for (int i = 0; i < 7; ++i) {
            auto edit = typed_contact();
            edit.body->name.given = "次郎" + std::to_string(i);
            REQUIRE(town.house.contacts.add(all.ken, edit));
        }
        auto phone = Phone::of(town, "ken@mihon.example");
        std::vector<std::string> found;
        std::string next;
        int pages = 0;
        do {
            auto const page = phone.get("/search?q=takahashi&limit=3" +
                                        (next.empty() ? "" : "&after=" + percent_encoded(next)));
            REQUIRE(page.status == 200);
            for (auto &title : titles(page)) found.push_back(std::move(title));
            next = page["next"].is_null() ? "" : page.word("next");
            ++pages;
        } while (!next.empty() && pages < 9);
        CHECK(found.size() == 7);
        CHECK(pages == 3);
        auto const one = phone.get("/search?q=%E7%B2%BE%E5%AF%86&kind=people&limit=1");
        auto const &item = one["items"].at(0);
        CHECK(item.at("kind") == "person");
        CHECK(item.at("why").at(0).at("what") == "company");
        CHECK(phone.get("/search?q=a&kind=nonsense").status == 422);
        CHECK(phone.get("/search?q=a&after=nonsense").status == 422);
        CHECK(phone.get("/search?q=" + std::string(201, 'a')).status == 422);
        CHECK(titles(phone.get("/search")).empty());
    });
}

TEST_CASE("While one types, a few people are suggested, and the way to all of it") {
    in_each_town([](Town &town) {
        Circle all{town};
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        ken.open("/search/suggest?q=wata");
        CHECK(ken.says("role=\"option\""));
        CHECK(ken.says("/m/" + all.hana.text()));
        CHECK(ken.says("data-path=\"/search?q=wata\""));
        CHECK(ken.open("/search/suggest?q=").body().empty());
        CHECK(ken.open("/search/suggest?q=" + std::string(900, 'a')).body().empty());
    });
}

TEST_CASE("Every page of every edition has the way to the search, and the page helps when empty") {
    in_each_town([](Town &town) {
        Circle all{town};
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        for (auto const *path : {"/", "/contacts", "/settings", "/card"}) {
            ken.open(path);
            CHECK_MESSAGE(ken.says("action=\"/search\""), path);
        }
        CHECK(ken.open("/search").says("言葉の一部で探せます"));
        CHECK(ken.open(searching(std::string(201, 'a'))).status() == 422);
        ken.open("/contacts?view=plain");
        CHECK(ken.says("<a href=\"/search\""));
        CHECK(ken.open(searching("わたなべ")).says("渡邊"));
        CHECK(ken.body().size() <= 9 * 1024);
    });
}

namespace {

PostId post(Town &town, MemberId author, std::string text,
            feed::Audience::To to = feed::Audience::To::exchanged) {
    feed::NewPost typed;
    typed.text = std::move(text);
    typed.audience.to = to;
    auto const made = town.house.feed.post(author, typed);
    REQUIRE(made);
    return made->id;
}

void wait(Town &town) {
    REQUIRE(town.house.post_search.index().wait_until_heard(milliseconds{20'000}));
}

std::vector<std::string> posts_found(Phone &phone, std::string_view words) {
    auto const answer = phone.get(searching(words, "&kind=posts"));
    REQUIRE(answer.status == 200);
    std::vector<std::string> out;
    for (auto const &item : answer["items"].as_array()) {
        CHECK(item.at("kind") == "post");
        out.emplace_back(item.at("why").at(0).at("text").as_string());
    }
    return out;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("A post is found by a part of a word, in any spelling, by those who may read it") {
    in_each_town([](Town &town) {
        Circle all{town};
        all.exchange(all.hana, all.ken);
        post(town, all.hana, "来週の展示会に出ます。髙橋さんも。");
        post(town, all.hana, "親しい方にだけ、展示の話", feed::Audience::To::close);
        post(town, all.mei, "みなさんへ、展示のお知らせ", feed::Audience::To::everyone);
        post(town, all.mei, "名刺交換した方へ、展示のお知らせ");
        wait(town);
        auto ken = Phone::of(town, "ken@mihon.example");
        CHECK(posts_found(ken, "展示") ==
              Texts{"みなさんへ、展示のお知らせ", "来週の展示会に出ます。髙橋さんも。"});
        CHECK(posts_found(ken, "展示会") == Texts{"来週の展示会に出ます。髙橋さんも。"});
        CHECK(posts_found(ken, "高橋").size() == 1);
        CHECK(posts_found(ken, "展示　高橋").size() == 1);
        CHECK(posts_found(ken, "親しい").empty());
        auto hana = Phone::of(town, "hana@mihon.example");
        CHECK(posts_found(hana, "展示").size() == 3); // hers, and the one for everyone
        Browser browser{town};
        browser.log_in("ken@mihon.example");
        CHECK(browser.open(searching("展示")).says("<mark>展示</mark>会に出ます"));
        CHECK_FALSE(browser.says("親しい方"));
    });
}

TEST_CASE("With a damaged index every page works, and the search and /readyz say what is wrong") {
    in_each_town([](Town &town) {
        Circle all{town};
        post(town, all.ken, "展示会に出ます");
        wait(town);
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        CHECK(ken.open("/readyz").body() == "ready\n");
        auto &search = town.house.post_search;
        search.close(); // or it would be made anew at once
        for (auto const *ending : {"", "-wal"}) {
            auto const path = search.index().file().string() + ending;
            std::error_code none_there;
            auto const size = std::filesystem::file_size(path, none_there);
            std::fstream stream{path, std::ios::in | std::ios::out | std::ios::binary};
            if (!none_there) stream << std::string(size, 'x');
        }
        CHECK(ken.open(searching("展示")).says("検索の準備をしています"));
        CHECK(ken.status() == 200);
        CHECK(ken.open(searching("すずき")).says("鈴木"));
        ken.open("/readyz");
        CHECK(ken.status() == 200);
        CHECK(ken.body() == "ready, but the search is being prepared\n");
        auto phone = Phone::of(town, "ken@mihon.example");
        CHECK(phone.get(searching("展示"))["building"] == true);
    });
}

TEST_CASE("A post that was edited, deleted, restored or whose author left is found as it is now") {
    in_each_town([](Town &town) {
        Circle all{town};
        all.exchange(all.hana, all.ken);
        auto const id = post(town, all.hana, "商談会に出ます");
        wait(town);
        auto ken = Phone::of(town, "ken@mihon.example");
        CHECK(posts_found(ken, "商談").size() == 1);
        feed::PostEdit edit;
        edit.text = "展示会に出ます";
        REQUIRE(town.house.feed.edit(all.hana, id, edit));
        wait(town);
        CHECK(posts_found(ken, "商談").empty());
        CHECK(posts_found(ken, "展示").size() == 1);
        REQUIRE(town.house.feed.remove(all.hana, id));
        CHECK(posts_found(ken, "展示").empty()); // at once, whatever the index still holds
        wait(town);
        CHECK(town.house.post_search.index().numbers().documents == 0);
        REQUIRE(town.house.feed.restore(all.hana, id));
        wait(town);
        CHECK(posts_found(ken, "展示").size() == 1);
        REQUIRE(town.house.leaving.leave(all.hana, Town::password, "192.0.2.1"));
        CHECK(posts_found(ken, "展示").empty());
        wait(town);
        CHECK(town.house.post_search.index().numbers().documents == 0);
    });
}

TEST_CASE("After a block or the end of an exchange nothing of the other's posts is found") {
    in_each_town([](Town &town) {
        Circle all{town};
        all.exchange(all.hana, all.ken);
        all.exchange(all.mei, all.ken);
        post(town, all.hana, "展示会に出ます", feed::Audience::To::everyone);
        post(town, all.mei, "展示会を見ます");
        wait(town);
        auto ken = Phone::of(town, "ken@mihon.example");
        CHECK(posts_found(ken, "展示").size() == 2);
        REQUIRE(town.house.exchange.block(all.hana, all.ken));
        CHECK(posts_found(ken, "展示") == Texts{"展示会を見ます"});
        REQUIRE(town.house.exchange.end(all.mei, all.ken));
        CHECK(posts_found(ken, "展示").empty());
        CHECK(ken.get(searching("展示", "&kind=posts")).text ==
              ken.get(searching("無い言葉", "&kind=posts")).text);
    });
}

TEST_CASE("A message is found by those who have it, with a token that may read messages") {
    in_each_town([](Town &town) {
        Circle circle{town};
        circle.exchange(circle.hana, circle.ken);
        circle.exchange(circle.hana, circle.mei);
        auto hana = Phone::of(town, "hana@mihon.example"),
             ken = Phone::of(town, "ken@mihon.example"), mei = Phone::of(town, "mei@mihon.example");
        auto const thread = hana.post(
            "/threads", {{"members", {circle.ken.text()}}, {"text", "見積書をお送りします"}});
        REQUIRE_MESSAGE(thread.status == 201, thread.text);
        auto const found = ken.get(searching("見積", "&kind=messages"));
        REQUIRE_MESSAGE(found["items"].as_array().size() == 1, found.text);
        auto const &item = found["items"].at(0);
        CHECK(item.at("kind") == "message");
        CHECK(item.at("title") == "渡邊 花");
        Browser browser{town};
        browser.log_in("ken@mihon.example");
        CHECK(browser.open(std::string{std::string_view{item.at("path").as_string()}}).status() ==
              200);
        CHECK(browser.says("見積書をお送りします"));
        CHECK(browser.open(searching("見積")).says("お送りします"));
        CHECK(mei.get(searching("見積"))["items"].as_array().empty());
        // With less in hand, less is found, and asking for more is refused by name.
        auto const made = ken.post("/tokens", {{"email", "ken@mihon.example"},
                                               {"password", Town::password},
                                               {"label", "検索"},
                                               {"scopes", {"contacts:read", "posts:read"}}});
        REQUIRE_MESSAGE(made.status == 201, made.text);
        Phone narrow{town, made.word("token")};
        CHECK(narrow.get(searching("見積"))["items"].as_array().empty());
        CHECK(narrow.get(searching("見積", "&kind=messages")).status == 403);
        CHECK(narrow.get(searching("渡邊"))["items"].as_array().size() == 1);
    });
}
