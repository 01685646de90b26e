// SPDX-License-Identifier: Apache-2.0
#include "exchange/exchange_view.hpp"

#include "card/card_view.hpp"
#include "exchange/spoken_code.hpp"
#include "i18n/dates.hpp"
#include "media/qr.hpp"
#include "web/plain.hpp"

namespace goen::exchange {

using namespace html;
using web::Visit;

std::string name_for(names::PersonName const &name, i18n::Words const &words) {
    return name.empty() ? words("A member") : name.display(words.language());
}

std::string name_for(card::CardBody const &seen, i18n::Words const &words) {
    return name_for(seen.name, words);
}

std::string position_for(card::CardBody const &seen, i18n::Words const &words) {
    auto const *position = card::main_position(seen, words.language());
    return position ? card::position_line(*position, words.language()) : std::string{};
}

web::FormState with_card(web::FormState state, std::vector<card::CardInfo> const &cards) {
    if (state.value("card").empty() && !cards.empty())
        state.typed.add("card", cards.front().id.text());
    return state;
}

std::vector<web::Choice> card_choices(std::vector<card::CardInfo> const &cards,
                                      i18n::Words const &w) {
    std::vector<web::Choice> choices;
    for (auto const &one : cards) {
        auto const &body = one.live.body;
        auto const what = position_for(body, w);
        auto words = body.label.empty() ? card::kind_label(body.kind, w) : body.label;
        if (!what.empty()) words += " (" + what + ")";
        choices.push_back({one.id.text(), std::move(words), {}});
    }
    return choices;
}

Html card_choice(Visit const &visit, web::FormState const &state,
                 std::vector<card::CardInfo> const &cards, std::string_view label) {
    auto const &w = visit.words;
    if (cards.size() == 1) {
        return input(type("hidden"), name("card"), value(cards.front().id.text()));
    }
    return web::select_field(visit, with_card(state, cards), "card", label, card_choices(cards, w));
}

namespace {

std::string remaining(Code const &code, Visit const &visit) {
    auto const left = std::chrono::ceil<minutes>(code.expires - visit.now).count();
    return visit.words.n("{1} minute left", "{1} minutes left", left);
}

std::string for_whom(Code const &code, i18n::Words const &w) {
    if (code.uses_left < 0) return w("For everyone present");
    return w.n("For one person", "For {1} people", code.uses_left);
}

Html make_form(Visit const &visit, ExchangePage const &page) {
    auto const &w = visit.words;
    auto state = with_card(page.make, page.cards);
    if (state.value("minutes").empty()) state.typed.add("minutes", std::to_string(default_minutes));
    if (state.value("uses").empty()) state.typed.add("uses", "1");
    auto const choices =
        all(card_choice(visit, state, page.cards, w("Card to give")),
            web::radio_group(
                visit, state, "uses", w("Who can use it"),
                {{"1", w("One person"), w("The code works for one exchange.")},
                 {"0", w("Everyone present"),
                  w("Anyone who enters the code while it is valid exchanges cards with you.")}}),
            web::select_field(visit, state, "minutes", w("Valid for"),
                              {{"10", w("10 minutes"), {}},
                               {"30", w("30 minutes"), {}},
                               {"60", w("1 hour"), {}},
                               {"180", w("3 hours"), {}},
                               {"1440", w("1 day"), {}}}),
            web::field(visit, state, "place", w("Place or occasion"),
                       {.hint = w("Recorded with the date in both your contacts and theirs."),
                        .max_length = static_cast<int>(max_place)}));
    // One button is enough for the usual case; the rest opens on request.
    return web::form(
        visit, Url{"/exchange/code"},
        all(web::form_errors(visit, page.make),
            web::submit(page.code ? w("Create a new code") : w("Show my code"),
                        page.code ? "button" : "button primary big"),
            details(flag("open", !page.make.errors.empty()),
                    summary(w("Choose card, number of people, time and place")), choices)));
}

Html type_form(Visit const &visit, ExchangePage const &page) {
    auto const &w = visit.words;
    return web::form(visit, Url{"/exchange/look"},
                     all(web::form_errors(visit, page.type),
                         web::field(visit, page.type, "code", w("The other person's six digits"),
                                    {.hint = w("With or without spaces. You can also scan the QR "
                                               "code with your phone's camera."),
                                     .autocomplete = "off",
                                     .inputmode = "numeric",
                                     .max_length = 100}),
                         web::submit(w("View card"), "button primary")),
                     "form type-code");
}

} // namespace

Html code_panel(Visit const &visit, Code const &code) {
    auto const &w = visit.words;
    auto const link =
        visit.public_url + "/c/" + code.secret; // for anyone; a member goes on from there to /x
    return section(
        cls("panel code-panel"), attr("aria-labelledby", "my-code"),
        h2(id("my-code"), w("Show this to the other person")),
        div(cls("code-both"),
            div(cls("stack"),
                // The plain edition leaves out what screen readers do not read.
                when(web::is_plain(visit.request),
                     [&] {
                         return all(p(strong(spaced(code.digits))),
                                    p(a(href(Url{"/x/" + code.secret + "/qr.png"}),
                                        w("QR code as a picture"))));
                     }),
                p(span(cls("code-digits"), attr("aria-hidden", "true"), spaced(code.digits)),
                  span(cls("said"), lang(i18n::code(w.language())),
                       spoken(code.digits, w.language()))),
                dl(cls("facts"),
                   div(dt(w("Time")),
                       dd(span(attr("data-expires", rfc3339(code.expires)), remaining(code, visit)),
                          " (", w("until {1}", {i18n::time_text(code.expires, w.language())}),
                          ")")),
                   div(dt(w("Who can use it")), dd(for_whom(code, w))),
                   when(!code.place.empty(), [&] { return div(dt(w("Place")), dd(code.place)); })),
                web::post_button(visit, Url{"/exchange/code/end"}, w("Cancel code"), "button")),
            media::qr_svg(link, w("QR code of your card"))));
}

namespace {

// On the screen that shows the code, which both look at: the card that came, and no memo.
Html met_notice(std::vector<Met> const &met, i18n::Words const &w) {
    if (met.empty()) return {};
    auto const &newest = met.front();
    return all(
        web::notice(all(w("You have just exchanged cards with:"),
                        ul(each(met,
                                [](Met const &one) {
                                    return li(a(href(Url{"/contacts/" + one.id.text()}), one.name));
                                }))),
                    "good"),
        when(!newest.card.name.empty(),
             [&] { return div(cls("arrives"), card::card_of_reader(newest.card, w)); }));
}

} // namespace

Html exchange_page(Visit const &visit, ExchangePage const &page) {
    auto const &w = visit.words;
    return all(
        div(id("exchange-now"), cls("stack"), attr("data-mark", page.mark),
            div(attr("role", "status"), met_notice(page.met, w)),
            when(page.code.has_value(),
                 [&] {
                     return all(code_panel(visit, *page.code),
                                p(cls("meta no-script"),
                                  a(href(Url{"/exchange"}), w("Check for exchanges"))));
                 })),
        section(
            cls("panel"), h2(page.code ? w("Another code") : w("Show your card")),
            when(!page.code,
                 [&] { return p(cls("meta"), w("A QR code and six digits you can read aloud.")); }),
            make_form(visit, page)),
        section(cls("panel"), id("receive"), h2(w("Receive a card")), type_form(visit, page)),
        p(a(cls("button"), href(Url{"/card"}), w("My card"))),
        section(h2(w("Not in the same place?")),
                p(a(href(Url{"/people"}), w("Find a member by name and request an exchange")))));
}

Html confirm_page(Visit const &visit, ConfirmPage const &page) {
    auto const &w = visit.words;
    auto const who = name_for(page.card, w);
    return all(
        h1(w("Exchange cards with {1}?", {who})), web::form_errors(visit, page.state),
        when(page.is_known,
             [&] {
                 return web::notice(w("You have already exchanged cards. This gives your newer "
                                      "card and records that you met again."));
             }),
        card::both_sides(page.card, w),
        p(cls("meta"), w("After the exchange you will see what {1} shares with people they "
                         "exchanged cards with.",
                         {who})),
        web::form(
            visit, Url{"/exchange/redeem"},
            all(input(type("hidden"), name("code"), value(page.code)),
                card_choice(visit, page.state, page.cards, w("Card to give")),
                page.place.empty()
                    ? web::field(
                          visit, page.state, "place", w("Place or occasion"),
                          {.hint = w("Recorded with the date in both your contacts and theirs."),
                           .max_length = static_cast<int>(max_place)})
                    : p(w("Place: {1}", {page.place})),
                div(cls("actions"), web::submit(w("Exchange now"), "button primary big"),
                    a(cls("button quiet"), href(Url{"/exchange"}), w("Not now"))))));
}

namespace {

// Two who meet again are not told that they have just come to know each other.
std::string lead_of(Visit const &visit, DonePage const &page) {
    constexpr minutes just_now{10};
    auto const &w = visit.words;
    auto const who = name_for(page.received, w);
    if (page.since + just_now > visit.now)
        return w("You and {1} are now in each other's contacts.", {who});
    return w("You and {1} have been in each other's contacts since {2}.",
             {who, i18n::day_text(page.since, w.language())});
}

} // namespace

Html done_page(Visit const &visit, DonePage const &page) {
    auto const &w = visit.words;
    auto state = page.state;
    if (state.value("when").empty()) state.typed.add("when", "none");
    std::vector<web::Choice> const days{{"none", w("No reminder"), {}},
                                        {"next_business_day", w("Next business day"), {}},
                                        {"three_business_days", w("In 3 business days"), {}}};
    auto const note = web::form(
        visit, Url{"/exchange/done"},
        all(web::form_errors(visit, page.state),
            input(type("hidden"), name("with"), value(page.other.text())),
            web::text_area(visit, state, "memo", w("Memo"), 3,
                           {.hint = w("What did you talk about? Only you can see this."),
                            .autofocus = true,
                            .max_length = 10'000}),
            div(cls("chips"),
                web::radio_group(visit, state, "when", w("Remind me to thank them"), days)),
            div(cls("actions"), web::submit(w("Save"), "button primary"),
                a(cls("button quiet"), href(Url{"/exchange"}), w("Exchange with someone else")))));
    return all(h1(w("You have exchanged cards")),
               p(cls("lead"), lead_of(visit, page), " ",
                 a(href(Url{"/contacts/" + page.other.text()}), w("Open contact"))),
               div(cls("grid-2 moment"),
                   section(cls("arrives"), attr("aria-label", w("You received")),
                           card::card_with_back(page.received, w)),
                   section(cls("panel"), note)),
               details(summary(w("The card you gave")), card::both_sides(page.given, w)));
}

} // namespace goen::exchange
