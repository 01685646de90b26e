// SPDX-License-Identifier: Apache-2.0
// The lasting link on the card page, and its QR codes; the invitation on a contact's page.
#include "card/card_view.hpp"
#include "guest/guest_view.hpp"
#include "i18n/dates.hpp"
#include "media/qr.hpp"

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
    return has_link
               ? web::post_button(visit, Url{path + "/end"}, w("End this link"), "button quiet")
               : web::post_button(visit, Url{path}, w("Make a link to this card"), "button");
}

// What a stranger can do with the card: without a way to reach its owner it is a name only.
Html reach_of(Visit const &visit, card::CardInfo const &card) {
    auto const &w = visit.words;
    auto const shown = policy::Policy::held_out(card.live.body);
    if (!shown.emails.empty() || !shown.phones.empty()) return {};
    bool const has_some = !card.live.body.emails.empty() || !card.live.body.phones.empty();
    return p(cls("meta"),
             has_some ? w("As you have set it, the link shows neither a mail address nor a "
                          "telephone number: those come with an exchange.")
                      : w("This card has no mail address and no telephone number yet."),
             " ", a(href(Url{"/card/" + card.id.text() + "/edit"}), w("Change what is seen")));
}

} // namespace

Html link_panel(Visit const &visit, Guests &guests, card::Cards &cards, CardId card) {
    auto const &w = visit.words;
    auto const secret = guests.link(visit.member, card);
    auto const mine = cards.mine(visit.member, card);
    return section(
        cls("panel carry"), attr("aria-labelledby", "card-link"),
        h2(id("card-link"), w("For people without an account")),
        p(w("A link to this card that lasts until you end it, for a mail's foot or a printed card. "
            "Whoever has it sees your name and what everyone may see, saves it, and may leave a "
            "card for you."),
          " ",
          a(href(Url{"/card/" + card.text() + "/preview?tier=none"}), w("What everyone sees"))),
        when(mine.has_value(), [&] { return reach_of(visit, *mine); }),
        when(secret.has_value(),
             [&] { return p(cls("link-text"), visit.public_url + "/c/" + *secret); }),
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
            is_less ? w("It holds only what everyone may see.")
                    : w("It holds what people see after an exchange."),
            " ",
            a(href(qr_url(page.card, page.as, is_less ? card::Tier::exchanged : card::Tier::none)),
              is_less ? w("Put in what people see after an exchange")
                      : w("Put in only what everyone may see")));
    }
    auto const code =
        page.text.empty()
            ? all(p(w("This card has no link yet.")), link_buttons(visit, page.card, false))
            : div(cls("qr-print"), media::qr_svg(page.text, w("QR code of {1}", {page.name})),
                  p(page.name));
    auto const said =
        is_link ? w("The camera opens the page of this card. The link can be ended at any time.")
                : w("The camera puts the card into the address book, without any network. Whoever "
                    "photographs it has it for good; a long card is shortened to what a camera can "
                    "read.");
    return all(
        h1(w("QR code of my card")),
        nav(cls("tabs"), attr("aria-label", w("What the code holds")), tabs), p(said), choice, code,
        when(!page.text.empty(),
             [&] {
                 return all(h2(w("What whoever scans it gets")), card::card_details(page.shown, w),
                            when(page.shown.emails.empty() && page.shown.phones.empty() &&
                                     page.shown.ja.empty() && page.shown.en.empty(),
                                 [&] {
                                     return p(cls("meta"), w("Only your name. You can change what "
                                                             "everyone sees on the card's form."));
                                 }));
             }),
        p(a(href(Url{"/card?card=" + page.card.text()}), w("Back to my card"))));
}

Html invitation_part(Visit const &visit, Guests &guests, ContactId contact) {
    auto const &w = visit.words;
    auto const invitation = guests.invitation(visit.member, contact);
    if (!invitation || invitation->letter.to.empty()) return {};
    return section(h2(w("Not a member yet")),
                   p(w("This card was left by a guest. You may invite her or him to join; you two "
                       "then have each other's cards at once, and your memo stays.")),
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
