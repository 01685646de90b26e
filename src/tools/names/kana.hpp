// SPDX-License-Identifier: Apache-2.0
// Kana: what a reading may hold, and its romaji.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace goen::names {

bool is_hiragana(char32_t c);
bool is_katakana(char32_t c);        // full width, with ー
bool is_han(char32_t c);             // ideographs, also 々 〆 〇 and the compatibility blocks
bool has_han(std::string_view text); // at least one
bool is_japanese(std::string_view text); // at least one ideograph or kana

// A reading as it is stored: hiragana and ー, from hiragana, katakana or half-width katakana (ﾀﾞ is
// one sound); space ・ ＝ - ' . , stay. Nothing when it holds anything else.
std::optional<std::string> hiragana(std::string_view typed);

// The same in katakana, as one writes the reading of a foreign name: えれのあ -> エレノア.
std::string katakana(std::string_view hiragana);

// What stands as furigana over a part of a name: hiragana over kanji, katakana over Latin letters;
// "" where the part says it itself (やまだ, マリア) or no reading is known.
std::string furigana(std::string_view part, std::string_view reading);

// Hepburn as on a passport, without macrons and h (ヘボン式ローマ字綴方表 of the Ministry of
// Foreign Affairs, 旅券法施行規則 第五条): しょうじ -> shoji, おおの -> ono but せのお -> senoo,
// さっぽろ -> sapporo, はっちょう -> hatcho, なんば -> namba; lower case; what is no kana stays.
// Where two parts of a word meet (こうちわ, kouchiwa) cannot be heard in kana; there it is wrong.
std::string hepburn(std::string_view kana);
// The first letter in capitals: yamada -> Yamada.
std::string capitalised(std::string romaji);

// For the search key: kana to a raw romaji in which each kana has one spelling (Kunrei), long
// vowels written out and っ and ー left out; other characters stay as they are.
std::u32string kunrei(std::u32string_view hiragana);

} // namespace goen::names
