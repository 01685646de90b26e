// SPDX-License-Identifier: Apache-2.0
#include "exchange/member_view.hpp"

#include "card/card_view.hpp"
#include "card/other_names_view.hpp"
#include "i18n/dates.hpp"
#include "network/network_doors.hpp"
#include "web/plain.hpp"

namespace goen::exchange {

using namespace html;
using web::Visit;

std::string means_label(policy::Means means, i18n::Words const &words) {
    switch (means) {
    case policy::Means::code: return words("By code");
    case policy::Means::qr: return words("By QR code");
    case policy::Means::request: return words("By request");
    case policy::Means::event: return words("At an event");
    case policy::Means::introduction: return words("By introduction");
    case policy::Means::import: return words("Added by the operator");
    }
    return {};
}

namespace {

Html facts_of(Visit const &visit, MemberPage const &page) {
    auto const &w = visit.words;
    auto const &tie = *page.sight.tie;
    auto const fact = [](std::string_view what, Html is) { return div(dt(what), dd(is)); };
    return dl(
        cls("facts"), fact(w("Cards exchanged on"), i18n::day_text(tie.since, w.language())),
        fact(w("How"), means_label(tie.means, w)),
        when(!tie.place.empty(), [&] { return fact(w("Place"), tie.place); }),
        when(!page.introducer.empty(), [&] { return fact(w("Introduced by"), page.introducer); }),
        when(tie.ended.has_value(),
             [&] { return fact(w("Ended on"), i18n::day_text(*tie.ended, w.language())); }));
}

std::vector<web::Choice> distances(i18n::Words const &w) {
    return {{"exchanged", card::tier_label(card::Tier::exchanged, w), {}},
            {"colleague", card::tier_label(card::Tier::colleague, w), {}},
            {"close", card::tier_label(card::Tier::close, w), {}}};
}

Html distance_form(Visit const &visit, MemberPage const &page) {
    auto const &w = visit.words;
    auto state = page.state;
    auto const stored = distance_of(page.sight.tie->tier);
    if (state.value("tier").empty()) state.typed = stored;
    if (state.version.empty() && !visit.form.has("version"))
        state.version = web::version_of(distance_parts(w), stored);
    return web::form(visit, Url{"/m/" + page.id.text() + "/tier"},
                     all(web::form_version(visit, state),
                         web::select_field(
                             visit, state, "tier", w("What {1} can see", {page.name}), distances(w),
                             w("Only you can see this, and nobody is told when you change it. What "
                               "you have already shown stays in the other person's card ledger.")),
                         web::submit(w("Change"), "button")),
                     "form distance");
}

Html what_to_do(Visit const &visit, MemberPage const &page) {
    auto const &w = visit.words;
    if (page.is_blocked) {
        return section(
            web::notice(w("You have blocked this person.")),
            web::post_button(visit, Url{"/m/" + page.id.text() + "/unblock"}, w("Unblock")));
    }
    if (page.sight.is_tied()) return {};
    if (page.has_asked_me) {
        return web::notice(all(w("This person would like to exchange cards with you."), " ",
                               a(href(Url{"/requests"}), w("View request"))));
    }
    if (page.asked_on) {
        return p(cls("meta"),
                 w("You sent a request on {1}.", {i18n::day_text(*page.asked_on, w.language())}));
    }
    return p(cls("row"),
             a(cls("button primary"), href(Url{"/requests/new?to=" + page.id.text()}),
               w("Request an exchange")),
             a(cls("button"), href(Url{"/introductions/new?to=" + page.id.text()}),
               w("Ask for an introduction")));
}

} // namespace

http::Params distance_of(card::Tier tier) {
    http::Params form;
    form.add("tier", std::string{card::to_string(tier)});
    return form;
}

web::FormParts distance_parts(i18n::Words const &w) {
    return {web::choice_part("tier", w("Sharing level"), distances(w))};
}

Html member_heading(Visit const &visit, MemberPage const &page) {
    auto const card = page.withdrawn ? page.received : page.sight.card();
    return h1(page.name, card::others_beside(card.name, page.other_names, visit.words));
}

Html member_page(Visit const &visit, MemberPage const &page) {
    auto const &w = visit.words;
    auto const card = page.withdrawn ? page.received : page.sight.card();
    auto const path = "/m/" + page.id.text();
    bool const is_blank = card.name.empty() && card.ja.empty() && card.en.empty() &&
                          card.emails.empty() && card.phones.empty() && card.urls.empty();
    if (page.sight.is_self) {
        return all(web::notice(w("This is your own card.")), card::both_sides(card, w),
                   card::other_names_lines(page.other_names, w),
                   p(a(href(Url{"/card"}), w("My card"))));
    }
    return all(
        when(page.withdrawn.has_value(),
             [&] {
                 return web::notice(
                     html::p(w("The card was withdrawn on {1}. This is what you received.",
                               {i18n::day_text(*page.withdrawn, w.language())})),
                     "warn");
             }),
        when(!is_blank,
             [&] {
                 return div(cls("grid-2"), div(card::both_sides(card, w)),
                            div(card::card_details(card, w),
                                card::other_names_lines(page.other_names, w)));
             }),
        when(is_blank,
             [&] {
                 return p(cls("meta"),
                          w("This person's card is not visible to you at the moment."));
             }),
        when(page.sight.tie.has_value(),
             [&] {
                 return section(cls("panel"), h2(w("Your exchange")), facts_of(visit, page),
                                p(a(href(Url{"/contacts/" + page.id.text()}),
                                    w("Memo, meetings and card ledger"))));
             }),
        when(page.sight.is_tied(),
             [&] {
                 return section(cls("panel"), h2(w("Sharing level")), distance_form(visit, page));
             }),
        what_to_do(visit, page), when(!page.is_blocked, [&] {
            return details(
                cls("parting"),
                summary(page.sight.is_tied() ? w("End or block") : w("Block this person")),
                p(cls("row"),
                  when(page.sight.is_tied(),
                       [&] {
                           return a(cls("button"), href(Url{path + "/end"}), w("End the exchange"));
                       }),
                  a(cls("button danger"), href(Url{path + "/block"}), w("Block"))));
        }));
}

Html parting_page(Visit const &visit, MemberId id, std::string const &name, Parting parting) {
    auto const &w = visit.words;
    auto const path = "/m/" + id.text();
    auto const back = a(cls("button quiet"), href(Url{path}), w("Not now"));
    if (parting == Parting::end) {
        return all(h1(w("End the exchange with {1}?", {name})),
                   ul(li(w("From now on, neither of you can see the other's current card.")),
                      li(w("You both keep the cards you have received so far in your ledgers, and "
                           "your own memos.")),
                      li(w("The other person is not notified."))),
                   web::form(visit, Url{path + "/end"},
                             div(cls("actions"),
                                 web::submit(w("End the exchange"), "button danger"), back)));
    }
    return all(
        h1(w("Block {1}?", {name})),
        ul(li(w("Your exchange ends. You both keep the cards you have received so far.")),
           li(w(
               "You no longer receive requests from this person, and they cannot use your codes.")),
           li(w(
               "This person is not notified. To them, you look like someone they have never met.")),
           li(w("You can unblock this person later, but that does not restore the exchange."))),
        web::form(visit, Url{path + "/block"},
                  div(cls("actions"), web::submit(w("Block"), "button danger"), back)));
}

Html blocked_page(Visit const &visit, std::vector<BlockedLine> const &lines) {
    auto const &w = visit.words;
    if (lines.empty()) return p(cls("meta"), w("You have not blocked anyone."));
    auto const rows = web::rows_of(visit, lines.size(), "/blocked");
    std::vector<BlockedLine> const shown(lines.begin() + static_cast<std::ptrdiff_t>(rows.from),
                                         lines.begin() + static_cast<std::ptrdiff_t>(rows.until));
    return all(ul(cls("list"),
                  each(shown,
                       [&](BlockedLine const &one) {
                           return li(
                               cls("list-item"), span(one.name),
                               span(cls("aside"),
                                    web::post_button(visit, Url{"/m/" + one.id.text() + "/unblock"},
                                                     w("Unblock"), "link")));
                       })),
               rows.links);
}

Html people_page(Visit const &visit, std::string_view query, std::vector<FoundPerson> const &found,
                 std::vector<int> const &degrees) {
    auto const &w = visit.words;
    int place = 0; // counted up by each line
    auto const degree_of = [&](int line) {
        auto const at = static_cast<std::size_t>(line - 1);
        return at < degrees.size() ? degrees[at] : 0;
    };
    return all(
        h1(w("Find a member")),
        element("form", cls("search"), attr("method", "get"), action(Url{"/people"}),
                attr("role", "search"),
                label(cls("unseen"), attr("for", "people-q"), w("Name, reading or romaji")),
                input(id("people-q"), name("q"), type("search"), value(query),
                      attr("placeholder", w("Name, reading or romaji")), attr("maxlength", "100")),
                web::submit(w("Search"), "button")),
        when(query.empty(),
             [&] {
                 return all(p(cls("meta"), w("You can find members who show their name to "
                                             "everyone, and people you exchanged cards with.")),
                            p(a(href(Url{"/network/suggestions"}), w("People you may know"))));
             }),
        when(!query.empty() && found.empty(),
             [&] {
                 return p(w("No members found."), " ",
                          a(href(Url{"/exchange"}), w("When you meet, exchange by code or QR.")));
             }),
        when(!found.empty(), [&] {
            return ul(
                cls("list"), each(found, [&](FoundPerson const &one) {
                    auto const key =
                        ++place <= 9 ? attr("accesskey", std::to_string(place)) : no_attribute();
                    return li(
                        cls("list-item with-portrait"),
                        card::portrait(one.card.photo, one.id.value, one.card.name),
                        a(cls("who"), href(Url{"/m/" + one.id.text()}), key, name_for(one.card, w),
                          when(one.known_as.has_value(),
                               [&] {
                                   return Html{
                                       card::others_beside(one.card.name, {*one.known_as}, w)};
                               }),
                          when(degree_of(place) != 0,
                               [&] { return all(" ", network::badge(degree_of(place), w)); })),
                        span(cls("what"), position_for(one.card, w)), when(one.is_tied, [&] {
                            return span(cls("aside"), w("In your contacts"));
                        }));
                }));
        }));
}

} // namespace goen::exchange
