// SPDX-License-Identifier: Apache-2.0
// The story goen exists for: two people stand before each other, exchange cards, and find each
// other that evening.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

struct TwoPeople {
    explicit TwoPeople(Town &town)
        : hana(town.settle("hana@mihon.example",
                           name_of("髙﨑", "花", "たかさき", "はな", "Takasaki", "Hana"))),
          ken(town.settle("ken@rei.example",
                          name_of("渡邉", "健", "わたなべ", "けん", "Watanabe", "Ken"))) {}
    MemberId hana, ken;
};

std::string digits_of(std::string const &page) {
    // Six digits, possibly in two groups, inside the element that shows the code.
    auto const at = page.find("code-digits");
    REQUIRE(at != page.npos);
    std::string digits;
    for (auto i = page.find('>', at); i < page.size() && digits.size() < 6; ++i) {
        if (page[i] >= '0' && page[i] <= '9') digits += page[i];
    }
    return digits;
}

} // namespace

TEST_CASE("Ken types the six digits Hana says, and both find each other in their books") {
    in_each_town([](Town &town) {
        TwoPeople const people{town};
        Browser hana{town}, ken{town, "en"};
        hana.log_in("hana@mihon.example").open("/exchange");
        REQUIRE(hana.status() == 200);
        hana.send(
            "/exchange/code",
            {{"card", hana.value_after("name=\"card\"")}, {"minutes", "10"}, {"place", "東京"}});
        REQUIRE(hana.status() == 200);
        auto const digits = digits_of(hana.body());
        REQUIRE(digits.size() == 6);

        ken.log_in("ken@rei.example").open("/exchange");
        ken.send("/exchange/look", {{"code", digits}});
        REQUIRE(ken.status() == 200);
        CHECK(ken.says("髙﨑"));
        auto phone = Phone::of(town, "ken@rei.example");
        auto const card =
            std::string{std::string_view{phone.get("/me")["cards"].at(0).at("id").as_string()}};
        auto const tie = phone.post("/exchange/codes/redeem", {{"code", digits}, {"card", card}});
        REQUIRE(tie.status == 201);

        ken.open("/contacts?q=takasaki");
        CHECK(ken.says("髙﨑"));
        hana.open("/contacts?q=わたなべ");
        CHECK(hana.says("渡邉"));
    });
}

TEST_CASE("Going back after an exchange leads to the person, by digits as by QR") {
    in_each_town([](Town &town) {
        TwoPeople const people{town};
        Browser hana{town}, ken{town, "en"};
        hana.log_in("hana@mihon.example").open("/exchange");
        auto const card = hana.value_after("name=\"card\"");
        auto const new_code = [&] {
            hana.send("/exchange/code", {{"card", card}, {"minutes", "10"}});
            return *town.house.exchange.my_code(people.hana);
        };
        auto const code = new_code();
        ken.log_in("ken@rei.example").open("/exchange");
        ken.send("/exchange/look", {{"code", code.digits}});
        auto const by_digits = ken.path();
        ken.open("/c/" + code.secret);
        auto const by_qr = ken.path();
        CHECK(by_qr.starts_with("/x/" + code.secret));
        ken.send("/exchange/redeem",
                 {{"code", code.digits}, {"card", ken.value_after("name=\"card\"")}});
        CHECK(ken.path().starts_with("/exchange/done"));
        CHECK(ken.says("お互いの連絡先に登録されました"));
        auto const person = "/contacts/" + people.hana.text();
        for (int round = 0; round < 2; ++round) {
            for (auto const &back : {by_digits, by_qr}) {
                ken.open(back);
                CHECK(ken.path() == person);
                CHECK(ken.says("TAKASAKI"));
            }
            (void)new_code(); // and Hana shows the next code to somebody else
        }
        // Who has not exchanged cards with her is told that the code is over.
        town.settle("mei@rei.example", name_of("李", "梅", "り", "めい"));
        Browser mei{town};
        mei.log_in("mei@rei.example").open(by_digits);
        CHECK(mei.status() == 404);
        // Two who meet again are not told that they have just come to know each other.
        town.fresh.clock.advance(std::chrono::hours{24});
        CHECK(ken.open("/exchange/done?with=" + people.hana.text())
                  .says("からお互いの連絡先に登録されています"));
        CHECK_FALSE(ken.says("お互いの連絡先に登録されました"));
    });
}

TEST_CASE("A page asked for by somebody who is not logged in waits behind the log-in") {
    in_each_town([](Town &town) {
        TwoPeople const people{town};
        Browser ken{town};
        ken.open("/contacts");
        CHECK(ken.path().starts_with("/login?next="));
        ken.send(
            "/login",
            {{"email", "ken@rei.example"}, {"password", Town::password}, {"next", "/contacts"}});
        CHECK(ken.path() == "/contacts");
    });
}

TEST_CASE("A form of another site, without a token, or with another person's token does nothing") {
    in_each_town([](Town &town) {
        TwoPeople const people{town};
        Browser hana{town}, ken{town};
        hana.log_in("hana@mihon.example").open("/exchange");
        ken.log_in("ken@rei.example").open("/exchange");
        auto const token = ken.value_after("name=\"csrf\"");
        auto const form = [](std::string const &csrf) {
            return request_for(http::Method::post, "/logout", "csrf=" + csrf,
                               {{"content-type", "application/x-www-form-urlencoded"}});
        };
        CHECK(hana.request(form("")).status == 403);
        CHECK(hana.request(form(token)).status == 403);
        for (auto const &[name, value] :
             std::vector<http::Header>{{"sec-fetch-site", "cross-site"},
                                       {"origin", "https://evil.example"},
                                       {"origin", "null"}}) {
            auto crossed = form(hana.value_after("name=\"csrf\""));
            crossed.headers.emplace_back(name, value);
            CHECK(hana.request(crossed).status == 403);
        }
        auto json = form(hana.value_after("name=\"csrf\""));
        json.headers.front().second = "text/plain";
        CHECK(hana.request(json).status == 415);
        CHECK(hana.open("/contacts").path() == "/contacts"); // still logged in
    });
}

TEST_CASE("Another host's name gets no answer, however it is said") {
    in_each_town([](Town &town) {
        for (auto const &target : {"/", "/login", "/api/v1/openapi.json"}) {
            auto request = request_for(http::Method::get, target);
            request.headers.back().second = "evil.example";
            CHECK(town.house.handle(std::move(request)).status == 421);
            request =
                request_for(http::Method::get, target, {}, {{"x-forwarded-host", "evil.example"}});
            auto const response = town.house.handle(std::move(request));
            CHECK(std::string{response.content()}.find("evil.example") == std::string::npos);
        }
    });
}

TEST_CASE("A write sent twice with one Idempotency-Key is done once") {
    in_each_town([](Town &town) {
        TwoPeople const people{town};
        auto ken = Phone::of(town, "ken@rei.example");
        boost::json::value const body{{"card", {{"name", {{"family", "渡邊"}}}}}};
        auto const first =
            ken.call(http::Method::post, "/contacts", body, {{"idempotency-key", "k1"}});
        auto const again =
            ken.call(http::Method::post, "/contacts", body, {{"idempotency-key", "k1"}});
        REQUIRE(first.status == 201);
        CHECK(again.status == 201);
        CHECK(first.text == again.text);
        CHECK(ken.get("/contacts")["items"].as_array().size() == 1);
        boost::json::value const other{{"card", {{"name", {{"family", "別人"}}}}}};
        CHECK(
            ken.call(http::Method::post, "/contacts", other, {{"idempotency-key", "k1"}}).status ==
            422);
    });
}

TEST_CASE("Every problem says what it is, in the reader's language, and every page that is not "
          "there is the same") {
    in_each_town([](Town &town) {
        TwoPeople const people{town};
        auto ken = Phone::of(town, "ken@rei.example");
        auto const gone = ken.get("/contacts/" + people.hana.text());
        CHECK(gone.status == 404);
        CHECK(gone.word("type").ends_with("/problems/not-found"));
        CHECK(gone.text == ken.get("/contacts/4242").text);
        CHECK(ken.get("/nothing").status == 404);
        CHECK(ken.call(http::Method::del, "/me").status == 405);
        CHECK(Phone(town, "").get("/me").status == 401);
        CHECK(Phone(town, "wrong").get("/me").status == 401);
    });
}

TEST_CASE("A log-in without its password field is refused like a wrong password") {
    in_each_town([](Town &town) {
        TwoPeople const people{town};
        Browser ken{town};
        ken.open("/login").send("/login", {{"email", "ken@rei.example"}});
        CHECK(ken.status() >= 400);
        CHECK(ken.status() < 500);
        ken.open("/login").send("/login", {});
        CHECK(ken.status() < 500);
    });
}

TEST_CASE("A contact is found by telephone and mail, as far as her card shows them") {
    in_each_town([](Town &town) {
        TwoPeople const people{town};
        auto hana = Phone::of(town, "hana@mihon.example"), ken = Phone::of(town, "ken@rei.example");
        auto const card = [](Phone &whose) {
            return std::string{
                std::string_view{whose.get("/me")["cards"].at(0).at("id").as_string()}};
        };
        boost::json::value const patch{
            {"phones",
             {{{"label", "direct"}, {"value", "03-0000-9130"}},
              {{"label", "mobile"}, {"value", "090-0000-1195"}}}},
            {"emails", {{{"label", "work"}, {"value", "hana@mihon.example"}}}},
            {"show", {{"name", "none"}, {"phones.mobile", "close"}}}};
        REQUIRE(hana.patch("/cards/" + card(hana), patch).status == 200);
        auto const code = hana.post("/exchange/codes", {{"card", card(hana)}}).word("code");
        REQUIRE(ken.post("/exchange/codes/redeem", {{"code", code}, {"card", card(ken)}}).status ==
                201);
        for (auto const *query :
             {"03-0000-9130", "0300009130", "%2B81300009130", "hana@mihon.example"}) {
            CAPTURE(query);
            CHECK(ken.get(std::string{"/contacts?q="} + query)["items"].as_array().size() == 1);
        }
        CHECK(ken.get("/contacts?q=09000001195")["items"]
                  .as_array()
                  .empty()); // only for those who are close
    });
}

TEST_CASE("What Hana withdrew, her former name and how many hold a card are said alike on pages "
          "and in the API") {
    in_each_town([](Town &town) {
        auto const hana =
            town.settle("hana@mihon.example", name_of("高橋", "花子", "たかはし", "はなこ"));
        auto const ken = town.settle("ken@mihon.example", name_of("山田", "健", "やまだ", "けん"));
        auto const of_hana = town.house.cards.of(hana).front();
        account::NameRecord former;
        former.kind = account::NameKind::maiden, former.visible = "exchanged",
        former.findable = true;
        former.name = name_of("佐藤", "花子", "さとう", "はなこ"), former.since = "1998-04",
        former.until = "2010";
        REQUIRE(town.house.accounts.add_name_record(hana, former));
        auto const code = town.house.exchange.show_code(hana, of_hana.id, 10, 1, "");
        Browser of_ken{town}, visitor{town}, bei_hana{town};
        CHECK(visitor.open("/x/" + code->secret + "/qr.svg").status() == 200);
        CHECK(visitor.open("/x/" + code->secret + "/qr.png").body().starts_with("\x89PNG"));
        REQUIRE(town.house.exchange.redeem(ken, code->secret, town.house.cards.of(ken).front().id,
                                           "", "192.0.2.1"));
        CHECK(visitor.open("/x/" + code->secret + "/qr.svg").status() == 404);

        of_ken.log_in("ken@mihon.example");
        auto phone = Phone::of(town, "ken@mihon.example");
        for (auto const &page : {"/m/" + hana.text(), "/contacts/" + hana.text()}) {
            CAPTURE(page);
            CHECK(of_ken.open(page).says("（旧姓：佐藤）"));
            CHECK(of_ken.says("佐藤 花子（さとう はなこ）"));
            CHECK(of_ken.says("1998年4月から2010年まで"));
        }
        CHECK(of_ken.open("/people?q=%E3%81%95%E3%81%A8%E3%81%86").says("（旧姓：佐藤）"));
        auto const member = phone.get("/members/" + hana.text());
        CHECK(member["other_names"].at(0).at("since").as_string() == "1998-04");
        CHECK(member["withdrawn_at"].is_null());
        CHECK(phone.get("/members?q=sato&limit=1")["items"].as_array().size() == 1);
        CHECK(phone.get("/members?q=sato&limit=0").status == 422);
        CHECK(phone.get("/members?q=sato&after=junk").status == 422);
        CHECK(phone.post("/members/424242/unblock").status == 404);
        CHECK(of_ken.open("/m/" + hana.text()).send("/m/424242/unblock", {}).status() == 404);
        CHECK(of_ken.open("/settings").says("/blocked"));

        card::CardBody other = of_hana.live.body;
        other.label = "私用";
        REQUIRE(town.house.cards.make(hana, other));
        bei_hana.log_in("hana@mihon.example");
        CHECK(bei_hana.open("/card/" + of_hana.id.text() + "/remove").says("1名"));
        REQUIRE(town.house.cards.remove(hana, of_hana.id));
        for (auto const &page : {"/m/" + hana.text(), "/contacts/" + hana.text()}) {
            CAPTURE(page);
            CHECK(of_ken.open(page).says("2026年10月3日に取り下げられました"));
        }
        CHECK(phone.get("/members/" + hana.text())["withdrawn_at"].is_string());
        CHECK(phone.get("/contacts/" + hana.text())["withdrawn_at"].is_string());
    });
}

TEST_CASE("Whatever cannot be read is answered calmly: a page to a browser, a problem to a "
          "program, a line to the rest") {
    in_each_town([](Town &town) {
        auto &pipeline = town.house.pipeline();
        for (int const status : {400, 404, 408, 414, 421, 431}) {
            CAPTURE(status);
            auto const page =
                pipeline.refused(status, "why",
                                 request_for(http::Method::get, "/m", "",
                                             {{"accept", "text/html"}, {"accept-language", "ja"}}));
            CHECK(page.status == status);
            CHECK(page.header("content-type").starts_with("text/html"));
            CHECK(page.content().find("lang=\"ja\"") != std::string_view::npos);
            CHECK((page.content().find("href=\"/\"") != std::string_view::npos) == (status != 421));
            auto const problem =
                pipeline.refused(status, "why", request_for(http::Method::get, "/api/v1/me"));
            CHECK(problem.status == status);
            CHECK(problem.header("content-type") == "application/problem+json");
            CHECK(pipeline.refused(status, "why", request_for(http::Method::get, "/m")).content() ==
                  "why\n");
        }
        Browser hana{town};
        town.settle("hana@mihon.example", name_of("高橋", "花子", "たかはし", "はなこ"));
        hana.log_in("hana@mihon.example");
        CHECK(hana.open("/contacts?after=bad").status() == 422);
        auto const said = hana.body();
        auto const first = said.find("最初のページからご覧ください");
        REQUIRE(first != std::string::npos);
        CHECK(said.find("最初のページからご覧ください", first + 1) == std::string::npos); // once
        CHECK_FALSE(hana.says("ブラウザー")); // no advice about forms
        CHECK(hana.says("href=\"/contacts\""));
    });
}
