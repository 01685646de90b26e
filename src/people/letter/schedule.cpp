// SPDX-License-Identifier: Apache-2.0
#include "letter/schedule.hpp"

#include "i18n/holidays.hpp"

#include <algorithm>
#include <cstdio>

namespace goen::letter {
namespace {

constexpr std::array<std::string_view, kinds.size()> kind_words{
    "request",  "introduction", "message",  "mention", "reply",   "comment",
    "exchange", "guest",        "reaction", "move",    "reminder"};
constexpr std::array<std::string_view, modes.size()> mode_words{"at_once", "daily", "weekly",
                                                                "never"};
constexpr seconds japan_is_ahead{9 * 3600};
constexpr std::chrono::hours in_the_morning{8};
constexpr int most_days = 400; // more than any row of holidays

using Days = std::chrono::sys_days;

// The moment at this minute of a day in Japan.
Time moment(Days day, std::chrono::minutes minute) {
    return Time{day.time_since_epoch()} + minute - japan_is_ahead;
}
Days day_of(Time at) { return Days{std::chrono::floor<std::chrono::days>(at + japan_is_ahead)}; }

} // namespace

std::string_view to_string(Kind kind) { return kind_words[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Mode mode) { return mode_words[static_cast<std::size_t>(mode)]; }
std::optional<Kind> kind_of(std::string_view text) {
    for (auto const kind : kinds) {
        if (to_string(kind) == text) return kind;
    }
    return {};
}
std::optional<Mode> mode_of(std::string_view text) {
    for (auto const mode : modes) {
        if (to_string(mode) == text) return mode;
    }
    return {};
}

bool is_possible(Kind kind, Mode mode) {
    if (kind == Kind::reminder) return mode == Mode::daily || mode == Mode::never;
    return kind != Kind::move || mode != Mode::at_once;
}

Time Schedule::open_from(Time at, Kind kind) const {
    auto const from = std::chrono::minutes{quiet_from}, to = std::chrono::minutes{quiet_to};
    bool const on_any_day = !business_days_only || kind == Kind::reminder;
    for (int round = 0; round < most_days; ++round) {
        auto const day = day_of(at);
        if (!on_any_day && !i18n::is_business_day(Date{day})) {
            at = moment(day + std::chrono::days{1}, {});
            continue;
        }
        if (from == to) return at;
        auto const of_day = at - moment(day, {});
        bool const over_midnight = from > to;
        bool const is_quiet =
            over_midnight ? of_day >= from || of_day < to : of_day >= from && of_day < to;
        if (!is_quiet) return at;
        at = moment(over_midnight && of_day >= from ? day + std::chrono::days{1} : day, to);
    }
    return at;
}

Time Schedule::next_week(Time at) const {
    auto day = day_of(at);
    for (int ahead = 0; ahead <= 7; ++ahead, day += std::chrono::days{1}) {
        auto const bit = 1u << (std::chrono::weekday{day}.iso_encoding() - 1);
        auto const then = moment(day, in_the_morning);
        if ((weekdays & bit) != 0 && then > at) return open_from(then, Kind::comment);
    }
    return open_from(moment(day, in_the_morning), Kind::comment);
}

Time Schedule::next_day(Time at) const {
    auto const today = moment(day_of(at), in_the_morning);
    return open_from(today > at ? today : today + std::chrono::days{1}, Kind::comment);
}

std::string clock_time(int minutes_of_day) {
    std::array<char, 8> text{};
    auto const bounded = std::clamp(minutes_of_day, 0, 24 * 60 - 1);
    (void)std::snprintf(text.data(), text.size(), "%02d:%02d", bounded / 60, bounded % 60);
    return text.data();
}

std::optional<int> read_clock_time(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == text.npos || colon == 0 || colon > 2 || text.size() != colon + 3) return {};
    int hour = 0, minute = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == colon) continue;
        if (text[i] < '0' || text[i] > '9') return {};
        auto &part = i < colon ? hour : minute;
        part = part * 10 + (text[i] - '0');
    }
    if (hour > 23 || minute > 59) return {};
    return hour * 60 + minute;
}

} // namespace goen::letter
