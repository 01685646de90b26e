// SPDX-License-Identifier: Apache-2.0
// folded(), folded_company() and loose_romaji(): the three keys everything is found by.
#include "names/search_key.hpp"

#include "base/result.hpp"
#include "base/text.hpp"
#include "names/kana.hpp"
#include "names/variants.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

namespace goen::names {
namespace {

enum class Small { large, kept }; // ょ as よ, or as it is

icu::Normalizer2 const &normalizer(bool is_composing) {
    UErrorCode status = U_ZERO_ERROR;
    auto const *const found = is_composing ? icu::Normalizer2::getNFKCCasefoldInstance(status)
                                           : icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) throw Trouble{"ICU has no normalisation data"};
    return *found;
}

std::u32string normalised(std::u32string const &text, icu::Normalizer2 const &by) {
    UErrorCode status = U_ZERO_ERROR;
    auto const out =
        by.normalize(icu::UnicodeString::fromUTF32(reinterpret_cast<UChar32 const *>(text.data()),
                                                   static_cast<std::int32_t>(text.size())),
                     status);
    if (U_FAILURE(status)) throw Trouble{"ICU could not normalise text"};
    std::u32string points;
    points.reserve(text.size());
    for (std::int32_t i = 0; i < out.length(); i = out.moveIndex32(i, 1)) {
        points += static_cast<char32_t>(out.char32At(i));
    }
    return points;
}

bool is_mark(char32_t c) { return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0; }

bool is_western(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    UErrorCode status = U_ZERO_ERROR;
    auto const script = uscript_getScript(static_cast<UChar32>(c), &status);
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

// Latin letters whose stroke, hook, tail or ligature Unicode does not decompose, in lower case, by
// what people type instead (UnicodeData.txt: LATIN SMALL LETTER X WITH …, AE, OE and the like).
struct PlainLatin {
    std::string_view plain;
    std::u32string_view letters;
};
constexpr PlainLatin plain_latin_letters[] = {
    {"a", U"ᶏⱥ"},
    {"aa", U"ꜳ"},
    {"ae", U"æ"},
    {"ao", U"ꜵ"},
    {"au", U"ꜷ"},
    {"av", U"ꜹꜻ"},
    {"ay", U"ꜽ"},
    {"b", U"ƀƃɓᵬᶀꞗ"},
    {"c", U"ƈȼɕꞓꞔ𝼝"},
    {"d", U"đðƌȡɖɗᵭᶁᶑꟈ𝼥"},
    {"e", U"ɇᶒⱸꬴ"},
    {"et", U"ꝫ"},
    {"f", U"ƒᵮᶂꞙ"},
    {"g", U"ǥɠᶃꞡ"},
    {"h", U"ħɦⱨꞕ"},
    {"hv", U"ƕ"},
    {"i", U"ıɨᶖ𝼚ᵻ"},
    {"is", U"ꝭ"},
    {"j", U"ɉʝ"},
    {"k", U"ƙᶄⱪꝁꝃꝅꞣ"},
    {"l", U"łƚȴɫɬɭᶅⱡꝉꞎꬷꬸꬹ𝼑𝼓𝼦"},
    {"m", U"ɱᵯᶆꬺ"},
    {"n", U"ƞȵɲɳᵰᶇꞑꞥꬻ𝼧"},
    {"o", U"øⱺꝋꝍ𝼛ɵ"},
    {"oe", U"œ"},
    {"oi", U"ƣ"},
    {"oo", U"ꝏ"},
    {"ou", U"ȣ"},
    {"p", U"ƥᵱᵽᶈꝑꝓꝕ"},
    {"q", U"ɋʠꝗꝙ"},
    {"r", U"ɍɼɽɾᵲᵳᶉꞧꭉ𝼖𝼨"},
    {"s", U"ȿʂᵴᶊꞩꟊ𝼞𝼩"},
    {"t", U"ŧƫƭȶʈᵵⱦ𝼉𝼪"},
    {"th", U"þᵺ"},
    {"tz", U"ꜩ"},
    {"u", U"ᶙꞹꭎꭒᵾ"},
    {"ue", U"ᵫ"},
    {"ui", U"ꭐ"},
    {"um", U"ꝸ"},
    {"uo", U"ꭣ"},
    {"v", U"ʋᶌⱱⱴꝟ"},
    {"vy", U"ꝡ"},
    {"w", U"ⱳ"},
    {"x", U"ᶍꭖꭗꭘꭙ"},
    {"y", U"ƴɏỿꭚ"},
    {"z", U"ƶȥɀʐʑᵶᶎⱬ"},
};

std::string_view plain_latin(char32_t c) {
    for (auto const &[plain, letters] : plain_latin_letters) {
        if (letters.find(c) != letters.npos) return plain;
    }
    return {};
}

bool is_dropped(char32_t c) { // apostrophes, and marks that only steer the rendering
    return c == U'\'' || c == U'’' || c == U'‘' || c == U'ʼ' || c == U'ʻ' || c == U'´' ||
           c == U'`' || c == U'ʾ' || c == U'ʿ' || // and what stands for hamza and ayin
           u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool is_gap(char32_t c) { // what stands between parts of a name, or of a word
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == U'　' || c == U'・' ||
           c == U'＝' || c == U'゠' || c == U'=' || c == U'·' || c == U'-' || c == U'‐' ||
           c == U'‑' || c == U'–' || c == U'−' || u_isUWhiteSpace(static_cast<UChar32>(c));
}

char32_t large_kana(char32_t c) {
    switch (c) {
    case U'ぁ':
    case U'ぃ':
    case U'ぅ':
    case U'ぇ':
    case U'ぉ':
    case U'っ':
    case U'ゃ':
    case U'ゅ':
    case U'ょ':
    case U'ゎ': return c + 1;
    case U'ゕ': return U'か';
    case U'ゖ': return U'け';
    default: return c;
    }
}

// A voiced kana, for ゞ: す -> ず. Itself when it has none.
char32_t voiced(char32_t c) {
    static constexpr std::u32string_view plain = U"かきくけこさしすせそたちつてとはひふへほ";
    return plain.find(c) != plain.npos ? c + 1 : c;
}

std::u32string fold_once(std::u32string const &text, Small small) {
    // NFKC with case folding; it also drops variation selectors and zero-width characters.
    std::u32string const composed = normalised(text, normalizer(true));
    std::u32string out;
    out.reserve(composed.size());
    for (char32_t c : composed) {
        if (is_gap(c)) {
            if (!out.empty() && out.back() != ' ') out += U' ';
            continue;
        }
        if (is_dropped(c) || c == 0x3099 || c == 0x309A)
            continue; // a voiced mark that belongs to no kana
        if (c >= 0x30A1 && c <= 0x30F6) c -= 0x60;
        if (c == U'ヽ' || c == U'ヾ') c -= 0x60;
        if (c == U'〜') c = U'~';
        char32_t const before = out.empty() ? 0 : out.back();
        if ((c == U'々' || c == U'ゝ' || c == U'〻') && before != 0 && before != ' ') c = before;
        if (c == U'ゞ' && before != 0 && before != ' ') c = voiced(before);
        if (c == U'ゐ') c = U'い';
        if (c == U'ゑ') c = U'え';
        if (c == U'ヷ') c = U'わ';
        if (c == U'ゔ') c = U'ぶ';
        if (before == U'ぶ' && (c == U'ぁ' || c == U'ぃ' || c == U'ぇ' || c == U'ぉ')) {
            // ヴァ is read, typed and remembered as バ
            out.back() = c == U'ぁ' ? U'ば' : c == U'ぃ' ? U'び' : c == U'ぇ' ? U'べ' : U'ぼ';
            continue;
        }
        if (small == Small::large) c = large_kana(c);
        if (c >= 0xC0 && is_western(c)) {
            // Decomposed first: ǽ is æ with an accent.
            for (char32_t const d : normalised(std::u32string(1, c), normalizer(false))) {
                if (is_mark(d)) continue;
                if (auto const plain = plain_latin(d); !plain.empty())
                    out.append(plain.begin(), plain.end());
                else
                    out += d;
            }
            continue;
        }
        // A mark on a Latin letter is dropped; on kana or on nothing it has no meaning at all.
        if (is_mark(c) && (before == 0 || before == ' ' || before == U'ー' || is_hiragana(before) ||
                           is_western(before)))
            continue;
        out += common_shape(c);
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::u32string fold(std::string_view text, Small small) {
    std::u32string folded = fold_once(to_code_points(text), small);
    // A second pass can join what the first laid side by side (a letter and a mark); it settles at
    // once.
    for (int pass = 0; pass < 4; ++pass) {
        if (std::none_of(folded.begin(), folded.end(), [](char32_t c) {
                return c >= 0x300 && c != U'ー' && !is_hiragana(c) && !is_han(c);
            }))
            break;
        std::u32string again = fold_once(folded, small);
        if (again == folded) break;
        folded = std::move(again);
    }
    return folded;
}

bool is_vowel(char32_t c) { return c == 'a' || c == 'i' || c == 'u' || c == 'e' || c == 'o'; }
bool is_letter(char32_t c) { return c >= 'a' && c <= 'z'; }

// All romaji systems to one: Kunrei with every doubling taken out.
std::u32string loosened(std::u32string_view in) {
    std::u32string out;
    auto const at = [&](std::size_t i) -> char32_t { return i < in.size() ? in[i] : 0; };
    for (std::size_t i = 0; i < in.size(); ++i) {
        char32_t const c = in[i], next = at(i + 1);
        bool const y_follows = next == 'a' || next == 'u' || next == 'o' || next == 'e';
        switch (c) {
        case 't':
            if (next == 'c' && at(i + 2) == 'h') break; // matcha
            out += c;
            if (next == 's') ++i; // tsu
            break;
        case 's':
            out += c;
            if (next == 'h') {
                ++i;
                if (is_vowel(at(i + 1)) && at(i + 1) != 'i') out += U'y';
            }
            break;
        case 'c':
            if (next == 'c' && at(i + 2) == 'h') break; // hacchou
            if (next == 'h') {
                ++i;
                char32_t const then = at(i + 1);
                out += then == 0 || !is_letter(then) || is_vowel(then) || then == 'y' ? U't' : U'k';
                if (is_vowel(then) && then != 'i') out += U'y';
            } else {
                out += next == 'e' || next == 'i' || next == 'y' ? U's' : U'k';
            }
            break;
        case 'j':
            out += U'z';
            if (y_follows) out += U'y';
            break;
        case 'd':
            if (next == 'z') break;
            out += next == 'i' || next == 'u' || next == 'y' ? U'z' : c;
            break;
        case 'p':
            out += next == 'h' ? U'h' : c;
            if (next == 'h') ++i;
            break;
        case 'f': out += U'h'; break;
        case 'l': out += U'r'; break;
        case 'v': out += U'b'; break;
        case 'q': out += U'k'; break;
        case 'x': out += U"ks"; break;
        case 'w':
            if (next != 'o' && next != 'i' && next != 'e') out += c;
            break;
        case 'm': out += next == 'b' || next == 'm' || next == 'p' ? U'n' : c; break;
        case 'h': {
            bool const is_long =
                !out.empty() && is_vowel(out.back()) && !is_vowel(next); // Ohno, Satoh
            if (!is_long) out += c;
            break;
        }
        case 'u':
            if (out.empty() || out.back() != 'o') out += c; // ou is a long o
            break;
        default: out += c;
        }
        if (out.size() > 1 && is_letter(out.back()) && out[out.size() - 2] == out.back())
            out.pop_back();
    }
    return out;
}

std::string_view without(std::string_view text, std::string_view start, std::string_view end) {
    if (!start.empty() && text.starts_with(start)) text.remove_prefix(start.size());
    if (!end.empty() && text.ends_with(end)) text.remove_suffix(end.size());
    return trimmed(text);
}

// Legal forms in Japanese; longer ones first, so that 認定特定非営利活動法人 is not cut in the
// middle.
std::vector<std::string> const &legal_forms() {
    static std::vector<std::string> const forms = [] {
        std::vector<std::string> all;
        for (auto const *const form : {"株式会社",
                                       "有限会社",
                                       "合同会社",
                                       "合資会社",
                                       "合名会社",
                                       "相互会社",
                                       "特定目的会社",
                                       "特例有限会社",
                                       "一般社団法人",
                                       "公益社団法人",
                                       "一般財団法人",
                                       "公益財団法人",
                                       "社団法人",
                                       "財団法人",
                                       "特例社団法人",
                                       "特例財団法人",
                                       "医療法人社団",
                                       "医療法人財団",
                                       "社会医療法人社団",
                                       "社会医療法人財団",
                                       "社会医療法人",
                                       "特定医療法人",
                                       "特定医療法人社団",
                                       "特定医療法人財団",
                                       "医療法人",
                                       "学校法人",
                                       "準学校法人",
                                       "社会福祉法人",
                                       "宗教法人",
                                       "更生保護法人",
                                       "特定非営利活動法人",
                                       "認定特定非営利活動法人",
                                       "特例認定特定非営利活動法人",
                                       "npo法人",
                                       "認定npo法人",
                                       "独立行政法人",
                                       "地方独立行政法人",
                                       "国立研究開発法人",
                                       "国立大学法人",
                                       "公立大学法人",
                                       "大学共同利用機関法人",
                                       "農事組合法人",
                                       "管理組合法人",
                                       "監査法人",
                                       "有限責任監査法人",
                                       "税理士法人",
                                       "弁護士法人",
                                       "司法書士法人",
                                       "行政書士法人",
                                       "社会保険労務士法人",
                                       "土地家屋調査士法人",
                                       "弁理士法人",
                                       "特許業務法人",
                                       "投資法人",
                                       "労働者協同組合",
                                       "有限責任事業組合",
                                       "企業組合",
                                       "協業組合",
                                       "技術研究組合",
                                       "(株)",
                                       "(有)",
                                       "(同)",
                                       "(合)",
                                       "(資)",
                                       "(名)",
                                       "(相)",
                                       "(特非)",
                                       "(一社)",
                                       "(一財)",
                                       "(公社)",
                                       "(公財)",
                                       "(社)",
                                       "(財)",
                                       "(医)",
                                       "(医社)",
                                       "(医財)",
                                       "(学)",
                                       "(福)",
                                       "(社福)",
                                       "(宗)",
                                       "(独)",
                                       "(地独)",
                                       "(大)",
                                       "(農)",
                                       "(監)",
                                       "(特定)",
                                       "(カ)",
                                       "(ユ)",
                                       "(ド)"}) {
            all.push_back(folded(form));
        }
        std::sort(all.begin(), all.end(),
                  [](auto const &a, auto const &b) { return a.size() > b.size(); });
        return all;
    }();
    return forms;
}

// How banks write them before (ｶ) and after ((ｶ) a name.
constexpr char const *bank_forms[] = {"か",   "ゆ",   "ど",   "し",   "め",     "い",
                                      "がく", "ふく", "ざい", "しや", "とくひ", "どく"};

constexpr std::string_view western_forms[] = {"incorporated",
                                              "inc",
                                              "limited",
                                              "ltd",
                                              "llc",
                                              "llp",
                                              "lp",
                                              "company",
                                              "co",
                                              "corporation",
                                              "corp",
                                              "kk",
                                              "gk",
                                              "yk",
                                              "kabushiki kaisha",
                                              "kabushikikaisha",
                                              "godo kaisha",
                                              "yugen kaisha",
                                              "gmbh",
                                              "mbh",
                                              "ag",
                                              "kg",
                                              "se",
                                              "sa",
                                              "sas",
                                              "sarl",
                                              "sl",
                                              "srl",
                                              "spa",
                                              "bv",
                                              "nv",
                                              "ab",
                                              "as",
                                              "oy",
                                              "oyj",
                                              "plc",
                                              "pte",
                                              "pty",
                                              "pvt",
                                              "sdn",
                                              "bhd",
                                              "ltda",
                                              "jsc",
                                              "npo",
                                              "co ltd",
                                              "and co",
                                              "& co"};

} // namespace

std::string folded(std::string_view text) { return to_utf8(fold(text, Small::large)); }

std::string loose_romaji(std::string_view text) {
    std::u32string loose = kunrei(fold(text, Small::kept));
    for (int pass = 0; pass < 8;
         ++pass) { // each pass can lay new neighbours side by side; a few settle it
        std::u32string next = loosened(loose);
        if (next == loose) break;
        loose = std::move(next);
    }
    std::u32string tidy; // a lone ー leaves a gap behind
    for (char32_t const c : loose) {
        if (c != ' ' || (!tidy.empty() && tidy.back() != ' ')) tidy += c;
    }
    if (!tidy.empty() && tidy.back() == ' ') tidy.pop_back();
    return to_utf8(tidy);
}

std::string folded_company(std::string_view name) {
    std::string const whole = folded(name);
    std::string_view rest = whole;
    auto const cut = [&](std::string_view start, std::string_view end) {
        auto const shorter = without(rest, start, end);
        if (shorter.empty() || shorter.size() == rest.size()) return false;
        rest = shorter;
        return true;
    };
    for (bool again = true; again;) {
        again = false;
        for (auto const &form : legal_forms()) again = cut(form, form) || again;
        for (std::string const form : bank_forms) again = cut(form + ")", "(" + form) || again;
    }
    // Latin: "Mihon Trading Co., Ltd." is the words mihon trading co ltd.
    std::string latin;
    bool has_letter = false, has_cjk = false;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        char const c = rest[i];
        has_letter = has_letter || (c >= 'a' && c <= 'z');
        has_cjk = has_cjk || static_cast<unsigned char>(c) >= 0xE3;
        if (c == ',') {
            latin += ' ';
        } else if (c == '.') {
            bool const after_one = latin.size() == 1 ||
                                   (latin.size() > 1 && latin[latin.size() - 2] == ' ') ||
                                   (i >= 2 && rest[i - 2] == '.');
            if (!after_one) latin += ' '; // Co.Ltd; but K.K. is kk
        } else {
            latin += c;
        }
    }
    if (!has_letter) {
        std::string joined;
        for (char const c : rest) {
            if (c != ' ') joined += c; // 見本 商事 and 見本商事 are one
        }
        return joined.empty() ? whole : joined;
    }
    std::string tidy;
    for (char const c : latin) {
        if (c != ' ')
            tidy += c;
        else if (!tidy.empty() && tidy.back() != ' ')
            tidy += c;
    }
    std::string_view words = trimmed(tidy);
    for (bool again = true; again;) {
        again = false;
        for (auto const form : western_forms) {
            if (words.size() > form.size() + 1 && words.ends_with(form) &&
                words[words.size() - form.size() - 1] == ' ') {
                words = trimmed(words.substr(0, words.size() - form.size()));
                again = true;
            }
        }
    }
    if (!has_cjk) return std::string{words};
    std::string joined;
    for (char const c : words) {
        if (c != ' ') joined += c;
    }
    return joined;
}

} // namespace goen::names
