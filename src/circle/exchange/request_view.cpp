// SPDX-License-Identifier: Apache-2.0
#include "exchange/request_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "network/network_doors.hpp"
#include "web/plain.hpp"

#include <array>

namespace goen::exchange {

using namespace html;
using web::Visit;

namespace {

constexpr std::array<char const *, 3> phrases{
    N_("Thank you for your time the other day. I would be glad to exchange cards with you."),
    N_("I have heard of your work and would like to introduce myself. May I exchange cards with "
       "you?"),
    N_("We know someone in common, so I am writing to introduce myself. May I exchange cards with "
       "you?")};

std::string path_of(Request const &request, std::string_view verb) {
    return "/requests/" + request.id.text() + "/" + std::string{verb};
}

Html name_link(std::string const &who, MemberId id, bool has_page) {
    return has_page ? a(href(Url{"/m/" + id.text()}), who) : span(who);
}

// A plain page holds one long message; the others show how they begin, and where they go on.
Html message_part(Visit const &visit, Request const &request, bool is_first) {
    constexpr std::size_t beginning = 150; // characters
    auto const &text = request.message;
    if (is_first || !web::is_plain(visit.request) || count_code_points(text) <= beginning)
        return blockquote(cls("message"), p(text));
    std::size_t end = 0;
    for (std::size_t i = 0; i < beginning; ++i) (void)next_code_point(text, end);
    return blockquote(cls("message"), p(text.substr(0, end) + "…"),
                      p(a(href(Url{"/requests?before=" + std::to_string(request.id.value + 1)}),
                          visit.words("Read more"))));
}

Html received_item(Visit const &visit, ReceivedRequest const &one,
                   std::vector<card::CardInfo> const &cards, bool is_first) {
    auto const &w = visit.words;
    auto const who = name_for(one.card, w);
    auto const what = position_for(one.card, w);
    bool const is_held = one.request.state == Request::State::held;
    std::string common;
    for (auto const &each_name : one.in_common)
        common += (common.empty() ? std::string{} : std::string{w(", ")}) + each_name;
    return article(
        cls("panel request"), card::portrait(one.card.photo, one.request.from.value, one.card.name),
        h3(name_link(who, one.request.from, one.has_page),
           when(one.degree != 0, [&] { return all(" ", network::badge(one.degree, w)); }),
           when(is_held, [&] { return all(" ", span(cls("tag"), w("On hold"))); })),
        when(!what.empty(), [&] { return p(cls("meta"), what); }),
        div(cls("grid-2"), div(card::meishi(one.card, w, w.language(), card::Size::small)),
            div(cls("stack"), message_part(visit, one.request, is_first),
                p(cls("meta"), i18n::ago_text(one.request.sent, visit.now, w.language()), " · ",
                  w("Expires on {1}", {i18n::day_text(one.request.lapses(), w.language())})),
                when(!common.empty(),
                     [&] { return p(cls("meta"), w("You both know {1}.", {common})); }))),
        web::form(visit, Url{path_of(one.request, "accept")},
                  all(card_choice(visit, {}, cards, w("Card to give")),
                      web::submit(w("Accept"), "button primary")),
                  "form accept"),
        div(cls("row"),
            when(!is_held,
                 [&] {
                     return web::post_button(visit, Url{path_of(one.request, "hold")}, w("Hold"),
                                             "button");
                 }),
            web::post_button(visit, Url{path_of(one.request, "decline")}, w("Decline"),
                             "button quiet")));
}

// Of several cards one is chosen on the page of all requests.
Html quick_accept(Visit const &visit, Request const &request,
                  std::vector<card::CardInfo> const &cards) {
    auto const &w = visit.words;
    if (cards.size() != 1) return a(cls("button primary"), href(Url{"/requests"}), w("Accept"));
    return web::post_button(visit, Url{path_of(request, "accept")}, w("Accept"), "button primary",
                            {{"card", cards.front().id.text()}});
}

char const *words_of_state(std::string_view state) {
    if (state == "accepted") return N_("Cards exchanged");
    if (state == "withdrawn") return N_("Withdrawn");
    if (state == "lapsed") return N_("Expired");
    return N_("Sent");
}

Html sent_item(Visit const &visit, SentRequest const &one) {
    auto const &w = visit.words;
    auto const state = one.request.state_for_sender(visit.now);
    return li(cls("list-item"),
              one.has_page ? a(cls("who"), href(Url{"/m/" + one.request.to.text()}), one.to)
                           : span(cls("who"), one.to),
              span(cls("aside"), i18n::day_text(one.request.sent, w.language())),
              span(cls("what"), w(words_of_state(state))), when(state == "sent", [&] {
                  return div(cls("more"),
                             web::post_button(visit, Url{path_of(one.request, "withdraw")},
                                              w("Withdraw"), "link"));
              }));
}

} // namespace

Html request_panel(Visit const &visit, ReceivedRequest const &one,
                   std::vector<card::CardInfo> const &cards, int count) {
    auto const &w = visit.words;
    auto const who = name_for(one.card, w);
    auto const what = position_for(one.card, w);
    constexpr std::size_t beginning = 90; // characters
    auto text = one.request.message;
    std::size_t end = 0;
    for (std::size_t i = 0; i < beginning && end < text.size(); ++i)
        (void)next_code_point(text, end);
    if (end < text.size()) text = text.substr(0, end) + "…";
    return section(cls("panel"), attr("aria-labelledby", "home-requests"),
                   h2(id("home-requests"), w("Requests"), " ",
                      a(cls("all"), href(Url{"/requests"}), w.n("All ({1})", "All ({1})", count))),
                   div(cls("person-line"),
                       card::portrait(one.card.photo, one.request.from.value, one.card.name),
                       div(p(name_link(who, one.request.from, one.has_page)),
                           when(!what.empty(), [&] { return p(cls("meta"), what); }))),
                   p(cls("message-start"), text),
                   div(cls("row"), quick_accept(visit, one.request, cards),
                       when(one.request.state != Request::State::held, [&] {
                           return web::post_button(visit, Url{path_of(one.request, "hold")},
                                                   w("Hold"), "button");
                       })));
}

Html requests_page(Visit const &visit, RequestsPage const &page) {
    auto const &w = visit.words;
    return all(
        h1(w("Requests")),
        section(h2(w("Received")),
                page.received.empty()
                    ? p(cls("meta"), w("No requests are waiting for your answer."))
                    : all(p(cls("meta"), w("The sender cannot see whether you have put a request "
                                           "on hold, declined it, or not read it yet.")),
                          div(cls("stack"), each(page.received,
                                                 [&](auto const &one) {
                                                     return received_item(visit, one, page.cards,
                                                                          &one ==
                                                                              page.received.data());
                                                 }))),
                when(static_cast<bool>(page.received_before),
                     [&] {
                         return p(a(href(Url{"/requests?before=" + page.received_before.text()}),
                                    attr("accesskey", "6"), w("Older requests")));
                     })),
        page.also_waiting,
        section(h2(w("Sent by me")),
                page.sent.empty()
                    ? p(cls("meta"), w("You have not sent any requests."), " ",
                        a(href(Url{"/people"}), w("Find a member")))
                    : ul(cls("list"),
                         each(page.sent, [&](auto const &one) { return sent_item(visit, one); })),
                when(static_cast<bool>(page.sent_before), [&] {
                    return p(a(href(Url{"/requests?sent_before=" + page.sent_before.text()}),
                               w("Older")));
                })));
}

Html new_request_page(Visit const &visit, NewRequestPage const &page) {
    auto const &w = visit.words;
    auto state = with_card(page.state, page.cards);
    if (!state.typed.has("phrase")) state.typed.add("phrase", "");
    std::vector<web::Choice> ready;
    for (std::size_t i = 0; i < phrases.size(); ++i)
        ready.push_back({std::to_string(i + 1), w(phrases[i]), {}});
    ready.push_back({"", w("No template"), {}});
    return all(
        h1(w("Request an exchange with {1}", {name_for(page.card, w)})),
        web::form_errors(visit, state), card::meishi(page.card, w, w.language(), card::Size::small),
        web::form(
            visit, Url{"/requests/new"},
            all(input(type("hidden"), name("to"), value(page.to.text())),
                card_choice(visit, state, page.cards, w("Card to give")),
                web::radio_group(visit, state, "phrase", w("Template"), ready),
                web::text_area(visit, state, "message", w("Your message"), 5,
                               {.hint = w("Say who you are and why you are contacting this person. "
                                          "Up to 1,000 characters."),
                                .max_length = static_cast<int>(max_message)}),
                div(cls("actions"), web::submit(w("Send request")),
                    a(cls("button quiet"), href(Url{"/m/" + page.to.text()}), w("Not now"))))));
}

std::string message_of(http::Params const &form, i18n::Words const &words) {
    std::string message;
    auto const chosen = form.get("phrase");
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        if (chosen == std::to_string(i + 1)) message = words(phrases[i]);
    }
    auto const own = trimmed(form.get("message"));
    if (!message.empty() && !own.empty()) message += "\n\n";
    return message + std::string{own};
}

} // namespace goen::exchange
