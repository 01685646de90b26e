// SPDX-License-Identifier: Apache-2.0
// A person's name. Order governs display, input, sort, greeting and export together. Stored bytes
// are exactly what was typed (outer white space apart): never normalised, not even NFC. A
// PersonName cannot be wrong.
#pragma once

#include "base/result.hpp"
#include "i18n/words.hpp"

#include <string>
#include <string_view>

namespace goen::names {

enum class Order { family_first, given_first };

// What was typed, before anything is known of it.
struct NameInput {
    std::string family, given, middle, family_kana, given_kana, family_romaji, given_romaji;
    Order order = Order::family_first;
};

// Members give at least one of family and given, and a reading (kana) for each Japanese part; a
// foreign name in Latin letters or katakana needs none. Private contacts need just one part of any
// kind.
enum class NameRule { member, contact };

struct PersonName {
    std::string family, given, middle, family_kana, given_kana, family_romaji, given_romaji;
    Order order = Order::family_first;

    // Refuses symbols, emoji, blank and invisible-only parts, bidirectional controls, more than 100
    // grapheme clusters a part, more than 8 combining marks on one letter; each with its field and
    // reason. Letters of every script, marks, variation selectors, spaces, and ' ’ - ‐ . ・ ＝ ･ ,
    // are fine. Kana fields take hiragana, katakana and half-width kana (stored as hiragana) and
    // ー; romaji fields Latin letters.
    static Result<PersonName> parse(NameInput const &input, NameRule rule);

    bool empty() const { return family.empty() && given.empty() && middle.empty(); }
    std::string display() const; // 山田 太郎 · Maria Garcia · Suharto
    // As pages, letters and lists show it: en readers see latin() when there is one.
    std::string display(i18n::Language reader) const;
    std::string kana() const;   // やまだ たろう, or ""
    std::string romaji() const; // as given: YAMADA Taro (family in capitals, family first) or ""
    // For who reads no Japanese: the romaji given, and for a part without it Hepburn of its reading
    // (names/kana.hpp). "" when no part needs it, or one in kanji or katakana has no reading.
    std::string latin() const;
    bool is_latin_derived() const; // latin() holds a part that nobody wrote so
    bool operator==(PersonName const &) const = default;
};

// Under this name people would take its bearer for those who run the server (管理者, 運営, admin …)
// or for the network itself. The whole name is compared, in either order, as it is written, read
// and romanised: no part of a name is ever refused.
bool is_reserved(PersonName const &name, std::string_view network_name = {});

// 様/さん/先生/御中 and Mr.-free English: "山田様", "YAMADA Taro". Title goes before 様, never
// 「部長様」.
enum class Manner { sama, san, sensei };
std::string salutation(PersonName const &name, std::string_view title, Manner manner,
                       i18n::Language language);
// 株式会社見本 御中: for a company or department without a person; never together with 様.
std::string salutation_of_organisation(std::string_view organisation, i18n::Language language);

} // namespace goen::names
