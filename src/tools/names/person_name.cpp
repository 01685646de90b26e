// SPDX-License-Identifier: Apache-2.0
#include "names/person_name.hpp"

#include "base/text.hpp"
#include "names/kana.hpp"
#include "names/name_characters.hpp"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <iterator>

namespace goen::names {
namespace {

// Latin and other letters that need a space before 様.
bool is_spaced(std::string_view text) {
    std::size_t at = 0;
    return !text.empty() && !is_japanese(text) && next_code_point(text, at) < 0x2E80;
}

std::string capitals(std::string_view text) {
    auto units = icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
    std::string out;
    units.toUpper(icu::Locale::getRoot()).toUTF8String(out);
    return out;
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (auto const part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += ' ';
        out += part;
    }
    return out;
}

std::string in_order(Order order, std::string_view family, std::string_view middle,
                     std::string_view given) {
    return order == Order::family_first ? joined({family, middle, given})
                                        : joined({given, middle, family});
}

std::string in_latin(PersonName const &name, std::string const &family, std::string const &given) {
    bool const to_capitals =
        name.order == Order::family_first && (is_japanese(name.family) || is_japanese(name.given));
    bool const has_latin_middle = !name.middle.empty() && !is_japanese(name.middle);
    return in_order(name.order, to_capitals ? capitals(family) : family,
                    has_latin_middle ? name.middle : "", given);
}

struct LatinPart {
    std::string text;
    bool is_derived = false, is_missing = false;
};

// `has_kanji`: of the whole name. Katakana beside kanji is a Japanese name (山田 マリ); alone it
// writes a foreign one, whose own letters nobody can derive (ガルシア).
LatinPart latin_of(std::string const &part, std::string const &kana, std::string const &romaji,
                   bool has_kanji) {
    if (!romaji.empty()) return {romaji};
    if (!part.empty() && !is_japanese(part)) return {part};
    auto const own = hiragana(part);
    bool const says_itself = own && !part.empty() && (has_kanji || *own == part);
    auto const reading = says_itself ? *own : own && !part.empty() ? "" : kana;
    if (reading.empty()) return {"", false, !part.empty()};
    auto const romanised = hepburn(reading);
    std::string text;
    for (auto const word : split(romanised, ' ')) {
        if (word.empty()) continue;
        if (!text.empty()) text += ' ';
        text += capitalised(std::string{word});
    }
    return {text, true};
}

struct LatinName {
    LatinPart family, given;
    bool is_whole() const { return !family.is_missing && !given.is_missing; }
    bool is_derived() const { return family.is_derived || given.is_derived; }
};
LatinName latin_parts(PersonName const &name) {
    bool const has_kanji = has_han(name.family) || has_han(name.given);
    return {latin_of(name.family, name.family_kana, name.family_romaji, has_kanji),
            latin_of(name.given, name.given_kana, name.given_romaji, has_kanji)};
}

} // namespace

Result<PersonName> PersonName::parse(NameInput const &input, NameRule rule) {
    Refusal refusal{Reason::invalid, {N_("Please check the name.")}, {}};
    auto const refuse = [&](char const *field, Sentence why) {
        refusal.fields.push_back({field, std::move(why)});
    };

    PersonName name;
    name.order = input.order;
    auto const take = [&](char const *field, std::string const &typed, std::string &to,
                          std::optional<Sentence> (*flaw_of)(std::string_view)) {
        auto const text = trimmed(typed);
        if (auto flaw = flaw_of(text)) {
            refuse(field, std::move(*flaw));
        } else if (text.empty() && !typed.empty() &&
                   typed.find_first_not_of(" \t\r\n") != typed.npos && flaw_of(typed)) {
            refuse(field,
                   *flaw_of(typed)); // only zero-width characters: say so, do not take it for empty
        } else {
            to = text;
        }
    };
    take("family", input.family, name.family, flaw_of_name);
    take("given", input.given, name.given, flaw_of_name);
    take("middle", input.middle, name.middle, flaw_of_name);
    take("family_kana", input.family_kana, name.family_kana, flaw_of_kana);
    take("given_kana", input.given_kana, name.given_kana, flaw_of_kana);
    take("family_romaji", input.family_romaji, name.family_romaji, flaw_of_romaji);
    take("given_romaji", input.given_romaji, name.given_romaji, flaw_of_romaji);
    if (!refusal.fields.empty()) return refusal;

    name.family_kana = hiragana(name.family_kana).value_or("");
    name.given_kana = hiragana(name.given_kana).value_or("");

    if (rule == NameRule::member) {
        if (name.family.empty() && name.given.empty()) {
            refuse("family", {N_("Please enter a family name or a given name.")});
        }
        if (has_han(name.family) && name.family_kana.empty()) {
            refuse(
                "family_kana",
                {N_("Please enter the reading of the family name “{1}” in hiragana or katakana."),
                 {name.family}});
        }
        if (has_han(name.given) && name.given_kana.empty()) {
            refuse("given_kana",
                   {N_("Please enter the reading of the given name “{1}” in hiragana or katakana."),
                    {name.given}});
        }
        if (is_reserved(name)) {
            refuse("family", {N_("“{1}” could be mistaken for the operators. Please enter the name "
                                 "you use at work."),
                              {name.display()}});
        }
    } else if (name.empty() && name.family_kana.empty() && name.given_kana.empty() &&
               name.family_romaji.empty() && name.given_romaji.empty()) {
        refuse("family", {N_("Please enter a family name or a given name.")});
    }
    if (!refusal.fields.empty()) return refusal;
    return name;
}

bool is_reserved(PersonName const &name, std::string_view network_name) {
    std::string const forms[] = {
        name.family + name.middle + name.given, name.given + name.middle + name.family,
        name.family_romaji + name.given_romaji, name.given_romaji + name.family_romaji,
        name.family_kana + name.given_kana};
    return std::any_of(std::begin(forms), std::end(forms), [&](std::string const &form) {
        return is_reserved_name(form) || is_same_name(form, network_name);
    });
}

std::string PersonName::display() const {
    if (empty()) { // a contact known by reading only
        auto const reading = kana();
        return reading.empty() ? romaji() : reading;
    }
    return in_order(order, family, middle, given);
}

std::string PersonName::display(i18n::Language reader) const {
    if (reader == i18n::Language::en) {
        if (auto shown = latin(); !shown.empty()) return shown;
    }
    return display();
}

std::string PersonName::kana() const { return in_order(order, family_kana, "", given_kana); }

std::string PersonName::romaji() const {
    if (family_romaji.empty() && given_romaji.empty()) return "";
    return in_latin(*this, family_romaji, given_romaji);
}

std::string PersonName::latin() const {
    auto const parts = latin_parts(*this);
    // Half of a name would drop the other half: then it is shown as it is written.
    if (!parts.is_whole()) return "";
    bool const is_needed = parts.is_derived() || !family_romaji.empty() || !given_romaji.empty();
    return is_needed ? in_latin(*this, parts.family.text, parts.given.text) : "";
}

bool PersonName::is_latin_derived() const {
    auto const parts = latin_parts(*this);
    return parts.is_whole() && parts.is_derived();
}

std::string salutation(PersonName const &name, std::string_view title, Manner manner,
                       i18n::Language language) {
    if (language == i18n::Language::en) return name.display(language); // Mr and Ms would be a guess
    // A Japanese is addressed by the family name; who put the given name first, or has one name, by
    // the whole.
    bool const by_family = !name.family.empty() && name.order == Order::family_first;
    std::string const addressed = by_family ? name.family : name.display();
    char const *const suffix = manner == Manner::sama  ? "様"
                               : manner == Manner::san ? "さん"
                                                       : "先生";
    std::string out;
    if (!title.empty())
        out += std::string{title} + " "; // 営業部長 山田様: the title is no honorific of its own
    return out + addressed + (is_spaced(addressed) ? " " : "") + suffix;
}

std::string salutation_of_organisation(std::string_view organisation, i18n::Language language) {
    if (organisation.empty() || language == i18n::Language::en) return std::string{organisation};
    return std::string{organisation} + " 御中";
}

} // namespace goen::names
