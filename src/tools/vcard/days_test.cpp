// SPDX-License-Identifier: Apache-2.0
// Birthdays, anniversaries and other days, of which people often know a part only.
#include "vcard/vcard.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace goen;
using namespace goen::vcard;

namespace {

Person one(std::string_view lines, std::string_view version = "3.0") {
    Person found;
    auto const file = "BEGIN:VCARD\r\nVERSION:" + std::string{version} + "\r\nN:山田;太郎\r\n" +
                      std::string{lines} + "END:VCARD\r\n";
    REQUIRE(read(file, {}, [&](Person &&person, auto &&, std::size_t) {
        found = std::move(person);
        return true;
    }));
    return found;
}
std::string text_of(Person const &person, Version version) {
    std::string out;
    write(out, person, version);
    return out;
}
bool has(std::string const &text, std::string_view line) {
    return text.find("\r\n" + std::string{line} + "\r\n") != std::string::npos;
}

} // namespace

TEST_CASE("A day is read however much of it somebody knew, and no day that is none") {
    using Day = i18n::LooseDate;
    for (auto const &[text, day] : {std::pair<char const *, Day>{"1980-04-01", {1980, 4, 1}},
                                    {"19800401", {1980, 4, 1}},
                                    {"1980-04-01T12:30:00Z", {1980, 4, 1}},
                                    {"1980-04-01 00:00", {1980, 4, 1}},
                                    {"--0415", {0, 4, 15}},
                                    {"--04-15", {0, 4, 15}},
                                    {"--0229", {0, 2, 29}},
                                    {"1604-04-01", {0, 4, 1}},
                                    {"0000-04-01", {0, 4, 1}},
                                    {"1985", {1985, 0, 0}},
                                    {"1985-04", {1985, 4, 0}},
                                    {" 2000-02-29 ", {2000, 2, 29}}}) {
        CAPTURE(text);
        auto const read = day_of(text);
        REQUIRE(read);
        CHECK(*read == day);
    }
    for (auto const *none :
         {"",           "-",        "--",         "---15",      "--04",       "198504",
          "1985-",      "1985-13",  "1985-02-29", "1900-02-29", "1985-04-00", "1985-00-01",
          "--0431",     "00/0/0",   "0000-00-00", "0000",       "circa 1800", "31 Feb 2020",
          "9999999999", "1985-4-1", "19８5",      "1985-04-011"}) {
        CAPTURE(none);
        CHECK_FALSE(day_of(none));
    }
    CHECK(rc::check("every day reads back as it was written", [] {
        Day day{*rc::gen::element(0, 1, 1868, 1985, 9999), *rc::gen::inRange(1u, 13u),
                *rc::gen::inRange(1u, 29u)};
        if (day.year != 0 && *rc::gen::arbitrary<bool>()) day.day = 0;
        RC_ASSERT(day_of(written(day)) == std::optional{day});
    }));
}

TEST_CASE("Phones, Outlook, Evolution and Apple each have their own word for an anniversary") {
    for (auto const *line :
         {"ANNIVERSARY:20100503\r\n", "X-ANNIVERSARY:2010-05-03\r\n",
          "X-EVOLUTION-ANNIVERSARY:2010-05-03\r\n", "X-MS-ANNIVERSARY:20100503\r\n",
          "item1.X-ABDATE;type=pref:2010-05-03\r\nitem1.X-ABLabel:_$!<Anniversary>!$_\r\n"}) {
        CAPTURE(line);
        CHECK(day_of(one(line).anniversary) == i18n::LooseDate{2010, 5, 3});
    }
    auto const apple = one("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\r\n"
                           "item2.X-ABDATE:1953-11-03\r\nitem2.X-ABLabel:初めて会った日\r\n"
                           "item3.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-07-07\r\n"
                           "item3.X-ABLabel:_$!<Other>!$_\r\n");
    CHECK(day_of(apple.birthday) == i18n::LooseDate{0, 2, 29});
    REQUIRE(apple.dates.size() == 2);
    CHECK(apple.dates[0].label == "初めて会った日");
    CHECK(apple.dates[1].label.empty());
    CHECK(day_of(apple.dates[1].value) == i18n::LooseDate{0, 7, 7});
}

TEST_CASE("Each version says a day in its own way, and both read back") {
    Person person;
    person.name.family = "山田";
    person.birthday = "1980-04-01", person.anniversary = "--05-03";
    person.dates = {{"1953-11-03", {}, "創業; 記念日", false}, {"--07-07", {}, "", false}};
    auto const old = text_of(person, Version::v30), recent = text_of(person, Version::v40);
    CHECK(has(old, "BDAY:1980-04-01"));
    CHECK(has(old, "item1.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-05-03"));
    CHECK(has(old, "item1.X-ABLabel:_$!<Anniversary>!$_"));
    CHECK(has(old, "item2.X-ABLabel:創業\\; 記念日"));
    CHECK(has(recent, "BDAY:19800401")); // RFC 6350 has the short form only
    CHECK(has(recent, "ANNIVERSARY:--0503"));
    CHECK(recent.find("1604") < recent.find("X-ABDATE;X-APPLE") + 40);
    for (auto const &text : {old, recent}) {
        auto const back =
            one(text.substr(text.find("FN:")).substr(0, text.rfind("END:") - text.find("FN:")),
                text == old ? "3.0" : "4.0");
        CHECK(day_of(back.birthday) == day_of(person.birthday));
        CHECK(day_of(back.anniversary) == day_of(person.anniversary));
        REQUIRE(back.dates.size() == 2);
        CHECK(back.dates[0].label == "創業; 記念日");
        CHECK(day_of(back.dates[0].value) == day_of("1953-11-03"));
        CHECK(day_of(back.dates[1].value) == day_of("--07-07"));
    }
    // 3.0 has no date of a year alone, so it says that this is text.
    person.birthday = "1985";
    CHECK(has(text_of(person, Version::v30), "BDAY;VALUE=text:1985"));
    CHECK(has(text_of(person, Version::v40), "BDAY:1985"));
    person.birthday = "1985-04";
    CHECK(has(text_of(person, Version::v40), "BDAY:1985-04"));
    person.birthday = "x\r\nTEL:110";
    for (auto const version : {Version::v30, Version::v40}) {
        auto const text = text_of(person, version);
        CHECK(text.find("\r\nTEL") == std::string::npos);
        CHECK(text.find("BDAY;VALUE=text:xTEL:110") != std::string::npos);
    }
}
