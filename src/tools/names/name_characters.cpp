// SPDX-License-Identifier: Apache-2.0
#include "names/name_characters.hpp"

#include "base/text.hpp"
#include "names/graphemes.hpp"
#include "names/kana.hpp"
#include "names/search_key.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <set>
#include <vector>

namespace goen::names {
namespace {

UScriptCode script_of(char32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(static_cast<UChar32>(c), &status);
}

bool is_any_letter(char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_L_MASK) != 0;
}
bool is_combining_mark(char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_MN_MASK | U_GC_MC_MASK)) != 0;
}

bool is_punctuation_of_names(char32_t c) {
    static constexpr std::u32string_view all = U" 　\u00A0'’ʼ-‐‑－.．,，、・･＝゠·";
    return all.find(c) != all.npos;
}

bool is_bidi_control(char32_t c) {
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_BIDI_CONTROL);
}
bool is_invisible(char32_t c) {
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}
bool is_variation_selector(char32_t c) {
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_VARIATION_SELECTOR);
}

// Persian, Sinhala and others write with joiners between letters; nowhere else do they mean
// anything.
bool may_join(char32_t before, char32_t after) {
    auto const joins = [](char32_t c) {
        if (!is_any_letter(c) && !is_combining_mark(c)) return false;
        auto const script = script_of(c);
        if (script == USCRIPT_INHERITED) return true;
        static constexpr std::array<UScriptCode, 15> scripts = {
            USCRIPT_ARABIC,  USCRIPT_SYRIAC,   USCRIPT_MONGOLIAN, USCRIPT_DEVANAGARI,
            USCRIPT_BENGALI, USCRIPT_GURMUKHI, USCRIPT_GUJARATI,  USCRIPT_ORIYA,
            USCRIPT_TAMIL,   USCRIPT_TELUGU,   USCRIPT_KANNADA,   USCRIPT_MALAYALAM,
            USCRIPT_SINHALA, USCRIPT_KHMER,    USCRIPT_MYANMAR};
        return std::find(scripts.begin(), scripts.end(), script) != scripts.end();
    };
    return joins(before) && joins(after);
}

bool is_regional_or_tag(char32_t c) {
    return (c >= 0x1F1E6 && c <= 0x1F1FF) || (c >= 0xE0020 && c <= 0xE007F);
}
bool is_dressed_up(
    char32_t c) { // 𝓐 and 𝔸 are symbols for formulas that happen to have the property of letters
    return c >= 0x1D400 && c <= 0x1D7FF;
}

std::string shown(char32_t c) {
    std::string text;
    append_utf8(text, c);
    return text;
}
std::string number_of(char32_t c) { // U+202E
    std::array<char, 16> out{};
    std::snprintf(out.data(), out.size(), "U+%04X", static_cast<unsigned>(c));
    return out.data();
}

Sentence too_long() {
    return {N_("Please keep the name to {1} characters or fewer."), {std::to_string(most_letters)}};
}

bool has_too_many_letters(std::string_view text) {
    return text.size() > static_cast<std::size_t>(most_letters) &&
           graphemes_of(text).size() > static_cast<std::size_t>(most_letters);
}

// ⼭ (U+2F2D) looks like 山 and comes out of PDF files in its place; searching and phones'
// dictionaries know only 山.
std::optional<char32_t> kanji_of_radical(char32_t c) {
    if (c < 0x2E80 || c > 0x2FDF) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    auto const *const nfkc = icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status)) throw Trouble{"ICU has no normalisation data"};
    auto const kanji = static_cast<char32_t>(
        nfkc->normalize(icu::UnicodeString{static_cast<UChar32>(c)}, status).char32At(0));
    if (U_FAILURE(status) || kanji == c) return std::nullopt;
    return kanji;
}

// What every kind of name field refuses before its own letters are looked at; `text` is of modest
// size.
std::optional<Sentence> flaw_of_any(std::string_view text) {
    // No need to look closer at a megabyte: 100 letters with 8 marks and a selector each stay far
    // below.
    if (text.size() > 100u * 10 * 4) return too_long();
    if (!is_utf8(text)) return Sentence{N_("This text is not valid UTF-8.")};
    if (has_too_many_letters(text)) return too_long();
    return std::nullopt;
}

} // namespace

std::optional<Sentence> flaw_of_name(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (auto flaw = flaw_of_any(text)) return flaw;
    auto const points = to_code_points(text);
    bool has_letter = false;
    int marks = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        char32_t const c = points[i], before = i > 0 ? points[i - 1] : 0,
                       after = i + 1 < points.size() ? points[i + 1] : 0;
        auto const type = u_charType(static_cast<UChar32>(c));
        if (is_bidi_control(c)) {
            return Sentence{
                N_("Names cannot contain characters that change the text direction ({1})."),
                {number_of(c)}};
        }
        if (type == U_CONTROL_CHAR) {
            return Sentence{N_("Names cannot contain line breaks or control characters ({1})."),
                            {number_of(c)}};
        }
        if (type == U_PRIVATE_USE_CHAR) {
            return Sentence{N_("Names cannot contain private-use characters (外字) because others "
                               "would see something different ({1})."),
                            {number_of(c)}};
        }
        if (type == U_UNASSIGNED || type == U_SURROGATE || c == 0xFFFD) {
            return Sentence{N_("This character does not exist in Unicode ({1})."), {number_of(c)}};
        }
        if (is_variation_selector(c)) {
            // 葛󠄀: the shape of an ideograph; U+FE0F would make an emoji of it. Mongolian has
            // its own four.
            bool const of_shape = is_han(before) && c != 0xFE0F;
            if (of_shape || (c >= 0x180B && c <= 0x180F && script_of(before) == USCRIPT_MONGOLIAN))
                continue;
            return Sentence{N_("Names cannot contain invisible characters ({1})."), {number_of(c)}};
        }
        if (c == 0x200C || c == 0x200D) {
            if (may_join(before, after)) continue;
            return Sentence{N_("Names cannot contain invisible characters ({1})."), {number_of(c)}};
        }
        if (is_regional_or_tag(c) || is_dressed_up(c)) {
            return Sentence{N_("Names cannot contain symbols or emoji: “{1}”."), {shown(c)}};
        }
        if (is_invisible(c))
            return Sentence{N_("Names cannot contain invisible characters ({1})."), {number_of(c)}};
        if (is_combining_mark(c)) {
            if (!has_letter && (before == 0 || !is_any_letter(before))) {
                return Sentence{N_("Names cannot begin with a combining mark ({1})."),
                                {number_of(c)}};
            }
            if (++marks > most_marks)
                return Sentence{N_("One letter has too many combining marks.")};
            continue;
        }
        marks = 0;
        // “Eshaq 0”, “John 3rd”: people have them; letters must stand beside them.
        if ((c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19)) continue;
        if (is_any_letter(c) || c == U'〇') {
            has_letter = true;
        } else if (is_punctuation_of_names(c)) {
            continue;
        } else if (auto const kanji = kanji_of_radical(c)) {
            return Sentence{N_("“{1}” is a radical symbol, often copied from a PDF. Please enter "
                               "the kanji “{2}” instead."),
                            {shown(c), shown(*kanji)}};
        } else if ((U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_N_MASK) != 0) {
            return Sentence{N_("Names cannot contain digits: “{1}”."), {shown(c)}};
        } else {
            return Sentence{N_("Names cannot contain symbols or emoji: “{1}”."), {shown(c)}};
        }
    }
    if (!has_letter) return Sentence{N_("Please include at least one letter in the name.")};
    return std::nullopt;
}

std::string without_signs(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const from = at;
        next_code_point(text, at);
        auto const with = out + std::string{text.substr(from, at - from)};
        if (!flaw_of_name(with)) out = with;
    }
    return std::string{trimmed(out)};
}

bool is_blank(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = next_code_point(text, at);
        if (!is_invisible(c) && !u_isUWhiteSpace(static_cast<UChar32>(c))) return false;
    }
    return true;
}

std::optional<Sentence> flaw_of_kana(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (auto flaw = flaw_of_any(text)) return flaw;
    auto const reading = hiragana(text);
    if (!reading) return Sentence{N_("Please enter the reading in hiragana or katakana.")};
    for (std::size_t at = 0; at < reading->size();) {
        char32_t const c = next_code_point(*reading, at);
        if (is_hiragana(c) && c != U'ゝ' && c != U'ゞ') return std::nullopt;
    }
    return Sentence{N_("Please enter the reading in hiragana or katakana.")};
}

std::optional<Sentence> flaw_of_romaji(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (auto flaw = flaw_of_name(text)) return flaw;
    for (char32_t const c : to_code_points(text)) {
        auto const script = script_of(c);
        bool const is_latin =
            script == USCRIPT_LATIN ||
            (is_combining_mark(c) && (script == USCRIPT_INHERITED || script == USCRIPT_COMMON));
        if (!is_latin && !(c == ' ' || c == '\'' || c == U'’' || c == U'ʼ' || c == '-' ||
                           c == U'‐' || c == '.' || c == ',')) {
            return Sentence{N_("Please enter romaji in Latin letters. “{1}” cannot be used."),
                            {shown(c)}};
        }
    }
    return std::nullopt;
}

namespace {

std::string bare(std::string_view text) {
    std::string out;
    for (char const c : folded(text)) {
        if (c != ' ' && c != '.' && c != ',') out += c;
    }
    return out;
}

// Аdmin with a Cyrillic А has the same skeleton as admin (UTS 39).
std::string skeleton(std::string const &text) {
    static std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> const checker = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> made{uspoof_open(&status),
                                                                     &uspoof_close};
        if (U_FAILURE(status)) throw Trouble{"ICU has no table of look-alike letters"};
        return made;
    }();
    UErrorCode status = U_ZERO_ERROR;
    std::array<char, 2048> out{};
    auto const size = uspoof_getSkeletonUTF8(checker.get(), 0, text.data(),
                                             static_cast<std::int32_t>(text.size()), out.data(),
                                             static_cast<std::int32_t>(out.size()), &status);
    return U_SUCCESS(status) ? std::string{out.data(), static_cast<std::size_t>(size)} : text;
}

// The words that nobody is called, bare, and how they look.
struct Reserved {
    std::set<std::string, std::less<>> names, looks;
    std::vector<std::string> ours, offices; // one of each together

    Reserved() {
        static constexpr char const *words[] = {
            "管理者",         "管理人",         "管理部",     "運営",
            "運営者",         "運営局",         "運営事務局", "運営チーム",
            "運営スタッフ",   "事務局",         "公式",       "公式アカウント",
            "システム",       "システム管理者", "サポート",   "サポートセンター",
            "お客様サポート", "お問い合わせ",   "ヘルプ",     "ヘルプデスク",
            "モデレーター",   "オペレーター",   "スタッフ",   "名無し",
            "匿名",           "会員",           "退会者",     "退会済み",
            "ゲスト",         "goen",           "ご縁",       "ゴエン",
            "admin",          "administrator",  "adminteam",  "operator",
            "moderator",      "root",           "system",     "sysadmin",
            "support",        "supportteam",    "helpdesk",   "help",
            "staff",          "official",       "webmaster",  "postmaster",
            "hostmaster",     "noreply",        "security",   "anonymous",
            "guest",          "member",         "nobody",     "null",
            "undefined"};
        for (auto const *const word : words) {
            auto name = bare(word);
            looks.insert(skeleton(name));
            names.insert(std::move(name));
        }
        for (auto const *part : {"goen", "ご縁", "ゴエン"}) ours.push_back(bare(part));
        for (auto const *part : {"公式", "運営", "事務局", "サポート", "管理", "official",
                                 "support", "admin", "team", "チーム"}) {
            offices.push_back(bare(part));
        }
    }
};

} // namespace

bool is_reserved_name(std::string_view whole_name) {
    static Reserved const reserved;
    auto const name = bare(whole_name.substr(0, 1000));
    if (reserved.names.contains(name) || reserved.looks.contains(skeleton(name))) return true;
    auto const holds = [&](std::string const &part) { return name.find(part) != name.npos; };
    return std::any_of(reserved.ours.begin(), reserved.ours.end(), holds) &&
           std::any_of(reserved.offices.begin(), reserved.offices.end(), holds);
}

bool is_same_name(std::string_view a, std::string_view b) {
    auto const bare_a = bare(a.substr(0, 1000)), bare_b = bare(b.substr(0, 1000));
    return !bare_a.empty() && (bare_a == bare_b || skeleton(bare_a) == skeleton(bare_b));
}

} // namespace goen::names
