// SPDX-License-Identifier: Apache-2.0
// Days of which not everything is known, as people note birthdays and founding days: 1953, S28,
// 昭和28年5月, 5/3, 3 May. Read, shown in 和暦 or 西暦, and when the next one comes.
#pragma once

#include "i18n/dates.hpp"

namespace goen::i18n {

struct LooseDate {
    int year = 0;                // 0: not known
    unsigned month = 0, day = 0; // 0: not known; no day without a month
    auto operator<=>(LooseDate const &) const = default;

    bool has_day() const { return month != 0 && day != 0; }
    // In that year; 29 February is the 28th where there is none. Only when has_day().
    Date in(int year) const;
    // The first one on or after `today`. Only when has_day().
    Date next(Date today) const;
};

// What read_date() takes, and a month with a day but no year: 5/3, 5月3日, 5-3, 3 May,
// --05-03.
std::optional<LooseDate> read_loose_date(std::string_view text);

enum class Years { western, era }; // 西暦, 和暦
// 昭和28年5月3日 · 1953年5月3日 · 5月3日 · 昭和64年・平成元年 (the year alone, where two eras share
// it). In English 3 May 1953, with the era's year behind it when eras are wanted. Years before 1873
// have no era's year here: the calendar was another.
std::string loose_date_text(LooseDate date, Years years, Language language);
std::string date_text(Date date, Years years, Language language);
// 火 / Tue
std::string_view weekday_text(Date date, Language language);

} // namespace goen::i18n
