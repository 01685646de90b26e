// SPDX-License-Identifier: Apache-2.0
#include "names/address_key.hpp"

#include "base/text.hpp"
#include "names/kana.hpp"
#include "names/search_key.hpp"

#include <cstring>

namespace goen::names {
namespace {

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_latin(char32_t c) { return c >= 'a' && c <= 'z'; }

// 0 to 9; 10, 100; or -1.
int numeral(char32_t c) {
    constexpr std::u32string_view units = U"〇一二三四五六七八九";
    if (auto const unit = units.find(c); unit != units.npos) return static_cast<int>(unit);
    return c == U'十' ? 10 : c == U'百' ? 100 : -1;
}

// 二十三 -> 23, 二三 -> 23.
int value_of(std::u32string_view numerals) {
    int sum = 0, unit = 0;
    for (char32_t const c : numerals) {
        int const n = numeral(c);
        if (n < 10) {
            unit = unit * 10 + n;
        } else {
            sum += (unit == 0 ? 1 : unit) * n;
            unit = 0;
        }
    }
    return sum + unit;
}

bool counter_follows(std::u32string_view rest) {
    for (std::u32string_view const counter : {U"丁目", U"条", U"番", U"号", U"線"}) {
        if (rest.starts_with(counter)) return true;
    }
    return false;
}

// Numerals before a counter as digits: 三条 is a place, and so is 3条.
std::u32string with_digits(std::u32string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && end - at < 4 && numeral(text[end]) >= 0) ++end;
        if (end > at && counter_follows(text.substr(end))) {
            for (char const c : std::to_string(value_of(text.substr(at, end - at))))
                out += static_cast<char32_t>(c);
            at = end;
        } else {
            out += text[at++];
        }
    }
    return out;
}

// What stands between the numbers of an address and after the last one.
std::size_t separator_at(std::u32string_view rest) {
    if (rest.starts_with(U"丁目") || rest.starts_with(U"番地")) return 2;
    if (rest.starts_with(U"番町")) return 0;
    if (rest.starts_with(U'番') || rest.starts_with(U'号') || rest.starts_with(U' ') ||
        rest.starts_with(U'-') || rest.starts_with(U'ー'))
        return 1;
    return rest.starts_with(U'の') && rest.size() > 1 && is_digit(rest[1]) ? 1 : 0;
}

} // namespace

std::string address_key(std::string_view text) {
    auto const folded_text = to_code_points(folded(text)); // also makes a gap of every dash
    auto const in = with_digits(folded_text);
    std::u32string out;
    for (std::size_t at = 0; at < in.size(); ++at) {
        char32_t const c = in[at], next = at + 1 < in.size() ? in[at + 1] : 0;
        char32_t const before = out.empty() ? 0 : out.back();
        if (is_digit(c) && !is_digit(next)) {
            out += c;
            if (is_latin(next)) continue; // 10F
            out += U'-';
            bool has_gap = false;
            while (auto const size = separator_at(std::u32string_view{in}.substr(at + 1))) {
                has_gap = in[at + 1] == U' ';
                at += size;
            }
            if (has_gap && at + 1 < in.size() && is_latin(in[at + 1])) out += U' ';
        } else if (c == U' ') {
            bool const is_between_words = is_latin(before) && (is_latin(next) || is_digit(next));
            if (is_between_words) out += c;
        } else if (c == U'け' && is_han(before) && is_han(next)) {
            out += U'が';
        } else {
            out += c;
        }
    }
    return to_utf8(out);
}

bool has_address(std::string_view key, std::string_view piece) {
    if (piece.empty()) return false;
    bool const begins_with_number = is_digit(static_cast<unsigned char>(piece[0]));
    for (std::size_t from = 0; from + piece.size() <= key.size();) {
        auto const *const hit = static_cast<char const *>(
            memmem(key.data() + from, key.size() - from, piece.data(), piece.size()));
        if (hit == nullptr) return false;
        bool const is_within_number =
            begins_with_number && hit > key.data() && is_digit(static_cast<unsigned char>(hit[-1]));
        if (!is_within_number) return true;
        from = static_cast<std::size_t>(hit - key.data()) + 1;
    }
    return false;
}

} // namespace goen::names
