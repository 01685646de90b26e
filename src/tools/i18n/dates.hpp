// SPDX-License-Identifier: Apache-2.0
// Dates and numbers as people write them: 2026年10月3日(土) 9:15 / Sat, 3 October 2026, 9:15 am.
// Zone Asia/Tokyo unless said. Reading accepts 1953, S28, 昭和28年, 令和元年5月1日, 2026-10-03,
// 2026/10/3, 20261003, 3 Oct 2026.
#pragma once

#include "base/time.hpp"
#include "i18n/words.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace goen::i18n {

std::string date_text(Date date, Language language); // 2026年10月3日 / 3 October 2026
std::string day_text(Time time, Language language);  // the same, of an instant in Japan
std::string time_text(Time time, Language language); // 2026年10月3日 9:15 / 3 October 2026, 9:15
std::string month_text(Time time, Language language);         // 2026年10月 / October 2026
std::string ago_text(Time time, Time now, Language language); // たった今, 5分前, 昨日, then the day
Date date_in_japan(Time time);

struct PartialDate { // 1953 alone, or with month, or with day
    int year = 0;
    std::optional<unsigned> month, day;
};
std::optional<PartialDate> read_date(std::string_view text);
// 令和元年, 昭和28年; empty before Meiji 6 (1873), when the calendar changed.
std::string era_year(Date date);

std::string number_text(std::int64_t number, Language language); // 12,345

} // namespace goen::i18n
