// SPDX-License-Identifier: Apache-2.0
// Folding for search and order: NFKC, variant kanji (髙=高 﨑=崎 邊=邉=辺 …), kana folded to
// hiragana, romaji of any system (Hepburn, Kunrei, long vowels: Ohno Ono Ōno Oono Ohno) folded to
// one, case and marks dropped, variation selectors ignored, legal forms of companies ((株) ㈱
// 株式会社 …) apart. Keys are never shown.
#pragma once

#include "names/person_name.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace goen::names {

// One folded form of any text: "髙﨑" -> "高崎", "ﾀｶｻｷ" -> "たかさき", "ＡＢＣ株式会社" ->
// "abc株式会社".
std::string folded(std::string_view text);
// A company's name without its legal form, folded.
std::string folded_company(std::string_view name);
// Hiragana (folded) -> loose romaji: "おおの" -> "ono", "しょうじ" -> "syozi". Also folds typed
// romaji the same way: loose_romaji("Ohno") == loose_romaji("おおの"). Give it text as typed or
// stored, not folded(): that has lost ゃゅょ.
std::string loose_romaji(std::string_view text);

// Everything by which a name is found, one string: exact, folded, kana, romaji, joined with and
// without space, parts separated by '\n'. Where the reading of kanji is not known, every usual one.
std::string find_key(PersonName const &name);

// A query, folded once, then matched against many keys.
class NameQuery {
public:
    explicit NameQuery(std::string_view typed);
    bool empty() const { return words_.empty(); }
    // Every word of the query must be in the key (folded text, as find_key() or folded() made it).
    bool matches(std::string_view find_key) const;
    // Smaller is better: 0 exact spelling of the whole, 1 exact spelling at the start, 2 exact
    // part, 3 folded start, 4 rest.
    int rank(PersonName const &name) const;

private:
    struct Word {
        std::string exact, folded;
        std::string joined;    // folded without its gaps: マリア・ガルシア
        std::string romaji;    // only when typed in kana or Latin letters
        bool is_latin = false; // found at the start of a word only: "ono" is not in "kono"
        bool is_whole = false; // typed in kana: the romaji must be the whole word
    };
    std::string typed_;
    std::vector<Word> words_;
};

// Sorts people as a Japanese address book does: by reading, kana first, then Latin, then the rest;
// bytewise comparable. Kanji without a reading are filed under the one they usually have
// (names/guessed_reading.hpp).
std::string sort_key(PersonName const &name);
// The index letter: one of あかさたなはまやらわ, A-Z, or "#".
std::string index_head(PersonName const &name);
std::vector<std::string> const &index_heads(); // all of them in order

} // namespace goen::names
