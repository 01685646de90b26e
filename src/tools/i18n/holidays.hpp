// SPDX-License-Identifier: Apache-2.0
// 国民の祝日 and business days in Japan, by rule; no table that runs out. Source:
// 国民の祝日に関する法律 (昭和23年法律第178号) with its amendments of 1985 (国民の休日), 1989, 1995
// (海の日), 1998 and 2001 (Happy Mondays), 2005 (昭和の日, 振替休日 as it is now), 2014 (山の日),
// 2017 and 2018 (天皇誕生日, スポーツの日); 平成元年法律第4号, 平成2年法律第24号, 平成5年法律第32号
// and 平成30年法律第99号 (days of one year); 平成三十二年東京オリンピック競技大会…特別措置法,
// articles 29 (2020) and, as amended by 令和2年法律第68号, 32 (2021), which moved three days each.
//
// The equinoxes are by the formula in use in Japan for 1980-2099 (海上保安庁水路部 暦計算研究会編
// 『新こよみ便利帳』); the Cabinet announces each in the February before, and no year has differed
// yet.
#pragma once

#include "base/time.hpp"

#include <string_view>

namespace goen::i18n {

// 海の日, 振替休日, 休日 …; "" for every other day, and for years outside 1980-2099.
std::string_view holiday_name(Date date);

// Neither Saturday, Sunday nor holiday, nor from 29 December to 3 January, when public offices are
// closed (行政機関の休日に関する法律, 昭和63年法律第91号) and most companies with them.
bool is_business_day(Date date);
// The day itself, or the first business day after it.
Date business_day_from(Date date);
// The first, second … business day after the day. `count` is 1-1000.
Date business_days_after(Date date, int count);
// The same day of a later month, or that month's last day: 31 January -> 28 February.
Date months_after(Date date, int count);

} // namespace goen::i18n
