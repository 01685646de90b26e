// SPDX-License-Identifier: Apache-2.0
#include "demo/people.hpp"
#include "demo/people_data.hpp"

#include "names/name_characters.hpp"
#include "names/phone.hpp"
#include "names/postal.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace goen;
using namespace goen::demo;

TEST_CASE(
    "Everyone in the demonstration could be a member: name, reading, telephone, address, domain") {
    auto const people = make_people(3'000, 7);
    REQUIRE(people.size() == 3'000);
    std::set<std::string> emails, families, companies;
    std::set<card::Style> worn;
    int foreign = 0, two_posts = 0, moved = 0, vertical = 0;
    for (auto const &person : people) {
        auto const name = names::PersonName::parse(person.name, names::NameRule::member);
        CAPTURE(person.name.family);
        CAPTURE(person.name.given);
        REQUIRE(name);
        CHECK(emails.insert(person.email).second);
        CHECK(person.email.ends_with(".example"));
        CHECK(person.email.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.@-") ==
              std::string::npos);
        CHECK(person.email.find("@") > 0);
        families.insert(person.name.family);
        auto const &card = person.card;
        REQUIRE(card.ja.positions.size() == card.en.positions.size());
        CHECK(card.ja.positions[0].main);
        companies.insert(card.ja.positions[0].company);
        CHECK(names::postal_digits(card.ja.address.postal_code));
        CHECK_FALSE(card.en.address.locality.empty());
        for (auto const &phone : card.phones) {
            if (phone.label == "extension") continue; // four digits, known inside only
            CHECK(names::Phone::parse(phone.value));
            CHECK(phone.value.find("-0000-") != std::string::npos);
        }
        for (auto const &url : card.urls) CHECK(url.value.ends_with(".example/"));
        CHECK(person.next_ja.size() == person.next_en.size());
        foreign += person.name.order == names::Order::given_first ? 1 : 0;
        two_posts += card.ja.positions.size() > 1 ? 1 : 0;
        moved += person.next_ja.empty() ? 0 : 1;
        vertical += card.layout == card::Layout::vertical ? 1 : 0;
        worn.insert(card.style);
    }
    CHECK(families.size() > 200);
    CHECK(companies.size() > 150);
    CHECK(foreign > 50);
    CHECK(two_posts > 100);
    CHECK(moved > 300);
    CHECK(vertical > 10);
    CHECK(worn.size() == card::styles.size());
}

TEST_CASE("The same seed makes the same town, and more people are more of the same") {
    auto const few = make_people(50, 919), many = make_people(200, 919),
               others = make_people(50, 920);
    for (std::size_t i = 0; i < few.size(); ++i) {
        CHECK(few[i].email == many[i].email);
        CHECK(few[i].card == many[i].card);
    }
    CHECK(few[10].email != others[10].email);
    CHECK(make_people(0, 1).empty());
    CHECK(few[0].name.family == "髙橋");
    CHECK(few[1].speaks_english);
}

TEST_CASE("Every name in the lists is one that the name rules take, with its reading") {
    CHECK(surnames().size() > 200);
    CHECK(given_names().size() > 200);
    for (auto const &surname : surnames()) {
        CAPTURE(surname.written);
        CHECK_FALSE(names::flaw_of_name(surname.written));
        CHECK_FALSE(names::flaw_of_kana(surname.kana));
    }
    for (auto const &given : given_names()) {
        CAPTURE(given.written);
        CHECK_FALSE(names::flaw_of_name(given.written));
        CHECK_FALSE(names::flaw_of_kana(given.kana));
    }
    for (auto const &who : newcomers()) {
        names::NameInput name;
        name.family = who.family, name.given = who.given, name.middle = who.middle;
        name.family_kana = who.family_kana, name.given_kana = who.given_kana;
        name.family_romaji = who.family_romaji, name.given_romaji = who.given_romaji;
        CAPTURE(who.given);
        CHECK(names::PersonName::parse(name, names::NameRule::member));
    }
    CHECK(occasions().size() >= 20);
    CHECK(memos().size() >= 30);
    CHECK(tags().size() >= 10);
    CHECK(request_messages().size() >= 6);
}
