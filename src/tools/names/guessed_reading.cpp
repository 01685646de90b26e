// SPDX-License-Identifier: Apache-2.0
#include "names/guessed_reading.hpp"

#include "base/text.hpp"
#include "names/kana.hpp"
#include "names/variants.hpp"

#include <algorithm>
#include <cstring>

namespace goen::names {

// Made by embed_name_readings.py, which says how.
extern std::string_view const surname_readings_text, given_readings_text;

namespace {

constexpr char first_kana = '!', long_sign = 'w';
constexpr std::size_t longest_name = 6 * 4; // bytes of a name in the table

std::string decoded(std::string_view code) {
    std::string kana;
    for (char const c : code)
        append_utf8(kana,
                    c == long_sign ? U'ー' : static_cast<char32_t>(0x3041 + (c - first_kana)));
    return kana;
}

// As the table has it, or "" for what has no place in it.
std::string encoded(std::string_view hiragana) {
    std::string code;
    for (std::size_t at = 0; at < hiragana.size();) {
        auto const c = next_code_point(hiragana, at);
        if (c != U'ー' && (c < 0x3041 || c > 0x3096)) return {};
        code += c == U'ー' ? long_sign : static_cast<char>(first_kana + (c - 0x3041));
    }
    return code;
}

bool is_of_name(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// The codes of a name's readings, found by halving: the lines are sorted by name.
std::string_view line_of(std::string_view table, std::string_view name) {
    std::size_t from = 1, until = table.size();
    while (from < until) {
        auto const middle = from + (until - from) / 2;
        auto const begin = table.rfind('\n', middle - 1) + 1;
        auto const end = std::min(table.find('\n', begin), until);
        auto line = table.substr(begin, end - begin);
        auto const name_end = static_cast<std::size_t>(
            std::find_if_not(line.begin(), line.end(), is_of_name) - line.begin());
        auto const order = line.substr(0, name_end).compare(name);
        if (order == 0) return line.substr(name_end);
        if (order < 0)
            from = end + 1;
        else
            until = begin;
    }
    return {};
}

std::string usual_shapes(std::string_view name) {
    std::string out;
    for (std::size_t at = 0; at < name.size();) {
        auto const c = next_code_point(name, at);
        bool const is_selector = c >= 0xFE00 && (c <= 0xFE0F || (c >= 0xE0100 && c <= 0xE01EF));
        if (!is_selector) append_utf8(out, common_shape(c));
    }
    return out;
}

std::string_view codes_of(std::string_view table, std::string_view name) {
    if (name.empty() || name.size() > longest_name) return {};
    if (auto const line = line_of(table, name); !line.empty()) return line;
    return line_of(table, usual_shapes(name));
}

std::vector<std::string> readings_in(std::string_view table, std::string_view name) {
    std::vector<std::string> readings;
    auto const codes = codes_of(table, name);
    if (codes.empty()) return readings;
    for (auto const one : split(codes, ' ')) readings.push_back(decoded(one));
    return readings;
}

std::string first_reading(std::string_view table, std::string_view name) {
    auto const codes = codes_of(table, name);
    return decoded(codes.substr(0, codes.find(' ')));
}

bool is_reading_in(std::string_view table, std::string const &code) {
    for (std::size_t at = 0; (at = table.find(code, at)) != table.npos; ++at) {
        auto const end = at + code.size();
        bool const is_begun = at > 0 && (is_of_name(table[at - 1]) || table[at - 1] == ' ');
        if (is_begun && (table[end] == '\n' || table[end] == ' ')) return true;
    }
    return false;
}

// 近藤五郎: the longest surname it begins with that leaves a given name.
std::string reading_of_both(std::string_view whole) {
    std::vector<std::size_t> seams;
    for (std::size_t at = 0; at < whole.size();) {
        next_code_point(whole, at);
        seams.push_back(at);
    }
    for (auto seam = seams.rbegin(); seam != seams.rend(); ++seam) {
        auto const family = first_reading(surname_readings_text, whole.substr(0, *seam));
        if (family.empty()) continue;
        auto const rest = whole.substr(*seam);
        auto const own = hiragana(rest);
        auto const given = own ? *own : first_reading(given_readings_text, rest);
        if (!given.empty()) return family + given;
    }
    return {};
}

} // namespace

std::vector<std::string> surname_readings(std::string_view surname) {
    return readings_in(surname_readings_text, surname);
}
std::vector<std::string> given_name_readings(std::string_view given) {
    return readings_in(given_readings_text, given);
}

bool is_surname_reading(std::string_view hiragana) {
    auto const code = encoded(hiragana);
    return !code.empty() && is_reading_in(surname_readings_text, code) &&
           !is_reading_in(given_readings_text, code);
}

GuessedReading guessed_reading(PersonName const &name) {
    GuessedReading guess;
    bool const is_alone = name.given.empty() && name.given_kana.empty() && name.middle.empty();
    if (name.family_kana.empty() && has_han(name.family)) {
        guess.family = first_reading(surname_readings_text, name.family);
        if (guess.family.empty() && is_alone) guess.family = reading_of_both(name.family);
    }
    if (name.given_kana.empty() && has_han(name.given))
        guess.given = first_reading(given_readings_text, name.given);
    return guess;
}

PersonName with_guessed_reading(PersonName name) {
    auto const guess = guessed_reading(name);
    if (!guess.family.empty()) name.family_kana = guess.family;
    if (!guess.given.empty()) name.given_kana = guess.given;
    return name;
}

PersonName with_whole_reading(PersonName const &name) {
    auto guessed = with_guessed_reading(name);
    if (guessed == name) return name;
    for (auto const &[written, kana] : {std::pair{&guessed.family, &guessed.family_kana},
                                        std::pair{&guessed.given, &guessed.given_kana}}) {
        if (written->empty() || !kana->empty()) continue;
        auto own = hiragana(*written); // a part in kana is its own reading
        if (!own) return name;
        *kana = std::move(*own);
    }
    return guessed;
}

} // namespace goen::names
