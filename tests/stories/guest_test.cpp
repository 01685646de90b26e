// SPDX-License-Identifier: Apache-2.0
// Somebody who will not join: she opens a card, saves it, leaves hers, and perhaps joins a year
// later after all.
#include "http/compress.hpp"
#include "support/town.hpp"
#include "web/assets.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

// What a first view by a stranger may weigh on the wire: the first ten packets of a connection.
constexpr std::size_t one_flight = 14'600;

struct Hana {
    explicit Hana(Town &town) : browser(town) {
        town.settle("hana@mihon.example",
                    name_of("髙﨑", "花", "たかさき", "はな", "Takasaki", "Hana"));
        browser.log_in("hana@mihon.example").open("/card");
        card = browser.value_after("/edit\"", "href");
        auto phone = Phone::of(town, "hana@mihon.example");
        card = std::string{std::string_view{phone.get("/me")["cards"].at(0).at("id").as_string()}};
    }
    std::string path_in(
        std::string const &mark) const { // of the first link of this site after `mark`
        auto const body = browser.body();
        auto const at = body.find(mark);
        REQUIRE(at != body.npos);
        return body.substr(at, body.find_first_of("<\"", at) - at);
    }
    Browser browser;
    std::string card;
};

std::size_t bytes_on_the_wire(http::Response const &response) {
    std::size_t bytes = response.content().size();
    for (auto const &[name, value] : response.headers) bytes += name.size() + value.size() + 4;
    return bytes;
}

http::Request compressed(std::string const &path) {
    return request_for(http::Method::get, path, "", {{"accept-encoding", "gzip, deflate, br"}});
}

} // namespace

TEST_CASE("Somebody without an account sees a card, leaves hers, is invited, joins, and both have "
          "each other") {
    in_each_town([](Town &town) {
        Hana hana{town};
        CHECK(hana.browser.open("/card").says("/card/" + hana.card + "/link"));
        hana.browser.send("/card/" + hana.card + "/link", {});
        auto const link = hana.path_in("/c/");

        Browser suzuki{town};
        suzuki.open(link);
        REQUIRE(suzuki.status() == 200);
        CHECK(suzuki.says("髙﨑"));
        CHECK(suzuki.says("noindex"));
        CHECK_FALSE(suzuki.says("hana@mihon.example"));
        CHECK_FALSE(suzuki.says("<script"));

        auto const file = suzuki.request(request_for(http::Method::get, link + ".vcf"));
        CHECK(file.status == 200);
        CHECK(file.header("content-type") == "text/vcard; charset=utf-8");
        CHECK(file.content().find("髙﨑") != std::string_view::npos);

        suzuki.send(link, {{"name", "鈴木 一郎"}, {"company", "株式会社鈴木"}});
        CHECK(suzuki.status() == 422);
        CHECK(suzuki.says("株式会社鈴木")); // what was typed comes back
        suzuki.send(link, {{"name", "鈴木 一郎"},
                           {"company", "株式会社鈴木"},
                           {"email", "ichiro@suzuki.example"},
                           {"word", "<b>先日は</b>ありがとうございました。"}});
        CHECK(suzuki.path() == link + "/left");

        hana.browser.open("/requests");
        CHECK(hana.browser.says("鈴木 一郎"));
        CHECK(hana.browser.says("&lt;b&gt;先日は"));
        auto const accept = hana.path_in("/guests/");
        hana.browser.send(accept, {{"place", "東京商工会議所"}});
        REQUIRE(hana.browser.path().starts_with("/contacts/"));
        auto const contact = hana.browser.path();
        CHECK(hana.browser.says("東京商工会議所"));
        CHECK(hana.browser.says(contact + "/invite"));
        hana.browser.send(contact, {{"memo", "甘いものがお好き"}, {"tags", "展示会"}});
        CHECK(town.postman.letters_to("ichiro@suzuki.example").empty());
        hana.browser.open(contact + "/reminders");
        hana.browser.send(contact + "/reminders",
                          {{"when", "one_week"}, {"note", "展示会の写真を送る"}});

        hana.browser.open(contact + "/invite");
        CHECK(hana.browser.says("ichiro@suzuki.example"));
        hana.browser.send(contact + "/invite", {});
        auto const letters = town.postman.letters_to("ichiro@suzuki.example");
        REQUIRE(letters.size() == 1);
        auto const claim = town.postman.newest_link("ichiro@suzuki.example");
        REQUIRE(claim.starts_with("/claim/"));

        suzuki.open(claim);
        CHECK(suzuki.says("髙﨑"));
        auto const join = suzuki.value_after("button primary", "href");
        REQUIRE(join.starts_with("/join?invitation="));
        suzuki.open(join);
        CHECK(suzuki.says("ichiro@suzuki.example")); // filled in
        suzuki.send("/join", {{"invitation", join.substr(join.find('=') + 1)},
                              {"family", "鈴木"},
                              {"given", "一郎"},
                              {"family_kana", "すずき"},
                              {"given_kana", "いちろう"},
                              {"order", "family_first"},
                              {"email", "ichiro@suzuki.example"},
                              {"password", Town::password}});
        CHECK(suzuki.path() == "/");
        CHECK(suzuki.open("/contacts").says("髙﨑"));
        hana.browser.open("/contacts?q=すずき");
        CHECK(hana.browser.says("甘いものがお好き"));
        CHECK(hana.browser.open(claim).status() == 404); // used
        // What she wanted to be reminded of hangs on the member's line now.
        CHECK(hana.browser.open("/reminders").says("展示会の写真を送る"));
        CHECK_FALSE(hana.browser.says(contact));
    });
}

TEST_CASE("A code shown on a screen opens the card for a guest and the exchange for a member") {
    in_each_town([](Town &town) {
        Hana hana{town};
        town.settle("ken@rei.example", name_of("渡邉", "健", "わたなべ", "けん"));
        auto phone = Phone::of(town, "hana@mihon.example");
        auto const code = phone.post("/exchange/codes", {{"card", hana.card}, {"uses", 0}});
        REQUIRE(code.status == 201);
        auto const url = code.word("url");
        auto const path = url.substr(url.find("/c/"));
        Browser guest{town}, ken{town, "en"};
        CHECK(guest.open(path).says("髙﨑"));
        CHECK(guest.open("/x/" + path.substr(3)).path() == path); // an older picture of the code
        ken.log_in("ken@rei.example").open(path);
        CHECK(ken.path().starts_with("/x/" + path.substr(3) + "?with="));
        CHECK(hana.browser.open(path).status() == 200); // her own

        guest.open(path).send(path, {{"name", "Maria Garcia"}, {"phone", "+34 600 000 000"}});
        auto const waiting = phone.get("/guests");
        REQUIRE(waiting["items"].as_array().size() == 1);
        auto const &one = waiting["items"].at(0).as_object();
        CHECK(one.at("means") == "code");
        auto const id = std::string{std::string_view{one.at("id").as_string()}};
        auto const kept = phone.post("/guests/" + id + "/accept", {{"place", "横浜"}});
        REQUIRE(kept.status == 200);
        CHECK(phone.get("/contacts/" + kept.word("contact"))["met"].at(0).at("place") == "横浜");
        CHECK(phone.post("/guests/" + id + "/decline").status == 404);
        auto const link = phone.post("/cards/" + hana.card + "/link");
        REQUIRE(link.status == 200);
        auto const lasting = link.word("url").substr(link.word("url").find("/c/"));
        CHECK(guest.open(lasting).status() == 200);
        CHECK(phone.drop("/cards/" + hana.card + "/link").status == 204);
        CHECK(guest.open(lasting).status() == 404);
    });
}

TEST_CASE("The first view of a full card by a stranger is one page and one small style sheet") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto phone = Phone::of(town, "hana@mihon.example");
        // As much as a card has when everything on it is for everyone.
        auto const side = [](char const *company, char const *title, char const *region) {
            return boost::json::value{{"positions",
                                       {{{"company", company},
                                         {"department", {"営業本部", "第一営業部"}},
                                         {"title", title},
                                         {"main", true}},
                                        {{"company", "一般社団法人見本協会"},
                                         {"department", boost::json::array{}},
                                         {"title", "理事"},
                                         {"main", false}}}},
                                      {"address",
                                       {{"postal_code", "100-0005"},
                                        {"region", region},
                                        {"locality", "千代田区"},
                                        {"street", "丸の内1-2-3"},
                                        {"building", "見本ビル10F"},
                                        {"country", "JP"}}}};
        };
        auto const filled =
            phone.patch("/cards/" + hana.card,
                        {{"sides",
                          {{"ja", side("株式会社見本", "課長", "東京都")},
                           {"en", side("Mihon K.K.", "Section Chief", "Tokyo")}}},
                         {"emails", {{{"label", "work"}, {"value", "hana@mihon.example"}}}},
                         {"phones",
                          {{{"label", "direct"}, {"value", "03-0000-0000"}},
                           {{"label", "mobile"}, {"value", "090-0000-0000"}}}},
                         {"urls", {{{"label", "web"}, {"value", "https://mihon.example/"}}}},
                         {"show",
                          {{"name", "none"},
                           {"positions", "none"},
                           {"emails", "none"},
                           {"phones", "none"},
                           {"address", "none"},
                           {"urls", "none"}}}});
        REQUIRE(filled.status == 200);
        auto const url = phone.post("/cards/" + hana.card + "/link").word("url");
        for (auto const *language : {"ja", "en"}) {
            Browser stranger{town, language};
            auto const page = stranger.request(compressed(url.substr(url.find("/c/"))));
            REQUIRE(page.status == 200);
            REQUIRE(page.header("content-encoding") == "br");
            auto const css_path = web::asset("card.css").text();
            auto const css = stranger.request(compressed(css_path));
            REQUIRE(css.header("content-encoding") == "br");
            MESSAGE(language << ": page " << bytes_on_the_wire(page) << ", style "
                             << bytes_on_the_wire(css) << " bytes with headers");
            CHECK(bytes_on_the_wire(page) + bytes_on_the_wire(css) <= one_flight);

            stranger.open(url.substr(url.find("/c/")));
            auto const body = stranger.body();
            CHECK(stranger.says(css_path));
            // Nothing else is fetched: no script, no picture, no font, no frame.
            for (auto const *other :
                 {"<script", "<img", "<iframe", "src=", "url(", "manifest", "@import"}) {
                CAPTURE(other);
                CHECK_FALSE(stranger.says(other));
            }
            std::size_t links = 0;
            for (auto at = body.find("<link "); at != body.npos; at = body.find("<link ", at + 1))
                ++links;
            CHECK(links == 2); // the style sheet, and an icon that is no request
        }
    });
}

TEST_CASE("What previews and search engines are told of a card is what everyone may see") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto phone = Phone::of(town, "hana@mihon.example");
        REQUIRE(phone.patch("/cards/" + hana.card, {{"show", {{"name", "exchanged"}}}}).status ==
                200);
        auto const url = phone.post("/cards/" + hana.card + "/link").word("url");
        Browser stranger{town};
        auto const page =
            stranger.request(request_for(http::Method::get, url.substr(url.find("/c/"))));
        std::string const body{page.content()};
        CHECK(page.header("x-robots-tag").find("noindex") != std::string_view::npos);
        CHECK(page.header("referrer-policy") == "same-origin");
        auto const head = body.substr(0, body.find("<body"));
        CHECK(head.find("髙﨑") == head.npos);
        CHECK(head.find(hana.card) == head.npos);
        CHECK(body.find("髙﨑") != body.npos); // to whoever was given the link
        CHECK(body.find("/m/") == body.npos);
    });
}

TEST_CASE("A guest's form is refused calmly when it is not what it should be") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto const link =
            Phone::of(town, "hana@mihon.example").post("/cards/" + hana.card + "/link").word("url");
        auto const path = link.substr(link.find("/c/"));
        Browser guest{town};
        guest.open(path);
        auto const without_token =
            guest.request(request_for(http::Method::post, path, "name=a&phone=03-0000-0000",
                                      {{"content-type", "application/x-www-form-urlencoded"}}));
        CHECK(without_token.status == 403);
        for (auto const &name :
             {std::string(100'000, 'a'), std::string{"a\u202Eb"}, std::string{"😀"}}) {
            CHECK(
                guest.open(path).send(path, {{"name", name}, {"phone", "03-0000-0000"}}).status() ==
                422);
        }
        CHECK(
            guest.open(path)
                .send(
                    path,
                    {{"name", "山田"}, {"phone", "03-0000-0000"}, {"unknown", "x"}, {"owner", "1"}})
                .path() == path + "/left");
        for (auto const *wrong :
             {"/c/482913", "/c/x", "/c/x.vcf", "/c/x/left", "/claim/x", "/claim/1.x"}) {
            CAPTURE(wrong);
            CHECK(guest.open(wrong).status() == 404);
        }
        CHECK(guest.open("/guests/1/accept").status() != 200);
        int refused = 0;
        for (int i = 0; i < 40; ++i) {
            guest.open(path).send(
                path, {{"name", "山田"}, {"phone", "03-0000-" + std::to_string(1000 + i)}});
            if (guest.status() == 429) ++refused;
        }
        CHECK(refused > 0);
    });
}

TEST_CASE("Six digits typed without an account open the page that the QR of the same code opens") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto phone = Phone::of(town, "hana@mihon.example");
        auto const code = phone.post("/exchange/codes", {{"card", hana.card}, {"minutes", 10}});
        REQUIRE(code.status == 201);
        auto const path = code.word("url").substr(code.word("url").find("/c/"));
        auto const digits = code.word("code");
        Browser guest{town};
        guest.open("/").send("/code", {{"code", digits}});
        CHECK(guest.path() == path);
        CHECK(guest.status() == 200);
        CHECK(guest.says("髙﨑"));
        // As one reads it aloud, and as some keyboards write it.
        guest.open("/").send("/code", {{"code", digits.substr(0, 3) + " " + digits.substr(3)}});
        CHECK(guest.path() == path);

        auto const wrong = digits == "000000" ? "000001" : "000000";
        auto const answer_to = [&](std::string const &typed) {
            guest.open("/code").send("/code", {{"code", typed}});
            auto page = guest.body();
            for (auto at = page.find(typed); at != page.npos; at = page.find(typed))
                page.replace(at, typed.size(), "------");
            auto const token = guest.value_after("name=\"csrf\"");
            for (auto at = page.find(token); at != page.npos; at = page.find(token))
                page.replace(at, token.size(), "token");
            return page;
        };
        auto const unknown = answer_to(wrong);
        CHECK(guest.status() == 404);
        CHECK(guest.says("新しいコード"));
        town.fresh.clock.advance(minutes{11});
        CHECK(answer_to(digits) == unknown); // expired: not a word more
        CHECK(guest.status() == 404);
        CHECK(guest.send("/code", {{"code", "12"}}).status() == 422);

        // Somebody who has an account is led to the exchange.
        auto const next = phone.post("/exchange/codes", {{"card", hana.card}});
        town.settle("ken@rei.example", name_of("渡邉", "健", "わたなべ", "けん"));
        Browser ken{town};
        ken.log_in("ken@rei.example").send("/code", {{"code", next.word("code")}});
        CHECK(ken.path() == "/exchange/look?code=" + next.word("code"));

        // Whoever tries numbers is stopped, and then not even the right one is looked at.
        int tried = 0;
        for (int i = 0; i < 40 && guest.status() != 429; ++i, ++tried)
            guest.send("/code", {{"code", "9" + std::to_string(10'000 + i)}});
        CHECK(guest.status() == 429);
        CHECK(tried <= 10);
        CHECK(guest.send("/code", {{"code", next.word("code")}}).status() == 429);
    });
}
