// SPDX-License-Identifier: Apache-2.0
// Readings guessed for names in kanji of which nobody said how they are read: imported contacts
// have none, and would all stand under # in the index. The table (name_readings.txt, from
// mecab-ipadic; its licence is in NOTICE) holds 12,000 surnames and 15,000 given names.
//
// A guess orders and finds people (sort_key, find_key). It is never stored, and never handed on: no
// vCard, CSV or API answer holds it, since whoever reads those takes a phonetic field for what the
// person said. Where people see it, it is marked (推定). What is typed replaces it by itself.
#pragma once

#include "names/person_name.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace goen::names {

// In hiragana, most usual first, at most three: 河野 -> こうの かわの. Variant shapes of kanji are
// one (髙橋). Empty when the table has no such name.
std::vector<std::string> surname_readings(std::string_view surname);
std::vector<std::string> given_name_readings(std::string_view given);
// たなか is how some surname is read, and no given name is.
bool is_surname_reading(std::string_view hiragana);

// Of the parts in kanji that have no reading; "" for every other. A whole name in one part
// (近藤五郎) is read when its halves are known: こんどうごろう.
struct GuessedReading {
    std::string family, given;
    bool empty() const { return family.empty() && given.empty(); }
};
GuessedReading guessed_reading(PersonName const &name);
// The name with the guess in the place of the reading, to sort and to romanise it; never to store.
PersonName with_guessed_reading(PersonName name);
// The same for people to read: half a reading would look like the whole one, so a guess that leaves
// a part unread is left out.
PersonName with_whole_reading(PersonName const &name);

} // namespace goen::names
