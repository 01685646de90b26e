// SPDX-License-Identifier: Apache-2.0
// Invented posts for measuring the search: about 100 characters each, five in six Japanese, the
// rest English, with companies, people, products, places and dates. Common words follow a steep
// frequency; every fourth post also holds a word that is nearly unique, as names are. Post n is
// always the same text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace goen::index {

std::string made_post(std::uint64_t number);

// Words that made_post() uses, for questions: what everyone writes, and what hardly anyone does.
std::vector<std::string> common_japanese_words(); // two and three characters
std::vector<std::string> common_latin_words();
std::string rare_japanese_word(std::uint64_t number); // of post number * 4
std::string rare_latin_word(std::uint64_t number);    // of post number * 4 when it is English

} // namespace goen::index
