// SPDX-License-Identifier: Apache-2.0
// Days in words, for this room's pages.
#pragma once

#include "html/html.hpp"
#include "reminder/reminder.hpp"

namespace goen::reminder {

// 令和8年10月5日（月） / Mon, 5 October 2026
std::string day_with_weekday(Date date, i18n::Years years, i18n::Words const &w);
// The same as <time>, with the name of the holiday it is.
html::Html day_time(Date date, i18n::Years years, i18n::Words const &w);

std::string kind_text(ImportantDate const &date, i18n::Words const &w); // 誕生日, or its own label
// 昭和28年5月3日（満73歳）
std::string date_with_years(ImportantDate const &date, Date today, i18n::Years years,
                            i18n::Words const &w);
std::string coming_text(Coming const &coming, i18n::Words const &w); // 誕生日（73歳）
// Why somebody is shown: 「3年前の今ごろ、名古屋でお会いしました（2023年10月5日）。」
std::string old_text(Old const &old, i18n::Years years, i18n::Words const &w);

} // namespace goen::reminder
