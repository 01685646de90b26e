// SPDX-License-Identifier: Apache-2.0
#include "names/postal.hpp"

#include "base/text.hpp"
#include "names/events.hpp"
#include "names/kana.hpp"
#include "names/postal_data.hpp"
#include "names/queries.hpp"

#include <algorithm>
#include <charconv>

namespace goen::names {
namespace {

// Cities with wards: where the city's name ends cannot be told from the kana (ひろしましなかく).
constexpr std::string_view ward_cities[] = {
    "さっぽろし", "せんだいし",   "さいたまし",         "ちばし",     "よこはまし",
    "かわさきし", "さがみはらし", "にいがたし",         "しずおかし", "はままつし",
    "なごやし",   "きょうとし",   "おおさかし",         "さかいし",   "こうべし",
    "おかやまし", "ひろしまし",   "きたきゅうしゅうし", "ふくおかし", "くまもとし"};

std::string with_suffix(std::string_view kana, std::string_view written) { // ちよだく -> Chiyoda-ku
    static constexpr std::pair<std::string_view, std::string_view> suffixes[] = {
        {"市", "し"},   {"区", "く"},   {"郡", "ぐん"}, {"町", "ちょう"},
        {"町", "まち"}, {"村", "むら"}, {"村", "そん"}};
    for (auto const &[kanji, sound] : suffixes) {
        if (written.ends_with(kanji) && kana.ends_with(sound) && kana.size() > sound.size()) {
            return capitalised(hepburn(kana.substr(0, kana.size() - sound.size()))) + "-" +
                   hepburn(sound);
        }
    }
    return capitalised(hepburn(kana));
}

// From small to big, as an address in English goes: Kita-ku, Osaka-shi.
std::string city_in_romaji(std::string_view city, std::string_view kana) {
    for (auto const head : ward_cities) {
        if (city.ends_with("区") && city.find("市") != city.npos && kana.starts_with(head) &&
            kana.size() > head.size()) {
            return with_suffix(kana.substr(head.size()), city) + ", " + with_suffix(head, "市");
        }
    }
    std::string_view const county = "ぐん";
    if (auto const at = kana.find(county);
        city.find("郡") != city.npos && at != kana.npos && at + county.size() < kana.size()) {
        return with_suffix(kana.substr(at + county.size()), city) + ", " +
               with_suffix(kana.substr(0, at + county.size()), "郡");
    }
    return with_suffix(kana, city);
}

void add_romaji(PostalPlace &place) {
    std::string_view prefecture = place.prefecture_kana;
    if (place.prefecture != "北海道") {
        for (std::string_view const ending : {"けん", "ふ", "と"}) {
            if (prefecture.ends_with(ending)) {
                prefecture.remove_suffix(ending.size());
                break;
            }
        }
    }
    place.prefecture_romaji = capitalised(hepburn(prefecture));
    place.city_romaji = city_in_romaji(place.city, place.city_kana);
    place.town_romaji = capitalised(hepburn(place.town_kana));
}

} // namespace

std::optional<std::string> postal_digits(std::string_view typed) {
    auto text = trimmed(typed);
    if (text.size() > 60) return std::nullopt;
    std::string digits;
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = next_code_point(text, at);
        if (c >= U'０' && c <= U'９') c = c - U'０' + U'0';
        if (c >= '0' && c <= '9') {
            digits += static_cast<char>(c);
            continue;
        }
        static constexpr std::u32string_view between = U"-‐‑–−－ー〒〶 　";
        if (between.find(c) == between.npos) return std::nullopt;
    }
    if (digits.size() != 7) return std::nullopt;
    return digits;
}

std::string postal_text(std::string_view digits) {
    if (digits.size() != 7) return std::string{digits};
    return std::string{digits.substr(0, 3)} + "-" + std::string{digits.substr(3)};
}

std::vector<PostalPlace> const &PostalTable::all_built_in() {
    static std::vector<PostalPlace> const all = [] {
        std::vector<PostalPlace> places;
        Prefecture const *prefecture = nullptr;
        std::string city, city_kana;
        for (auto const line : split(postal_extract(), '\n')) {
            bool const is_city = line.starts_with("=");
            auto const words = split(is_city ? line.substr(1) : line, ' ');
            ensure(words.size() == 3, "a line of the built-in postal codes has three words");
            if (is_city) {
                int number = 0;
                std::from_chars(words[0].data(), words[0].data() + words[0].size(), number);
                prefecture = &prefectures().at(static_cast<std::size_t>(number - 1));
                city = words[1], city_kana = words[2];
                continue;
            }
            ensure(prefecture != nullptr, "the built-in postal codes begin with a city");
            PostalPlace place;
            place.code = words[0], place.prefecture = prefecture->name,
            place.prefecture_kana = prefecture->kana;
            place.city = city, place.city_kana = city_kana, place.town = words[1],
            place.town_kana = words[2];
            add_romaji(place);
            places.push_back(std::move(place));
        }
        std::stable_sort(places.begin(), places.end(),
                         [](auto const &a, auto const &b) { return a.code < b.code; });
        return places;
    }();
    return all;
}

std::vector<PostalPlace> PostalTable::built_in(std::string_view digits) {
    auto const &all = all_built_in();
    auto const first = std::lower_bound(
        all.begin(), all.end(), digits,
        [](auto const &place, std::string_view code) { return place.code < code; });
    std::vector<PostalPlace> found;
    for (auto at = first; at != all.end() && at->code == digits; ++at) found.push_back(*at);
    return found;
}

std::vector<PostalPlace> PostalTable::find(std::string_view typed) {
    auto const code = postal_digits(typed);
    if (!code) return {};
    auto found = database_.read([&](store::Reader &reader) {
        std::vector<PostalPlace> places;
        reader.each(sql::places_of, {{"code", *code}}, [&](store::Row const &row) {
            PostalPlace place;
            place.code = *code;
            std::tie(place.prefecture, place.city, place.town, place.prefecture_kana,
                     place.city_kana, place.town_kana) =
                row.as<std::string, std::string, std::string, std::string, std::string,
                       std::string>();
            add_romaji(place);
            places.push_back(std::move(place));
        });
        return places;
    });
    return found.empty() ? built_in(*code) : found;
}

Result<PostalImport> PostalTable::import(std::string_view file, PostalProgress const &progress) {
    std::vector<PostalPlace> places;
    auto read = read_ken_all(file, places, progress);
    if (!read) return read;
    auto const written = database_.write([&](store::Writer &writer) -> Done {
        writer.run(sql::forget_places, {});
        std::int64_t number = 0;
        std::string_view code;
        for (auto const &place : places) {
            number = place.code == code ? number + 1 : 0;
            code = place.code;
            writer.run(sql::add_place, {{"code", place.code},
                                        {"place", number},
                                        {"prefecture", place.prefecture},
                                        {"city", place.city},
                                        {"town", place.town},
                                        {"prefecture_kana", place.prefecture_kana},
                                        {"city_kana", place.city_kana},
                                        {"town_kana", place.town_kana}});
        }
        store::tell(writer, PostalImported{});
        return {};
    });
    if (!written) return written.why();
    return read;
}

std::int64_t PostalTable::count() {
    return database_.read([&](store::Reader &reader) {
        return reader.one<std::int64_t>(sql::count_places, {}).value_or(0);
    });
}

} // namespace goen::names
