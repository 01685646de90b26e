// SPDX-License-Identifier: Apache-2.0
// How an exchange looks: my code to be scanned or said aloud, the card before it is exchanged, and
// both cards after.
#pragma once

#include "card/cards.hpp"
#include "exchange/exchange.hpp"
#include "web/page.hpp"

namespace goen::exchange {

// The name as this reader reads it; "A member" for one who shows none.
std::string name_for(names::PersonName const &name, i18n::Words const &words);
std::string name_for(card::CardBody const &seen, i18n::Words const &words);
// 株式会社見本 営業部 課長, or nothing.
std::string position_for(card::CardBody const &seen, i18n::Words const &words);

// "Which card do you give?" nothing to choose from when there is one.
html::Html card_choice(web::Visit const &visit, web::FormState const &state,
                       std::vector<card::CardInfo> const &cards, std::string_view label);
std::vector<web::Choice> card_choices(std::vector<card::CardInfo> const &cards,
                                      i18n::Words const &words); // what it offers
// Typed values with a card chosen: the one typed, else the main one.
web::FormState with_card(web::FormState state, std::vector<card::CardInfo> const &cards);

html::Html code_panel(web::Visit const &visit, Code const &code);

struct Met {
    MemberId id;
    std::string name;
    card::CardBody card = {}; // as I see it, of the newest alone
};
struct ExchangePage {
    std::optional<Code> code;
    std::vector<card::CardInfo> cards;
    std::vector<Met> met; // by the code I show or showed last
    web::FormState make, type;
    std::string mark = {}; // of what the page shows of code and met: /exchange/now says the same
};
html::Html exchange_page(web::Visit const &visit, ExchangePage const &page);

struct ConfirmPage {
    MemberId owner;
    card::CardBody card; // as held out
    std::string code;    // digits or secret, to be sent again with the answer
    std::string place;   // of the code
    std::vector<card::CardInfo> cards;
    bool is_known = false; // a live tie stands already
    web::FormState state;
};
html::Html confirm_page(web::Visit const &visit, ConfirmPage const &page);

struct DonePage {
    MemberId other;
    Time since;                     // they know each other
    card::CardBody received, given; // as each sees it
    web::FormState state = {};      // memo, when: the day of a reminder
};
html::Html done_page(web::Visit const &visit, DonePage const &page);

} // namespace goen::exchange
