// SPDX-License-Identifier: Apache-2.0
#include "markup/one_line.hpp"

#include "base/text.hpp"
#include "markup/markup.hpp"
#include "names/graphemes.hpp"

#include <algorithm>

namespace goen::markup {
namespace {

// What a character takes on average; a text of longer ones (families of emoji, piles of accents) is
// cut earlier.
constexpr std::size_t bytes_each = 8;
constexpr std::size_t most_bytes = 4 * most_characters;

bool is_space(char32_t c) {
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x3000;
}

bool is_unseen(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x061C || c == 0x200B ||
           c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
           (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF;
}

} // namespace

OneLine::OneLine(std::size_t characters)
    : characters_(characters),
      wanted_(std::min((std::min(characters, most_bytes) + 8) * bytes_each, most_bytes)) {}

void OneLine::add(std::string_view text) {
    for (std::size_t i = 0; i < text.size() && !has_enough();) {
        auto const c = next_code_point(text, i);
        if (is_space(c))
            space();
        else if (!is_unseen(c))
            append_utf8(words_, c);
    }
}

void OneLine::space() {
    if (!words_.empty() && words_.back() != ' ') words_ += ' ';
}

std::string OneLine::text() const {
    auto const words = trimmed(words_);
    auto const letters = names::graphemes_of(words);
    bool const is_cut = has_enough();
    if (letters.size() <= characters_ && !is_cut) return std::string{words};
    // The last one may go on beyond what was gathered.
    auto const whole = letters.size() - (is_cut && !letters.empty() ? 1 : 0);
    std::size_t size = 0;
    for (std::size_t i = 0; i < std::min(characters_, whole); ++i) size += letters[i].size();
    return std::string{trimmed(words.substr(0, size))} + "…";
}

std::string one_line(std::string_view text, std::size_t characters) {
    OneLine line{characters};
    line.add(text);
    return line.text();
}

} // namespace goen::markup
