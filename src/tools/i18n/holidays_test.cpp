// SPDX-License-Identifier: Apache-2.0
// The lists are the ones the Cabinet Office publishes (国民の祝日について), of years in which
// something was special.
#include "i18n/holidays.hpp"
#include "i18n/partial_dates.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::i18n;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

Date date(int year, unsigned month, unsigned day) {
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

std::string holidays_of(int year) {
    std::string text;
    for (sys_days day{date(year, 1, 1)}; day <= sys_days{date(year, 12, 31)}; day += days{1}) {
        Date const at{day};
        auto const name = holiday_name(at);
        if (name.empty()) continue;
        if (!text.empty()) text += ' ';
        text += std::to_string(static_cast<unsigned>(at.month())) + '/' +
                std::to_string(static_cast<unsigned>(at.day())) + std::string{name};
    }
    return text;
}

std::string read(std::string_view typed, Years years = Years::western,
                 Language language = Language::ja) {
    auto const found = read_loose_date(typed);
    return found ? loose_date_text(*found, years, language) : "?";
}

} // namespace

TEST_CASE("The national holidays of past and coming years are those the Cabinet Office published") {
    CHECK(holidays_of(1988) == "1/1元日 1/15成人の日 2/11建国記念の日 3/20春分の日 3/21振替休日 "
                               "4/29天皇誕生日 5/3憲法記念日 5/4休日 5/5こどもの日 9/15敬老の日 "
                               "9/23秋分の日 10/10体育の日 11/3文化の日 11/23勤労感謝の日");
    CHECK(holidays_of(1989) == "1/1元日 1/2振替休日 1/15成人の日 1/16振替休日 2/11建国記念の日 "
                               "2/24昭和天皇の大喪の礼 3/21春分の日 4/29みどりの日 "
                               "5/3憲法記念日 5/4休日 5/5こどもの日 9/15敬老の日 9/23秋分の日 "
                               "10/10体育の日 11/3文化の日 11/23勤労感謝の日 12/23天皇誕生日");
    CHECK(holidays_of(1992) == "1/1元日 1/15成人の日 2/11建国記念の日 3/20春分の日 "
                               "4/29みどりの日 5/3憲法記念日 5/4振替休日 5/5こどもの日 "
                               "9/15敬老の日 9/23秋分の日 10/10体育の日 11/3文化の日 "
                               "11/23勤労感謝の日 12/23天皇誕生日");
    CHECK(holidays_of(1997) == "1/1元日 1/15成人の日 2/11建国記念の日 3/20春分の日 "
                               "4/29みどりの日 5/3憲法記念日 5/5こどもの日 7/20海の日 "
                               "7/21振替休日 9/15敬老の日 9/23秋分の日 10/10体育の日 "
                               "11/3文化の日 11/23勤労感謝の日 11/24振替休日 12/23天皇誕生日");
    CHECK(holidays_of(2003) == "1/1元日 1/13成人の日 2/11建国記念の日 3/21春分の日 "
                               "4/29みどりの日 5/3憲法記念日 5/5こどもの日 7/21海の日 "
                               "9/15敬老の日 9/23秋分の日 10/13体育の日 11/3文化の日 "
                               "11/23勤労感謝の日 11/24振替休日 12/23天皇誕生日");
    CHECK(holidays_of(2009) == "1/1元日 1/12成人の日 2/11建国記念の日 3/20春分の日 4/29昭和の日 "
                               "5/3憲法記念日 5/4みどりの日 5/5こどもの日 5/6振替休日 "
                               "7/20海の日 9/21敬老の日 9/22休日 9/23秋分の日 10/12体育の日 "
                               "11/3文化の日 11/23勤労感謝の日 12/23天皇誕生日");
    CHECK(holidays_of(2019) == "1/1元日 1/14成人の日 2/11建国記念の日 3/21春分の日 4/29昭和の日 "
                               "4/30休日 5/1即位の日 5/2休日 5/3憲法記念日 5/4みどりの日 "
                               "5/5こどもの日 5/6振替休日 7/15海の日 8/11山の日 8/12振替休日 "
                               "9/16敬老の日 9/23秋分の日 10/14体育の日 10/22即位礼正殿の儀 "
                               "11/3文化の日 11/4振替休日 11/23勤労感謝の日");
    CHECK(holidays_of(2020) == "1/1元日 1/13成人の日 2/11建国記念の日 2/23天皇誕生日 "
                               "2/24振替休日 3/20春分の日 4/29昭和の日 5/3憲法記念日 "
                               "5/4みどりの日 5/5こどもの日 5/6振替休日 7/23海の日 "
                               "7/24スポーツの日 8/10山の日 9/21敬老の日 9/22秋分の日 "
                               "11/3文化の日 11/23勤労感謝の日");
    CHECK(holidays_of(2021) == "1/1元日 1/11成人の日 2/11建国記念の日 2/23天皇誕生日 "
                               "3/20春分の日 4/29昭和の日 5/3憲法記念日 5/4みどりの日 "
                               "5/5こどもの日 7/22海の日 7/23スポーツの日 8/8山の日 8/9振替休日 "
                               "9/20敬老の日 9/23秋分の日 11/3文化の日 11/23勤労感謝の日");
    CHECK(holidays_of(2024) == "1/1元日 1/8成人の日 2/11建国記念の日 2/12振替休日 "
                               "2/23天皇誕生日 3/20春分の日 4/29昭和の日 5/3憲法記念日 "
                               "5/4みどりの日 5/5こどもの日 5/6振替休日 7/15海の日 8/11山の日 "
                               "8/12振替休日 9/16敬老の日 9/22秋分の日 9/23振替休日 "
                               "10/14スポーツの日 11/3文化の日 11/4振替休日 11/23勤労感謝の日");
    CHECK(holidays_of(2026) == "1/1元日 1/12成人の日 2/11建国記念の日 2/23天皇誕生日 "
                               "3/20春分の日 4/29昭和の日 5/3憲法記念日 5/4みどりの日 "
                               "5/5こどもの日 5/6振替休日 7/20海の日 8/11山の日 9/21敬老の日 "
                               "9/22休日 9/23秋分の日 10/12スポーツの日 11/3文化の日 "
                               "11/23勤労感謝の日");
}

TEST_CASE("Nothing is a holiday outside the years whose equinoxes are known") {
    CHECK(holiday_name(date(1979, 1, 1)).empty());
    CHECK(holiday_name(date(2100, 1, 1)).empty());
    CHECK(holiday_name(date(2099, 1, 1)) == "元日");
    CHECK(holiday_name(date(2026, 2, 30)).empty());
}

TEST_CASE("A business day is no weekend, no holiday, and not between the years") {
    CHECK(is_business_day(date(2026, 10, 2)));
    CHECK_FALSE(is_business_day(date(2026, 10, 3)));
    CHECK_FALSE(is_business_day(date(2026, 9, 22)));
    CHECK_FALSE(is_business_day(date(2026, 12, 31)));
    CHECK(business_day_from(date(2026, 12, 28)) == date(2026, 12, 28));
    CHECK(business_day_from(date(2026, 12, 29)) == date(2027, 1, 4));
    CHECK(business_days_after(date(2026, 9, 18), 1) == date(2026, 9, 24)); // five days off
    CHECK(business_days_after(date(2026, 4, 28), 3) == date(2026, 5, 7));
    CHECK(business_days_after(date(2026, 10, 3), 3) == date(2026, 10, 7));
    CHECK(months_after(date(2026, 1, 31), 1) == date(2026, 2, 28));
    CHECK(months_after(date(2026, 12, 15), 1) == date(2027, 1, 15));
}

TEST_CASE("A birthday is read as people note it, whole or in part") {
    CHECK(read("1953") == "1953年");
    CHECK(read("S28") == "1953年");
    CHECK(read("昭和28年5月3日") == "1953年5月3日");
    CHECK(read("昭和28年5月") == "1953年5月");
    CHECK(read("5/3") == "5月3日");
    CHECK(read("５／３") == "5月3日");
    CHECK(read("5月3日") == "5月3日");
    CHECK(read("2/29") == "2月29日");
    CHECK(read("3 May") == "5月3日");
    CHECK(read("May 3") == "5月3日");
    CHECK(read("--05-03") == "5月3日"); // ISO 8601 and vCard, without a year
    CHECK(read("--0503") == "5月3日");
    CHECK(read("--02-29") == "2月29日");
    for (auto const *no_day : {"--", "--05", "---03", "--13-01", "--02-30", "--1332", "--5-3"})
        CHECK_MESSAGE(read(no_day) == "?", no_day);
    CHECK(read("3 May 1953") == "1953年5月3日");
    for (auto const *wrong : {"", "13/3", "5/32", "5", "tomorrow", "2/30", "5月", "1/2/3/4"})
        CHECK_MESSAGE(read(wrong) == "?", wrong);
}

TEST_CASE("A day is shown in the years its reader prefers") {
    CHECK(read("1953-05-03", Years::era) == "昭和28年5月3日");
    CHECK(read("2019", Years::era) == "平成31年・令和元年");
    CHECK(read("1953", Years::era) == "昭和28年");
    CHECK(read("5/3", Years::era) == "5月3日");
    CHECK(read("1850", Years::era) == "1850年");
    CHECK(read("1953-05-03", Years::western, Language::en) == "3 May 1953");
    CHECK(read("1953-05-03", Years::era, Language::en) == "3 May 1953 (昭和28年)");
    CHECK(read("5/3", Years::era, Language::en) == "3 May");
    CHECK(read("1953-12", Years::western, Language::en) == "December 1953");
    CHECK(date_text(date(2026, 10, 3), Years::era, Language::ja) == "令和8年10月3日");
    CHECK(weekday_text(date(2026, 10, 3), Language::ja) == "土");
}

TEST_CASE("Somebody born on 29 February has her day on the 28th in other years") {
    LooseDate const born{2000, 2, 29};
    CHECK(born.next(date(2027, 2, 1)) == date(2027, 2, 28));
    CHECK(born.next(date(2027, 3, 1)) == date(2028, 2, 29));
    CHECK(born.next(date(2028, 2, 29)) == date(2028, 2, 29));
}
