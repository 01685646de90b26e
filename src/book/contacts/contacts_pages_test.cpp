// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_json.hpp"
#include "contacts/testing_browser.hpp"

#include "i18n/dates.hpp"
#include "names/search_key.hpp"
#include "support/form_fields.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;
using http::Method;
namespace json = boost::json;

namespace {

// A page without its own address, which it repeats for the language button.
std::size_t without(http::Response const &response, std::string_view path) {
    std::string text{response.content()};
    for (auto at = text.find(path); at != text.npos; at = text.find(path))
        text.erase(at, path.size());
    return std::hash<std::string>{}(text); // printed when it differs
}

std::string text_of(json::value const &value) {
    return value.is_null() ? "" : std::string{value.as_string()};
}

} // namespace

TEST_CASE("An empty book explains how to start") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    Browser ken{world, world.member()};
    auto const page = ken.get("/contacts");
    CHECK(page.status == 200);
    CHECK(says(page, "連絡先はまだありません"));
    CHECK(says(page, "href=\"/exchange\""));
    CHECK(says(page, "href=\"/contacts/new\""));
}

TEST_CASE("Ken types in a paper card with the family name alone, and it comes back with a reason "
          "when it cannot be read") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    Browser ken{world, world.member()};
    auto const made = ken.post("/contacts/new", {{"family", "高橋"},
                                                 {"family_kana", "タカハシ"},
                                                 {"company", "株式会社見本"},
                                                 {"department", "営業本部 > 第一営業部"},
                                                 {"title", "課長"},
                                                 {"phone_mobile", "090-0000-0000"},
                                                 {"email", "hana@mihon.example"},
                                                 {"on", "令和8年4月1日"},
                                                 {"place", "大阪"},
                                                 {"memo", "犬"},
                                                 {"tags", "展示会\r\nVIP"}});
    REQUIRE(made.status == 303);
    auto const path = std::string{made.header("location")};
    auto const contact = world.contacts.find(ken.me, *ContactId::parse(path.substr(10)));
    REQUIRE(contact);
    CHECK(contact->body.ja.positions.at(0).department ==
          std::vector<std::string>{"営業本部", "第一営業部"});
    CHECK(contact->met.at(0).on == Date{std::chrono::year{2026} / 4 / 1});
    CHECK(contact->tags == std::vector<std::string>{"展示会", "VIP"});
    auto const page = ken.get(path);
    CHECK(page.status == 200);
    for (auto const *text : {"高橋", "たかはし", "株式会社見本", "090-0000-0000", "2026年4月1日",
                             "大阪", "犬", "展示会"}) {
        CAPTURE(std::string{text});
        CHECK(says(page, text));
    }
    auto const list = ken.get("/contacts");
    CHECK(says(list, "<ruby>高橋<rp>（</rp><rt>たかはし</rt><rp>）</rp></ruby>"));
    CHECK(says(list, path));

    for (auto const &[field, value] :
         std::vector<std::pair<std::string, std::string>>{{"family", ""},
                                                          {"family", "太郎🎉"},
                                                          {"phone_main", "*#06#"},
                                                          {"email", "not an address"},
                                                          {"url", "javascript:alert(1)"},
                                                          {"on", "きのう"},
                                                          {"on", "2026-02-30"},
                                                          {"tags", std::string(60, 'x')}}) {
        CAPTURE(field);
        CAPTURE(value);
        auto const again = field == "family"
                               ? ken.post("/contacts/new", {{field, value}})
                               : ken.post("/contacts/new", {{"family", "鈴木"}, {field, value}});
        CHECK(again.status == 422);
        CHECK(says(again, "id=\"f-" + field + "-error\""));
    }
    CHECK(world.contacts.list(ken.me, {}, i18n::Language::ja)->total == 1);
}

TEST_CASE("Editing a contact in the form keeps what the form does not show") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    Browser ken{world, world.member()};
    Edit edit;
    edit.body = body_of({.family = "山田"}, "株式会社見本", "課長");
    edit.body->ja.positions.push_back({"合同会社第二", {}, "顧問", false});
    edit.body->phones = {
        {"mobile", "090-0000-0001"}, {"mobile", "090-0000-0002"}, {"extension", "123"}};
    auto const id = *world.contacts.add(ken.me, edit);
    auto const form = ken.get("/contacts/" + id.text() + "/edit");
    CHECK(says(form, "value=\"090-0000-0001\""));
    CHECK(says(form, "value=\"株式会社見本\""));
    auto const path = "/contacts/" + id.text() + "/edit";
    REQUIRE(
        ken.post(path, tests::typed_into(tests::fields_of(form.content(), path),
                                         {{"title", "部長"}, {"phone_mobile", "090-0000-0009"}}))
            .status == 303);
    auto const body = world.contacts.find(ken.me, id)->body;
    CHECK(body.ja.positions.at(0).title == "部長");
    CHECK(body.ja.positions.at(1).company == "合同会社第二");
    CHECK(body.phones == std::vector<card::Labelled>{{"mobile", "090-0000-0009"},
                                                     {"mobile", "090-0000-0002"},
                                                     {"extension", "123"}});
}

TEST_CASE("Nothing a person typed becomes markup, on any page of the book") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    auto const me = world.member();
    std::string const evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    Edit edit;
    edit.body = body_of({.family = evil, .given = evil, .family_kana = evil, .family_romaji = evil},
                        evil, evil);
    edit.body->ja.positions[0].department = {evil};
    edit.body->emails = {{"work", evil}};
    edit.body->phones = {{"mobile", evil}};
    edit.body->urls = {{"web", "javascript:alert(1)"}};
    edit.memo = evil, edit.tags = std::vector<std::string>{evil.substr(0, 40)};
    edit.met = std::vector<Meeting>{{std::nullopt, evil, evil}};
    auto const id = *world.contacts.add(me, edit);
    for (auto const language : {i18n::Language::ja, i18n::Language::en}) {
        Browser browser{world, me, language};
        for (auto const &path :
             {std::string{"/contacts"},
              "/contacts?q=" + std::string{"%22%3E%3Cscript%3Ealert%281%29"},
              "/contacts/" + id.text(), "/contacts/" + id.text() + "/edit",
              "/contacts/" + id.text() + "/delete", "/contacts/" + id.text() + "/ledger"}) {
            CAPTURE(path);
            auto const page = browser.get(path);
            CHECK(page.status == 200);
            CHECK_FALSE(says(page, "<script>alert"));
            CHECK_FALSE(says(page, "<img src=x"));
            CHECK_FALSE(says(page, "href=\"javascript"));
        }
    }
}

TEST_CASE("A stranger's contact answers exactly as one that was never there, on every page") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    auto const ken = world.member();
    auto const id = world.type_in(ken, {.family = "山田"}, "秘密");
    Browser mei{world, world.member()};
    auto const mine = "/contacts/" + id.text(),
               missing = "/contacts/" + ContactId{id.value + 4096}.text();
    for (std::string const more : {"", "/edit", "/ledger", "/delete"}) {
        CAPTURE(more);
        auto const one = mei.get(mine + more), other = mei.get(missing + more);
        CHECK(one.status == 404);
        CHECK(without(one, mine) == without(other, missing));
    }
    for (std::string const more : {"", "/edit", "/met", "/delete", "/restore", "/looked"}) {
        CAPTURE(more);
        auto const one = mei.post(mine + more, {{"memo", "x"}, {"place", "x"}, {"family", "x"}});
        auto const other =
            mei.post(missing + more, {{"memo", "x"}, {"place", "x"}, {"family", "x"}});
        CHECK(one.status == 404);
        CHECK(without(one, mine) == without(other, missing));
    }
    CHECK(world.contacts.find(ken, id)->memo == "秘密");
    for (auto const *odd :
         {"/contacts/0", "/contacts/-1", "/contacts/1e9", "/contacts/99999999999999999999"}) {
        CHECK(mei.get(odd).status == 404);
    }
}

TEST_CASE("A contact page shows the ledger, who moved, and that an exchange has ended") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    auto const hana = world.member();
    Browser ken{world, world.member()};
    auto const card =
        world.card(hana, body_of({.family = "高橋", .given = "花"}, "株式会社見本", "課長"));
    world.exchange(ken.me, world.card(ken.me, body_of({.family = "田中"})), hana, card, "展示会");
    auto const path = "/contacts/" + hana.text();
    auto fresh_page = ken.get(path);
    CHECK(says(fresh_page, "忘れないうちに"));
    CHECK(fresh_page.content().find("name=\"memo\"") < fresh_page.content().find("id=\"details\""));

    world.clock.advance(std::chrono::hours{24 * 200});
    world.publish(hana, card, body_of({.family = "高橋", .given = "花"}, "株式会社見本", "部長"));
    CHECK(says(ken.get("/contacts"), "異動・変更のお知らせ"));
    auto const page = ken.get(path);
    CHECK_FALSE(says(page, "忘れないうちに"));
    CHECK(says(page, "2026年10月"));
    CHECK(says(page, "2027年4月"));
    CHECK(says(page, "変わったところ：所属・役職"));
    CHECK(says(page, path + "/looked"));
    auto const before = world.database.last_seq();
    ken.get(path), ken.get("/contacts"), ken.get(path + "/ledger");
    CHECK(world.database.last_seq() == before); // no writing by GET
    REQUIRE(ken.post(path + "/looked", {}).status == 303);
    CHECK_FALSE(says(ken.get("/contacts"), "異動・変更のお知らせ"));

    world.end(ken.me, hana);
    CHECK(says(ken.get(path), "名刺交換は終了しています。"));
    CHECK(says(ken.get(path), "最後に受け取った名刺です。"));
    CHECK(says(ken.get("/contacts"), "名刺交換は終了しています"));
}

TEST_CASE("A deleted contact can be brought back from the list") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    Browser ken{world, world.member()};
    auto const id = world.type_in(ken.me, {.family = "山田"});
    auto const path = "/contacts/" + id.text();
    CHECK(says(ken.get(path + "/delete"), "山田さんを連絡先から削除しますか？"));
    auto const gone = ken.post(path + "/delete", {});
    REQUIRE(gone.status == 303);
    CHECK(gone.header("location") == "/contacts?removed=" + id.text());
    CHECK(says(ken.get(std::string{gone.header("location")}), path + "/restore"));
    CHECK(ken.post(path + "/restore", {}).status == 303);
    CHECK(ken.get(path).status == 200);
}

TEST_CASE("A meeting is removed only from the list it was seen in") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    Browser ken{world, world.member()};
    auto const path = "/contacts/" + world.type_in(ken.me, {.family = "山田"}).text();
    REQUIRE(ken.post(path + "/met", {{"on", "2026-04-01"}, {"place", "東京"}}).status == 303);
    REQUIRE(ken.post(path + "/met", {{"place", "大阪"}}).status == 303);
    CHECK(ken.post(path + "/met", {{"on", "いつか"}}).status == 422);
    auto const mark = [&] {
        return tests::value_in(tests::fields_of(ken.get(path).content(), path + "/met"), "of");
    };
    auto const of_two = mark();
    CHECK(ken.post(path + "/met", {{"remove", "0"}, {"of", "2"}}).status == 409);
    for (auto const *n : {"2", "-1", "x", "9223372036854775807"})
        CHECK(ken.post(path + "/met", {{"remove", n}, {"of", of_two}}).status == 409);
    // One was taken out and another one put in: there are as many, and they are others.
    REQUIRE(ken.post(path + "/met", {{"remove", "1"}, {"of", of_two}}).status == 303);
    REQUIRE(ken.post(path + "/met", {{"place", "大阪"}, {"note", "二度目"}}).status == 303);
    CHECK(ken.post(path + "/met", {{"remove", "1"}, {"of", of_two}}).status == 409);
    REQUIRE(ken.post(path + "/met", {{"remove", "0"}, {"of", mark()}}).status == 303);
    auto const page = ken.get(path);
    CHECK(says(page, "大阪"));
    CHECK_FALSE(says(page, "東京"));
}

TEST_CASE("By the API a contact is written, read, changed, found and taken out") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    Browser ken{world, world.member()};
    auto const made = ken.api(Method::post, "/contacts",
                              R"({"card":{"name":{"family":"髙﨑","family_kana":"たかさき"},
        "sides":{"ja":{"positions":[{"company":"株式会社見本","title":"課長"}]}},"emails":[{"value":"t@mihon.example"}]},
        "memo":"犬","tags":["展示会"],"met":[{"on":"2026-04-01","place":"大阪"}]})");
    REQUIRE(made);
    CHECK(made->status == 201);
    auto const &contact = made->value.as_object();
    auto const id = text_of(contact.at("id"));
    CHECK(contact.at("member").is_null());
    CHECK(contact.at("tie").is_null());
    CHECK(text_of(contact.at("name").at("family")) == "髙﨑");
    CHECK(text_of(contact.at("met").at(0).at("on")) == "2026-04-01");
    CHECK(ken.api(Method::post, "/contacts", R"({"name":{"family":"佐藤"}})"));

    auto const found = ken.api(Method::get, "/contacts?q=takasaki");
    REQUIRE(found);
    CHECK(found->value.at("items").as_array().size() == 1);
    CHECK(found->value.at("next").is_null());
    CHECK(found->value.at("total").as_int64() == 2);
    auto const first = ken.api(Method::get, "/contacts?limit=1");
    REQUIRE(first);
    auto const second =
        ken.api(Method::get, "/contacts?limit=1&after=" + text_of(first->value.at("next")));
    REQUIRE(second);
    CHECK(second->value.at("next").is_null());
    CHECK(text_of(second->value.at("items").at(0).at("id")) !=
          text_of(first->value.at("items").at(0).at("id")));
    for (auto const *bad : {"/contacts?limit=0", "/contacts?limit=101", "/contacts?limit=-1",
                            "/contacts?limit=x", "/contacts?after=x", "/contacts?index=xx"}) {
        auto const refused = ken.api(Method::get, bad);
        REQUIRE_FALSE(refused);
        CHECK(refused.why().reason == Reason::invalid);
    }

    auto const changed =
        ken.api(Method::patch, "/contacts/" + id,
                R"({"memo":"猫","card":{"phones":[{"label":"main","value":"03-0000-0000"}]}})");
    REQUIRE(changed);
    CHECK(text_of(changed->value.at("memo")) == "猫");
    CHECK(text_of(changed->value.at("card").at("emails").at(0).at("value")) ==
          "t@mihon.example"); // not named: kept
    CHECK(text_of(changed->value.at("name").at("family")) == "髙﨑");

    for (auto const *bad : {R"({})", R"({"memo":"x"})", R"({"name":{}})",
                            R"({"name":{"family":"a"},"card":{"name":{"family":"b"}}})",
                            R"({"name":{"family":"a"},"surname":"b"})",
                            R"({"name":{"family":"a"},"met":[{"on":"2026-02-30"}]})",
                            R"({"name":{"family":"a\u0000"}})", R"({"name":{"family":"\ud800"}})",
                            R"([])", R"({"name":{"family":"a"},"tags":["a\nb"]})"}) {
        CAPTURE(std::string{bad});
        auto const refused = ken.api(Method::post, "/contacts", bad);
        REQUIRE_FALSE(refused);
        CHECK(refused.why().reason == Reason::invalid);
    }

    Browser mei{world, world.member()};
    for (auto const method : {Method::get, Method::del, Method::patch}) {
        auto const refused = mei.api(method, "/contacts/" + id, R"({"memo":"x"})");
        REQUIRE_FALSE(refused);
        CHECK(refused.why().reason == Reason::not_found);
    }
    REQUIRE(ken.api(Method::del, "/contacts/" + id));
    CHECK(ken.api(Method::get, "/contacts/" + id).why().reason == Reason::not_found);
}

TEST_CASE("The API tells Ken his own distance towards Hana and never hers towards him") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    auto const hana = world.member();
    Browser ken{world, world.member()};
    world.exchange(ken.me, world.card(ken.me, body_of({.family = "田中"})), hana,
                   world.card(hana, body_of({.family = "高橋"}, "株式会社見本")));
    auto const before = ken.api(Method::get, "/contacts/" + hana.text());
    REQUIRE(before);
    CHECK(text_of(before->value.at("tie").at("tier")) == "exchanged");
    CHECK(text_of(before->value.at("member")) == hana.text());
    world.set_tier(hana, ken.me, card::Tier::close);
    auto const after = ken.api(Method::get, "/contacts/" + hana.text());
    REQUIRE(after);
    CHECK(json::serialize(after->value.at("tie")) == json::serialize(before->value.at("tie")));
    auto const ledger = ken.api(Method::get, "/contacts/" + hana.text() + "/ledger");
    REQUIRE(ledger);
    CHECK(ledger->value.at("items").as_array().size() == 1);
    CHECK_FALSE(ledger->value.at("items").at(0).as_object().contains("tier"));
    CHECK(ken.api(Method::del, "/contacts/" + hana.text()).why().reason == Reason::conflict);
}

TEST_CASE("A contact typed twice in a row is one contact, and a namesake is asked about first") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        Browser browser{world, ken};
        std::vector<std::pair<std::string, std::string>> const typed{
            {"family", "佐藤"}, {"given", "花子"}, {"company", "見本商事"}, {"memo", "紙の名刺"}};
        auto const first = browser.post("/contacts/new", typed);
        auto const second = browser.post("/contacts/new", typed);
        REQUIRE(first.status == 303);
        CHECK(second.status == 303);
        CHECK(second.header("location") == first.header("location"));
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 1);

        // Another spelling of the same name, another firm: perhaps she has moved.
        std::vector<std::pair<std::string, std::string>> alike{
            {"family", "佐藤"}, {"given", "花子"}, {"company", "例示工業"}};
        auto const asked = browser.post("/contacts/new", alike);
        CHECK(asked.status == 409);
        CHECK(says(asked, "すでに登録済みの方かもしれません"));
        CHECK(says(asked, "見本商事"));
        CHECK(says(asked, "例示工業")); // what was typed is still there
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 1);
        alike.emplace_back("anyway", "1");
        CHECK(browser.post("/contacts/new", alike).status == 303);
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 2);

        // A family name alone says too little, and an hour later the same words are a new card.
        CHECK(browser.post("/contacts/new", {{"family", "佐藤"}}).status == 303);
        world.clock.advance(std::chrono::hours{1});
        auto again = typed;
        again.emplace_back("anyway", "1");
        CHECK(browser.post("/contacts/new", again).status == 303);
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 4);
    });
}

TEST_CASE("A company alone can be a contact, and is not said twice on its line") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        Browser browser{world, ken};
        CHECK(browser.post("/contacts/new", {{"memo", "だれでもない"}}).status == 422);
        auto const made =
            browser.post("/contacts/new", {{"company", "見本商事株式会社"},
                                           {"phone_main", "０３（１２３４）５６７８"}});
        REQUIRE(made.status == 303);
        auto const id = *ContactId::parse(made.header("location").substr(10));
        auto const contact = world.contacts.find(ken, id);
        CHECK(contact->body.name.display() == "見本商事株式会社");
        CHECK(contact->body.ja.positions.at(0).company == "見本商事株式会社");
        CHECK(contact->body.phones.at(0).value == "03(1234)5678");
        auto const list = std::string{browser.get("/contacts?index=%23").content()} +
                          std::string{browser.get("/contacts").content()};
        CHECK(list.find("<span class=\"what\"") == list.npos);
        CHECK(says(browser.get("/contacts?q=%E8%A6%8B%E6%9C%AC"), "見本商事株式会社"));

        // Signs that no name may hold stay on the card.
        auto const signed_one = browser.post("/contacts/new", {{"company", "㈱例示"}});
        REQUIRE(signed_one.status == 303);
        auto const other =
            world.contacts.find(ken, *ContactId::parse(signed_one.header("location").substr(10)));
        CHECK(other->body.name.display() == "例示");
        CHECK(other->body.ja.positions.at(0).company == "㈱例示");
        CHECK(browser.post("/contacts/new", {{"company", std::string(150, 'x')}}).status == 303);
        CHECK(browser.post("/contacts/new", {{"company", "🍣"}}).status == 422);
        CHECK(browser.post("/contacts/new", {{"company", std::string(5000, 'x')}}).status == 422);
    });
}

TEST_CASE("Two windows on one memo do not overwrite each other unnoticed") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        auto const id = world.type_in(ken, {.family = "佐藤"});
        Browser browser{world, ken};
        auto const path = "/contacts/" + id.text();
        auto const opened = tests::fields_of(browser.get(path).content(), path);
        auto const left = tests::typed_into(opened, {{"memo", "左の窓"}}),
                   right = tests::typed_into(opened, {{"memo", "右の窓"}});
        REQUIRE_FALSE(tests::value_in(opened, "version").empty());
        CHECK(browser.post(path, left).status == 303);
        // The second tap of the same words is no quarrel.
        CHECK(browser.post(path, left).status == 303);
        auto const outrun = browser.post(path, right);
        CHECK(outrun.status == 409);
        CHECK(says(outrun, "左の窓"));
        CHECK(says(outrun, "右の窓"));
        CHECK(world.contacts.find(ken, id)->memo == "左の窓");
        CHECK(browser.post(path, tests::fields_of(outrun.content(), path)).status == 303);
        CHECK(world.contacts.find(ken, id)->memo == "右の窓");
        // What does not say which version it saw is asked first, too.
        CHECK(browser.post(path, {{"memo", "書き手"}}).status == 409);
        CHECK(world.contacts.find(ken, id)->memo == "右の窓");
    });
}

TEST_CASE("A meeting that is still to come is none yet, also with a new contact") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        Browser browser{world, ken};
        auto const refused =
            browser.post("/contacts/new", {{"family", "佐藤"}, {"on", "2131-01-01"}});
        CHECK(refused.status == 422);
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 0);
    });
}

TEST_CASE("A postal code fills in the address of a contact, also without a script") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        Browser browser{world, ken};
        browser.doors = {};
        add_pages(browser.doors, {world.contacts, browser.places, browser.bodies},
                  [](std::string_view code) {
                      names::PostalPlace place;
                      place.code = code, place.prefecture = "東京都", place.city = "千代田区",
                      place.town = "丸の内";
                      return code == "1000005" ? std::vector{place}
                                               : std::vector<names::PostalPlace>{};
                  });
        auto const filled = browser.post("/contacts/new", {{"fill", "1"},
                                                           {"family", "佐藤"},
                                                           {"postal_code", "１００ー０００５"},
                                                           {"region", ""},
                                                           {"locality", "中央区"},
                                                           {"street", ""}});
        CHECK(filled.status == 200);
        CHECK(says(filled, "value=\"東京都\""));
        CHECK(says(filled, "value=\"丸の内\""));
        CHECK(says(filled, "value=\"中央区\"")); // what was typed stands
        CHECK(says(filled, "value=\"100-0005\""));
        CHECK(world.contacts.list(ken, {}, i18n::Language::ja)->total == 0);
        auto const unknown =
            browser.post("/contacts/new", {{"fill", "1"}, {"postal_code", "999-9999"}});
        CHECK(unknown.status == 422);
    });
}
