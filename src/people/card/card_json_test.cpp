// SPDX-License-Identifier: Apache-2.0
#include "card/card_json.hpp"

#include "card/card_check.hpp"
#include "support/card_generators.hpp"
#include "web/endpoint.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace goen;
using namespace goen::card;
namespace json = boost::json;

namespace {

json::object const contract = json::parse(R"({"kind":"company","label":"本業",
  "name":{"family":"山田","given":"太郎","middle":null,"family_kana":"やまだ","given_kana":"たろう",
          "family_romaji":"Yamada","given_romaji":"Taro","order":"family_first"},
  "sides":{"ja":{"positions":[{"company":"株式会社見本","department":["営業本部","第一営業部"],"title":"課長","main":true}],
                 "address":{"postal_code":"100-0005","region":"東京都","locality":"千代田区","street":"丸の内1-2-3","building":"見本ビル10F","country":"JP"}},
           "en":{"positions":[],"address":null}},
  "emails":[{"label":"work","value":"taro@mihon.example"}],
  "phones":[{"label":"main","value":"03-0000-0000"}],
  "urls":[{"label":"web","value":"https://mihon.example/"}],
  "layout":"horizontal","style":"mincho_white",
  "show":{"name":"none","positions":"none","emails":"exchanged","phones":"exchanged","phones.mobile":"colleague","address":"exchanged"}})")
                                  .as_object();

Result<CardBody> read(json::object const &card) {
    return card_of(web::from_json<CardInput>(card), names::NameRule::member);
}

Result<CardBody> patched(CardBody const &base, json::object const &patch) {
    auto const whole = web::Patch<CardInput>{patch}.onto(input_of(base));
    return changed_card(base, whole, names::NameRule::member);
}

// The gate's answer to the contract's card with one thing changed: the first complaint's path, or
// "" when let in.
std::string refused_at(std::string_view change) {
    auto card = contract;
    auto const changes = json::parse(change).as_object();
    for (auto const &pair : changes) card[pair.key()] = pair.value();
    auto const errors = web::check(web::shape_of<CardInput>(), card);
    if (!errors.empty()) return errors[0].field;
    auto const body = read(card);
    if (body) return {};
    return body.why().fields.empty() ? "?" : body.why().fields[0].field;
}

} // namespace

TEST_CASE("The contract's card goes in and comes out the same") {
    CHECK(web::check(web::shape_of<CardInput>(), contract).empty());
    auto const body = read(contract);
    REQUIRE(body);
    CHECK(card_json(*body, Audience::owner) == contract);
    CHECK(web::check(web::shape_of<CardAnswer>(), card_json(*body, Audience::owner, CardId{17}))
              .empty());
    CHECK(web::check(web::shape_of<CardAnswer>(),
                     card_json(seen(*body, Tier::none), Audience::others, CardId{17}))
              .empty());
    auto const others = card_json(seen(*body, Tier::exchanged), Audience::others);
    for (auto const *own : {"show", "label", "kind"}) CHECK_FALSE(others.contains(own));
}

TEST_CASE("Any card comes back from JSON as it was") {
    CHECK(rc::check("written and read by the API", [] {
        auto const body = *tests::any_card();
        auto const written = card_json(body, Audience::owner);
        RC_ASSERT(web::check(web::shape_of<CardInput>(), written).empty());
        auto const again = read(json::parse(json::serialize(written)).as_object());
        RC_ASSERT(again.has_value());
        // Pictures are put on a card with their files, never by naming one.
        auto words = body;
        words.photo = words.logo = {};
        RC_ASSERT(*again == words);
        auto const kept = patched(body, written);
        RC_ASSERT(kept.has_value());
        RC_ASSERT(*kept == body);
    }));
}

TEST_CASE("What a change does not name stays") {
    auto const before = read(contract);
    REQUIRE(before);
    auto const after = patched(
        *before,
        json::parse(
            R"({"phones":[],"sides":{"en":{"positions":[{"company":"Mihon","title":"Chief"}]}}})")
            .as_object());
    REQUIRE(after);
    CHECK(after->phones.empty());
    CHECK(after->ja == before->ja);
    CHECK(after->en.positions.at(0).company == "Mihon");
    CHECK(after->en.positions.at(0).main);
    CHECK(after->name == before->name);
    CHECK(after->show == before->show);

    auto const deep = patched(
        *before, json::parse(R"({"sides":{"ja":{"address":{"street":"2-2"}}},"name":{"given":"新"},
                        "show":{"photo":"close"}})")
                     .as_object());
    REQUIRE(deep);
    auto wanted = *before;
    wanted.ja.address.street = "2-2";
    wanted.name.given = "新";
    wanted.show["photo"] = Tier::close;
    CHECK(*deep == wanted);
}

TEST_CASE("Scripts in links stay off the card, however they are disguised") {
    for (auto const *bad : {"javascript:alert(1)",
                            "JavaScript:alert(1)",
                            "data:text/html,<script>",
                            "vbscript:x",
                            "java\tscript:alert(1)",
                            " javascript:alert(1)",
                            "javascript&#58;alert(1)//a.b",
                            "//evil.example",
                            "/relative",
                            "ftp://a.example",
                            "intent://a",
                            "line://x",
                            "tel:110",
                            "https://",
                            "https:///x",
                            "https://user@evil.example/",
                            "https://trusted.example@evil.example/",
                            "https://a.example/ b",
                            "https://a.example/\"><img src=x>",
                            "https://a.example/<script>",
                            "http:\\\\evil.example",
                            "mihon"}) {
        CAPTURE(bad);
        CHECK_FALSE(checked_url(bad));
    }
    CHECK(*checked_url("mihon.example/about") == "https://mihon.example/about");
    CHECK(*checked_url("https://例え.example/パス?a=1#b") == "https://例え.example/パス?a=1#b");
    CHECK(*checked_url(" HTTP://mihon.example ") == "HTTP://mihon.example");
    CHECK(
        refused_at(
            R"j({"urls":[{"label":"web","value":"https://a.example"},{"label":"web","value":"javascript:alert(1)"}]})j") ==
        "urls.1.value");
}

TEST_CASE("Telephone numbers keep their hyphens, full-width digits become a telephone's, and "
          "commands to the telephone are refused") {
    for (auto const *good : {"090-0000-0000", "+81 (0)90-0000-0000", "110", "tel:03-0000-0000",
                             "03-0000-0000;ext=12", "03-0000-0000 内線12", "0944"}) {
        CAPTURE(good);
        REQUIRE(checked_phone(good));
        CHECK(*checked_phone(good) == good);
    }
    CHECK(*checked_phone("０９０－００００ー００００") == "090-0000-0000");
    CHECK(*checked_phone("（０３）００００‐００００　内線１２") == "(03)0000-0000 内線12");
    for (auto const *bad : {"*#06#", "##002#", "call me", "<script>", "0", "090\n0000"}) {
        CAPTURE(bad);
        CHECK_FALSE(checked_phone(bad));
    }
    CHECK_FALSE(checked_phone(std::string(1000, '1')));
    CHECK(refused_at(R"({"phones":[{"label":"mobile","value":"*#06#"}]})") == "phones.0.value");
}

TEST_CASE("Postal codes are tidied in Japan and left alone elsewhere") {
    CHECK(*checked_postal_code("〒１００－０００５", "JP") == "100-0005");
    CHECK(*checked_postal_code("1000005", "JP") == "100-0005");
    CHECK_FALSE(checked_postal_code("100-000", "JP"));
    CHECK_FALSE(checked_postal_code("ABCDEFG", "JP"));
    CHECK(*checked_postal_code("SW1A 1AA", "GB") == "SW1A 1AA");
    CHECK(refused_at(R"({"sides":{"ja":{"address":{"postal_code":"12"}}}})") ==
          "sides.ja.address.postal_code");
    CHECK(refused_at(R"({"sides":{"ja":{"address":{"region":"東京都","country":"1!"}}}})") ==
          "sides.ja.address.country");
}

TEST_CASE("What is wrong is named by its place") {
    CHECK(refused_at("{}") == "");
    CHECK(refused_at(R"({"nickname":"x"})") == "nickname");
    CHECK(refused_at(R"({"kind":"gold"})") == "kind");
    CHECK(refused_at(R"({"emails":[{"label":"work","value":"a@b@c"}]})") == "emails.0.value");
    CHECK(
        refused_at(R"({"emails":[{"label":"work","value":"a@mihon.example, b@mihon.example"}]})") ==
        "emails.0.value");
    CHECK(refused_at(R"({"phones":[{"label":"pager","value":"03-0000-0000"}]})") ==
          "phones.0.label");
    CHECK(refused_at(R"({"show":{"salary":"none"}})") == "show.salary");
    CHECK(refused_at(R"({"show":{"name":"owner"}})") == "show.name");
    CHECK(
        refused_at(
            R"({"name":{"family":"山田","given":"太郎🎉","family_kana":"やまだ","given_kana":"たろう"}})") ==
        "name.given");
    CHECK(refused_at(R"({"name":{"family":"","given":""}})").starts_with("name"));
    CHECK(
        refused_at(
            R"({"sides":{"ja":{"positions":[{"company":"a","main":true},{"company":"b","main":true}]}}})") ==
        "sides.ja.positions.1.main");
    CHECK(refused_at(R"({"sides":{"ja":{"positions":[{"company":"abc\u202Etxt"}]}}})") ==
          "sides.ja.positions.0.company");
    CHECK(refused_at(R"({"sides":{"ja":{"positions":[{"title":"two\nlines"}]}}})") ==
          "sides.ja.positions.0.title");
    CHECK(refused_at(R"({"label":")" + std::string(201, 'x') + "\"}") == "label");
}

TEST_CASE("A card has room for twenty of each thing and no more") {
    auto const many = [](std::size_t count, std::string const &one) {
        std::string list;
        for (std::size_t i = 0; i < count; ++i) list += (i ? "," : "") + one;
        return "[" + list + "]";
    };
    std::string const phone = R"({"label":"main","value":"03-0000-0000"})";
    CHECK(refused_at("{\"phones\":" + many(20, phone) + "}") == "");
    CHECK(refused_at("{\"phones\":" + many(21, phone) + "}") == "phones");
    CHECK(refused_at("{\"sides\":{\"ja\":{\"positions\":" + many(21, R"({"company":"a"})") +
                     "}}}") == "sides.ja.positions");
    CHECK(refused_at("{\"sides\":{\"ja\":{\"positions\":[{\"department\":" + many(11, "\"a\"") +
                     "}]}}}") == "sides.ja.positions.0.department");
    CHECK(refused_at(
              R"({"sides":{"ja":{"positions":[{"department":["a>b>c>d>e>f>g>h>i>j>k"]}]}}})") ==
          "sides.ja.positions.0.department");
}
