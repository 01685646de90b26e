// SPDX-License-Identifier: Apache-2.0
// What the card room hangs on the house: pages and API.
#pragma once

#include "card/card_form.hpp"
#include "card/cards.hpp"
#include "web/doors.hpp"
#include "web/places.hpp"

namespace goen::card {

// Where other rooms hang their parts: on /card below the card, and before a card is removed.
inline constexpr web::Place<CardId> below_card{"card/below"};
inline constexpr web::Place<CardId> before_removal{"card/before-removal"};

// /card /card/new /card/{id}/edit|preview|main|remove|print /postal/{code}. Without a lookup there
// is no /postal.
void add_pages(web::Doors &doors, web::Places &places, Cards &cards, PostalLookup postal = {});
// /cards, /cards/{id}, /cards/{id}/preview
void add_api(web::Doors &doors, Cards &cards);

} // namespace goen::card
