// SPDX-License-Identifier: Apache-2.0
// How guests see a member's card, and how a member sees guests: values -> Html.
#pragma once

#include "guest/guest.hpp"
#include "web/page.hpp"

namespace goen::guest {

// --- for anyone

// A whole page for somebody who has never been here: one small style sheet, no script, no picture,
// nothing of other people. `about` is what previews in messengers may say: that which everyone
// sees. Not to be found by search engines.
http::Response stranger_page(web::Visit const &visit, std::string_view about, html::Html body,
                             int status = 200);

struct CardPage {
    std::string token;
    card::CardBody body;
    bool is_code = false;
    bool is_mine = false;          // its owner looks at it
    std::optional<MemberId> owner; // for members who may ask her for an exchange
    web::FormState form;
};
html::Html card_page(web::Visit const &visit, CardPage const &page);
// Six digits that somebody read out.
html::Html code_page(web::Visit const &visit, web::FormState const &state);
html::Html left_page(web::Visit const &visit, std::string_view token);
html::Html claim_page(web::Visit const &visit, std::string_view secret,
                      card::CardBody const &inviter);
// The name this page may say, or "A business card".
std::string title_for_all(card::CardBody const &to_all, i18n::Words const &words);

// --- for the member

html::Html guests_section(web::Visit const &visit, std::vector<Guest> const &guests, bool has_more,
                          bool is_first_page);
html::Html invite_page(web::Visit const &visit, ContactId contact, std::string const &name,
                       Guests::Invitation const &invitation);

struct QrPage {
    CardId card;
    std::string name;
    std::string as = "link"; // link vcard mecard
    std::string text;        // what the code holds; "" = there is no link yet
    card::CardBody shown;    // what whoever scans it gets
    card::Tier tier = card::Tier::exchanged;
};
html::Html qr_page(web::Visit const &visit, QrPage const &page);

// The link of a card, on /card.
html::Html link_panel(web::Visit const &visit, Guests &guests, card::Cards &cards, CardId card);
// On the page of a private contact whose card a guest has left; else nothing.
html::Html invitation_part(web::Visit const &visit, Guests &guests, ContactId contact);

} // namespace goen::guest
