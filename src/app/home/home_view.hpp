// SPDX-License-Identifier: Apache-2.0
// The home page as Html: values in, markup out.
#pragma once

#include "card/cards.hpp"
#include "contacts/contacts.hpp"
#include "web/page.hpp"

namespace goen::home {

// Style and script of the page and of the feed on it.
html::Html home_assets();
// What one holds out: one's own card, and the two buttons for the moment of meeting.
html::Html own_card(web::Visit const &visit, std::vector<card::CardInfo> const &mine);
// The first screen of a keypad phone: everything is one key away, and a key means one thing.
html::Html keys(web::Visit const &visit);
// 今日: what waits for an answer, then `lines` of other rooms.
html::Html today_part(web::Visit const &visit, html::Html const &lines);
// Before the first exchange: what one's card still lacks, and how to begin.
html::Html beginning(std::vector<card::CardInfo> const &mine, i18n::Words const &words);
html::Html just_exchanged(std::vector<contacts::Line> const &fresh, i18n::Words const &words,
                          int first_key);
html::Html changes(std::vector<contacts::Line> const &changed, i18n::Words const &words,
                   int first_key);
// For those who have not joined: the card of somebody invented, both sides of it.
html::Html sample_card(web::Visit const &visit);

} // namespace goen::home
