// SPDX-License-Identifier: Apache-2.0
#include "i18n/dates.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>

using namespace goen;
using namespace goen::i18n;

namespace {

std::string read(std::string const &text) {
    auto const date = read_date(text);
    if (!date) return "";
    std::string out = std::to_string(date->year);
    if (date->month) out += "-" + std::to_string(*date->month);
    if (date->day) out += "-" + std::to_string(*date->day);
    return out;
}
Time at(char const *text) { return *parse_rfc3339(text); }
Date on(char const *text) { return *parse_iso_date(text); }

} // namespace

TEST_CASE("A date is read however people write it, also by era and with kanji numerals") {
    struct Row {
        std::string typed, means;
    };
    for (auto const &[typed, means] : std::vector<Row>{{"1953", "1953"},
                                                       {"1953年", "1953"},
                                                       {"1953年5月", "1953-5"},
                                                       {"S28", "1953"},
                                                       {"s28", "1953"},
                                                       {"Ｓ２８", "1953"},
                                                       {"昭和28年", "1953"},
                                                       {"昭和28", "1953"},
                                                       {"昭28", "1953"},
                                                       {"㍼28年", "1953"},
                                                       {"昭和二十八年", "1953"},
                                                       {"昭和二八年", "1953"},
                                                       {"昭和二十八年五月三日", "1953-5-3"},
                                                       {"昭和28年5月3日", "1953-5-3"},
                                                       {"S28.5.3", "1953-5-3"},
                                                       {"S28/5/3", "1953-5-3"},
                                                       {"S.28.5.3", "1953-5-3"},
                                                       {"H1", "1989"},
                                                       {"平成元年", "1989"},
                                                       {"平成元年1月8日", "1989-1-8"},
                                                       {"R6", "2024"},
                                                       {"令和6年6月1日", "2024-6-1"},
                                                       {"令和元年5月1日", "2019-5-1"},
                                                       {"㋿6年", "2024"},
                                                       {"R6-10-3", "2024-10-3"},
                                                       {"M45", "1912"},
                                                       {"T15.12.24", "1926-12-24"},
                                                       {"大正十二年九月一日", "1923-9-1"},
                                                       {"明治三十三年", "1900"},
                                                       {"平成31年5月1日", "2019-5-1"},
                                                       {"2026-10-03", "2026-10-3"},
                                                       {"2026/10/3", "2026-10-3"},
                                                       {"2026.10.3", "2026-10-3"},
                                                       {"20261003", "2026-10-3"},
                                                       {"２０２６年１０月３日", "2026-10-3"},
                                                       {"2026年10月3日(土)", "2026-10-3"},
                                                       {"2026年10月3日（土曜日）", "2026-10-3"},
                                                       {"2026/10", "2026-10"},
                                                       {"2026-10", "2026-10"},
                                                       {"西暦2026年", "2026"},
                                                       {"二〇二六年十月三日", "2026-10-3"},
                                                       {"千九百五十三年", "1953"},
                                                       {"2026年 10月 3日", "2026-10-3"},
                                                       {"3 Oct 2026", "2026-10-3"},
                                                       {"3 October 2026", "2026-10-3"},
                                                       {"3rd October, 2026", "2026-10-3"},
                                                       {"Oct 3, 2026", "2026-10-3"},
                                                       {"October 2026", "2026-10"},
                                                       {"Sat, 3 October 2026", "2026-10-3"},
                                                       {"Sept. 1 2026", "2026-9-1"},
                                                       {"03-Oct-2026", "2026-10-3"},
                                                       {"29 Feb 2024", "2024-2-29"},
                                                       {"  2026-10-03 ", "2026-10-3"},
                                                       {"9999", ""},
                                                       {"March 1 2026", "2026-3-1"},
                                                       {"Monday 5 May 2026", "2026-5-5"}}) {
        CAPTURE(typed);
        CHECK(read(typed) == means);
    }
}

TEST_CASE("Nonsense is no date") {
    for (std::string const typed : {"",
                                    " ",
                                    "00/0/0",
                                    "0000-00-00",
                                    "31 Feb 2020",
                                    "2020-02-30",
                                    "2023-02-29",
                                    "9999999999",
                                    "1604-04-01",
                                    "--04-01",
                                    "2026-13-01",
                                    "2026-00-01",
                                    "2026-10-00",
                                    "2026-10-32",
                                    "令和0年",
                                    "昭和65年",
                                    "平成32年",
                                    "令和",
                                    "元年",
                                    "昭和元年1月1日",
                                    "令和元年4月30日",
                                    "H0",
                                    "S100",
                                    "X28",
                                    "53/5/1",
                                    "2026年13月",
                                    "2026年10",
                                    "2026年10月3",
                                    "2026/10/3/4",
                                    "2026-10-03T09:15",
                                    "20261332",
                                    "202610",
                                    "1.5",
                                    "Oct",
                                    "3 Oct",
                                    "3 Foo 2026",
                                    "tomorrow",
                                    "-2026",
                                    "2026--10",
                                    "10000",
                                    "10000-01-01",
                                    "十",
                                    "千",
                                    "一二三四五六七八九〇一二三四五六七八九〇",
                                    "20 26",
                                    "2026/",
                                    "\x01",
                                    "\xFF"}) {
        CAPTURE(typed);
        CHECK(read(typed) == "");
    }
    CHECK(read(std::string(100'000, '1')) == "");
}

TEST_CASE("The era of a day changes on the day it changed") {
    CHECK(era_year(on("1953-05-03")) == "昭和28年");
    CHECK(era_year(on("2019-04-30")) == "平成31年");
    CHECK(era_year(on("2019-05-01")) == "令和元年");
    CHECK(era_year(on("1989-01-07")) == "昭和64年");
    CHECK(era_year(on("1989-01-08")) == "平成元年");
    CHECK(era_year(on("1926-12-24")) == "大正15年");
    CHECK(era_year(on("1926-12-25")) == "昭和元年");
    CHECK(era_year(on("1912-07-29")) == "明治45年");
    CHECK(era_year(on("1912-07-30")) == "大正元年");
    CHECK(era_year(on("1873-01-01")) == "明治6年");
    CHECK(era_year(on("1872-12-31")) == "");
    CHECK(era_year(on("2026-10-03")) == "令和8年");
}

TEST_CASE("Dates and times are shown as in Japan, in either language") {
    auto const time = at("2026-10-03T00:15:00Z");
    CHECK(date_text(on("2026-10-03"), Language::ja) == "2026年10月3日");
    CHECK(date_text(on("2026-10-03"), Language::en) == "3 October 2026");
    CHECK(day_text(time, Language::ja) == "2026年10月3日");
    CHECK(time_text(time, Language::ja) == "2026年10月3日 9:15");
    CHECK(time_text(time, Language::en) == "3 October 2026, 9:15");
    CHECK(month_text(time, Language::ja) == "2026年10月");
    CHECK(month_text(time, Language::en) == "October 2026");
    CHECK(time_text(at("2026-10-03T14:59:59Z"), Language::ja) == "2026年10月3日 23:59");
    CHECK(time_text(at("2026-10-03T15:00:00Z"), Language::ja) == "2026年10月4日 0:00");
    CHECK(iso_date(date_in_japan(at("2026-12-31T15:00:00Z"))) == "2027-01-01");
    CHECK(date_text(Date{}, Language::ja) == "");
}

TEST_CASE("A clock gone mad, a time before 1970 and the year 10000 are shown calmly") {
    CHECK(day_text(from_millis(-1), Language::ja) == "1970年1月1日");
    CHECK(day_text(at("1969-12-31T14:59:59Z"), Language::ja) == "1969年12月31日");
    CHECK(day_text(from_millis(std::numeric_limits<std::int64_t>::max()), Language::en)
              .ends_with("9999"));
    CHECK(day_text(from_millis(std::numeric_limits<std::int64_t>::min()), Language::en) != "");
    CHECK(time_text(from_millis(std::numeric_limits<std::int64_t>::max()), Language::ja)
              .starts_with("9999年"));
    CHECK(day_text(at("1950-07-01T14:30:00Z"), Language::ja) == "1950年7月1日");
}

TEST_CASE("How long ago is said roughly, and a clock set back an hour does not frighten anyone") {
    auto const now = at("2026-10-03T03:00:00Z"); // noon in Japan
    CHECK(ago_text(now, now, Language::ja) == "たった今");
    CHECK(ago_text(now - minutes{5}, now, Language::ja) == "5分前");
    CHECK(ago_text(now - minutes{1}, now, Language::en) == "1 minute ago");
    CHECK(ago_text(now - minutes{119}, now, Language::en) == "1 hour ago");
    CHECK(ago_text(now - minutes{600}, now, Language::ja) == "10時間前");
    CHECK(ago_text(now - minutes{60 * 13}, now, Language::ja) == "昨日");
    CHECK(ago_text(now - minutes{60 * 24}, now, Language::en) == "yesterday");
    CHECK(ago_text(now - minutes{60 * 37}, now, Language::ja) == "2026年10月1日");
    CHECK(ago_text(now + seconds{30}, now, Language::en) == "just now");
    CHECK(ago_text(now + minutes{60}, now, Language::ja) == "2026年10月3日");
}

TEST_CASE("Numbers are grouped by thousands") {
    CHECK(number_text(0, Language::ja) == "0");
    CHECK(number_text(999, Language::ja) == "999");
    CHECK(number_text(12345, Language::en) == "12,345");
    CHECK(number_text(-1234567, Language::en) == "-1,234,567");
    CHECK(number_text(std::numeric_limits<std::int64_t>::min(), Language::en) ==
          "-9,223,372,036,854,775,808");
}

TEST_CASE("Every day that is written can be read again") {
    bool const holds = rc::check([] {
        auto const offset = *rc::gen::inRange(-35'000, 50'000); // 1874 to 2106
        Date const date{std::chrono::sys_days{std::chrono::days{offset}}};
        auto const same = [&](std::string const &text) {
            auto const found = read_date(text);
            RC_ASSERT(found.has_value());
            RC_ASSERT(found->month.has_value());
            RC_ASSERT(found->day.has_value());
            RC_ASSERT((Date{std::chrono::year{found->year}, std::chrono::month{*found->month},
                            std::chrono::day{*found->day}}) == date);
        };
        same(date_text(date, Language::ja));
        same(date_text(date, Language::en));
        same(iso_date(date));
        auto const month_and_day = std::to_string(static_cast<unsigned>(date.month())) + "月" +
                                   std::to_string(static_cast<unsigned>(date.day())) + "日";
        same(era_year(date) + month_and_day);
    });
    CHECK(holds);
    bool const survives = rc::check([](std::string const &text) {
        RC_ASSERT(!read_date(text) || read_date(text)->year >= 1800);
    });
    CHECK(survives);
}
