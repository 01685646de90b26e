// SPDX-License-Identifier: Apache-2.0
#include "names/guessed_reading.hpp"

#include "base/text.hpp"
#include "names/search_key.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace goen;
using namespace goen::names;

namespace goen::names {
extern std::string_view const surname_readings_text, given_readings_text;
}

namespace {

using Readings = std::vector<std::string>;

PersonName person(std::string family, std::string given, std::string family_kana = "",
                  std::string given_kana = "") {
    return {std::move(family),
            std::move(given),
            "",
            std::move(family_kana),
            std::move(given_kana),
            "",
            ""};
}

} // namespace

TEST_CASE("Common surnames and given names have their readings, the most usual first") {
    CHECK(surname_readings("西園寺") == Readings{"さいおんじ"});
    CHECK(surname_readings("河野") == Readings{"こうの", "かわの"});
    CHECK(surname_readings("中島") == Readings{"なかじま", "なかしま"});
    CHECK(given_name_readings("美佐子") == Readings{"みさこ"});
    CHECK(surname_readings("髙橋") == surname_readings("高橋"));
    CHECK(surname_readings("渡邊") == Readings{"わたなべ"});
    CHECK(surname_readings("葛\U000E0100城") == surname_readings("葛城"));
    for (auto const *nobody :
         {"", "やまだ", "Sato", "見本商事", "\n", "佐", " 佐藤", "佐藤 ", "佐藤9C&"})
        CHECK_MESSAGE(surname_readings(nobody).empty(), nobody);
    CHECK(is_surname_reading("たなか"));
    CHECK_FALSE(is_surname_reading("たな"));
    CHECK_FALSE(is_surname_reading("はなこ"));
    CHECK_FALSE(is_surname_reading("Tanaka"));
    CHECK_FALSE(is_surname_reading(""));
}

TEST_CASE("Every line of the table is found") {
    for (auto const &[table, readings_of] :
         {std::pair{surname_readings_text, &surname_readings},
          std::pair{given_readings_text, &given_name_readings}}) {
        std::size_t lines = 0;
        for (auto const line : split(table, '\n')) {
            if (line.empty()) continue;
            auto const name = line.substr(
                0, static_cast<std::size_t>(
                       std::find_if(line.begin(), line.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; }) -
                       line.begin()));
            auto const readings = readings_of(name);
            auto const expected = std::count(line.begin(), line.end(), ' ') + 1;
            REQUIRE(static_cast<std::ptrdiff_t>(readings.size()) == expected);
            ++lines;
        }
        CHECK(lines > 10'000);
    }
}

TEST_CASE("A reading is guessed for kanji that have none, and for nothing else") {
    auto const guess = [](PersonName const &name) {
        auto const found = guessed_reading(name);
        return found.family + "|" + found.given;
    };
    CHECK(guess(person("西園寺", "美佐子")) == "さいおんじ|みさこ");
    CHECK(guess(person("西園寺", "美佐子", "にしぞのじ")) == "|みさこ");
    CHECK(guess(person("西園寺", "美佐子", "さいおんじ", "みさこ")) == "|");
    CHECK(guess(person("さとう", "花子")) == "|はなこ");
    CHECK(guess(person("Sato", "Hana")) == "|");
    CHECK(guess(person("近藤五郎", "")) == "こんどうごろう|");
    CHECK(guess(person("佐藤はなこ", "")) == "さとうはなこ|");
    CHECK(guess(person("見本商事", "")) == "|");
    CHECK(guess(person("株式会社山田", "")) == "|");
    // What is typed takes its place by itself.
    // What people read is the whole reading or none.
    auto const read = [](PersonName const &name) { return with_whole_reading(name).kana(); };
    CHECK(read(person("河野", "純")) == "こうの じゅん");
    CHECK(read(person("河野", "純", "かわの")) == "かわの じゅん");
    CHECK(read(person("河野", "龘龘")) == "");
    CHECK(read(person("龘龘", "純")) == "");
    CHECK(read(person("河野", "龘龘", "", "とう")) == "こうの とう");
    CHECK(read(person("河野", "ジュン")) == "こうの じゅん");
    CHECK(read(person("河野", "John")) == "");
}

TEST_CASE("People without a reading are filed under the one their name usually has") {
    CHECK(index_head(person("西園寺", "美佐子")) == "さ");
    CHECK(index_head(person("近藤五郎", "")) == "か");
    CHECK(index_head(person("見本商事", "")) == "#");
    CHECK(sort_key(person("佐藤", "花子")) < sort_key(person("田中", "一", "たなか", "はじめ")));
    CHECK(sort_key(person("西園寺", "美佐子")) ==
          sort_key(person("西園寺", "美佐子", "さいおんじ", "みさこ")));
    // A typed reading moves her.
    CHECK(index_head(person("河野", "純", "かわの")) == "か");
    CHECK(sort_key(person("河野", "純", "かわの")) < sort_key(person("河野", "純")));
}

TEST_CASE("People without a reading are found by every usual one, in kana and in any romaji") {
    auto const finds = [](std::string_view typed, PersonName const &name) {
        return NameQuery{typed}.matches(find_key(name));
    };
    auto const kono = person("河野", "純");
    for (auto const *typed : {"こうの", "コウノ", "かわの", "kono", "kouno", "kawano",
                              "こうの じゅん", "kono jun", "河野"})
        CHECK_MESSAGE(finds(typed, kono), typed);
    CHECK_FALSE(finds("やまだ", kono));
    CHECK(finds("こんどう", person("近藤五郎", "")));
    // Who said how the name is read is found by that alone.
    CHECK_FALSE(finds("かわの", person("河野", "純", "こうの", "じゅん")));
}
