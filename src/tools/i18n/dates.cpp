// SPDX-License-Identifier: Apache-2.0
#include "i18n/dates.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace goen::i18n {
namespace {

using std::chrono::days;
using std::chrono::hours;

// Japan has had no daylight saving time since 1951 and none is planned by law, so Asia/Tokyo is a
// constant. That needs no time-zone data on the machine, and none that can be out of date.
constexpr hours japan_ahead{9};

constexpr std::array<char const *, 12> month_names = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

int year_of(Date date) { return static_cast<int>(date.year()); }
unsigned month_of(Date date) { return static_cast<unsigned>(date.month()); }
unsigned day_of(Date date) { return static_cast<unsigned>(date.day()); }

Date date_of(int year, unsigned month, unsigned day) {
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

// Instants outside the years 1 to 9999 (a broken clock, a hostile import) are shown as the nearest
// one.
std::chrono::local_time<milliseconds> local_in_japan(Time time) {
    constexpr Time first{std::chrono::sys_days{std::chrono::year{1} / 1 / 2}};
    constexpr Time last{std::chrono::sys_days{std::chrono::year{9999} / 12 / 30}};
    return std::chrono::local_time<milliseconds>{
        (std::clamp(time, first, last) + japan_ahead).time_since_epoch()};
}

struct Era {
    char const *name, *short_name;
    char letter;
    Date first; // the day its name held from
    int years;  // how many it had, the first being 元年
};
constexpr std::array<Era, 5> eras = {{
    {"令和", "令", 'r', Date{std::chrono::year{2019}, std::chrono::month{5}, std::chrono::day{1}},
     99},
    {"平成", "平", 'h', Date{std::chrono::year{1989}, std::chrono::month{1}, std::chrono::day{8}},
     31},
    {"昭和", "昭", 's', Date{std::chrono::year{1926}, std::chrono::month{12}, std::chrono::day{25}},
     64},
    {"大正", "大", 't', Date{std::chrono::year{1912}, std::chrono::month{7}, std::chrono::day{30}},
     15},
    {"明治", "明", 'm', Date{std::chrono::year{1868}, std::chrono::month{10}, std::chrono::day{23}},
     45},
}};

// Full-width digits and signs to ASCII, ㍼ and ㋿ spelt out, kanji numerals to digits: what is
// left to read is small.
int kanji_digit(char32_t c) {
    static constexpr std::u32string_view all = U"〇一二三四五六七八九";
    auto const at = all.find(c);
    if (at != all.npos) return static_cast<int>(at);
    switch (c) {
    case U'零': return 0;
    case U'元': return 1; // 元年; only ever stands before 年
    case U'壱': return 1;
    case U'弐': return 2;
    case U'参': return 3;
    default: return -1;
    }
}
int kanji_unit(char32_t c) {
    return c == U'十' || c == U'拾' ? 10 : c == U'百' ? 100 : c == U'千' ? 1000 : 0;
}

std::u32string with_digits(std::u32string const &text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        if (kanji_digit(text[i]) < 0 && kanji_unit(text[i]) == 0) {
            out += text[i++];
            continue;
        }
        long total = 0, run = 0;
        bool has_run = false;
        std::size_t count = 0;
        std::u32string positional;
        bool has_unit = false;
        for (; i < text.size() && count < 12; ++i, ++count) {
            if (int const digit = kanji_digit(text[i]); digit >= 0) {
                run = run * 10 + digit, has_run = true;
                positional += static_cast<char32_t>(U'0' + digit);
            } else if (int const unit = kanji_unit(text[i]); unit != 0) {
                total += (has_run ? run : 1) * unit;
                run = 0, has_run = false, has_unit = true;
            } else {
                break;
            }
        }
        if (!has_unit) { // 二〇二六
            out += positional;
        } else { // 二十八
            for (char const c : std::to_string(total + run)) out += static_cast<char32_t>(c);
        }
    }
    return out;
}

std::string plain(std::string_view text) {
    std::u32string points;
    for (char32_t c : to_code_points(text)) {
        switch (c) {
        case U'㋿': points += U"令和"; continue;
        case U'㍻': points += U"平成"; continue;
        case U'㍼': points += U"昭和"; continue;
        case U'㍽': points += U"大正"; continue;
        case U'㍾': points += U"明治"; continue;
        case U'　':
        case 0xA0: c = ' '; break;
        case U'．':
        case U'・': c = '.'; break;
        case U'‐':
        case U'‑':
        case U'–':
        case U'−':
        case U'ー': c = '-'; break;
        default:
            if (c >= U'！' && c <= U'～') c = c - U'！' + U'!';
        }
        points += c;
    }
    return lower_ascii(to_utf8(with_digits(points)));
}

// Reads from the left; every take_ leaves the text alone when it does not fit.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}
    bool at_end() const { return rest_.empty(); }
    void skip_spaces() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }
    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    // A number of `least` to `most` digits, all that stand here.
    std::optional<int> number(std::size_t least, std::size_t most) {
        std::size_t size = 0;
        while (size < rest_.size() && rest_[size] >= '0' && rest_[size] <= '9') ++size;
        if (size < least || size > most) return std::nullopt;
        int value = 0;
        for (char const c : rest_.substr(0, size)) value = value * 10 + (c - '0');
        rest_.remove_prefix(size);
        return value;
    }
    std::string_view letters() {
        std::size_t size = 0;
        while (size < rest_.size() && rest_[size] >= 'a' && rest_[size] <= 'z') ++size;
        auto const word = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return word;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

// Nothing earlier than 1800: 1604 is how Apple writes "no year", and nobody's card is older.
std::optional<PartialDate> checked(int year, std::optional<int> month, std::optional<int> day) {
    if (year < 1800 || year > 2999) return std::nullopt;
    PartialDate date{year, {}, {}};
    if (month) {
        if (*month < 1 || *month > 12) return std::nullopt;
        date.month = static_cast<unsigned>(*month);
    }
    if (day) {
        if (!month || *day < 1 || !date_of(year, *date.month, static_cast<unsigned>(*day)).ok())
            return std::nullopt;
        date.day = static_cast<unsigned>(*day);
    }
    return date;
}

// (土) （土曜日） at the end
void skip_weekday(Cursor &text) {
    text.skip_spaces();
    Cursor ahead = text;
    bool const in_brackets = ahead.take("(");
    bool found = false;
    for (auto const *const name : {"月", "火", "水", "木", "金", "土", "日"})
        found = found || ahead.take(name);
    if (!found) return;
    if (ahead.take("曜")) ahead.take("日");
    if (in_brackets && !ahead.take(")")) return;
    text = ahead;
}

// After the year: 年5月1日, -05-01, /5/1, .5.1, or nothing.
std::optional<PartialDate> rest_of_date(Cursor &text, int year) {
    std::optional<int> month, day;
    text.skip_spaces();
    if (text.take("年")) {
        text.take("度");
        text.skip_spaces();
        if (!text.at_end()) {
            month = text.number(1, 2);
            text.skip_spaces();
            if (!month || !text.take("月")) return std::nullopt;
            text.skip_spaces();
            if (!text.at_end()) {
                day = text.number(1, 2);
                text.skip_spaces();
                if (!day || !text.take("日")) return std::nullopt;
            }
        }
    } else if (!text.at_end()) {
        std::string_view const by = text.take("-")   ? "-"
                                    : text.take("/") ? "/"
                                    : text.take(".") ? "."
                                                     : "";
        if (by.empty()) return std::nullopt;
        text.skip_spaces();
        month = text.number(1, 2);
        if (!month) return std::nullopt;
        text.skip_spaces();
        if (text.take(by) && !text.at_end()) {
            text.skip_spaces();
            day = text.number(1, 2);
            if (!day) return std::nullopt;
        }
    }
    if (day) skip_weekday(text);
    text.skip_spaces();
    if (!text.at_end()) return std::nullopt;
    return checked(year, month, day);
}

std::optional<int> month_named(std::string_view word) {
    if (word.size() < 3) return std::nullopt;
    for (std::size_t i = 0; i < month_names.size(); ++i) {
        auto const full = lower_ascii(month_names[i]);
        if (full == word || word == std::string_view{full}.substr(0, 3) ||
            (word == "sept" && i == 8))
            return static_cast<int>(i) + 1;
    }
    return std::nullopt;
}

void skip_ordinal(Cursor &text) {
    for (auto const *const ending : {"st", "nd", "rd", "th"}) {
        if (text.take(ending)) return;
    }
}

// Sat, 3 October 2026 · 3rd Oct 2026 · October 3, 2026 · Oct 2026
std::optional<PartialDate> read_english(std::string_view typed) {
    Cursor text{typed};
    std::optional<int> day, month;
    Cursor ahead = text;
    auto const word = ahead.letters();
    for (std::string_view const name :
         {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}) {
        if (word.size() < 3 || !name.starts_with(word)) continue;
        text = ahead;
        text.take(".");
        text.take(",");
        text.skip_spaces();
    }
    auto const named = [&] {
        month = month_named(text.letters());
        text.take(".");
        text.skip_spaces();
        return month.has_value();
    };
    if (day = text.number(1, 2); day) {
        skip_ordinal(text);
        text.skip_spaces();
        if (text.take("-")) text.skip_spaces();
        if (text.take("of ")) text.skip_spaces();
        if (!named()) return std::nullopt;
        if (text.take("-")) text.skip_spaces();
    } else {
        if (!named()) return std::nullopt;
        Cursor after = text;
        if (auto const number = after.number(1, 2)) {
            day = number, text = after;
            skip_ordinal(text);
        }
    }
    text.take(",");
    text.skip_spaces();
    auto const year = text.number(4, 4);
    if (!year || !text.at_end()) return std::nullopt;
    return checked(*year, month, day);
}

std::optional<PartialDate> read_era(Cursor text, Era const &era) {
    if (!text.take(era.name) && !text.take(era.short_name) &&
        !text.take(std::string_view{&era.letter, 1}))
        return std::nullopt;
    text.take(".");
    text.skip_spaces();
    auto const number = text.number(1, 2);
    if (!number || *number < 1 || *number > era.years) return std::nullopt;
    // 平成31年5月1日 stood on paper printed before 令和 had a name: inside the year the change is
    // not checked.
    auto const date = rest_of_date(text, year_of(era.first) + *number - 1);
    if (!date || *number > 1 || !date->month) return date;
    bool const is_before =
        *date->month < month_of(era.first) ||
        (*date->month == month_of(era.first) && date->day && *date->day < day_of(era.first));
    return is_before ? std::nullopt : date; // the first year cannot begin before itself
}

std::string two(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

} // namespace

Date date_in_japan(Time time) { return Date{std::chrono::floor<days>(local_in_japan(time))}; }

std::string date_text(Date date, Language language) {
    if (!date.ok()) return "";
    if (language == Language::ja) {
        return std::to_string(year_of(date)) + "年" + std::to_string(month_of(date)) + "月" +
               std::to_string(day_of(date)) + "日";
    }
    return std::to_string(day_of(date)) + " " + month_names[month_of(date) - 1] + " " +
           std::to_string(year_of(date));
}

std::string day_text(Time time, Language language) {
    return date_text(date_in_japan(time), language);
}

std::string time_text(Time time, Language language) {
    auto const local = local_in_japan(time);
    std::chrono::hh_mm_ss const clock{local - std::chrono::floor<days>(local)};
    auto const of_day = std::to_string(clock.hours().count()) + ":" +
                        two(static_cast<unsigned>(clock.minutes().count()));
    return day_text(time, language) + (language == Language::ja ? " " : ", ") + of_day;
}

std::string month_text(Time time, Language language) {
    auto const date = date_in_japan(time);
    if (language == Language::ja)
        return std::to_string(year_of(date)) + "年" + std::to_string(month_of(date)) + "月";
    return std::string{month_names[month_of(date) - 1]} + " " + std::to_string(year_of(date));
}

std::string ago_text(Time time, Time now, Language language) {
    Words const w{language};
    auto const ago = std::chrono::duration_cast<seconds>(now - time);
    // Clocks of two machines differ by seconds; what lies further ahead gets its day.
    if (ago < -minutes{1}) return day_text(time, language);
    if (ago < minutes{1}) return w("just now");
    if (ago < hours{1})
        return w.n("{1} minute ago", "{1} minutes ago",
                   std::chrono::duration_cast<minutes>(ago).count());
    auto const then = std::chrono::floor<days>(local_in_japan(time)),
               today = std::chrono::floor<days>(local_in_japan(now));
    if (then == today || ago < hours{6})
        return w.n("{1} hour ago", "{1} hours ago", std::chrono::duration_cast<hours>(ago).count());
    if (today - then == days{1}) return w("yesterday");
    return day_text(time, language);
}

std::optional<PartialDate> read_date(std::string_view typed) {
    auto const given = trimmed(typed);
    if (given.empty() || given.size() > 100 || !is_clean_utf8(given)) return std::nullopt;
    auto const text = plain(given);
    Cursor cursor{text};
    cursor.take("西暦");
    for (auto const &era : eras) {
        if (auto const date = read_era(cursor, era)) return date;
    }
    Cursor digits = cursor;
    if (auto const all = digits.number(8, 8); all && digits.at_end()) {
        return checked(*all / 10000, *all / 100 % 100, *all % 100);
    }
    if (auto const year = cursor.number(4, 4)) return rest_of_date(cursor, *year);
    return read_english(text);
}

std::string era_year(Date date) {
    // Until 2 December of Meiji 5 the calendar was the moon's: the day after was 1 January 1873.
    if (!date.ok() || date < date_of(1873, 1, 1)) return "";
    for (auto const &era : eras) {
        if (date < era.first) continue;
        int const number = year_of(date) - year_of(era.first) + 1;
        return std::string{era.name} + (number == 1 ? "元" : std::to_string(number)) + "年";
    }
    return "";
}

std::string number_text(std::int64_t number, Language) {
    // Both languages write 12,345. The sign is kept apart so that the least number needs no
    // negation.
    auto digits = std::to_string(number);
    std::string const sign = digits[0] == '-' ? "-" : "";
    digits.erase(0, sign.size());
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return sign + digits;
}

} // namespace goen::i18n
