// SPDX-License-Identifier: Apache-2.0
#include "card/card.hpp"

#include "card/card_json.hpp"
#include "card/card_print.hpp"
#include "card/card_store.hpp"
#include "card/card_view.hpp"
#include "support/card_generators.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace goen;
using namespace goen::card;
using i18n::Language;
using i18n::Words;

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

// Every way a card leaves the program from this room, as one text.
std::string all_outputs(CardBody const &seen_body) {
    std::string out = boost::json::serialize(card_json(seen_body, Audience::others));
    out += to_stored(seen_body);
    for (auto const language : {Language::ja, Language::en}) {
        Words const w{language};
        out += card_details(seen_body, w).markup() + both_sides(seen_body, w).markup();
        for (auto const side : {Language::ja, Language::en}) {
            for (auto const size : {Size::large, Size::small, Size::print})
                out += meishi(seen_body, w, side, size).markup();
        }
    }
    return out;
}

// A card each of whose texts is a marker found nowhere else, by the part it belongs to.
struct Marked {
    CardBody body;
    std::vector<std::pair<std::string, std::string>> markers; // part, text

    std::string mark(std::string const &part) {
        auto text = "Qx" + std::to_string(1000 + markers.size()) + "z";
        markers.emplace_back(part, text);
        return text;
    }
    std::string number(std::string const &part) {
        auto text = "0" + std::to_string(312340000 + markers.size());
        markers.emplace_back(part, text);
        return text;
    }
    Side side() {
        Side s;
        s.positions = {
            {mark("positions"), {mark("positions"), mark("positions")}, mark("positions"), true},
            {mark("positions"), {mark("positions")}, mark("positions"), false}};
        s.address = {mark("address"), mark("address"), mark("address"),
                     mark("address"), mark("address"), "JP"};
        return s;
    }
    Marked() {
        body.label = mark("owner");
        body.name = {mark("name"), mark("name"), mark("name"), mark("name"),
                     mark("name"), mark("name"), mark("name")};
        body.ja = side();
        body.en = side();
        for (auto const *label : {"main", "direct", "mobile", "fax", "extension", "home"}) {
            body.phones.push_back({label, number(std::string{"phones."} + label)});
        }
        body.emails = {{"work", mark("emails") + "@mihon.example"},
                       {"home", mark("emails") + "@mihon.example"}};
        body.urls = {{"web", "https://mihon.example/" + mark("urls")}};
    }
};

} // namespace

TEST_CASE("What stands above a reader's distance is in no output made for her") {
    CHECK(rc::check("for any card and distance", [] {
        Marked marked;
        marked.body.show = *rc::gen::container<std::map<std::string, Tier>>(
            rc::gen::element<std::string>("name", "positions", "emails", "phones", "address",
                                          "urls", "phones.main", "phones.direct", "phones.mobile",
                                          "phones.fax", "phones.extension", "phones.home"),
            tests::any_tier());
        marked.body.layout = *rc::gen::element(Layout::horizontal, Layout::vertical);
        auto const tier = *tests::any_tier();
        auto const cut = seen(marked.body, tier);
        auto const out = all_outputs(cut);
        auto const record = boost::json::serialize(card_json(cut, Audience::others));
        for (auto const &[part, text] : marked.markers) {
            bool const may = part != "owner" && tier >= least_tier(marked.body, part);
            if (may) {
                RC_ASSERT(has(record, text));
            } else {
                RC_ASSERT_FALSE(has(out, text));
                // Vertical cards write numbers in kanji.
                RC_ASSERT_FALSE(has(out, kanji_numerals(text)));
            }
        }
        RC_ASSERT(cut.show.empty());
        RC_ASSERT(cut.label.empty());
    }));
}

TEST_CASE("A logo is as public as the company's name, or less when its owner says so") {
    CHECK(rc::check("for any card and distance", [] {
        auto body = *tests::any_card();
        body.logo = {MemberId{17}, "fedcba98765432100123456789abcdef", 768, 90};
        body.ja.positions = {{"株式会社見本", {}, "", true}};
        auto const tier =
            *rc::gen::element(Tier::none, Tier::exchanged, Tier::colleague, Tier::close);
        auto const cut = seen(body, tier);
        RC_ASSERT(cut.logo.empty() || !cut.ja.positions.empty());
        body.show.erase("logo");
        auto const follows = seen(body, tier);
        RC_ASSERT(follows.logo.empty() == follows.ja.positions.empty());
    }));
}

TEST_CASE("A photograph is seen from its own distance on, whatever else is seen") {
    CardBody body;
    body.photo = {MemberId{17}, "0123456789abcdef0123456789abcdef", 384, 384};
    body.show = {{"name", Tier::none}, {"positions", Tier::none}, {"photo", Tier::colleague}};
    CHECK(seen(body, Tier::exchanged).photo.empty());
    CHECK_FALSE(seen(body, Tier::colleague).photo.empty());
}

TEST_CASE("Whoever comes closer sees at least what she saw before") {
    CHECK(rc::check("for any card", [] {
        auto const body = *tests::any_card();
        auto const tiers = {Tier::none, Tier::exchanged, Tier::colleague, Tier::close};
        CardBody before;
        for (auto const tier : tiers) {
            auto const now = seen(body, tier);
            RC_ASSERT(before.name.empty() || now.name == before.name);
            RC_ASSERT(before.phones.size() <= now.phones.size());
            RC_ASSERT(before.emails.size() <= now.emails.size());
            RC_ASSERT(before.ja.positions.size() <= now.ja.positions.size());
            before = now;
        }
        RC_ASSERT(seen(body, Tier::owner) == body);
    }));
}

TEST_CASE("Hana's mobile number waits for those she works with, her other numbers do not") {
    CardBody hana;
    hana.phones = {{"direct", "03-0000-0001"}, {"mobile", "090-0000-0001"}};
    hana.show = {{"phones.mobile", Tier::colleague}};
    CHECK(seen(hana, Tier::none).phones.empty());
    REQUIRE(seen(hana, Tier::exchanged).phones.size() == 1);
    CHECK(seen(hana, Tier::exchanged).phones[0].label == "direct");
    CHECK(seen(hana, Tier::colleague).phones.size() == 2);
}

TEST_CASE("A label of its own may also be seen sooner than the rest") {
    CardBody shop;
    shop.phones = {{"main", "03-0000-0000"}, {"mobile", "090-0000-0001"}};
    shop.show = {{"phones", Tier::close}, {"phones.main", Tier::none}};
    REQUIRE(seen(shop, Tier::none).phones.size() == 1);
    CHECK(seen(shop, Tier::none).phones[0].label == "main");
}

TEST_CASE("A part of which nothing is said is seen from the exchange on") {
    CHECK(least_tier({}, "name") == Tier::exchanged);
    CHECK(least_tier({}, "phones.mobile") == Tier::exchanged);
    CHECK(least_tier({}, "anything.else") == Tier::exchanged);
    CHECK(tier_of("owner") == std::nullopt);
    CHECK(tier_of("None") == std::nullopt);
    CHECK(kind_of("private") == Kind::private_);
}

TEST_CASE("The position in a list is the main one, in the reader's language where there is one") {
    CardBody ken;
    CHECK(main_position(ken, Language::ja) == nullptr);
    ken.ja.positions = {{"見本商事", {}, "顧問", false}, {"見本", {}, "部長", true}};
    CHECK(main_position(ken, Language::ja)->title == "部長");
    CHECK(main_position(ken, Language::en)->title == "部長");
    ken.en.positions = {{"Mihon", {}, "Director", false}};
    CHECK(main_position(ken, Language::en)->title == "Director");
}

TEST_CASE("What cannot be seen is no label") {
    CardBody body;
    for (std::string const unseen : {"\u200b", "\u2060\u200d", "\u3164", " \u00ad "}) {
        body.label = unseen;
        auto const refused = checked(body, names::PersonName{});
        REQUIRE_FALSE(refused);
        REQUIRE(refused.why().fields.size() == 1);
        CHECK(refused.why().fields[0].field == "label");
    }
    body.label = "  "; // an empty field
    CHECK(checked(body, names::PersonName{})->label.empty());
    body.label = "本業";
    CHECK(checked(body, names::PersonName{})->label == "本業");
}
