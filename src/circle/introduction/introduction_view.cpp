// SPDX-License-Identifier: Apache-2.0
#include "introduction/introduction_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "web/plain.hpp"

namespace goen::introduction {

using namespace html;
using web::Visit;

namespace {

constexpr std::chrono::days long_wait{7};
constexpr std::array<char const *, thanks_phrases> phrases{
    N_("Thank you for introducing us."), N_("Thank you. We have been able to talk."),
    N_("I am grateful for this connection.")};

std::string path_of(Introduction const &one, std::string_view verb = {}) {
    return "/introductions/" + one.id.text() + (verb.empty() ? "" : "/" + std::string{verb});
}

// In the plain edition how it begins: the whole is on a page of its own.
Html quote(Visit const &visit, std::string const &text, bool is_whole) {
    constexpr std::size_t beginning = 150;
    if (text.empty()) return {};
    if (is_whole || !web::is_plain(visit.request) || count_code_points(text) <= beginning)
        return blockquote(cls("message"), p(text));
    std::size_t end = 0;
    for (std::size_t i = 0; i < beginning; ++i) (void)next_code_point(text, end);
    return blockquote(cls("message"), p(text.substr(0, end) + "…"));
}

Html times(Visit const &visit, Introduction const &one) {
    auto const &w = visit.words;
    bool const is_long = visit.now - one.since > long_wait && one.is_answerable(visit.now);
    return p(cls("meta"), i18n::ago_text(one.since, visit.now, w.language()), " · ",
             w("Expires on {1}", {i18n::day_text(one.lapses(), w.language())}),
             when(is_long, [&] { return all(" ", span(cls("tag"), w("Waiting for answer"))); }));
}

Html later_and_no(Visit const &visit, Introduction const &one, Html first = {}) {
    auto const &w = visit.words;
    return div(cls("row"), std::move(first),
               when(one.state == State::open,
                    [&] {
                        return web::post_button(visit, Url{path_of(one, "hold")}, w("Hold"),
                                                "button");
                    }),
               web::post_button(visit, Url{path_of(one, "decline")}, w("Decline"), "button quiet"));
}

Html waiting_item(Visit const &visit, Shown const &shown, std::vector<card::CardInfo> const &cards,
                  bool is_whole) {
    auto const &w = visit.words;
    auto const &one = shown.one;
    auto const title = heading(visit.words, visit.now, shown);
    auto const head = element(
        is_whole ? "h2" : "h3", is_whole ? Html{title} : a(href(Url{path_of(one)}), title),
        when(one.state == State::held, [&] { return all(" ", span(cls("tag"), w("On hold"))); }));
    if (one.role == Role::bridge) {
        return article(cls("panel request"), head, quote(visit, one.message, is_whole),
                       times(visit, one), later_and_no(visit, one, when(!is_whole, [&] {
                                                           return a(cls("button primary"),
                                                                    href(Url{path_of(one)}),
                                                                    w("Write the introduction"));
                                                       })));
    }
    return article(cls("panel request"), head,
                   div(cls("grid-2"),
                       div(card::meishi(shown.card, w, w.language(), card::Size::small)),
                       div(cls("stack"), quote(visit, one.words, is_whole), times(visit, one))),
                   web::form(visit, Url{path_of(one, "accept")},
                             all(exchange::card_choice(visit, {}, cards, w("Card to give")),
                                 web::submit(w("Accept"), "button primary")),
                             "form accept"),
                   later_and_no(visit, one));
}

char const *words_of_state(std::string_view state) {
    if (state == "sent") return N_("Requested");
    if (state == "passed_on") return N_("Introduced");
    if (state == "accepted") return N_("Accepted");
    if (state == "withdrawn") return N_("Withdrawn");
    if (state == "lapsed") return N_("Expired");
    return N_("Cards exchanged");
}

std::string line_of(Visit const &visit, Shown const &shown) {
    auto const &w = visit.words;
    if (shown.one.role == Role::bridge) return w("{1} and {2}", {shown.from, shown.to});
    return w("{1}, by {2}", {shown.other_of(), shown.bridge});
}

Html list_line(Visit const &visit, Shown const &shown) {
    auto const &w = visit.words;
    auto const &one = shown.one;
    return li(cls("list-item"), a(cls("who"), href(Url{path_of(one)}), line_of(visit, shown)),
              span(cls("aside"), i18n::day_text(one.since, w.language())),
              span(cls("what"), w(words_of_state(one.state_for_reader(visit.now)))));
}

Html thanks_of(Visit const &visit, Shown const &shown) {
    auto const &w = visit.words;
    auto const &one = shown.one;
    auto const said = [&](int phrase, std::string const &who) {
        if (phrase < 1 || phrase > thanks_phrases) return Html{};
        return Html{
            p(cls("thanks"), w(phrases.at(static_cast<std::size_t>(phrase - 1))), " (", who, ")")};
    };
    if (one.role == Role::bridge)
        return all(said(one.thanks_from, shown.from), said(one.thanks_to, shown.to));
    if (one.my_thanks() > 0) return said(one.my_thanks(), w("to {1}", {shown.bridge}));
    std::vector<web::Choice> choices;
    for (std::size_t i = 0; i < phrases.size(); ++i)
        choices.push_back({std::to_string(i + 1), w(phrases[i]), {}});
    web::FormState state;
    state.typed.add("phrase", "1");
    return web::form(
        visit, Url{path_of(one, "thank")},
        all(web::radio_group(visit, state, "phrase", w("Thank {1}", {shown.bridge}), choices),
            web::submit(w("Say thanks"), "button")));
}

Html preview(Visit const &visit, std::string const &reader, card::CardBody const &card,
             std::string const &text) {
    auto const &w = visit.words;
    return section(cls("panel"), h2(w("What {1} will see", {reader})),
                   card::meishi(card, w, w.language(), card::Size::small),
                   quote(visit, text, true));
}

Html words_form(Visit const &visit, std::string const &to, web::FormState const &state, Html hidden,
                std::string_view send) {
    auto const &w = visit.words;
    return web::form(
        visit, Url{to},
        all(hidden,
            web::text_area(visit, state, "words", w("Your introduction"), 6,
                           {.hint = w("Both people read this. Say who they are, how you know them "
                                      "and why they should meet. Up to 1,000 characters."),
                            .max_length = static_cast<int>(max_words)}),
            div(cls("actions"),
                // What each would see stands below the form: on a phone one is taken there.
                button(cls("button"), type("submit"), attr("formaction", to + "#preview"),
                       name("step"), value("preview"), w("Preview")),
                button(cls("button primary"), type("submit"), name("step"), value("send"), send))));
}

} // namespace

std::string heading(i18n::Words const &w, Time now, Shown const &shown) {
    if (shown.one.role == Role::bridge && !shown.one.proposed && shown.one.is_answerable(now))
        return w("{1} would like an introduction to {2}", {shown.from, shown.to});
    if (shown.one.role == Role::party)
        return w("{1} would like to introduce {2} to you", {shown.bridge, shown.other_of()});
    if (shown.one.role == Role::asker) return w("Introduction to {1}", {shown.to});
    return w("{1} and {2}", {shown.from, shown.to});
}

Html waiting_part(Visit const &visit, std::vector<Shown> const &waiting,
                  std::vector<card::CardInfo> const &cards, Html more, std::string_view title) {
    auto const &w = visit.words;
    if (waiting.empty() && more.empty()) return {};
    return section(
        id("introductions"), h2(title),
        p(cls("meta"), w("Nobody is told if you put an introduction on hold or decline it.")),
        div(cls("stack"),
            each(waiting,
                 [&](Shown const &one) { return waiting_item(visit, one, cards, false); })),
        more);
}

Html record_page(Visit const &visit, RecordPage const &page) {
    auto const &w = visit.words;
    auto const older = [&](std::string_view param, IntroductionId before) {
        return when(static_cast<bool>(before), [&] {
            return p(a(href(Url{"/introductions?" + std::string{param} + "=" + before.text()}),
                       w("Older")));
        });
    };
    bool const is_empty = page.waiting.empty() && page.under_way.empty() && page.made.empty();
    return all(
        h1(w("Introductions")),
        p(cls("row"),
          a(cls("button"), href(Url{"/introductions/propose"}), w("Introduce two people")),
          a(href(Url{"/introductions/settings"}), w("Introduction settings"))),
        when(is_empty,
             [&] {
                 return web::empty_state(
                     w("No introductions yet"),
                     p(w("Open the page of someone you would like to meet to ask for an "
                         "introduction, or introduce two people you know to each other.")));
             }),
        waiting_part(visit, page.waiting, page.cards, older("waiting_before", page.waiting_before),
                     w("Waiting for your answer")),
        when(!page.under_way.empty(),
             [&] {
                 return section(
                     h2(w("In progress")),
                     ul(cls("list"), each(page.under_way,
                                          [&](Shown const &one) { return list_line(visit, one); })),
                     older("under_way_before", page.under_way_before));
             }),
        when(!page.made.empty(), [&] {
            return section(
                h2(w("Introduction history")),
                ul(cls("list"),
                   each(page.made, [&](Shown const &one) { return list_line(visit, one); })),
                older("made_before", page.made_before));
        }));
}

Html one_page(Visit const &visit, Shown const &shown, std::vector<card::CardInfo> const &cards,
              web::FormState const &state) {
    auto const &w = visit.words;
    auto const &one = shown.one;
    auto const back = p(a(href(Url{"/introductions"}), w("All introductions")));
    auto const title = h1(heading(visit.words, visit.now, shown));
    if (one.is_answerable(visit.now) && one.role == Role::party)
        return all(title, waiting_item(visit, shown, cards, true), back);
    if (one.is_answerable(visit.now)) {
        auto typed = state;
        if (!typed.typed.has("words")) typed.typed.add("words", one.about);
        auto const text = std::string{typed.value("words")};
        return all(
            title, web::form_errors(visit, state), quote(visit, one.message, true),
            when(!one.about.empty(), [&] { return p(w("Sentence to forward: {1}", {one.about})); }),
            times(visit, one),
            words_form(visit, path_of(one, "introduce"), typed, {}, w("Introduce")),
            later_and_no(visit, one),
            div(id("preview"), cls("grid-2"), preview(visit, shown.to, shown.from_card, text),
                preview(visit, shown.from, shown.to_card, text)),
            back);
    }
    auto const status = one.state_for_reader(visit.now);
    bool const can_end = status == "sent" || status == "passed_on";
    return all(title,
               dl(cls("facts"), div(dt(w("Status")), dd(w(words_of_state(status)))),
                  div(dt(w("Date")), dd(i18n::day_text(one.since, w.language()))),
                  when(one.role != Role::bridge,
                       [&] { return div(dt(w("Introduced by")), dd(shown.bridge)); })),
               when(!one.message.empty() && one.role == Role::asker,
                    [&] { return all(h2(w("Your request")), quote(visit, one.message, true)); }),
               when(!one.words.empty(),
                    [&] { return all(h2(w("Introduction text")), quote(visit, one.words, true)); }),
               when(one.state == State::made,
                    [&] {
                        auto const link = [&](MemberId whom, std::string const &name) {
                            return when(one.role != Role::bridge, [&] {
                                return p(a(href(Url{"/contacts/" + whom.text()}), name));
                            });
                        };
                        return all(link(one.role == Role::bridge ? one.from : one.other(),
                                        shown.other_of()),
                                   thanks_of(visit, shown));
                    }),
               when(can_end && one.role != Role::party,
                    [&] {
                        return web::post_button(visit, Url{path_of(one, "withdraw")}, w("Withdraw"),
                                                "button quiet");
                    }),
               when(status == "accepted",
                    [&] {
                        return all(p(w("When the other person also accepts, cards are exchanged.")),
                                   web::post_button(visit, Url{path_of(one, "decline")},
                                                    w("Decline"), "button quiet"));
                    }),
               back);
}

Html ask_page(Visit const &visit, AskPage const &page) {
    auto const &w = visit.words;
    auto const title = h1(w("Ask for an introduction to {1}", {page.to_name}));
    if (page.bridges.empty()) {
        return all(title, web::empty_state(
                              w("No one to ask right now"),
                              p(w("An introduction is made by someone you have both exchanged "
                                  "cards with and who accepts requests for introductions.")),
                              a(cls("button"), href(Url{"/introductions"}), w("Introductions"))));
    }
    std::vector<web::Choice> choices;
    for (auto const &[id, name] : page.bridges) choices.push_back({id.text(), name, {}});
    auto state = page.state;
    if (state.value("bridge").empty()) state.typed.add("bridge", choices.front().value);
    return all(
        title, web::form_errors(visit, page.state),
        p(w("{1} sees only the name, company and position on your card. Your contact details are "
            "shared after an exchange. If the introduction succeeds, this card is given.",
            {page.to_name})),
        web::form(
            visit, Url{"/introductions/new"},
            all(input(type("hidden"), name("to"), value(page.to.text())),
                web::radio_group(visit, state, "bridge", w("Who to ask"), choices),
                exchange::card_choice(visit, state, page.cards, w("Card for the introduction")),
                web::text_area(visit, state, "message", w("Your message"), 5,
                               {.hint = w("Only the person you ask reads this. Say why you would "
                                          "like to meet. Up to 1,000 characters."),
                                .max_length = static_cast<int>(max_message)}),
                web::field(
                    visit, state, "about", w("Sentence to forward"),
                    {.hint =
                         w("A sentence about yourself that can be used as is in the introduction."),
                     .max_length = static_cast<int>(max_about)}),
                div(cls("actions"), web::submit(w("Ask for introduction")),
                    a(cls("button quiet"), href(Url{"/m/" + page.to.text()}), w("Not now"))))));
}

Html propose_page(Visit const &visit, ProposePage const &page) {
    auto const &w = visit.words;
    if (!page.another) {
        auto const base = page.one ? "/introductions/propose?a=" + page.one.text() + "&b="
                                   : std::string{"/introductions/propose?a="};
        return all(
            h1(page.one ? w("Who do you want to introduce {1} to?", {page.one_name})
                        : w("Introduce two people")),
            element("form", cls("search"), attr("method", "get"),
                    action(Url{"/introductions/propose"}), attr("role", "search"),
                    when(static_cast<bool>(page.one),
                         [&] { return input(type("hidden"), name("a"), value(page.one.text())); }),
                    label(cls("unseen"), attr("for", "propose-q"), w("Name, reading, company")),
                    input(id("propose-q"), name("q"), type("search"), value(page.query),
                          attr("placeholder", w("Name, reading, company"))),
                    web::submit(w("Search"), "button")),
            page.found.empty()
                ? p(cls("meta"), w("No results among people you exchanged cards with."))
                : ul(cls("list"), each(page.found, [&](auto const &one) {
                         return li(
                             cls("list-item"),
                             a(cls("who"), href(Url{base + one.id.text()}), one.name),
                             when(!one.work.empty(), [&] { return span(cls("what"), one.work); }));
                     })));
    }
    auto const text = std::string{page.state.value("words")};
    return all(h1(w("Introduce {1} and {2}", {page.one_name, page.another_name})),
               web::form_errors(visit, page.state),
               p(w("Both are asked at the same time. If both accept, cards are exchanged and you "
                   "are told.")),
               words_form(visit, "/introductions/propose", page.state,
                          all(input(type("hidden"), name("a"), value(page.one.text())),
                              input(type("hidden"), name("b"), value(page.another.text()))),
                          w("Introduce")),
               div(id("preview"), cls("grid-2"),
                   preview(visit, page.one_name, page.another_card, text),
                   preview(visit, page.another_name, page.one_card, text)));
}

http::Params settings_form(Settings const &settings, std::vector<card::CardInfo> const &cards) {
    http::Params form;
    if (settings.bridge) form.add("bridge", "1");
    if (settings.found) form.add("found", "1");
    if (settings.card)
        form.add("card", settings.card.text());
    else if (!cards.empty())
        form.add("card", cards.front().id.text()); // the main one, as the form shows it
    return form;
}

web::FormParts settings_parts(std::vector<card::CardInfo> const &cards, i18n::Words const &w) {
    return {
        web::checkbox_part("bridge", w("Accept requests for introductions"), w),
        web::checkbox_part("found", w("Allow others to introduce me"), w),
        web::choice_part("card", w("Card for introductions"), exchange::card_choices(cards, w))};
}

Html settings_page(Visit const &visit, web::FormState const &state,
                   std::vector<card::CardInfo> const &cards) {
    auto const &w = visit.words;
    return all(
        h1(w("Introduction settings")),
        web::form(
            visit, Url{"/introductions/settings"},
            all(web::form_version(visit, state),
                web::checkbox(
                    visit, state, "bridge", w("Accept requests for introductions"),
                    w("People you exchanged cards with can see who you know and ask you for an "
                      "introduction. You decide each time, and nobody is told if you decline.")),
                web::checkbox(visit, state, "found", w("Allow others to introduce me"),
                              w("People you know can introduce you to someone else they know. You "
                                "decide each time.")),
                exchange::card_choice(visit, state, cards, w("Card for introductions")),
                web::submit(w("Save")))),
        p(a(href(Url{"/introductions"}), w("All introductions"))));
}

} // namespace goen::introduction
