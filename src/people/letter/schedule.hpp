// SPDX-License-Identifier: Apache-2.0
// Of what a member is told by mail, how often and at which hours. Values, no state.
#pragma once

#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goen::letter {

// In the order in which a letter tells of them.
enum class Kind {
    request,
    introduction,
    message,
    mention,
    reply,
    comment,
    exchange,
    guest,
    reaction,
    move,
    reminder
};
inline constexpr std::array kinds{Kind::request,  Kind::introduction, Kind::message,  Kind::mention,
                                  Kind::reply,    Kind::comment,      Kind::exchange, Kind::guest,
                                  Kind::reaction, Kind::move,         Kind::reminder};
std::string_view to_string(Kind kind); // "request" …
std::optional<Kind> kind_of(std::string_view text);

enum class Mode { at_once, daily, weekly, never };
inline constexpr std::array modes{Mode::at_once, Mode::daily, Mode::weekly, Mode::never};
std::string_view to_string(Mode mode); // "at_once" …
std::optional<Mode> mode_of(std::string_view text);
// Reminders belong to a day: daily or never. Moves are told together: daily, weekly or never.
bool is_possible(Kind kind, Mode mode);

// All of Japan (UTC+9, no summer time).
struct Schedule {
    int quiet_from = 0, quiet_to = 0; // minutes of the day; the same: no quiet hours
    unsigned weekdays = 1; // of weekly letters: 1 Monday, 2 Tuesday … 64 Sunday; never 0
    bool business_days_only = false; // i18n/holidays.hpp

    // The first moment from `at` on at which a letter may go out. Reminders belong to their day,
    // which may be a holiday.
    Time open_from(Time at, Kind kind) const;
    // 8:00 of the next chosen weekday after `at`, or when letters may go out after it.
    Time next_week(Time at) const;
    // 8:00 of the next day, or when letters may go out after it.
    Time next_day(Time at) const;
    bool operator==(Schedule const &) const = default;
};

// "22:00" and minutes of the day. Reads 0:00 to 23:59, one or two digits for the hour.
std::string clock_time(int minutes_of_day);
std::optional<int> read_clock_time(std::string_view text);

// Requests, introductions and messages come the same day, reminders when they are asked for, and
// everything else once a week.
struct Settings {
    std::array<Mode, kinds.size()> mail{Mode::daily,  Mode::daily,  Mode::daily,  Mode::weekly,
                                        Mode::weekly, Mode::weekly, Mode::weekly, Mode::weekly,
                                        Mode::weekly, Mode::weekly, Mode::never};
    // Whether her devices are told at once: nothing until she chooses.
    std::array<bool, kinds.size()> push{};
    Schedule schedule;

    Mode of(Kind kind) const { return mail[static_cast<std::size_t>(kind)]; }
    void set(Kind kind, Mode mode) { mail[static_cast<std::size_t>(kind)] = mode; }
    bool pushes(Kind kind) const { return push[static_cast<std::size_t>(kind)]; }
    void set_push(Kind kind, bool is_on) { push[static_cast<std::size_t>(kind)] = is_on; }
    bool operator==(Settings const &) const = default;
};

} // namespace goen::letter
