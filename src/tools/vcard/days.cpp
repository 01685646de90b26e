// SPDX-License-Identifier: Apache-2.0
// Days of which parts may be missing, as RFC 6350 section 4.3.1, RFC 2426 and Apple write them.
#include "base/text.hpp"
#include "vcard/vcard.hpp"

#include <algorithm>
#include <cstdio>

namespace goen::vcard {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
unsigned number(std::string_view digits) {
    unsigned value = 0;
    for (char const c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

} // namespace

std::optional<i18n::LooseDate> day_of(std::string_view written) {
    auto text = trimmed(written);
    if (auto const time = text.find_first_of("Tt "); time != text.npos)
        text = trimmed(text.substr(0, time));
    i18n::LooseDate date;
    bool const has_year = !text.starts_with("--");
    if (has_year) {
        if (text.size() < 4 || !is_number(text.substr(0, 4))) return {};
        date.year = static_cast<int>(number(text.substr(0, 4)));
        text.remove_prefix(4);
        // A year and a month have the hyphen between them: 198504 would be a time.
        if (text.size() == 2) return {};
    } else {
        text.remove_prefix(1);
    }
    std::string digits;
    if (!text.empty()) {
        if (text[0] == '-') {
            text.remove_prefix(1);
            if (text.empty()) return {};
        }
        digits = text;
        if (digits.size() == 5 && digits[2] == '-') digits.erase(2, 1);
        if ((digits.size() != 2 && digits.size() != 4) || !is_number(digits)) return {};
        date.month = number(std::string_view{digits}.substr(0, 2));
        if (digits.size() == 4) date.day = number(std::string_view{digits}.substr(2));
        if (date.month == 0 || (digits.size() == 4 && date.day == 0)) return {};
    }
    if (date.has_day() && date.year == 1604) date.year = 0;
    if (date.year == 0 && !date.has_day()) return {};
    Date const whole{std::chrono::year{date.year == 0 ? 2000 : date.year},
                     std::chrono::month{date.month == 0 ? 1 : date.month},
                     std::chrono::day{date.day == 0 ? 1 : date.day}};
    return whole.ok() ? std::optional{date} : std::nullopt;
}

std::string written(i18n::LooseDate day) {
    char text[40];
    if (day.year == 0) {
        std::snprintf(text, sizeof text, "--%02u-%02u", day.month, day.day);
    } else if (day.month == 0) {
        std::snprintf(text, sizeof text, "%04d", day.year);
    } else if (day.day == 0) {
        std::snprintf(text, sizeof text, "%04d-%02u", day.year, day.month);
    } else {
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", day.year, day.month, day.day);
    }
    return text;
}

} // namespace goen::vcard
