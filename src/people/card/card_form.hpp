// SPDX-License-Identifier: Apache-2.0
// The form of a card. Its fields are named by the paths of the card's JSON
// ("sides.ja.positions.0.company"), so that a refusal finds its field. Repeated lines need no
// script: blank ones are dropped, "add a line" is a submit button.
#pragma once

#include "card/card.hpp"
#include "http/message.hpp"
#include "names/postal.hpp"
#include "web/form_version.hpp"

#include <functional>
#include <string>
#include <vector>

namespace goen::card {

// What a postal code says of an address: names::PostalTable::find. Several places when a code
// covers several towns.
using PostalLookup = std::function<std::vector<names::PostalPlace>(std::string_view digits)>;

// A card as the form shows it.
http::Params form_of(CardBody const &body);
web::FormParts card_parts(i18n::Words const &words);
std::vector<web::Choice> style_choices(i18n::Words const &words);
// Who may see a part, from everyone to those who are close: none exchanged colleague close.
std::vector<web::Choice> tier_choices(i18n::Words const &words);
// What was typed without its blank and removed lines, numbered anew; also ready to be shown again.
http::Params without_blanks(http::Params const &typed);
// The card a form (without blanks) describes. `base` keeps what the form does not show.
Result<CardBody> body_of(http::Params const &form, CardBody const &base);

// The same for a picture of what has been typed so far: what no card may hold, or not yet, is left
// out.
CardBody draft_of(http::Params const &form, CardBody const &base);
// What is wrong with the name as typed so far, and so is not drawn. Nothing is said of a reading,
// which may be half typed.
std::vector<FieldError> wrong_in_name(http::Params const &form, CardBody const &base);

// One department line <-> levels: "営業本部 ＞ 第一営業部". In Japanese spaces and slashes part
// levels too.
std::vector<std::string> levels_of(std::string_view line, i18n::Language side);
std::string line_of(std::vector<std::string> const &levels);

// "add a line": one more blank line of the group ("phones", "sides.ja.positions" …). Nothing for an
// unknown group.
void add_line(http::Params &form, std::string_view group);
// Where an address stands in a form: "sides.ja.address." before postal_code, region, locality,
// street.
struct AddressFields {
    std::string path;
    i18n::Language language = i18n::Language::ja;
};
AddressFields address_of_side(std::string_view side); // "ja" or "en"
// 〒: fills what is empty of an address; says so in words when the code is not known.
Done fill_address(http::Params &form, AddressFields const &fields, PostalLookup const &lookup);

// GET /postal/{code} for the script: {"region","locality","street", …_en}; 404 for what is no code
// of the list.
http::Response postal_answer(web::Visit const &visit, PostalLookup const &lookup);

struct CardFormOptions {
    html::Url to{"/card/new"};
    bool has_postal = false;
    int part = 0;            // of the plain edition, which asks one part after another
    std::string focus;       // the field to go to, after a line was added
    CardBody draft;          // the card as it is drawn beside the form
    bool is_unsaved = false; // it came back with something typed: leaving loses that
};
// What the script puts in place of the pictures of the form, and below its fields, when something
// was typed.
html::Html live_parts(i18n::Words const &words, CardBody const &draft,
                      std::vector<FieldError> const &errors);
html::Html card_form(web::Visit const &visit, web::FormState const &state,
                     CardFormOptions const &options);

} // namespace goen::card
