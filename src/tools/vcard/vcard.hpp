// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the vcard room: what a vCard says of one person, as plain values, and vCards read and
// written. Knows no member and no card.
//
// read() takes what phones, mail programs and old address books really wrote: 2.1, 3.0 and 4.0,
// broken in every way seen so far. Nothing it returns was guessed from broken bytes: what cannot be
// read is left out and told as a warning. Its work is linear in the file, its memory bounded by one
// card. write() gives what RFC 2426 (with Apple's X-PHONETIC-*) and RFC 6350 (with RFC 9554) say,
// and never a second property or card, whatever the values hold.
#pragma once

#include "base/result.hpp"
#include "i18n/charset.hpp"
#include "i18n/partial_dates.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::vcard {

enum class Version { v21, v30, v40 };

struct Name {
    std::string family, given, middle, prefix, suffix;
    bool empty() const { return family.empty() && given.empty() && middle.empty(); }
    bool operator==(Name const &) const = default;
};

struct Position {
    std::string company;
    std::vector<std::string> department;
    std::string title;
    bool empty() const { return company.empty() && department.empty() && title.empty(); }
    bool operator==(Position const &) const = default;
};

struct Address {
    std::string building, street, locality, region, postal_code,
        country; // country as written: "日本", "JP", "USA"
    bool is_home = false;
    bool empty() const {
        return building.empty() && street.empty() && locality.empty() && region.empty() &&
               postal_code.empty() && country.empty();
    }
    bool operator==(Address const &) const = default;
};

// A number, address or link with what the file says of it: types in lower case ("work", "cell",
// "fax"; without "voice", "internet", "pref"), and a label somebody gave it (X-ABLabel; Apple's own
// come as types).
struct Labelled {
    std::string value;
    std::vector<std::string> types;
    std::string label;
    bool is_preferred = false;
    bool has(std::string_view type) const;
    bool operator==(Labelled const &) const = default;
};

struct Person {
    std::string uid;
    std::string full_name;           // FN
    Name name, kana, romaji;         // as written; its reading; in Latin letters
    std::vector<Position> positions; // main one first
    std::vector<Position> positions_en;
    std::vector<Address> addresses;
    std::vector<Address> addresses_en;
    std::vector<Labelled> phones, emails, urls;
    std::string nickname, note;
    std::string birthday, anniversary; // as written: 1980-04-01, --0401, 1985; see day_of()
    std::vector<Labelled> dates;       // X-ABDATE: only a value and its label
    std::vector<std::string> categories;
    std::string revised;               // REV, RFC 3339 UTC; written only
    bool is_company = false;           // X-ABShowAs:COMPANY, KIND:org
    bool is_group = false;             // a list of people, no person
    bool is_name_of_full_name = false; // there was no N: `name` is FN taken apart
    bool operator==(Person const &) const = default;
};

enum class Fault {
    no_end,             // END:VCARD is missing
    broken_line,        // a line that is no property
    wrong_characters,   // a value left out: its bytes are not text in any charset it can be in
    unknown_charset,    // CHARSET names one nobody knows
    wrong_charset,      // CHARSET says one thing, the bytes another
    control_characters, // taken out
    picture,            // PHOTO, LOGO, SOUND with data: left out
    nested_card,        // AGENT: left out
    too_long,           // a value over the limit: left out
    too_many            // properties over the limit: left out
};
std::string_view to_string(Fault fault); // "no_end" …
Sentence sentence_of(Fault fault);

struct Warning {
    Fault fault;
    std::size_t line = 0; // of the file, from 1
    std::string property; // "TEL", or ""
};

struct Limits {
    std::size_t file = 64u << 20; // bytes
    std::size_t cards = 200'000;
    std::size_t value = 64u << 10; // bytes of one property
    std::size_t card = 256u << 10; // bytes of one card, without what is left out
    std::size_t properties = 500;  // of one card
    std::size_t warnings = 20;     // told for one card
};

struct Read {
    i18n::Charset charset = i18n::Charset::utf8; // of the file
    std::size_t cards = 0;
    bool was_cut = false; // the file has more cards than the limit
};
// Each card in the file's order, with the line it begins on; returning false ends the reading.
using Each =
    std::function<bool(Person &&person, std::vector<Warning> &&warnings, std::size_t line)>;

// `charset` when somebody has said it, else it is found out. Refused as a whole: too large, no card
// in it, or bytes that are text in no charset. Also takes MECARD: and the phones' MEMORY: text, as
// one card.
Result<Read> read(std::string_view file, std::optional<i18n::Charset> charset, Each const &each,
                  Limits const &limits = {});
// Begins like a vCard, MECARD or MEMORY text, in any charset.
bool looks_like_vcard(std::string_view file);

// Appends one card, CRLF lines folded at 75 octets, never inside a character.
void write(std::string &to, Person const &person, Version version);
// What BDAY, ANNIVERSARY and X-ABDATE say: 19800401, 1980-04-01T00:00:00Z, --0401, --04-01, 1985,
// 1985-04. Apple's year 1604 and year 0000 stand for none. Nothing when it is no day, or not enough
// of one.
std::optional<i18n::LooseDate> day_of(std::string_view written);
std::string written(i18n::LooseDate day); // 1980-04-01, --04-01, 1985, 1985-04

// The media type with its version.
std::string_view media_type(Version version);

} // namespace goen::vcard
