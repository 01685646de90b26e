// SPDX-License-Identifier: Apache-2.0
#include "card/card_doors.hpp"
#include "card/card_json.hpp"
#include "card/card_print.hpp"
#include "card/card_view.hpp"
#include "support/card_generators.hpp"
#include "support/databases.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <set>

using namespace goen;
using namespace goen::card;
using http::Method;

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

names::PersonName const hana_name{"渡邉", "花子", "", "わたなべ", "はなこ", "Watanabe", "Hanako"};

http::Params with(http::Params const &form, std::string const &name, std::string const &value) {
    http::Params out;
    for (auto const &[one, text] : form.pairs()) {
        if (one != name) out.add(one, text);
    }
    out.add(name, value);
    return out;
}

// The card room with its doors, and Hana or Ken in front of them.
struct Room {
    tests::FreshDatabase database;
    Cards cards{*database, database.ids, database.clock};
    web::Doors doors;
    web::Places places;
    MemberId hana = database.ids.make<MemberId>(), ken = database.ids.make<MemberId>();
    CardId card;
    http::Response last;

    Room() {
        auto body = first_card(hana_name);
        body.phones = {{"mobile", "090-0000-0001"}};
        card = cards.make(hana, body)->id;
        auto kens = first_card({"佐藤", "健", "", "さとう", "けん", "Sato", "Ken"});
        CHECK(cards.make(ken, kens).has_value());
        places.hang(below_card, 10,
                    [](web::Visit const &, CardId) { return html::p("code and QR"); });
        add_pages(doors, places, cards,
                  [](std::string_view code) { return names::PostalTable::built_in(code); });
        add_api(doors, cards);
    }

    // The page at a pattern, as `who` sees it.
    http::Response const &ask(MemberId who, Method method, std::string const &pattern,
                              std::string const &id = {}, http::Params form = {},
                              std::string const &query = {},
                              i18n::Language language = i18n::Language::ja) {
        http::Request request;
        request.method = method;
        request.path = request.target = pattern;
        request.query = *http::Params::parse(query);
        web::Visit visit{.request = request};
        visit.member = who;
        visit.member_name = "花子";
        visit.csrf = "csrf";
        visit.words = i18n::Words{language};
        visit.form = std::move(form);
        visit.path_params = {{"id", id}, {"code", id}};
        visit.now = database.clock.now();
        for (auto const &page : doors.pages()) {
            if (page.method == method && page.pattern == pattern) return last = page.handler(visit);
        }
        FAIL("no such door: " << pattern);
        return last;
    }

    Result<web::ApiAnswer> call(MemberId who, Method method, std::string const &path,
                                std::string const &id = {}, std::string const &body = "{}",
                                std::string const &query = {}) {
        http::Request request;
        request.query = *http::Params::parse(query);
        web::Visit visit{.request = request};
        visit.member = who;
        visit.path_params = {{"id", id}};
        auto const value = boost::json::parse(body);
        for (auto const &api : doors.apis()) {
            if (api.endpoint.method != method || api.endpoint.path != path) continue;
            if (api.endpoint.body) REQUIRE(web::check(*api.endpoint.body, value).empty());
            auto answer = api.handler({visit, value.as_object()});
            if (answer && api.endpoint.answer) {
                auto const errors = web::check(*api.endpoint.answer, answer->value);
                CHECK_MESSAGE(errors.empty(),
                              (errors.empty() ? "" : errors[0].field + ": " + errors[0].why.msgid));
                CHECK(answer->status == api.endpoint.status);
            }
            return answer;
        }
        FAIL("no such endpoint: " << path);
        return web::ApiAnswer{};
    }
};

} // namespace

TEST_CASE("Hana's card page shows her card, its list, the way to change it, and the exchange") {
    Room room;
    auto const &page = room.ask(room.hana, Method::get, "/card");
    CHECK(page.status == 200);
    CHECK(has(page.body, "渡邉"));
    CHECK(has(page.body, "<rt>わたなべ</rt>"));
    CHECK(has(page.body, "href=\"tel:+819000000001\""));
    CHECK(has(page.body, "/card/" + room.card.text() + "/edit"));
    CHECK(has(page.body, "code and QR"));
}

TEST_CASE("Company and title are shown to everyone when their owner says so, and nothing else with "
          "them") {
    Room room;
    CHECK_FALSE(has(room.ask(room.hana, Method::get, "/card").body, "/show-work"));
    auto body = room.cards.of(room.hana).front().live.body;
    body.ja.positions = {{"株式会社見本", {}, "課長", true}};
    REQUIRE(room.cards.publish(room.hana, room.card, body));
    CHECK(has(room.ask(room.hana, Method::get, "/card").body, "/show-work"));
    auto const before = room.cards.of(room.hana).front().live.body.show;
    CHECK(before == body.show); // the page alone opens nothing
    CHECK(room.ask(room.ken, Method::post, "/card/{id}/show-work", room.card.text()).status == 404);
    room.ask(room.hana, Method::post, "/card/{id}/show-work", room.card.text());
    auto expected = before;
    expected["positions"] = Tier::none;
    CHECK(room.cards.of(room.hana).front().live.body.show == expected);
    CHECK_FALSE(has(room.ask(room.hana, Method::get, "/card").body, "/show-work"));
}

TEST_CASE("A newcomer's page asks her to fill her card in") {
    Room room;
    CHECK(has(room.ask(room.ken, Method::get, "/card").body, "名刺を仕上げる"));
    CHECK_FALSE(has(room.ask(room.hana, Method::get, "/card").body, "名刺を仕上げる"));
}

TEST_CASE("Ken cannot open, change, print, preview or remove Hana's card by its number") {
    Room room;
    for (auto const *page :
         {"/card/{id}/edit", "/card/{id}/preview", "/card/{id}/print", "/card/{id}/remove"}) {
        CAPTURE(page);
        auto const theirs = room.ask(room.ken, Method::get, page, room.card.text());
        auto const none = room.ask(room.ken, Method::get, page, "12345");
        CHECK(theirs.status == 404);
        CHECK(theirs.body == none.body); // a stranger cannot tell
        CHECK_FALSE(has(theirs.body, "渡邉"));
        CHECK(room.ask(room.ken, Method::get, page, "1 or 1=1").status == 404);
    }
    for (auto const *page : {"/card/{id}/edit", "/card/{id}/main", "/card/{id}/remove"}) {
        CHECK(room.ask(room.ken, Method::post, page, room.card.text()).status == 404);
    }
    CHECK(room.ask(room.ken, Method::get, "/card", "", {}, "card=" + room.card.text()).status ==
          404);
    CHECK(room.call(room.ken, Method::get, "/cards/{id}", room.card.text()).why().reason ==
          Reason::not_found);
    CHECK(
        room.call(room.ken, Method::get, "/cards/{id}/preview", room.card.text(), "{}", "tier=none")
            .why()
            .reason == Reason::not_found);
    CHECK(room.call(room.ken, Method::patch, "/cards/{id}", room.card.text()).why().reason ==
          Reason::not_found);
    CHECK(room.call(room.ken, Method::del, "/cards/{id}", room.card.text()).why().reason ==
          Reason::not_found);
    CHECK(room.cards.of(room.hana).size() == 1);
}

TEST_CASE("The preview shows a distance exactly what it sees") {
    Room room;
    auto const at = [&](std::string tier) {
        return room
            .ask(room.hana, Method::get, "/card/{id}/preview", room.card.text(), {}, "tier=" + tier)
            .body;
    };
    CHECK(has(at("none"), "渡邉"));
    CHECK_FALSE(has(at("none"), "090-0000-0001"));
    CHECK(has(at("exchanged"), "090-0000-0001"));
    CHECK(room.ask(room.hana, Method::get, "/card/{id}/preview", room.card.text(), {}, "tier=owner")
              .status == 404);
}

TEST_CASE("Hana writes her card without script: a line more, the address from its code, a mistake, "
          "and saved") {
    Room room;
    auto const id = room.card.text();
    auto form = form_of(room.cards.mine(room.hana, room.card)->live.body);
    form.add("version", web::version_of(card_parts(i18n::Words{i18n::Language::ja}), form));
    auto more = form;
    more.add("more", "phones");
    auto const &longer = room.ask(room.hana, Method::post, "/card/{id}/edit", id, more);
    CHECK(longer.status == 200);
    CHECK(has(longer.body, "name=\"phones.1.value\""));
    CHECK(room.cards.mine(room.hana, room.card)->live.body.phones.size() == 1);

    http::Params typed;
    for (auto const &[name, value] : form.pairs())
        typed.add(name, name == "sides.ja.address.postal_code" ? "1000005" : value);
    auto fill = typed;
    fill.add("fill", "ja");
    CHECK(has(room.ask(room.hana, Method::post, "/card/{id}/edit", id, fill).body, "千代田区"));

    auto wrong = form;
    wrong.add("phones.1.label", "main"), wrong.add("phones.1.value", "*#06#");
    auto const &refused = room.ask(room.hana, Method::post, "/card/{id}/edit", id, wrong);
    CHECK(refused.status == 422);
    CHECK(has(refused.body, "*#06#"));
    CHECK(has(refused.body, "aria-invalid=\"true\""));
    CHECK(has(refused.body, "href=\"#f-phones.1.value\""));

    auto right = form;
    right.add("phones.1.label", "main"), right.add("phones.1.value", "03-0000-0000");
    CHECK(room.ask(room.hana, Method::post, "/card/{id}/edit", id, right).status == 303);
    CHECK(room.cards.mine(room.hana, room.card)->live.body.phones.size() == 2);
}

TEST_CASE("A second card, shown first, and taken back after being asked") {
    Room room;
    http::Params form;
    auto const blank = form_of(first_card(hana_name));
    for (auto const &[name, value] : blank.pairs())
        form.add(name, name == "label" ? "同窓会" : value);
    CHECK(room.ask(room.hana, Method::post, "/card/new", "", form).status == 303);
    auto const second = room.cards.of(room.hana).at(1);
    CHECK(second.live.body.label == "同窓会");
    CHECK(room.ask(room.hana, Method::post, "/card/{id}/main", second.id.text()).status == 303);
    CHECK(room.cards.of(room.hana).at(0).id == second.id);
    auto const asked = room.ask(room.hana, Method::get, "/card/{id}/remove", second.id.text());
    CHECK(asked.status == 200);
    CHECK(room.cards.of(room.hana).size() == 2);
    CHECK(room.ask(room.hana, Method::post, "/card/{id}/remove", second.id.text()).status == 303);
    CHECK(room.cards.of(room.hana).size() == 1);
    CHECK(room.ask(room.hana, Method::post, "/card/{id}/remove", room.card.text()).status == 409);
}

TEST_CASE("The postal code's answer for the script holds the address, or nothing") {
    Room room;
    auto const &found = room.ask(room.hana, Method::get, "/postal/{code}", "1000005");
    CHECK(found.status == 200);
    auto const value = boost::json::parse(found.body).as_object();
    CHECK(value.at("region") == "東京都");
    CHECK(value.at("locality") == "千代田区");
    for (auto const *bad : {"0000000", "abc", "", "100-000", "'; drop table card"}) {
        CHECK(room.ask(room.hana, Method::get, "/postal/{code}", bad).status == 404);
    }
}

TEST_CASE("By the API Hana lists, makes, changes and removes her cards") {
    Room room;
    CHECK(room.call(room.hana, Method::get, "/cards")->value.at("items").as_array().size() == 1);
    auto const made = room.call(
        room.hana, Method::post, "/cards", "",
        R"({"kind":"private","name":{"family":"渡邉","given":"花子","family_kana":"わたなべ","given_kana":"はなこ"},"main":true})");
    REQUIRE(made);
    CHECK(made->value.at("main").as_bool());
    auto const id = std::string{made->value.at("id").as_string()};
    auto const changed = room.call(
        room.hana, Method::patch, "/cards/{id}", id,
        R"({"phones":[{"label":"mobile","value":"090-1111-0000"}],"show":{"phones":"close"}})");
    REQUIRE(changed);
    CHECK(changed->value.at("kind") == "private");
    auto const tier = [&](std::string const &name) {
        return boost::json::serialize(
            room.call(room.hana, Method::get, "/cards/{id}/preview", id, "{}", "tier=" + name)
                ->value);
    };
    CHECK_FALSE(has(tier("colleague"), "090-1111-0000"));
    CHECK(has(tier("close"), "090-1111-0000"));
    CHECK_FALSE(has(tier("close"), "\"show\""));
    CHECK(room.call(room.hana, Method::get, "/cards/{id}/preview", id, "{}", "tier=owner")
              .why()
              .reason == Reason::invalid);
    CHECK(room.call(room.hana, Method::get, "/cards/{id}/preview", id).why().reason ==
          Reason::invalid);
    CHECK(room.call(room.hana, Method::del, "/cards/{id}", id)->status == 204);
    CHECK(room.call(room.hana, Method::del, "/cards/{id}", room.card.text()).why().reason ==
          Reason::conflict);
}

TEST_CASE("Markup on a card is text on every page") {
    CHECK(rc::check("face, list and form", [] {
        auto body = *tests::any_card();
        body.label = "\"><script>alert(1)</script>";
        body.ja.positions.insert(body.ja.positions.begin(), {"<script>alert(1)</script>",
                                                             {"\"><img src=x onerror=alert(1)>"},
                                                             "' onmouseover='x",
                                                             true});
        i18n::Words const w{i18n::Language::ja};
        http::Request request;
        web::Visit visit{.request = request};
        auto const out = meishi(body, w, i18n::Language::ja).markup() +
                         card_details(body, w).markup() +
                         card_form(visit, {form_of(body), {}, {}}, {}).markup();
        RC_ASSERT_FALSE(has(out, "<script>"));
        RC_ASSERT_FALSE(has(out, "<img src=x"));
        RC_ASSERT_FALSE(has(out, "' onmouseover"));
    }));
}

TEST_CASE("A phone link dials what can be dialled: no commands, no emergency numbers") {
    CHECK(dialled({"mobile", "０９０－００００－００００"}) == "+819000000000");
    CHECK(dialled({"mobile", "+81 (0)90-0000-0000"}) == "+819000000000");
    CHECK(dialled({"main", "110"}).empty());
    CHECK(dialled({"extension", "12345"}).empty());
    CHECK(dialled({"main", "*#06#"}).empty());
    CardBody body;
    body.phones = {{"main", "*#06#"}, {"main", "javascript:1"}};
    CHECK_FALSE(has(card_details(body, i18n::Words{i18n::Language::en}).markup(), "href"));
}

TEST_CASE("A vertical card writes its numbers in kanji, and a floor side by side") {
    CHECK(kanji_numerals("03-0000-0012") == "〇三－〇〇〇〇－〇〇一二");
    CHECK(kanji_numerals("〒１００") == "〒一〇〇");
    CardBody body;
    body.name = hana_name;
    body.layout = Layout::vertical;
    body.ja.address = {"100-0005", "東京都", "千代田区", "丸の内1-2-13", "見本ビル10F", "JP"};
    auto const face = meishi(body, i18n::Words{i18n::Language::ja}, i18n::Language::ja).markup();
    CHECK(has(face, "丸の内一－二－一三"));
    CHECK(has(face, "見本ビル<span class=\"tcy\">10F</span>"));
    CHECK(has(face, "〒一〇〇－〇〇〇五"));
}

TEST_CASE(
    "Letters never lie on their side in a name: such a vertical card is set across, on the same "
    "standing paper") {
    CardBody body;
    body.layout = Layout::vertical;
    body.ja.positions = {{"株式会社NTT見本21", {"IT推進室"}, "課長", true}};
    auto const face = [&] {
        return meishi(body, i18n::Words{i18n::Language::ja}, i18n::Language::ja).markup();
    };
    body.name = hana_name;
    CHECK(set_in_type(body, i18n::Language::ja).is_vertical);
    CHECK(has(face(), "class=\"meishi tall vertical"));
    // Up to three letters stand side by side, and a company's digits stay what they are.
    CHECK(has(face(), "株式会社<span class=\"tcy\">NTT</span>見本<span class=\"tcy\">21</span>"));
    CHECK(has(face(), "<span class=\"tcy\">IT</span>推進室"));
    for (auto const &name :
         {names::PersonName{"Garcia", "Maria"}, names::PersonName{"山田", "Ken"},
          names::PersonName{"Иванов", ""}, names::PersonName{"渡邉", "花子", "M."}}) {
        body.name = name;
        CAPTURE(name.display());
        auto const setting = set_in_type(body, i18n::Language::ja);
        CHECK(setting.is_tall);
        CHECK_FALSE(setting.is_vertical);
        CHECK(has(face(), "class=\"meishi tall large"));
    }
    body.name = hana_name;
    body.ja.positions[0].company = "Mihon Trading";
    CHECK_FALSE(set_in_type(body, i18n::Language::ja).is_vertical);
    CHECK_FALSE(set_in_type(body, i18n::Language::en).is_tall);
}

TEST_CASE("A card has one of five styles, whoever sees it, and a name for each") {
    CardBody body;
    body.name = hana_name;
    i18n::Words const w{i18n::Language::ja};
    std::set<std::string> faces, names;
    for (auto const style : styles) {
        body.style = style;
        faces.insert(meishi(seen(body, Tier::none), w, i18n::Language::ja).markup());
        names.insert(style_label(style, w));
    }
    CHECK(faces.size() == 5);
    CHECK(names.size() == 5);
}

TEST_CASE("Photograph and logo stand on the face, and the lines beside them become shorter") {
    auto const owner = MemberId{17};
    CardBody body;
    body.name = hana_name;
    body.ja.positions = {{"株式会社見本", {"営業本部"}, "課長", true}};
    body.ja.address = {"100-0005", "東京都", "千代田区", "丸の内1-2-3", "見本ビル10F", "JP"};
    body.emails = {{"work", "hanako.watanabe.of.the.first.section@mihon.example"}};
    body.show = {{"photo", Tier::close}};
    i18n::Words const w{i18n::Language::ja};
    for (auto const layout : {Layout::horizontal, Layout::vertical}) {
        body.layout = layout;
        body.photo = body.logo = {};
        auto const bare_step = set_in_type(body, i18n::Language::ja).step;
        body.photo = {owner, "0123456789abcdef0123456789abcdef", 384, 384};
        body.logo = {owner, "fedcba9876543210fedcba9876543210", 768, 90};
        CHECK(set_in_type(body, i18n::Language::ja).step >= bare_step);
        auto const large = meishi(body, w, i18n::Language::ja).markup();
        CHECK(has(large, "src=\"" + picture_path(body.photo, 192) + "\""));
        CHECK(has(large, "alt=\"渡邉 花子さんの写真\""));
        CHECK(has(large, "alt=\"株式会社見本のロゴ\""));
        CHECK(has(large, " with-photo with-logo"));
        // Paper takes the largest there is.
        auto const print = meishi(body, w, i18n::Language::ja, Size::print).markup();
        CHECK(has(print, "src=\"" + picture_path(body.photo, 384) + "\""));
        CHECK(has(print, "src=\"" + picture_path(body.logo, 768) + "\""));
        auto const of_others = meishi(seen(body, Tier::colleague), w, i18n::Language::ja).markup();
        CHECK_FALSE(has(of_others, body.photo.hash));
        CHECK(has(of_others, body.logo.hash));
    }
}

TEST_CASE("What is typed is drawn at once, but for what no card may hold, and nothing is saved") {
    Room room;
    auto const edit = "/card/{id}/edit";
    auto const before = room.cards.of(room.hana).front().live.body;
    auto typed = form_of(before);
    typed = with(typed, "name.family", "渡邊");
    typed = with(typed, "name.family_kana", "wata");
    typed = with(typed, "phones.0.value", "09");
    typed = with(typed, "style", "gothic_navy");
    typed = with(typed, "emails.0.value", "hanako@");
    typed = with(typed, "urls.0.value", "mihon.example/hana");
    typed = with(typed, "look", "live");
    auto const &answer = room.ask(room.hana, Method::post, edit, room.card.text(), typed);
    CHECK(answer.status == 200);
    CHECK_FALSE(has(answer.body, "<html"));
    CHECK_FALSE(has(answer.body, "<form"));
    CHECK(has(answer.body, "data-live=\"sides\""));
    CHECK(has(answer.body, "渡邊"));
    CHECK(has(answer.body, "gothic navy"));
    CHECK(has(answer.body, "https://mihon.example/hana"));
    CHECK_FALSE(has(answer.body, "hanako@"));
    CHECK_FALSE(has(answer.body, "wata"));
    CHECK_FALSE(has(answer.body, "data-error"));
    for (auto const style : styles)
        CHECK(has(answer.body, "data-live=\"" + std::string{to_string(style)} + "\""));

    // Without script a button shows the same, in the form as it was typed.
    typed = with(typed, "look", "page");
    auto const &page = room.ask(room.hana, Method::post, edit, room.card.text(), typed);
    CHECK(page.status == 200);
    CHECK(has(page.body, "value=\"hanako@\""));
    CHECK(has(page.body, "渡邊"));
    CHECK_FALSE(has(page.body, "role=\"alert\""));

    // Of a name that no card may hold it is said what saving would say.
    auto const odd = with(typed, "name.family", "渡邊😀");
    auto const &refused = room.ask(room.hana, Method::post, edit, room.card.text(), odd);
    CHECK(has(refused.body, "id=\"f-name.family-error\""));
    auto const live = with(odd, "look", "live");
    CHECK(has(room.ask(room.hana, Method::post, edit, room.card.text(), live).body,
              "data-error=\"name.family\""));

    // A name that is not there yet is no reason to draw nothing; so for a new card.
    http::Params fresh;
    fresh.add("sides.ja.positions.0.company", "株式会社見本");
    fresh.add("look", "live");
    CHECK(has(room.ask(room.hana, Method::post, "/card/new", {}, fresh).body, "株式会社見本"));
    CHECK(room.cards.of(room.hana).size() == 1);
    CHECK(room.cards.of(room.hana).front().live.body == before);

    // Nobody draws another member's card.
    typed = with(typed, "look", "live");
    CHECK(room.ask(room.ken, Method::post, edit, room.card.text(), typed).status == 404);
}

TEST_CASE("However much is written, the face shortens lines and the list keeps every word") {
    CHECK(cut_to("山田太郎", 4) == "山田太郎");
    CHECK(cut_to("山田太郎", 3) == "山田…");
    CHECK(cut_to("", 3) == "");
    std::string long_text;
    for (int i = 0; i < 199; ++i) long_text += "髙";
    CardBody body;
    body.name = hana_name;
    for (int i = 0; i < 20; ++i)
        body.ja.positions.push_back({long_text + "終", {long_text}, long_text, i == 0});
    body.ja.address = {"100-0005", long_text, long_text, long_text, long_text, "JP"};
    i18n::Words const w{i18n::Language::ja};
    for (auto const layout : {Layout::horizontal, Layout::vertical}) {
        body.layout = layout;
        auto const face = meishi(body, w, i18n::Language::ja).markup();
        CHECK_FALSE(has(face, long_text));
        CHECK(has(face, "渡邉"));
        CHECK(has(face, "ほか19件"));
    }
    CHECK(has(card_details(body, w).markup(), long_text + "終"));
}

TEST_CASE("An address is big to small in Japanese and small to big in English") {
    Address const ja{"100-0005", "東京都", "千代田区", "丸の内1-2-3", "見本ビル10F", "JP"};
    CHECK(address_line(ja, i18n::Language::ja) ==
          "〒100-0005 東京都千代田区丸の内1-2-3 見本ビル10F");
    Address const en{"100-0005", "Tokyo", "Chiyoda-ku", "1-2-3 Marunouchi", "", "JP"};
    CHECK(address_line(en, i18n::Language::en) ==
          "1-2-3 Marunouchi, Chiyoda-ku, Tokyo 100-0005, JAPAN");
    Position const post{"Mihon K.K.", {"Sales HQ", "First Sales"}, "Chief", true};
    CHECK(position_line(post, i18n::Language::en) == "Chief, First Sales, Sales HQ, Mihon K.K.");
}

TEST_CASE(
    "On a keypad phone the card is asked in parts, and what the other parts hold comes along") {
    Room room;
    auto const fields = [](std::string const &page) {
        http::Params found;
        for (auto at = page.find("<input"); at != page.npos; at = page.find("<input", at + 1)) {
            auto const tag = page.substr(at, page.find('>', at) - at);
            auto const value_of = [&](std::string const &key) {
                auto const from = tag.find(" " + key + "=\"");
                if (from == tag.npos) return std::string{};
                auto const start = from + key.size() + 3;
                return tag.substr(start, tag.find('"', start) - start);
            };
            bool const is_unpressed =
                value_of("type") == "radio" && tag.find("checked") == tag.npos;
            if (!is_unpressed && value_of("type") != "checkbox" && value_of("name") != "csrf")
                found.add(value_of("name"), value_of("value"));
        }
        return found;
    };
    auto const edit = "/card/{id}/edit";
    auto const before = room.cards.of(room.hana).front().live.body;
    auto page = room.ask(room.hana, Method::get, edit, room.card.text(), {}, "view=plain").body;
    CHECK(page.size() < 9 * 1024);
    CHECK(has(page, "name=\"name.family\" "));
    auto form = fields(page);
    form.add("part", "2");
    page = room.ask(room.hana, Method::post, edit, room.card.text(), form, "view=plain").body;
    CHECK(page.size() < 9 * 1024);
    CHECK(has(page, "type=\"hidden\" name=\"name.family\""));
    CHECK_FALSE(has(page, "type=\"hidden\" name=\"phones.0.value\""));
    CHECK(room.cards.of(room.hana).front().live.body ==
          before); // nothing is saved by turning the page

    // A mistake in another part leads to it.
    form = fields(page);
    http::Params wrong;
    for (auto const &[name, value] : form.pairs())
        wrong.add(name, name == "name.family_kana" ? "ABC" : value);
    CHECK(room.ask(room.hana, Method::post, edit, room.card.text(), wrong, "view=plain").status ==
          422);
    CHECK_FALSE(has(room.last.body, "type=\"hidden\" name=\"name.family_kana\""));
}
