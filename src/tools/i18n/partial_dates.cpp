// SPDX-License-Identifier: Apache-2.0
#include "i18n/partial_dates.hpp"

#include "base/text.hpp"

#include <array>

namespace goen::i18n {
namespace {

Date date_from(int year, unsigned month, unsigned day) {
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

LooseDate loose(PartialDate const &date) {
    return {date.year, date.month.value_or(0), date.day.value_or(0)};
}

// A year alone may belong to two eras.
std::string era_of(LooseDate date) {
    if (date.month != 0)
        return era_year(date_from(date.year, date.month, date.day != 0 ? date.day : 28));
    auto const first = era_year(date_from(date.year, 1, 1)),
               last = era_year(date_from(date.year, 12, 31));
    if (first.empty() || first == last) return last;
    return first + "・" + last;
}

} // namespace

Date LooseDate::in(int y) const {
    auto const date = date_from(y, month, day);
    return date.ok() ? date : Date{date.year() / date.month() / std::chrono::last};
}

Date LooseDate::next(Date today) const {
    auto const this_year = static_cast<int>(today.year());
    auto const date = in(this_year);
    return date < today ? in(this_year + 1) : date;
}

namespace {

// ISO 8601 and vCard write two hyphens where the year would stand: --05-03, --0503.
std::string without_year_hyphens(std::string_view typed) {
    if (!typed.starts_with("--")) return std::string{typed};
    auto const day = typed.substr(2);
    bool const is_basic = day.size() == 4 && day.find_first_not_of("0123456789") == day.npos;
    if (is_basic) return std::string{day.substr(0, 2)} + "-" + std::string{day.substr(2)};
    bool const is_extended = day.size() == 5 && day[2] == '-';
    return std::string{is_extended ? day : typed};
}

} // namespace

std::optional<LooseDate> read_loose_date(std::string_view text) {
    auto const typed = trimmed(text);
    if (typed.empty() || typed.size() > 90) return std::nullopt;
    if (auto const date = read_date(typed)) return loose(*date);
    // The same reader once more, with a leap year lent to it.
    auto const given = without_year_hyphens(typed);
    for (auto const &whole :
         {"2000年" + given, "2000/" + given, "2000-" + given, given + " 2000"}) {
        auto const date = read_date(whole);
        if (date && date->year == 2000 && date->month && date->day)
            return LooseDate{0, *date->month, *date->day};
    }
    return std::nullopt;
}

std::string loose_date_text(LooseDate date, Years years, Language language) {
    std::string const era = years == Years::era && date.year != 0 ? era_of(date) : "";
    auto const number = [](unsigned n) { return std::to_string(n); };
    if (language == Language::ja) {
        std::string text;
        if (date.year != 0) text = era.empty() ? std::to_string(date.year) + "年" : era;
        if (date.month != 0) text += number(date.month) + "月";
        if (date.day != 0) text += number(date.day) + "日";
        return text;
    }
    std::string text;
    if (date.month != 0) {
        // "3 May 2000" without the 3 and the 2000 where they are not known.
        auto const whole = date_text(date_from(2000, date.month, 1), language);
        auto const month = whole.substr(2, whole.size() - 7);
        text = date.day != 0 ? number(date.day) + " " + month : month;
    }
    if (date.year != 0) text += (text.empty() ? "" : " ") + std::to_string(date.year);
    return era.empty() ? text : text + " (" + era + ")";
}

std::string date_text(Date date, Years years, Language language) {
    if (!date.ok()) return "";
    return loose_date_text({static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day())},
                           years, language);
}

std::string_view weekday_text(Date date, Language language) {
    static constexpr std::array<std::string_view, 7> ja{"日", "月", "火", "水", "木", "金", "土"},
        en{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    auto const n = std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding();
    return language == Language::ja ? ja[n] : en[n];
}

} // namespace goen::i18n
