// SPDX-License-Identifier: Apache-2.0
#include "card/card_form.hpp"

#include "support/card_generators.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::card;
using i18n::Language;

namespace {

http::Params with(http::Params const &form, std::string const &name, std::string const &value) {
    http::Params out;
    bool found = false;
    for (auto const &[key, old] : form.pairs()) {
        out.add(key, key == name ? value : old);
        found = found || key == name;
    }
    if (!found) out.add(name, value);
    return out;
}

CardBody yamada() {
    CardBody body;
    body.name = {"山田", "太郎", "", "やまだ", "たろう", "Yamada", "Taro"};
    body.ja.positions = {{"株式会社見本", {"営業本部", "第一営業部"}, "課長", true},
                         {"みなと会", {}, "理事", false}};
    body.phones = {{"main", "03-0000-0000"}, {"mobile", "090-0000-0000"}};
    return body;
}

} // namespace

TEST_CASE("Opening any card's form and saving it changes nothing") {
    CHECK(rc::check("form and back", [] {
        auto const body = *tests::any_card();
        auto const read = body_of(without_blanks(form_of(body)), body);
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == body);
    }));
}

TEST_CASE("A department is one line, parted by arrows, slashes, or in Japanese by spaces") {
    using Levels = std::vector<std::string>;
    CHECK(levels_of("営業本部＞第一営業部", Language::ja) == Levels{"営業本部", "第一営業部"});
    CHECK(levels_of("営業本部 第一営業部　二課", Language::ja) ==
          Levels{"営業本部", "第一営業部", "二課"});
    CHECK(levels_of("営業本部/第一営業部", Language::ja) == Levels{"営業本部", "第一営業部"});
    CHECK(levels_of("R&D/企画 ＞ 一課", Language::ja) == Levels{"R&D/企画", "一課"});
    CHECK(levels_of("Sales Headquarters > First Sales", Language::en) ==
          Levels{"Sales Headquarters", "First Sales"});
    CHECK(levels_of("First Sales Department", Language::en) == Levels{"First Sales Department"});
    CHECK(levels_of(" ＞＞ ", Language::ja).empty());
    CHECK(levels_of(line_of({"AI Lab 開発"}), Language::ja) == Levels{"AI Lab 開発"});
}

TEST_CASE(
    "An emptied or ticked line is gone after saving, and the main mark stays with its position") {
    auto form = form_of(yamada());
    form = with(form, "phones.0.remove", "1");
    form = with(form, "sides.ja.positions.0.company", "");
    form = with(form, "sides.ja.positions.0.department", " ");
    form = with(form, "sides.ja.positions.0.title", "　");
    form = with(form, "sides.ja.positions.main", "1");
    auto const body = body_of(without_blanks(form), yamada());
    REQUIRE(body);
    REQUIRE(body->phones.size() == 1);
    CHECK(body->phones[0].label == "mobile");
    REQUIRE(body->ja.positions.size() == 1);
    CHECK(body->ja.positions[0].title == "理事");
    CHECK(body->ja.positions[0].main);
}

TEST_CASE("A refusal points at the line as it is shown again") {
    auto form = with(form_of(yamada()), "phones.0.value", "");
    form = with(form, "phones.1.value", "*#06#");
    auto const compact = without_blanks(form);
    CHECK(compact.get("phones.0.value") == "*#06#");
    auto const body = body_of(compact, yamada());
    REQUIRE_FALSE(body);
    CHECK(body.why().fields.at(0).field == "phones.0.value");
}

TEST_CASE("Choosing who sees the mobile number, and taking the choice back") {
    auto const chosen =
        body_of(with(form_of(yamada()), "show.phones.mobile", "colleague"), yamada());
    REQUIRE(chosen);
    CHECK(least_tier(*chosen, "phones.mobile") == Tier::colleague);
    auto const back = body_of(with(form_of(*chosen), "show.phones.mobile", ""), *chosen);
    REQUIRE(back);
    CHECK(*back == yamada());
    auto const bad = body_of(with(form_of(yamada()), "show.name", "owner"), yamada());
    REQUIRE_FALSE(bad);
    CHECK(bad.why().fields.at(0).field == "show.name");
}

TEST_CASE("A line more is asked for with a button, up to twenty") {
    auto form = without_blanks(form_of(yamada()));
    add_line(form, "phones");
    CHECK(form.has("phones.2.value"));
    for (int i = 0; i < 50; ++i) add_line(form, "phones");
    CHECK(form.has("phones.19.value"));
    CHECK_FALSE(form.has("phones.20.value"));
    auto const pairs = form.pairs().size();
    add_line(form, "nonsense");
    add_line(form, "");
    CHECK(form.pairs().size() == pairs);
}

TEST_CASE("A form of thousands of lines is refused in words") {
    http::Params form = form_of(yamada());
    for (int i = 2; i < 60; ++i) form.add("phones." + std::to_string(i) + ".value", "03-0000-0000");
    auto const body = body_of(without_blanks(form), yamada());
    REQUIRE_FALSE(body);
    CHECK(body.why().fields.at(0).field == "phones");
}

TEST_CASE("A postal code fills what is empty and leaves what was typed") {
    PostalLookup const lookup = [](std::string_view code) -> std::vector<names::PostalPlace> {
        if (code != "1000005") return {};
        names::PostalPlace place;
        place.code = "1000005", place.prefecture = "東京都", place.city = "千代田区",
        place.town = "丸の内";
        place.prefecture_romaji = "Tokyo", place.city_romaji = "Chiyoda-ku",
        place.town_romaji = "Marunouchi";
        return {place};
    };
    auto form = with(form_of(yamada()), "sides.ja.address.postal_code", "〒１０００００５");
    form = with(form, "sides.ja.address.locality", "わたしの町");
    REQUIRE(fill_address(form, address_of_side("ja"), lookup));
    CHECK(form.get("sides.ja.address.postal_code") == "100-0005");
    CHECK(form.get("sides.ja.address.region") == "東京都");
    CHECK(form.get("sides.ja.address.locality") == "わたしの町");
    CHECK(form.get("sides.ja.address.street") == "丸の内");
    CHECK(form.get("sides.en.address.region") == "");
    form = with(form, "sides.ja.address.postal_code", "999-9999");
    CHECK(fill_address(form, address_of_side("ja"), lookup).why().fields.at(0).field ==
          "sides.ja.address.postal_code");
    CHECK_FALSE(fill_address(form, address_of_side("ja"), {}));
}
