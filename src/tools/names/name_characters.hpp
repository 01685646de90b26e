// SPDX-License-Identifier: Apache-2.0
// Which characters a name may hold. By Unicode property, never by list of names: no check here can
// forbid a real one. Used by PersonName::parse and by anything else that takes a personal name
// (旧姓・通称).
#pragma once

#include "base/result.hpp"

#include <optional>
#include <string_view>

namespace goen::names {

inline constexpr int most_letters = 100; // grapheme clusters of one part
inline constexpr int most_marks =
    8; // combining marks on one letter; Tibetan and Hebrew stay under it

// Why this text cannot be (a part of) a name; nothing when it can. Blank text is fine: see
// PersonName::parse.
std::optional<Sentence> flaw_of_name(std::string_view text);
// What is left of it when that which cannot stand in a name is left out: ㈱見本 -> 見本. May be "".
std::string without_signs(std::string_view text);
std::optional<Sentence> flaw_of_kana(std::string_view text);
std::optional<Sentence> flaw_of_romaji(std::string_view text);

// Nothing of it can be seen: white space and characters that only steer the rendering (U+200B,
// U+2060, U+3164).
bool is_blank(std::string_view text);

// 管理者, 運営, goen公式, admin …: would pass for those who run the server. Look-alike letters are
// seen through.
bool is_reserved_name(std::string_view whole_name);
// The same but for spaces, case, width, variant kanji and look-alike letters.
bool is_same_name(std::string_view a, std::string_view b);

} // namespace goen::names
