// SPDX-License-Identifier: Apache-2.0
#include "i18n/holidays.hpp"

#include <algorithm>
#include <array>

namespace goen::i18n {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

struct Day {
    int month, day;
    auto operator<=>(Day const &) const = default;
};

constexpr int first_year = 1980, last_year = 2099;

int equinox(double first, int year) {
    int const since = year - 1980;
    return static_cast<int>(first + 0.242194 * since) - since / 4;
}

// The nth Monday of a month.
Day monday(int year, int month, unsigned nth) {
    Date const date{std::chrono::year{year} / month / std::chrono::Monday[nth]};
    return {month, static_cast<int>(static_cast<unsigned>(date.day()))};
}

// The days the law names for one year only.
struct Once {
    int year;
    Day day;
    std::string_view name;
};
constexpr std::array<Once, 5> once{{{1989, {2, 24}, "昭和天皇の大喪の礼"},
                                    {1990, {11, 12}, "即位礼正殿の儀"},
                                    {1993, {6, 9}, "皇太子徳仁親王の結婚の儀"},
                                    {2019, {5, 1}, "即位の日"},
                                    {2019, {10, 22}, "即位礼正殿の儀"}}};

// 「国民の祝日」 itself, without what follows from it.
std::string_view named(int y, Day day) {
    auto const is = [&](int month, int of_month) { return day == Day{month, of_month}; };
    for (auto const &one : once) {
        if (one.year == y && one.day == day) return one.name;
    }
    switch (day.month) {
    case 1:
        if (is(1, 1)) return "元日";
        if (day == (y < 2000 ? Day{1, 15} : monday(y, 1, 2))) return "成人の日";
        break;
    case 2:
        if (is(2, 11)) return "建国記念の日";
        if (is(2, 23) && y >= 2020) return "天皇誕生日";
        break;
    case 3:
        if (is(3, equinox(20.8431, y))) return "春分の日";
        break;
    case 4:
        if (is(4, 29)) return y < 1989 ? "天皇誕生日" : y < 2007 ? "みどりの日" : "昭和の日";
        break;
    case 5:
        if (is(5, 3)) return "憲法記念日";
        if (is(5, 4) && y >= 2007) return "みどりの日";
        if (is(5, 5)) return "こどもの日";
        break;
    case 7: {
        auto const sea = y == 2020   ? Day{7, 23}
                         : y == 2021 ? Day{7, 22}
                         : y < 2003  ? Day{7, 20}
                                     : monday(y, 7, 3);
        if (y >= 1996 && day == sea) return "海の日";
        if ((y == 2020 && is(7, 24)) || (y == 2021 && is(7, 23))) return "スポーツの日";
        break;
    }
    case 8:
        if (y >= 2016 && is(8, y == 2020 ? 10 : y == 2021 ? 8 : 11)) return "山の日";
        break;
    case 9:
        if (day == (y < 2003 ? Day{9, 15} : monday(y, 9, 3))) return "敬老の日";
        if (is(9, equinox(23.2488, y))) return "秋分の日";
        break;
    case 10:
        if (y == 2020 || y == 2021) break;
        if (day == (y < 2000 ? Day{10, 10} : monday(y, 10, 2)))
            return y < 2020 ? "体育の日" : "スポーツの日";
        break;
    case 11:
        if (is(11, 3)) return "文化の日";
        if (is(11, 23)) return "勤労感謝の日";
        break;
    case 12:
        if (is(12, 23) && y >= 1989 && y <= 2018) return "天皇誕生日";
        break;
    default: break;
    }
    return {};
}

std::string_view named(sys_days day) {
    Date const date{day};
    return named(static_cast<int>(date.year()),
                 {static_cast<int>(static_cast<unsigned>(date.month())),
                  static_cast<int>(static_cast<unsigned>(date.day()))});
}

bool is_sunday(sys_days day) { return std::chrono::weekday{day} == std::chrono::Sunday; }

} // namespace

std::string_view holiday_name(Date date) {
    if (!date.ok()) return {};
    int const year = static_cast<int>(date.year());
    if (year < first_year || year > last_year) return {};
    sys_days const day{date};
    if (auto const name = named(day); !name.empty()) return name;
    // 振替休日: until 2006 the Monday after, since then the first day after that is none itself.
    if (year < 2007) {
        if (is_sunday(day - days{1}) && !named(day - days{1}).empty()) return "振替休日";
    } else {
        for (auto before = day - days{1}; !named(before).empty(); before -= days{1}) {
            if (is_sunday(before)) return "振替休日";
        }
    }
    // 国民の休日: between two holidays.
    if (year >= 1986 && !(year < 2007 && is_sunday(day)) && !named(day - days{1}).empty() &&
        !named(day + days{1}).empty())
        return "休日";
    return {};
}

bool is_business_day(Date date) {
    if (!date.ok()) return false;
    std::chrono::weekday const weekday{sys_days{date}};
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return false;
    auto const month = static_cast<unsigned>(date.month()), day = static_cast<unsigned>(date.day());
    if ((month == 12 && day >= 29) || (month == 1 && day <= 3)) return false;
    return holiday_name(date).empty();
}

Date business_day_from(Date date) {
    while (!is_business_day(date)) date = Date{sys_days{date} + days{1}};
    return date;
}

Date business_days_after(Date date, int count) {
    count = std::clamp(count, 1, 1000);
    for (; count > 0; --count) date = business_day_from(Date{sys_days{date} + days{1}});
    return date;
}

Date months_after(Date date, int count) {
    auto const there = date + std::chrono::months{count};
    return there.ok() ? there : Date{there.year() / there.month() / std::chrono::last};
}

} // namespace goen::i18n
