// SPDX-License-Identifier: Apache-2.0
// Japan Post's KEN_ALL.CSV: one row a postal code and town, but for its quirks, each handled below.
#include "names/postal.hpp"

#include "base/text.hpp"
#include "names/kana.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

namespace goen::names {
namespace {

constexpr std::size_t most_megabytes = 64; // the list is 12 to 20
constexpr std::size_t most_errors = 100;
constexpr std::size_t most_bytes_of_name = 1000;

std::optional<std::string> as_utf8(std::string_view file) {
    if (file.starts_with("\xEF\xBB\xBF")) file.remove_prefix(3);
    if (is_utf8(file)) return std::string{file};
    UErrorCode status = U_ZERO_ERROR;
    // Windows-31J, which is what "Shift_JIS" of Japanese offices means. Anything it does not know
    // stops it.
    std::unique_ptr<UConverter, decltype(&ucnv_close)> const cp932{
        ucnv_open("windows-31j", &status), &ucnv_close};
    if (U_FAILURE(status)) throw Trouble{"ICU has no table for Shift_JIS"};
    ucnv_setToUCallBack(cp932.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::u16string units(file.size() + 1, u'\0');
    auto const size =
        ucnv_toUChars(cp932.get(), units.data(), static_cast<std::int32_t>(units.size()),
                      file.data(), static_cast<std::int32_t>(file.size()), &status);
    if (U_FAILURE(status)) return std::nullopt;
    std::string out;
    icu::UnicodeString{false, units.data(), size}.toUTF8String(out);
    return out;
}

// One row of CSV from `at`, which moves past its line end. Nothing when a quotation mark is never
// closed.
std::optional<std::vector<std::string>> next_row(std::string_view text, std::size_t &at) {
    std::vector<std::string> cells(1);
    while (at < text.size()) {
        char const c = text[at];
        if (c == '"') {
            for (++at;; ++at) {
                if (at >= text.size()) return std::nullopt;
                if (text[at] != '"') {
                    if (text[at] == '\n')
                        return std::nullopt; // no cell of this list has lines: it was left open
                    cells.back() += text[at];
                } else if (at + 1 < text.size() && text[at + 1] == '"') {
                    cells.back() += text[++at];
                } else {
                    break;
                }
            }
            ++at;
        } else if (c == ',') {
            cells.emplace_back(), ++at;
        } else if (c == '\r') {
            ++at;
        } else if (c == '\n') {
            ++at;
            break;
        } else {
            cells.back() += c, ++at;
        }
    }
    return cells;
}

void skip_line(std::string_view text, std::size_t &at) {
    auto const end = text.find('\n', at);
    at = end == text.npos ? text.size() : end + 1;
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}
std::size_t opened(std::string_view text) { return count_of(text, "（") + count_of(text, "("); }
std::size_t closed(std::string_view text) { return count_of(text, "）") + count_of(text, ")"); }

// What stands before the first of these.
std::string_view up_to(std::string_view text, std::initializer_list<std::string_view> marks) {
    std::size_t least = text.size();
    for (auto const mark : marks) least = std::min(least, text.find(mark));
    return text.substr(0, least);
}

// 西新宿新宿アイランドタワー（１２階） is a floor with a code of its own; every other bracket is a
// note.
std::string floor_of(std::string_view bracket) {
    std::string digits;
    for (std::size_t at = 0; at < bracket.size();) {
        char32_t const c = next_code_point(bracket, at);
        if (c >= U'０' && c <= U'９') {
            digits += static_cast<char>('0' + (c - U'０'));
        } else if (c >= '0' && c <= '9') {
            digits += static_cast<char>(c);
        } else {
            return bracket.substr(at - 3) == "階）" && !digits.empty() ? digits + "階" : "";
        }
    }
    return "";
}

struct Town {
    std::string name, kana;
};

Town tidy(std::string_view name, std::string_view kana) {
    if (name == "以下に掲載がない場合" || name.ends_with("の次に番地がくる場合") ||
        name.ends_with("の次に１～２０番地がくる場合") ||
        (name.ends_with("一円") && name != "一円")) { // 一円 is also a place, in 多賀町
        return {};
    }
    auto const bracket = name.find("（");
    std::string const floor =
        bracket == name.npos ? "" : floor_of(name.substr(bracket + std::string_view{"（"}.size()));
    Town town{std::string{up_to(name, {"（", "("})}, std::string{up_to(kana, {"（", "("})}};
    // 種市第１５地割～第２１地割: the lots are no part of the town's name.
    for (std::string_view const lot : {"地割"}) {
        auto const at = town.name.find(lot);
        if (at == std::string::npos) continue;
        std::size_t start = at;
        std::string_view const rest = town.name;
        // back over the digits (full-width, three bytes each) and 第
        while (start >= 3 && rest.substr(start - 3, 3) >= "０" && rest.substr(start - 3, 3) <= "９")
            start -= 3;
        if (start >= 3 && rest.substr(start - 3, 3) == "第") start -= 3;
        town.name = std::string{up_to(rest.substr(0, start), {"、"})};
        std::string_view const spoken =
            up_to(town.kana, {"ダイ", "ﾀﾞｲ", "チワリ", "ﾁﾜﾘ", "、", "､"});
        town.kana = std::string{spoken};
        while (!town.kana.empty() &&
               ((town.kana.back() >= '0' && town.kana.back() <= '9') || town.kana.ends_with("-")))
            town.kana.pop_back();
    }
    if (!floor.empty()) {
        town.name += floor;
        std::string const number = floor.substr(0, floor.size() - std::string_view{"階"}.size());
        town.kana += number + "かい";
    }
    return town;
}

// Kana cells hold katakana, digits and signs; what is kana becomes hiragana, the rest stays.
std::string reading(std::string_view kana) {
    if (auto whole = hiragana(kana)) return *whole;
    std::string out, run;
    auto const finish = [&] {
        out += hiragana(run).value_or(run);
        run.clear();
    };
    for (std::size_t at = 0; at < kana.size();) {
        std::size_t const here = at;
        char32_t const c = next_code_point(kana, at);
        bool const is_kana = is_katakana(c) || is_hiragana(c) || (c >= 0xFF65 && c <= 0xFF9F);
        if (!is_kana) finish();
        (is_kana ? run : out) += kana.substr(here, at - here);
    }
    finish();
    return out;
}

} // namespace

Result<PostalImport> read_ken_all(std::string_view file, std::vector<PostalPlace> &places,
                                  PostalProgress const &progress) {
    places.clear();
    if (file.size() > most_megabytes * 1024 * 1024) {
        return Refusal{
            Reason::too_large,
            {N_("This file is larger than {1} MB, so it cannot be the postal code list."),
             {std::to_string(most_megabytes)}},
            {}};
    }
    auto const text = as_utf8(file);
    if (!text || text->find('\0') != std::string::npos) {
        return Refusal{
            Reason::unsupported, {N_("This file is neither UTF-8 nor Shift_JIS text.")}, {}};
    }
    PostalImport report;
    auto const refuse = [&](std::int64_t row, Sentence why) {
        ++report.bad;
        if (report.errors.size() < most_errors) report.errors.push_back({row, std::move(why)});
    };

    struct Pending { // a town whose bracket is still open
        PostalPlace place;
        std::int64_t row = 0;
        bool is_open = false;
    } pending;
    auto const keep = [&](PostalPlace place) {
        auto const town = tidy(place.town, place.town_kana);
        place.town = town.name, place.town_kana = reading(town.kana);
        if (town.name.empty()) place.town_kana.clear();
        places.push_back(std::move(place));
    };
    for (std::size_t at = 0; at < text->size();) {
        std::size_t const start = at;
        ++report.rows;
        if (progress && report.rows % 1000 == 0)
            progress(static_cast<std::int64_t>(at), static_cast<std::int64_t>(text->size()));
        auto const row = next_row(*text, at);
        if (!row) {
            refuse(report.rows, {N_("A quotation mark is not closed.")});
            at = start, skip_line(*text, at);
            continue;
        }
        if (row->size() == 1 && trimmed((*row)[0]).empty()) continue;
        if (row->size() < 9) {
            refuse(report.rows, {N_("This row has {1} columns, but at least 9 are required."),
                                 {std::to_string(row->size())}});
            continue;
        }
        auto const cell = [&](std::size_t i) { return std::string{trimmed((*row)[i])}; };
        auto const code = postal_digits(cell(2));
        if (!code) {
            refuse(report.rows,
                   {N_("“{1}” is not a seven-digit postal code."), {cell(2).substr(0, 40)}});
            continue;
        }
        PostalPlace place;
        place.code = *code, place.prefecture = cell(6), place.city = cell(7), place.town = cell(8);
        place.prefecture_kana = reading(cell(3)), place.city_kana = reading(cell(4)),
        place.town_kana = cell(5);
        if (place.prefecture.empty() || place.city.empty()) {
            refuse(report.rows, {N_("Prefecture or city is missing.")});
            continue;
        }
        if (place.prefecture.size() > most_bytes_of_name ||
            place.city.size() > most_bytes_of_name) {
            refuse(report.rows, {N_("This place name is too long.")});
            continue;
        }
        // A long list in brackets goes on in the next rows of the same code; kana and kanji are cut
        // at the same place.
        if (pending.is_open) {
            if (pending.place.code == place.code && pending.place.city == place.city &&
                pending.place.town.size() < 20 * most_bytes_of_name) {
                bool const kana_repeats = pending.place.town_kana ==
                                          place.town_kana; // short kana is not cut, but repeated
                pending.place.town += place.town;
                if (!kana_repeats) pending.place.town_kana += place.town_kana;
                if (closed(pending.place.town) >= opened(pending.place.town)) {
                    keep(pending.place);
                    pending.is_open = false;
                }
                continue;
            }
            refuse(pending.row, {N_("A town name has an unclosed bracket.")});
            pending.is_open = false;
        }
        if (opened(place.town) > closed(place.town)) {
            pending = {std::move(place), report.rows, true};
        } else if (place.town.size() > most_bytes_of_name) {
            refuse(report.rows, {N_("This place name is too long.")});
        } else {
            keep(std::move(place));
        }
    }
    if (pending.is_open) refuse(pending.row, {N_("A town name has an unclosed bracket.")});
    if (places.empty()) {
        return Refusal{Reason::invalid,
                       {N_("No postal code was found in this file. Please use KEN_ALL.CSV or "
                           "utf_ken_all.csv of Japan Post.")},
                       {}};
    }
    // By code, in the order of the file; brackets taken off leave some places twice.
    std::stable_sort(places.begin(), places.end(),
                     [](auto const &a, auto const &b) { return a.code < b.code; });
    std::vector<PostalPlace> once;
    std::size_t first_of_code = 0;
    for (auto &place : places) {
        if (!once.empty() && once.back().code != place.code) first_of_code = once.size();
        bool const is_known = std::any_of(once.begin() + static_cast<std::ptrdiff_t>(first_of_code),
                                          once.end(), [&](auto const &other) {
                                              return other.prefecture == place.prefecture &&
                                                     other.city == place.city &&
                                                     other.town == place.town;
                                          });
        if (!is_known) once.push_back(std::move(place));
    }
    places = std::move(once);
    report.places = static_cast<std::int64_t>(places.size());
    if (progress)
        progress(static_cast<std::int64_t>(text->size()), static_cast<std::int64_t>(text->size()));
    return report;
}

} // namespace goen::names
