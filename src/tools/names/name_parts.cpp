// SPDX-License-Identifier: Apache-2.0
#include "names/name_parts.hpp"

#include "base/text.hpp"
#include "names/guessed_reading.hpp"
#include "names/kana.hpp"
#include "names/name_characters.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace goen::names {
namespace {

using Views = std::vector<std::string_view>;

constexpr std::size_t most_bytes_of_parts = 2'000; // what is longer is no name

// Before a Latin name, without full stops.
constexpr std::string_view latin_prefixes[] = {"mr", "mrs", "ms",   "miss",
                                               "mx", "dr",  "prof", "professor"};
// After a Latin name also without a comma, without full stops: none of them is a name in these
// letters. Two letters that are somebody's surname (MA, DO, BA) need the comma.
constexpr std::string_view latin_suffixes[] = {
    "Jr",      "JR",       "Sr",   "SR",    "II",    "III",  "IV",      "2nd",   "3rd",   "Esq",
    "PhD",     "PHD",      "Phd",  "DPhil", "EdD",   "DBA",  "MBA",     "EMBA",  "MPH",   "MPA",
    "MSc",     "MSC",      "MEng", "MPhil", "BSc",   "BSC",  "BEng",    "LLM",   "LLB",   "JD",
    "MD",      "DDS",      "DMD",  "DVM",   "RN",    "CPA",  "USCPA",   "CFA",   "CFP",   "AFP",
    "CMA",     "CIA",      "CISA", "CISM",  "CISSP", "PMP",  "PMI-ACP", "CSM",   "CSPO",  "PSM",
    "SHRM-CP", "SHRM-SCP", "SPHR", "PHR",   "GPHR",  "FRM",  "CAIA",    "ACCA",  "FCCA",  "PCC",
    "MCC",     "AIA",      "RIBA", "FRSA",  "CEng",  "PEng", "PharmD",  "FRICS", "MRICS", "CIPD"};
constexpr std::string_view comma_suffixes[] = {"MA", "BA", "MS",  "BS",  "PE", "PA",
                                               "CA", "AM", "MPP", "ACC", "PT", "RD"};

// Licences, before or after a name, with or without a space.
constexpr std::string_view licences[] = {"特定社会保険労務士",
                                         "社会保険労務士",
                                         "社労士",
                                         "公認会計士",
                                         "会計士",
                                         "税理士",
                                         "弁護士",
                                         "弁理士",
                                         "司法書士",
                                         "行政書士",
                                         "中小企業診断士",
                                         "診断士",
                                         "一級建築士",
                                         "二級建築士",
                                         "建築士",
                                         "技術士",
                                         "歯科医師",
                                         "獣医師",
                                         "医師",
                                         "薬剤師",
                                         "看護師",
                                         "不動産鑑定士",
                                         "土地家屋調査士",
                                         "宅地建物取引士",
                                         "宅建士",
                                         "工学博士",
                                         "医学博士",
                                         "理学博士",
                                         "法学博士",
                                         "文学博士",
                                         "農学博士",
                                         "薬学博士",
                                         "経済学博士",
                                         "経営学博士"};
// Address and office, after a name with or without a space.
constexpr std::string_view addresses[] = {
    "様",         "さま",   "さん",     "先生",   "御中", "名誉教授", "准教授", "助教授", "教授",
    "代表取締役", "取締役", "執行役員", "社長",   "会長", "専務",     "常務",   "部長",   "次長",
    "課長",       "係長",   "支店長",   "支社長", "店長", "所長",     "院長",   "理事長", "相談役"};
// These may end a name (鵜殿, 尊氏, 博士): after a space only.
constexpr std::string_view lone_addresses[] = {"殿",   "氏",   "君",   "くん",   "ちゃん", "博士",
                                               "修士", "学士", "女史", "ご夫妻", "夫妻",   "代表",
                                               "理事", "講師", "主任", "顧問"};
// 見本(株): the bracket belongs to a company's name.
constexpr std::string_view bracketed_forms[] = {"株", "有",   "名",   "資",   "合",   "同", "財",
                                                "社", "一社", "一財", "公社", "公財", "医", "学",
                                                "福", "宗",   "独",   "特非", "相",   "農", "NPO"};

struct Pair {
    std::string_view open, close;
};
constexpr Pair brackets[] = {{"(", ")"},   {"（", "）"}, {"[", "]"},   {"［", "］"}, {"【", "】"},
                             {"〔", "〕"}, {"「", "」"}, {"『", "』"}, {"\"", "\""}, {"“", "”"},
                             {"<", ">"},   {"＜", "＞"}, {"《", "》"}, {"〈", "〉"}};

template <class List> bool is_one_of(std::string_view text, List const &list) {
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

// Korean and Chinese names begin with the family name, as Japanese ones do.
bool is_eastern(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

// Ph.D. -> PhD, PMP® -> PMP
std::string without_marks(std::string_view word) {
    std::string out;
    for (std::size_t at = 0; at < word.size();) {
        auto const c = next_code_point(word, at);
        if (c != '.' && c != U'®' && c != U'™') append_utf8(out, c);
    }
    return out;
}

int count_letters(std::string_view text, char from, char to) {
    return static_cast<int>(
        std::count_if(text.begin(), text.end(), [&](char c) { return c >= from && c <= to; }));
}

bool is_all_capitals(std::string_view word) {
    return count_letters(word, 'A', 'Z') >= 2 && count_letters(word, 'a', 'z') == 0;
}

bool is_known_suffix(std::string_view word) {
    return is_one_of(without_marks(word), latin_suffixes);
}

// What stands behind a comma: known in any case, or an abbreviation by its look (FRACGP, P.Eng.).
bool is_credential(std::string_view word, bool by_look) {
    auto const plain = without_marks(word);
    auto const lower = lower_ascii(plain);
    auto const is_same = [&](std::string_view one) { return lower_ascii(one) == lower; };
    if (std::any_of(std::begin(latin_suffixes), std::end(latin_suffixes), is_same) ||
        std::any_of(std::begin(comma_suffixes), std::end(comma_suffixes), is_same))
        return true;
    auto const capitals = count_letters(plain, 'A', 'Z');
    return by_look && !is_japanese(plain) && plain.size() <= 12 && capitals >= 2 &&
           capitals >= count_letters(plain, 'a', 'z');
}

bool is_licence(std::string_view word) {
    return is_one_of(word, licences) || is_one_of(word, addresses) ||
           is_one_of(word, lone_addresses);
}

Views words_of(std::string_view text) {
    Views words;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= text.size();) {
        auto const here = at;
        char32_t const c = at < text.size() ? next_code_point(text, at) : U' ';
        bool const is_gap =
            c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x3000;
        if (is_gap && here > from) words.push_back(text.substr(from, here - from));
        if (is_gap) from = at;
        if (here == text.size()) break;
    }
    return words;
}

std::string joined(Views const &words) {
    std::string out;
    for (auto const word : words) {
        if (!out.empty()) out += ' ';
        out += word;
    }
    return out;
}

// What stands between brackets, and the text without them.
std::string without_brackets(std::string_view text, std::vector<std::string> &inside) {
    std::string rest;
    for (std::size_t at = 0; at < text.size();) {
        auto const here = text.substr(at);
        auto const *const pair =
            std::find_if(std::begin(brackets), std::end(brackets),
                         [&](Pair const &p) { return here.starts_with(p.open); });
        if (pair != std::end(brackets)) {
            auto const from = pair->open.size();
            auto const end = here.find(pair->close, from);
            auto const content =
                end == here.npos ? std::string_view{} : trimmed(here.substr(from, end - from));
            if (!words_of(content).empty() && !is_one_of(content, bracketed_forms)) {
                inside.emplace_back(content);
                rest += ' ';
                at += end + pair->close.size();
                continue;
            }
        }
        auto const from = at;
        next_code_point(text, at);
        rest += text.substr(from, at - from);
    }
    return rest;
}

// 山田 | 営業 and 山田 / Yamada, but not A/L of Malaysian names, nor a slash within a Latin word.
Views at_bars(std::string_view text) {
    Views pieces;
    std::size_t from = 0;
    char32_t before = ' ';
    for (std::size_t at = 0; at < text.size();) {
        auto const here = at;
        auto const c = next_code_point(text, at);
        auto next_at = at;
        auto const next = at < text.size() ? next_code_point(text, next_at) : U' ';
        bool const is_within_word = before > ' ' && before < 0x2E80 && next > ' ' && next < 0x2E80;
        if (c == '|' || c == U'｜' || c == U'／' || (c == '/' && !is_within_word)) {
            pieces.push_back(text.substr(from, here - from));
            from = at;
        }
        before = c;
    }
    pieces.push_back(text.substr(from));
    std::erase_if(pieces, [](std::string_view piece) { return words_of(piece).empty(); });
    return pieces;
}

Views at_commas(std::string_view text) {
    Views pieces;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const here = at;
        auto const c = next_code_point(text, at);
        if (c != ',' && c != U'，' && c != U'、') continue;
        pieces.push_back(text.substr(from, here - from));
        from = at;
    }
    pieces.push_back(text.substr(from));
    std::erase_if(pieces, [](std::string_view piece) { return words_of(piece).empty(); });
    return pieces;
}

class TakingApart {
public:
    explicit TakingApart(NameColumn column) : column_(column) {}

    std::optional<NameParts> take(std::string_view text) {
        std::vector<std::string> inside;
        auto const rest = without_brackets(text, inside);
        auto const pieces = at_bars(rest);
        if (pieces.empty()) return {};
        auto const parts = at_commas(pieces.front());
        if (parts.empty()) return {};
        if (!name_of(parts)) return {};
        for (std::size_t i = 1; i < pieces.size(); ++i) beside(pieces[i]);
        for (auto const &one : inside) in_brackets(one);
        return std::move(out_);
    }

private:
    // Words before and after the name are taken off as long as a word of the name is left.
    Views stripped(std::string_view text) {
        auto words = words_of(text);
        while (words.size() > 1) {
            auto const plain = without_marks(lower_ascii(words.front()));
            if (!is_one_of(plain, latin_prefixes) && !is_one_of(words.front(), licences)) break;
            out_.prefixes.emplace_back(words.front());
            words.erase(words.begin());
        }
        std::vector<std::string> suffixes;
        while (words.size() > 1) {
            auto const last = words.back();
            // A doctor's degree behind family and given name; alone behind a family name it is one.
            bool const may_be_name =
                last == "博士" && words.size() < (column_ == NameColumn::whole ? 3U : 2U);
            if (may_be_name || (!is_known_suffix(last) && !is_licence(last))) break;
            suffixes.emplace(suffixes.begin(), last);
            words.pop_back();
        }
        if (words.empty()) return words;
        for (auto const &licence : licences) {
            if (words.front().size() <= licence.size() || !words.front().starts_with(licence))
                continue;
            out_.prefixes.emplace_back(licence);
            words.front().remove_prefix(licence.size());
            break;
        }
        auto const take_end = [&](auto const &list) {
            for (auto const &ending : list) {
                // 阿部長 is 阿部 with a given name, no 部長.
                std::size_t const least = ending.ends_with("長") ? 2 : 1;
                if (!words.back().ends_with(ending) ||
                    count_code_points(words.back()) < least + count_code_points(ending))
                    continue;
                suffixes.emplace(suffixes.begin(), ending);
                words.back().remove_suffix(ending.size());
                return true;
            }
            return false;
        };
        // 田中部長様
        while (take_end(licences) || take_end(addresses)) {
        }
        for (auto &one : suffixes) out_.suffixes.push_back(std::move(one));
        return words;
    }

    // The name before the first comma, and what stands behind it.
    bool name_of(Views const &parts) {
        auto words = stripped(parts.front());
        if (words.empty()) return false;
        bool is_inverted = false;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            auto const part = trimmed(parts[i]);
            auto const part_words = words_of(part);
            bool const by_look =
                column_ != NameColumn::whole || is_inverted ||
                (words.size() > 1 && !std::all_of(words.begin(), words.end(), is_all_capitals));
            bool const is_suffix =
                std::all_of(part_words.begin(), part_words.end(), [&](std::string_view word) {
                    return is_credential(word, by_look) || is_licence(word);
                });
            if (is_suffix) {
                for (auto const word : part_words) out_.suffixes.emplace_back(word);
            } else if (column_ == NameColumn::whole && !is_inverted) {
                auto const given = stripped(part);
                bool const is_ja = is_japanese(part);
                words.insert(is_ja ? words.end() : words.begin(), given.begin(), given.end());
                is_inverted = true;
            } else {
                out_.others.emplace_back(part);
            }
        }
        out_.name = joined(words);
        return !without_signs(out_.name).empty(); // "✨ MBA" has no name but MBA
    }

    void beside(std::string_view piece) {
        auto const words = words_of(piece);
        bool const is_suffix = std::all_of(words.begin(), words.end(), [](std::string_view word) {
            return is_credential(word, true) || is_licence(word);
        });
        if (!is_suffix) {
            in_brackets(std::string{trimmed(piece)});
            return;
        }
        for (auto const word : words) out_.suffixes.emplace_back(word);
    }

    void in_brackets(std::string const &text) {
        auto const words = words_of(text);
        bool const is_suffix = std::all_of(words.begin(), words.end(), [](std::string_view word) {
            return is_credential(word, false) || is_licence(word);
        });
        bool const says_itself = hiragana(out_.name).has_value(); // a name in kana needs no reading
        if (is_suffix) {
            for (auto const word : words) out_.suffixes.emplace_back(word);
        } else if (out_.kana.empty() && !says_itself && is_japanese(text) && !has_han(text) &&
                   !flaw_of_kana(text)) {
            out_.kana = text;
        } else if (out_.romaji.empty() && is_japanese(out_.name) && !is_japanese(text) &&
                   !flaw_of_romaji(text) && words.size() == words_of(out_.name).size()) {
            out_.romaji = text;
        } else {
            out_.others.push_back(text);
        }
    }

    NameColumn column_;
    NameParts out_;
};

bool is_family_name(std::string_view word) {
    if (!is_eastern(word)) return false;
    if (auto const reading = hiragana(word)) return is_surname_reading(*reading);
    return given_name_readings(word).empty() || !surname_readings(word).empty();
}

} // namespace

NameParts name_parts(std::string_view text, NameColumn column) {
    NameParts as_it_stands;
    as_it_stands.name = trimmed(text);
    if (text.size() > most_bytes_of_parts) return as_it_stands;
    auto parts = TakingApart{column}.take(text);
    if (!parts) return as_it_stands;
    // Nothing beside it: every byte stays, also a wide space, or a comma that stands inside.
    bool const is_untouched = parts->is_name_only() && at_commas(as_it_stands.name).size() < 2 &&
                              words_of(as_it_stands.name) == words_of(parts->name);
    return is_untouched ? as_it_stands : *parts;
}

FullName full_name(std::string_view name) {
    auto const words = words_of(name);
    FullName out;
    if (words.size() < 2) {
        (is_family_name(trimmed(name)) ? out.family : out.given) = trimmed(name);
        if (!is_eastern(name)) out.order = Order::given_first;
        return out;
    }
    if (is_eastern(name)) {
        out.family = words.front();
        out.given = joined({words.begin() + 1, words.end()});
        return out;
    }
    bool const is_family_in_capitals = is_all_capitals(words.front()) &&
                                       !is_all_capitals(words.back()) &&
                                       words.front().size() > 2; // not the initials of "JD Smith"
    if (is_family_in_capitals) {
        out.family = words.front();
        out.given = joined({words.begin() + 1, words.end()});
        return out;
    }
    out.family = words.back();
    out.given = joined({words.begin(), words.end() - 1});
    out.order = Order::given_first;
    return out;
}

} // namespace goen::names
