// SPDX-License-Identifier: Apache-2.0
#include "names/phone_key.hpp"

#include "names/calling_code.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::names;

TEST_CASE("One number has one key in every spelling, and another number has another") {
    struct Number {
        std::string key, home;
        std::vector<std::string> spellings;
    };
    std::vector<Number> const numbers{
        {"81312345601",
         "0312345601",
         {"03-1234-5601", "0312345601", "(03)1234-5601", "03(1234)5601", "03 1234 5601",
          "０３－１２３４－５６０１", "０３（１２３４）５６０１", "+81312345601", "+81 3-1234-5601",
          "+81 (0)3-1234-5601", "+81-03-1234-5601", "(+81) 3 1234 5601", "0081-3-1234-5601",
          "010-81-3-1234-5601", "tel:+81-3-1234-5601", "81-3-1234-5601", "312345601",
          "03-1234-5601（代表）", "電話 03-1234-5601"}},
        {"819087655610",
         "09087655610",
         {"090-8765-5610", "09087655610", "+81 90-8765-5610", "+81 (0)90 8765 5610",
          "0081 90 8765 5610", "９０－８７６５－５６１０", "9087655610"}},
        {"14155555618",
         "14155555618",
         {"+1 (415) 555-5618", "+14155555618", "+1.415.555.5618", "001-415-555-5618",
          "＋１　４１５　５５５　５６１８", "+1 1 415 555 5618"}},
        {"442079460000",
         "02079460000",
         {"+44 20 7946 0000", "+44 (0)20 7946 0000", "+44 020 7946 0000", "00442079460000"}},
        {"390612345678", "0612345678", {"+39 06 1234 5678", "+390612345678"}},
        {"78005553535", "88005553535", {"+7 800 555 35 35", "+7 8 800 555 35 35"}},
        {"3612345678", "0612345678", {"+36 1 234 5678", "+36 06 1 234 5678", "+36 (06) 1 2345678"}},
        {"4533123456", "33123456", {"+45 33 12 34 56", "+45 (0)33 12 34 56"}},
        {"110", "110", {"110", "１１０"}},
        {"12345601", "12345601", {"1234-5601"}},
    };
    for (auto const &number : numbers) {
        for (auto const &typed : number.spellings) {
            CAPTURE(typed);
            auto const key = PhoneKey::of(typed);
            CHECK(key.number == number.key);
            CHECK(key.home == number.home);
            CHECK(key.extension.empty());
        }
    }
}

TEST_CASE("An extension stands beside the number, and what is no number has a key all the same") {
    for (std::string const typed :
         {"03-1234-5601 内線 56", "+81 3-1234-5601 ext. 56", "tel:+81-3-1234-5601;ext=56",
          "０３－１２３４－５６０１（内線５６）"}) {
        CAPTURE(typed);
        CHECK(PhoneKey::of(typed) == PhoneKey{"81312345601", "0312345601", "56"});
    }
    CHECK(PhoneKey::of("内線56") == PhoneKey{"", "", "56"});
    CHECK(PhoneKey::of("夜は 03") == PhoneKey{"03", "03", ""});
    CHECK(PhoneKey::of("") == PhoneKey{});
    CHECK(PhoneKey::of("\xFF\xFE") == PhoneKey{});
}

TEST_CASE("A number is found by the whole, the beginning and the end of each of its spellings") {
    auto const finds = [](std::string const &typed, std::string const &stored) {
        auto const query = PhoneQuery::of(typed);
        return query && query->matches("やまだ\n" + phone_line(stored) + "\n犬");
    };
    for (std::string const stored : {"+81 3-1234-5601", "03-1234-5601", "0081-3-1234-5601",
                                     "+81 (0)3-1234-5601", "03(1234)5601 内線 7"}) {
        for (std::string const typed :
             {"03-1234-5601", "0312345601", "+81312345601", "(03)1234-5601", "03 1234 5601", "5601",
              "03-12", "+81 3-12", "+81 03", "0081 3 12", "010-81-3", "34-56", "８１３",
              "312345601", "03-1234-5601 内線7", "+81 3-1234-5601 ext 7"}) {
            CAPTURE(stored);
            CAPTURE(typed);
            CHECK(finds(typed, stored));
        }
        for (std::string const typed : {"03-1234-5602", "+1 3-1234-5601", "+81 3-1235", "06-1234",
                                        "+44 312345601", "5602", "0081 4"}) {
            CAPTURE(stored);
            CAPTURE(typed);
            CHECK_FALSE(finds(typed, stored));
        }
    }
    CHECK(finds("0081 90 5555", "+81 (0)90-5555-6666")); // ten digits, as a number of Japan has
    CHECK(finds("020 7946 0000", "+44 20 7946 0000"));
    CHECK_FALSE(finds("+81 20 7946 0000", "+44 20 7946 0000"));
    CHECK_FALSE(finds("03-1234-5601 内線 8", "03(1234)5601 内線 7"));
    CHECK(finds("内線 7", "03(1234)5601 内線 7"));
    CHECK_FALSE(finds("内線 7", "03(1234)5601 内線 77"));
    CHECK_FALSE(PhoneQuery::of("3"));
    CHECK_FALSE(PhoneQuery::of("山田"));
    CHECK_FALSE(PhoneQuery::of(""));
}

TEST_CASE("Of every digits at most one calling code is the beginning") {
    int codes = 0;
    for (int number = 1; number < 1000; ++number) {
        auto const digits = std::to_string(number);
        auto const code = calling_code(digits);
        if (code && code->code == digits) ++codes;
        if (code) CHECK(digits.starts_with(code->code));
    }
    CHECK(codes > 200);
    CHECK_FALSE(calling_code(""));
    CHECK_FALSE(calling_code("0"));
    CHECK_FALSE(calling_code("999"));
}
