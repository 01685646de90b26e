// SPDX-License-Identifier: Apache-2.0
// How a card looks: values -> Html. Every function here takes a body that seen() has already cut to
// its reader; nothing here decides who sees what. The face keeps the proportion of a real 名刺 (91
// x 55 mm; 55 x 91 when it is written vertically) at any width, and shrinks its print by steps
// until all of it fits.
#pragma once

#include "card/card.hpp"
#include "html/html.hpp"
#include "i18n/words.hpp"

#include <string>
#include <vector>

namespace goen::card {

using i18n::Language;

enum class Size {
    large, // the card of a page
    small, // one of several beside each other
    print, // true millimetres
};

// The face of one side, with photograph and logo. Company, post and name are read aloud; the small
// print of addresses and numbers is for the eye only, so put card_details() of the same body beside
// it. A reading or romaji the side lacks is left out.
html::Html meishi(CardBody const &seen_body, i18n::Words const &words, Language side,
                  Size size = Size::large);
// The side for this reader, and with the other one to be opened below it.
html::Html card_of_reader(CardBody const &seen_body, i18n::Words const &words);
html::Html card_with_back(CardBody const &seen_body, i18n::Words const &words);
// Both sides that have something on them, the reader's language first: large ones for a page.
html::Html both_sides(CardBody const &seen_body, i18n::Words const &words);
// Whether the body has anything to print on this side that is not on the other.
bool has_side(CardBody const &body, Language side);

// Everything on the card as a list one can read, touch and copy: tel:, mailto: and web links, each
// position in both languages, the address as <address>. Nothing for an empty body.
html::Html card_details(CardBody const &seen_body, i18n::Words const &words);

// Photograph and logo beside each other, larger than on the face; nothing when there are none.
html::Html card_pictures(CardBody const &seen_body, i18n::Words const &words);
// Photograph and logo where the face has room for them: a part of meishi().
html::Html pictures_on_face(CardBody const &seen_body, i18n::Words const &words, Size size);
// The small square beside a name in a list: the photograph, or the first character of the name on a
// calm colour that `id` chooses. Nothing is read aloud: the name stands beside it.
html::Html portrait(Picture const &photo, std::int64_t id, names::PersonName const &name);

// One position on one line: 株式会社見本 営業本部 第一営業部 課長 / Section Chief, Sales, Mihon
// K.K.
std::string position_line(Position const &position, Language language);
// Big to small in Japanese, small to big in English; the postal code is part of it.
std::string address_line(Address const &address, Language language);
// "携帯", "Direct" …; the label itself when it is not one of ours.
std::string phone_label(std::string_view label, i18n::Words const &words);
// What a phone dials: +81… where the country is known, else the digits. Empty for an extension, an
// emergency number, and what is no number.
std::string dialled(Labelled const &phone);
std::string tier_label(Tier tier, i18n::Words const &words);    // 名刺交換した方 …
std::string style_label(Style style, i18n::Words const &words); // 明朝・白 …
std::string kind_label(Kind kind, i18n::Words const &words);    // 会社の名刺 …

} // namespace goen::card
