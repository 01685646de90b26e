// SPDX-License-Identifier: Apache-2.0
#include "names/kana.hpp"

#include "base/result.hpp"
#include "base/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace goen::names {
namespace {

// Nihon-shiki of U+3041 ぁ to U+3096 ゖ. Where Kunrei differs (ぢ づ を ゐ ゑ) the sound decides.
constexpr char const *sounds[] = {
    "a",  "a",  "i",  "i",  "u",  "u",  "e",  "e",  "o",  "o",  "ka", "ga", "ki", "gi", "ku",
    "gu", "ke", "ge", "ko", "go", "sa", "za", "si", "zi", "su", "zu", "se", "ze", "so", "zo",
    "ta", "da", "ti", "zi", "",   "tu", "zu", "te", "de", "to", "do", "na", "ni", "nu", "ne",
    "no", "ha", "ba", "pa", "hi", "bi", "pi", "hu", "bu", "pu", "he", "be", "pe", "ho", "bo",
    "po", "ma", "mi", "mu", "me", "mo", "ya", "ya", "yu", "yu", "yo", "yo", "ra", "ri", "ru",
    "re", "ro", "wa", "wa", "i",  "e",  "o",  "n",  "bu", "ka", "ke"};

std::string_view sound(char32_t c) { return c >= 0x3041 && c <= 0x3096 ? sounds[c - 0x3041] : ""; }

bool is_kana_sound(char32_t c) { return c >= 0x3041 && c <= 0x3096; }
bool is_small_y(char32_t c) { return c == U'ゃ' || c == U'ゅ' || c == U'ょ'; }
bool is_small_vowel(char32_t c) {
    return c == U'ぁ' || c == U'ぃ' || c == U'ぅ' || c == U'ぇ' || c == U'ぉ';
}
bool ends_in_i(std::string_view s) { return s.size() > 1 && s.back() == 'i'; }

// し+ょ -> syo, ふ+ぁ -> ha, し+ぇ -> sye, て+ぃ -> ti; empty when the two do not join.
std::string joined_sound(char32_t first, char32_t second) {
    auto const stem = sound(first);
    if (stem.empty()) return {};
    std::string out;
    if (is_small_y(second)) {
        if (stem.size() < 2 || stem == "ya" || stem == "yu" || stem == "yo") return {};
        out = std::string{stem.substr(0, stem.size() - 1)} + "y" + sound(second).back();
    } else if (is_small_vowel(second) && stem.size() >= 2) {
        out = std::string{stem.substr(0, stem.size() - 1)};
        if (ends_in_i(stem) && (stem[0] == 's' || stem[0] == 'z' || stem[0] == 't')) out += 'y';
        out += sound(second).back();
    }
    return out;
}

bool is_reading_mark(char32_t c) {
    return c == ' ' || c == U'　' || c == U'・' || c == U'＝' || c == U'゠' || c == U'-' ||
           c == U'‐' || c == U'\'' || c == U'’' || c == U'.' || c == U',' || c == U'、';
}

} // namespace

bool is_hiragana(char32_t c) { return (c >= 0x3041 && c <= 0x3096) || c == U'ゝ' || c == U'ゞ'; }
bool is_katakana(char32_t c) {
    return (c >= 0x30A1 && c <= 0x30FA) || c == U'ー' || c == U'ヽ' || c == U'ヾ';
}

bool is_han(char32_t c) {
    if (c == U'々' || c == U'〆' || c == U'〇' || c == U'〻') return true;
    return c >= 0x2E80 && u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC);
}

std::optional<std::string> hiragana(std::string_view typed) {
    // ﾀﾞ, and タ with a combining or a lone voiced mark, become ダ; nothing else is composed.
    std::u32string loose;
    bool to_compose = false;
    for (std::size_t at = 0; at < typed.size();) {
        char32_t c = next_code_point(typed, at);
        if (c == 0x309B) c = 0x3099;
        if (c == 0x309C) c = 0x309A;
        if ((c >= 0xFF65 && c <= 0xFF9F) || c == 0x3099 || c == 0x309A) to_compose = true;
        loose += c;
    }
    if (to_compose) {
        UErrorCode status = U_ZERO_ERROR;
        auto const *const nfkc = icu::Normalizer2::getNFKCInstance(status);
        std::string composed;
        nfkc->normalize(icu::UnicodeString::fromUTF8(to_utf8(loose)), status)
            .toUTF8String(composed);
        if (U_FAILURE(status)) throw Trouble{"ICU could not normalise text"};
        loose = to_code_points(composed);
    }
    std::u32string out;
    for (char32_t c : loose) {
        if (c >= 0x30A1 && c <= 0x30F6) {
            out += c - 0x60;
        } else if (c >= 0x30F7 && c <= 0x30FA) { // ヷ ヸ ヹ ヺ have no hiragana of their own
            static constexpr char32_t vowels[] = {U'ぁ', U'ぃ', U'ぇ', U'ぉ'};
            out += U'ゔ';
            out += vowels[c - 0x30F7];
        } else if (c == U'ヽ' || c == U'ヾ') {
            out += c - 0x60;
        } else if (is_hiragana(c) || c == U'ー' || is_reading_mark(c)) {
            out += c;
        } else {
            return std::nullopt;
        }
    }
    return to_utf8(out);
}

std::u32string kunrei(std::u32string_view text) {
    std::u32string out;
    auto const put = [&](std::string_view ascii) { out.append(ascii.begin(), ascii.end()); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t const c = text[i];
        if (c == U'ー') continue;
        if (c < 0x3041 || c > 0x3096) {
            out += c;
            continue;
        }
        if (i + 1 < text.size()) {
            if (auto const two = joined_sound(c, text[i + 1]); !two.empty()) {
                put(two);
                ++i;
                continue;
            }
        }
        put(sound(c));
    }
    return out;
}

std::string katakana(std::string_view hiragana) {
    std::string out;
    for (std::size_t at = 0; at < hiragana.size();) {
        auto const c = next_code_point(hiragana, at);
        bool const has_other = (c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E;
        append_utf8(out, has_other ? c + 0x60 : c);
    }
    return out;
}

std::string furigana(std::string_view part, std::string_view reading) {
    if (reading.empty() || part == reading || hiragana(part) == reading) return {};
    for (std::size_t at = 0; at < part.size();) {
        auto const c = next_code_point(part, at);
        if (is_han(c) || is_hiragana(c) || is_katakana(c)) return std::string{reading};
    }
    return katakana(reading);
}

std::string hepburn(std::string_view kana) {
    auto const points = to_code_points(hiragana(kana).value_or(std::string{kana}));
    std::string out;
    bool is_doubled = false, after_n = false;
    auto const put = [&](std::string s, bool is_tu_row) {
        // Kunrei spelling to Hepburn.
        auto const swap = [&](std::string_view from, std::string_view to) {
            if (!s.starts_with(from)) return false;
            s = std::string{to} + s.substr(from.size());
            return true;
        };
        swap("sy", "sh") || swap("si", "shi") || swap("ty", "ch") ||
            swap("ti", is_tu_row ? "ti" : "chi") || swap("zy", "j") || swap("zi", "ji") ||
            swap("tu", "tsu") || swap("hu", "fu");
        if (is_doubled && !s.empty()) out += s.starts_with("ch") ? 't' : s[0];
        is_doubled = false;
        bool const is_before_lips = s.starts_with('b') || s.starts_with('m') || s.starts_with('p');
        if (after_n && is_before_lips) out.back() = 'm'; // なんば is Namba
        after_n = s == "n";
        out += s;
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        char32_t const c = points[i];
        char32_t const before = i > 0 ? points[i - 1] : 0,
                       next = i + 1 < points.size() ? points[i + 1] : 0;
        if (c == U'っ') {
            is_doubled = true;
        } else if (c == U'ー') {
            continue;
        } else if (!is_kana_sound(c)) {
            append_utf8(out, c);
            after_n = false;
        } else if (auto const two = joined_sound(c, next); !two.empty()) {
            if (c == U'ふ' && is_small_vowel(next)) {
                put("f" + two.substr(1), false);
            } else if (c == U'ゔ') {
                put("v" + two.substr(1), false);
            } else {
                put(two, c == U'て');
            }
            ++i;
        } else if (c == U'う' && !out.empty() && out.back() == 'o' && next != U'え' &&
                   !(before == U'の' && next == U'ち') &&
                   !(before == U'お' && i > 1 && points[i - 2] == U'お')) {
            continue; // しょうじ is Shoji, but いのうえ is Inoue, まるのうち Marunouchi and
                      // おおうち Ouchi
        } else if (c == U'お' && !out.empty() && out.back() == 'o' && is_kana_sound(next) &&
                   !(before == U'お' && i > 1 && points[i - 2] == U'お')) {
            continue; // おおさか is Osaka, but おおおか Ooka; at the end it is written: せのお is
                      // Senoo
        } else if (c == U'う' && !out.empty() && out.back() == 'u' && !out.ends_with("tsu") &&
                   !out.ends_with("zu")) {
            continue; // ゆうき is Yuki, but まつうら is Matsuura
        } else {
            put(std::string{sound(c)}, false);
        }
    }
    return out;
}

std::string capitalised(std::string romaji) {
    if (!romaji.empty() && romaji[0] >= 'a' && romaji[0] <= 'z')
        romaji[0] = static_cast<char>(romaji[0] - 'a' + 'A');
    return romaji;
}

bool has_han(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (is_han(next_code_point(text, at))) return true;
    }
    return false;
}

bool is_japanese(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        if (is_han(c) || is_hiragana(c) || is_katakana(c)) return true;
    }
    return false;
}

} // namespace goen::names
