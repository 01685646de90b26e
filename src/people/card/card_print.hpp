// SPDX-License-Identifier: Apache-2.0
// Setting a card in type: what goes on which line, how large, and in what numerals. No markup here.
#pragma once

#include "card/card.hpp"
#include "i18n/words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace goen::card {

// Width of a text in ems: 1 for a full-width character, about a half for a Latin one.
double width_in_ems(std::string_view text);

// The lines of one side, and the step of print (0 largest … 6) at which all of them fit.
struct Setting {
    i18n::Language language = i18n::Language::ja; // of the positions and the address
    bool is_tall = false;                         // the paper stands
    bool is_vertical = false; // the lines stand too; letters would lie on their side in them
    Position const *main = nullptr;
    std::vector<Position const *> others; // 兼務, as many as have room
    std::size_t others_left_out = 0;
    Address const *address = nullptr;
    std::vector<Labelled const *> phones, emails, urls;
    std::size_t longest = 1000; // characters of a line, but for the name: what is beyond becomes …
    int step = 0;               // company, post, small print
    int name_step = 0;          // the name has its own
};
Setting set_in_type(CardBody const &body, i18n::Language side);

// Whether a character lies on its side in a vertical line: letters of Latin and other scripts that
// are only written across.
bool is_sideways(char32_t c);

// At most `longest` characters, the last of them … when there were more.
std::string cut_to(std::string_view text, std::size_t longest);

// 03-1234 -> 〇三－一二三四: as a vertical card writes numbers.
std::string kanji_numerals(std::string_view text);

} // namespace goen::card
