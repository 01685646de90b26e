// SPDX-License-Identifier: Apache-2.0
// What a text is found by, without a dictionary: pairs of neighbouring characters where words are
// not separated (kanji, kana), triples of letters elsewhere. 展示会 -> 展示 示会 and each kanji;
// "tokyo" -> tok oky kyo. So 展示 finds 展示会. Give it folded text (names/search_key.hpp).
//
// Having all pieces of a word is not yet having the word: has_words() looks into the text itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace goen::index {

inline constexpr std::size_t most_pieces = 20'000;
inline constexpr std::size_t most_words = 12; // of a question; more are left out

// Each piece once, in no order; at most `most_pieces`. Letters, digits and what is above ASCII: a
// piece never holds a space.
std::vector<std::string> pieces(std::string_view folded_text);

// A question as typed and folded: its words, and the pieces that a text with all of them has.
struct Words {
    std::vector<std::string> words;
    std::vector<std::string> pieces;
    bool empty() const { return pieces.empty(); }
};
Words words_of(std::string_view folded_question);

// Every word stands in the text; one that begins with a letter or digit, at the start of a word.
bool has_words(std::string_view folded_text, Words const &asked);

} // namespace goen::index
