// SPDX-License-Identifier: Apache-2.0
// The form of a private contact <-> its card. The form shows the usual fields of a card; what a
// card has beyond them (a second post, a third number) stays as it is when the form is sent.
#pragma once

#include "contacts/contacts.hpp"
#include "names/guessed_reading.hpp"
#include "web/form_version.hpp"

namespace goen::contacts {

// The form filled from a card.
http::Params form_of(card::CardBody const &body);
// How the name in it is probably read, as far as nobody has said so.
names::GuessedReading guessed_reading_of(http::Params const &form);
web::FormParts contact_parts(i18n::Words const &words);
// The card a form describes, on top of `base`; refusals name the form's own fields.
Result<card::CardBody> card_of(http::Params const &form, card::CardBody const &base = {});

// One tag on each line; a comma belongs to the tag.
std::vector<std::string> tags_of(std::string_view typed);
// "展示会、VIP": perhaps meant as two.
bool looks_like_several(std::string_view tag);
// What is said when a form was saved: also that a comma has not made two tags of one.
Sentence saved(Sentence otherwise, std::vector<std::string> const &tags,
               std::vector<std::string> const &before = {});
// The form of memo and tags, filled.
http::Params notes_of(std::string const &memo, std::vector<std::string> const &tags);
web::FormParts notes_parts(i18n::Words const &words);
// on, place, note; nothing when all three are empty.
Result<std::optional<Meeting>> meeting_of(http::Params const &form);

} // namespace goen::contacts
