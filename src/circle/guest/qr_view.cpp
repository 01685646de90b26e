// SPDX-License-Identifier: Apache-2.0
// The lasting link on the card page, and its QR codes; the invitation on a contact's page.
#include "card/card_view.hpp"
#include "guest/guest_view.hpp"
#include "i18n/dates.hpp"
#include "media/qr.hpp"
#include "web/link_line.hpp"

namespace goen::guest {

using namespace html;
using web::Visit;

namespace {

Url qr_url(CardId card, std::string_view as, card::Tier tier = card::Tier::exchanged) {
    auto path = "/card/" + card.text() + "/qr?as=" + std::string{as};
    if (as != "link" && tier == card::Tier::none) path += "&tier=none";
    return Url{path};
}

// For a card that has no link yet, and one whose link is to end.
Html link_buttons(Visit const &visit, CardId card, bool has_link) {
    auto const &w = visit.words;
    auto const path = "/card/" + card.text() + "/link";
    return has_link ? web::post_button(visit, Url{path + "/end"}, w("Disable link"), "button quiet")
                    : web::post_button(visit, Url{path}, w("Create a link to this card"), "button");
}

// What a stranger can do with the card: without a way to reach its owner it is a name only.
Html reach_of(Visit const &visit, card::CardInfo const &card) {
    auto const &w = visit.words;
    auto const shown = policy::Policy::held_out(card.live.body);
    if (!shown.emails.empty() || !shown.phones.empty()) return {};
    bool const has_some = !card.live.body.emails.empty() || !card.live.body.phones.empty();
    return p(cls("meta"),
             has_some ? w("With your current settings, the link shows no email address or phone "
                          "number. People see those after an exchange.")
                      : w("This card has no email address or phone number yet."),
             " ", a(href(Url{"/card/" + card.id.text() + "/edit"}), w("Change what is shown")));
}

} // namespace

Html link_panel(Visit const &visit, Guests &guests, card::Cards &cards, CardId card) {
    auto const &w = visit.words;
    auto const secret = guests.link(visit.member, card);
    auto const mine = cards.mine(visit.member, card);
    return section(
        cls("panel carry"), attr("aria-labelledby", "card-link"),
        h2(id("card-link"), w("Share with non-members")),
        p(w("This link to your card works until you disable it. Use it in your email signature or "
            "on a printed card. Anyone with the link sees your name and what you show to everyone, "
            "and can save your card or leave theirs."),
          " ",
          a(href(Url{"/card/" + card.text() + "/preview?tier=none"}), w("What everyone sees"))),
        when(mine.has_value(), [&] { return reach_of(visit, *mine); }),
        when(secret.has_value(),
             [&] {
                 // What the link itself may say: the name only where everyone sees it.
                 auto const to_all =
                     mine ? card::seen(mine->live.body, card::Tier::none) : card::CardBody{};
                 return web::link_line(visit, visit.public_url + "/c/" + *secret,
                                       title_for_all(to_all, w));
             }),
        div(cls("row"), link_buttons(visit, card, secret.has_value()),
            a(cls("button"), href(qr_url(card, secret ? "link" : "vcard")), w("QR codes"))));
}

Html qr_page(Visit const &visit, QrPage const &page) {
    auto const &w = visit.words;
    bool const is_link = page.as == "link";
    Html tabs;
    auto const tab = [&](std::string_view as, char const *words) {
        tabs += a(href(qr_url(page.card, as)),
                  page.as == as ? attr("aria-current", "page") : no_attribute(), words);
    };
    tab("link", w("Link"));
    tab("vcard", w("Address book (vCard)"));
    tab("mecard", w("Older phones (MECARD)"));

    Html choice;
    if (!is_link) {
        bool const is_less = page.tier == card::Tier::none;
        choice = p(
            is_less ? w("Contains only what you show to everyone.")
                    : w("Contains what people see after an exchange."),
            " ",
            a(href(qr_url(page.card, page.as, is_less ? card::Tier::exchanged : card::Tier::none)),
              is_less ? w("Include what people see after an exchange")
                      : w("Include only what everyone sees")));
    }
    auto const code =
        page.text.empty()
            ? all(p(w("This card has no link yet.")), link_buttons(visit, page.card, false))
            : div(cls("qr-print"), media::qr_svg(page.text, w("QR code of {1}", {page.name})),
                  p(page.name));
    auto const said =
        is_link ? w("Scanning it opens this card's page. You can disable the link at any time.")
                : w("Scanning it saves the card to the phone's address book without a connection. "
                    "This cannot be taken back. Long cards are shortened to fit.");
    auto const link = is_link && !page.text.empty()
                          ? web::link_line(visit, page.text, title_for_all(page.shown, w))
                          : Html{};
    return all(
        h1(w("QR code of my card")),
        nav(cls("tabs"), attr("aria-label", w("What the code contains")), tabs), p(said), choice,
        code, link,
        when(!page.text.empty(),
             [&] {
                 return all(
                     h2(w("What people see when they scan it")), card::card_details(page.shown, w),
                     when(
                         page.shown.emails.empty() && page.shown.phones.empty() &&
                             page.shown.ja.empty() && page.shown.en.empty(),
                         [&] {
                             return p(
                                 cls("meta"),
                                 w("Only your name. To change what everyone sees, edit the card."));
                         }));
             }),
        p(a(href(Url{"/card?card=" + page.card.text()}), w("Back to my card"))));
}

Html invitation_part(Visit const &visit, Guests &guests, ContactId contact) {
    auto const &w = visit.words;
    auto const invitation = guests.invitation(visit.member, contact);
    if (!invitation || invitation->letter.to.empty()) return {};
    return section(h2(w("Not a member yet")),
                   p(w("A guest left this card. If you invite them and they join, you will have "
                       "each other's cards at once, and your memo stays.")),
                   when(invitation->sent.has_value(),
                        [&] {
                            return p(cls("meta"),
                                     w("Last invited on {1}.",
                                       {i18n::day_text(*invitation->sent, w.language())}));
                        }),
                   p(a(cls("button"), href(Url{"/contacts/" + contact.text() + "/invite"}),
                       w("Invite to join"))));
}

} // namespace goen::guest
