// SPDX-License-Identifier: Apache-2.0
#include "card/card_page_view.hpp"

#include "card/card_view.hpp"

namespace goen::card {

using namespace html;
using web::Visit;

namespace {

std::string page_of(CardInfo const &card, std::string_view verb = {}) {
    auto path = "/card/" + card.id.text();
    return verb.empty() ? path : path + "/" + std::string{verb};
}

Html link(CardInfo const &card, std::string_view verb, std::string_view words,
          std::string_view look = "button") {
    return a(cls(look), href(Url{page_of(card, verb)}), words);
}

Html others(Visit const &visit, std::vector<CardInfo> const &cards, CardInfo const &shown) {
    auto const &w = visit.words;
    auto const side = w.language();
    Html items;
    for (auto const &card : cards) {
        if (card.id == shown.id) continue;
        items += li(meishi(card.live.body, w, side, Size::small),
                    a(href(Url{"/card?card=" + card.id.text()}), title_of(card.live.body, w)));
    }
    return section(
        when(!items.empty(),
             [&] { return all(h2(w("My other cards")), ul(cls("card-choice"), items)); }),
        p(cls("actions"), a(cls("button"), href(Url{"/card/new"}), w("Create another card"))));
}

} // namespace

bool is_only_a_name(CardBody const &body) {
    return body.ja.empty() && body.en.empty() && body.emails.empty() && body.phones.empty() &&
           body.urls.empty();
}

std::string title_of(CardBody const &body, i18n::Words const &w) {
    if (!body.label.empty()) return body.label;
    if (auto const *position = main_position(body, w.language());
        position && !position->company.empty()) {
        return position->company;
    }
    return kind_label(body.kind, w);
}

namespace {

// Asked, never done by itself: whoever opens a link or code sees the parts that are for everybody.
Html proposal(Visit const &visit, CardInfo const &shown) {
    auto const &body = shown.live.body;
    auto const &w = visit.words;
    bool const has_work = !body.ja.positions.empty() || !body.en.positions.empty();
    if (!has_work || least_tier(body, "positions") == Tier::none) return {};
    return web::notice(
        all(p(w("People who open your link or code do not see your company and title yet.")),
            web::post_button(visit, Url{page_of(shown, "show-work")},
                             w("Show company and title to everyone"))));
}

} // namespace

Html my_cards(Visit const &visit, std::vector<CardInfo> const &cards, CardInfo const &shown,
              Html below) {
    auto const &w = visit.words;
    auto const &body = shown.live.body;
    Html prompt;
    if (is_only_a_name(body)) {
        prompt = web::notice(all(
            p(strong(w("So far your card only has your name."))),
            p(w("Add where you work and how to reach you. Unless you choose otherwise, only people "
                "you exchange cards with can see it.")),
            p(a(cls("button primary"), href(Url{page_of(shown, "edit")}), w("Complete my card")))));
    }
    Html actions =
        div(cls("actions"), link(shown, "edit", w("Change")),
            link(shown, "pictures", w("Photo and logo")),
            link(shown, "preview", w("How others see it")), link(shown, "print", w("Print")),
            a(cls("button"), href(Url{"/card/" + shown.id.text() + ".vcf"}), w("Save as vCard")),
            when(!shown.is_main,
                 [&] {
                     return web::post_button(visit, Url{page_of(shown, "main")},
                                             w("Use as my main card"));
                 }),
            when(cards.size() > 1,
                 [&] { return link(shown, "remove", w("Withdraw this card"), "button quiet"); }));
    Html const card =
        div(cls("card-shown"), prompt, proposal(visit, shown), both_sides(body, w), actions);
    return all(h1(cards.size() > 1 ? title_of(body, w) : std::string{w("My card")}),
               div(cls("card-page"), card,
                   when(!below.empty(), [&] { return div(cls("card-hand"), below); }),
                   card_details(body, w)),
               others(visit, cards, shown));
}

Html preview(Visit const &visit, CardInfo const &card, Tier tier) {
    auto const &w = visit.words;
    auto const body = seen(card.live.body, tier);
    Html tabs;
    for (auto const one : {Tier::none, Tier::exchanged, Tier::colleague, Tier::close}) {
        tabs += a(href(Url{page_of(card, "preview") + "?tier=" + std::string{to_string(one)}}),
                  one == tier ? attr("aria-current", "page") : no_attribute(), tier_label(one, w));
    }
    bool const is_empty = body.name.empty() && is_only_a_name(body);
    return all(h1(w("How others see my card")),
               nav(cls("tabs"), attr("aria-label", w("Sharing level")), tabs),
               when(tier == Tier::none,
                    [&] {
                        return p(cls("hint"),
                                 w("What members you have not exchanged cards with can see, and "
                                   "people who have one of your links or codes."));
                    }),
               is_empty ? web::empty_state(w("Nothing is shown"),
                                           p(w("Nothing on this card is shown at this level.")))
                        : div(cls("card-shown"), both_sides(body, w), card_details(body, w)),
               div(cls("actions"), link(card, "edit", w("Change what is shown")),
                   a(cls("button quiet"), href(Url{"/card?card=" + card.id.text()}),
                     w("Back to my card"))));
}

Html confirm_removal(Visit const &visit, CardInfo const &card, Html const &notices) {
    auto const &w = visit.words;
    return all(
        h1(w("Remove this card?")), meishi(card.live.body, w, w.language(), Size::small), notices,
        when(card.is_main,
             [&] {
                 return p(
                     w("This is your main card. Another of your cards will become the main one."));
             }),
        p(w("People who have this card keep what they have received so far in their ledger, but "
            "will not see later changes. Your exchanges stay as they are.")),
        div(cls("actions"),
            web::post_button(visit, Url{page_of(card, "remove")}, w("Withdraw this card"),
                             "button danger"),
            a(cls("button quiet"), href(Url{"/card?card=" + card.id.text()}), w("Cancel"))));
}

Html print_sheets(Visit const &visit, CardInfo const &card) {
    auto const &w = visit.words;
    auto const &body = card.live.body;
    static Html const marks = [] {
        Html all_marks;
        auto const mark = [&](std::string const &place) {
            all_marks += span(cls("mark " + place));
        };
        for (auto const *edge : {"top", "bottom"}) {
            for (auto const *x : {"x0", "x1", "x2"}) mark(std::string{"down "} + edge + " " + x);
        }
        for (auto const *edge : {"left", "right"}) {
            for (auto const *y : {"y0", "y1", "y2", "y3", "y4", "y5"})
                mark(std::string{"across "} + edge + " " + y);
        }
        return all_marks;
    }();
    auto const sheet = [&](Language side, std::string_view title) {
        auto const face = meishi(body, w, side, Size::print);
        Html cells = div(cls("cell"), face);
        for (int i = 1; i < 10; ++i) cells += div(cls("cell"), attr("aria-hidden", "true"), face);
        return section(cls("sheet"), attr("aria-label", title), div(cls("ten"), cells),
                       div(attr("aria-hidden", "true"), marks));
    };
    auto const first = has_side(body, Language::ja) ? Language::ja : Language::en;
    bool const has_back = has_side(body, Language::ja) && has_side(body, Language::en);
    return all(
        html::link(attr("rel", "stylesheet"), href(web::asset("sheet.css"))),
        h1(w("Print my card")),
        p(cls("hint"), w("Print this page at 100% on A4 for ten 91 × 55 mm cards with crop marks. "
                         "It also fits standard business card paper (A4, 10 cards). Everything on "
                         "the card is printed, including what only some people can see here.")),
        p(a(href(Url{"/card?card=" + card.id.text()}), w("Back to my card"))),
        div(cls("sheets"), attr("tabindex", "0"), attr("role", "region"),
            attr("aria-label", w("Print my card")), sheet(first, w("Front")),
            when(has_back, [&] { return sheet(Language::en, w("Back")); })));
}

} // namespace goen::card
