// SPDX-License-Identifier: Apache-2.0
#include "names/phone.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace goen;
using namespace goen::names;

namespace {

// A property of RapidCheck as a check of doctest: it fails the test when it is falsified.
template <class Property> void always(Property property) {
    bool const holds = rc::check(std::move(property));
    CHECK(holds);
}

} // namespace

TEST_CASE(
    "A number keeps what was typed; its digits and its +81 form are one however it was typed") {
    struct Row {
        std::string typed, national, e164, extension;
    };
    for (auto const &row : std::vector<Row>{
             {"03-0000-1234", "0300001234", "+81300001234", ""},
             {"０９０－００００－１２３４", "09000001234", "+819000001234", ""},
             {"090ー0000ー1234", "09000001234", "+819000001234", ""},
             {"(03)0000-1234", "0300001234", "+81300001234", ""},
             {"+81 (0)90-0000-1234", "09000001234", "+819000001234", ""},
             {"＋８１－９０－００００－１２３４", "09000001234", "+819000001234", ""},
             {"+81 90 0000 1234", "09000001234", "+819000001234", ""},
             {"+81-03-0000-1234", "0300001234", "+81300001234", ""},
             {"0081 3 0000 1234", "0300001234", "+81300001234", ""},
             {"010-81-3-0000-1234", "0300001234", "+81300001234", ""},
             {"tel:+81-3-0000-1234;ext=56", "0300001234", "+81300001234", "56"},
             {"TEL 03-0000-1234", "0300001234", "+81300001234", ""},
             {"03-0000-1234（代表）", "0300001234", "+81300001234", ""},
             {"03-0000-1234 内線 567", "0300001234", "+81300001234", "567"},
             {"03-0000-1234 (内線567)", "0300001234", "+81300001234", "567"},
             {"03-0000-1234 ext. 567", "0300001234", "+81300001234", "567"},
             {"内線1234", "", "", "1234"},
             {"0120-000-123", "0120000123", "+81120000123", ""},
             {"0800-000-1234", "08000001234", "+818000001234", ""},
             {"060-0000-1234", "06000001234", "+816000001234", ""},
             {"tel:090-0000-1234", "09000001234", "+819000001234", ""},
             {"090-0000-1234;ext=5", "09000001234", "+819000001234", "5"},
             {"0000-1234", "00001234", "", ""},
             {"110", "110", "", ""},
             {"+1 (212) 555-0100", "12125550100", "+12125550100", ""},
             {"+84 90 000 0000", "84900000000", "+84900000000", ""},
             {"(+81) 3-0000-1234", "0300001234", "+81300001234", ""},
             {"+44 (0)20 0000 0000", "442000000000", "+442000000000", ""},
             {"+44 020 0000 0000", "442000000000", "+442000000000", ""},
             {"+39 (0)6 0000 0000", "390600000000", "+390600000000", ""},
             {"+7 8 800 000 00 00", "78000000000", "+78000000000", ""},
             {"  03.0000.1234  ", "0300001234", "+81300001234", ""},
             {"tel:0300001234;phone-context=+81", "0300001234", "+81300001234", ""},
         }) {
        CAPTURE(row.typed);
        auto const phone = Phone::parse(row.typed);
        REQUIRE(phone);
        CHECK(phone->national == row.national);
        CHECK(phone->e164 == row.e164);
        CHECK(phone->extension == row.extension);
    }
    CHECK(Phone::parse(" ０３－００００－１２３４（代表） ")->typed ==
          "０３－００００－１２３４（代表）");
}

TEST_CASE("What would run a command, or is no number, is refused in words") {
    for (std::string const bad : {"",
                                  " ",
                                  "*#06#",
                                  "＊＃06＃",
                                  "#31#0900000",
                                  "03-0000-1234#5",
                                  "abc",
                                  "090-0000-1234; rm",
                                  "山田",
                                  "12",
                                  "+",
                                  "-",
                                  "(0)",
                                  "090",
                                  "090;ext=5",
                                  "03-0000-1234;ext=abc",
                                  "03-0000-1234;call=me",
                                  "03-0000-1234;",
                                  "03-0000-1234<b>",
                                  "javascript:1",
                                  "+81 90 0000 1234 5678 9",
                                  "03\n0000\x01"}) {
        CAPTURE(bad);
        auto const phone = Phone::parse(bad);
        REQUIRE_FALSE(phone);
        CHECK(phone.why().fields.size() == 1);
    }
    CHECK_FALSE(Phone::parse(std::string(1000, '1')));
    CHECK_FALSE(Phone::parse("0" + std::string(19, '1')));
    CHECK_FALSE(Phone::parse("内線" + std::string(16, '1')));
}

TEST_CASE("Whatever is typed is either refused or gives digits only, and keeps its text") {
    always([](std::string const &typed) {
        auto const phone = Phone::parse(typed);
        if (!phone) return;
        auto const digits = phone->national + phone->extension;
        RC_ASSERT(digits.find_first_not_of("0123456789") == std::string::npos);
        RC_ASSERT(phone->e164.empty() || (phone->e164[0] == '+' && phone->e164.size() <= 17));
        RC_ASSERT(*Phone::parse(phone->typed) == *phone);
    });
}
