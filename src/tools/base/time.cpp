// SPDX-License-Identifier: Apache-2.0
#include "base/time.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace goen {
namespace {

// Reads exactly `digits` decimal digits at `at`, moving it on.
std::optional<int> number(std::string_view text, std::size_t &at, int digits) {
    int value = 0;
    for (int i = 0; i < digits; ++i, ++at) {
        if (at >= text.size() || text[at] < '0' || text[at] > '9') return {};
        value = value * 10 + (text[at] - '0');
    }
    return value;
}

bool skip(std::string_view text, std::size_t &at, std::string_view one_of) {
    if (at >= text.size() || one_of.find(text[at]) == one_of.npos) return false;
    ++at;
    return true;
}

std::optional<Date> date_at(std::string_view text, std::size_t &at) {
    auto const year = number(text, at, 4);
    if (!year || *year == 0 || !skip(text, at, "-")) return {};
    auto const month = number(text, at, 2);
    if (!month || !skip(text, at, "-")) return {};
    auto const day = number(text, at, 2);
    if (!day) return {};
    Date const date{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                    std::chrono::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional{date} : std::nullopt;
}

} // namespace

milliseconds SystemClock::steady() const {
    // Not CLOCK_MONOTONIC, which stands still while the machine sleeps.
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return milliseconds{static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000};
}

std::string iso_date(Date date) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return buffer.data();
}

std::optional<Date> parse_iso_date(std::string_view text) {
    std::size_t at = 0;
    auto const date = date_at(text, at);
    return at == text.size() ? date : std::nullopt;
}

std::string rfc3339(Time time) {
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::hh_mm_ss const clock{std::chrono::floor<seconds>(time - day)};
    std::array<char, 40> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%sT%02d:%02d:%02dZ", iso_date(Date{day}).c_str(),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return buffer.data();
}

std::optional<Time> parse_rfc3339(std::string_view text) {
    std::size_t at = 0;
    auto const date = date_at(text, at);
    if (!date) return {};
    auto const midnight = Time{std::chrono::sys_days{*date}};
    if (at == text.size()) return midnight;
    if (!skip(text, at, "Tt ")) return {};
    auto const hour = number(text, at, 2);
    if (!hour || *hour > 23 || !skip(text, at, ":")) return {};
    auto const minute = number(text, at, 2);
    if (!minute || *minute > 59 || !skip(text, at, ":")) return {};
    auto const second = number(text, at, 2);
    if (!second || *second > 60) return {};
    int millis = 0;
    if (skip(text, at, ".")) {
        int scale = 100;
        auto const start = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
            millis += scale * (text[at] - '0');
        }
        if (at == start) return {};
    }
    auto time = midnight + std::chrono::hours{*hour} + minutes{*minute} + seconds{*second} +
                milliseconds{millis};
    if (skip(text, at, "Zz")) return at == text.size() ? std::optional{time} : std::nullopt;
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return {};
    bool const east = text[at++] == '+';
    auto const off_hour = number(text, at, 2);
    if (!off_hour || *off_hour > 23 || !skip(text, at, ":")) return {};
    auto const off_minute = number(text, at, 2);
    if (!off_minute || *off_minute > 59 || at != text.size()) return {};
    auto const offset = std::chrono::hours{*off_hour} + minutes{*off_minute};
    return east ? time - offset : time + offset;
}

} // namespace goen
