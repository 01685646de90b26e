// SPDX-License-Identifier: Apache-2.0
// The bodies of the card room's pages: values -> Html.
#pragma once

#include "card/cards.hpp"
#include "web/page.hpp"

namespace goen::card {

// A card that says no more than its owner's name.
bool is_only_a_name(CardBody const &body);
// What its owner calls a card: her label, else the company, else the kind.
std::string title_of(CardBody const &body, i18n::Words const &words);

html::Html my_cards(web::Visit const &visit, std::vector<CardInfo> const &cards,
                    CardInfo const &shown, html::Html below);
html::Html preview(web::Visit const &visit, CardInfo const &card, Tier tier);
html::Html confirm_removal(web::Visit const &visit, CardInfo const &card,
                           html::Html const &notices);
// Ten to an A4 sheet with marks to cut by; the back on a second sheet where there is one.
html::Html print_sheets(web::Visit const &visit, CardInfo const &card);

} // namespace goen::card
