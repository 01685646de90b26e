// SPDX-License-Identifier: Apache-2.0
// What the card room hangs on the house: pages and API.
#pragma once

#include "card/card_form.hpp"
#include "card/cards.hpp"
#include "web/doors.hpp"

namespace goen::card {

// The exchange room's part of /card: code and QR for this card. May be empty.
using ExchangePanel = std::function<html::Html(web::Visit const &, CardId)>;

// How many people hold this card of hers now, to be said before it is removed. May be empty.
using Holders = std::function<std::int64_t(MemberId, CardId)>;

// /card /card/new /card/{id}/edit|preview|main|remove|print /postal/{code}. Without a lookup there
// is no /postal.
void add_pages(web::Doors &doors, Cards &cards, ExchangePanel exchange_panel = {},
               PostalLookup postal = {}, Holders holders = {});
// /cards, /cards/{id}, /cards/{id}/preview
void add_api(web::Doors &doors, Cards &cards);

} // namespace goen::card
