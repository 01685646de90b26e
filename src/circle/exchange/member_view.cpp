// SPDX-License-Identifier: Apache-2.0
#include "exchange/member_view.hpp"

#include "card/card_form.hpp"
#include "card/card_view.hpp"
#include "card/other_names_view.hpp"
#include "i18n/dates.hpp"
#include "network/network_doors.hpp"
#include "web/plain.hpp"

namespace goen::exchange {

using namespace html;
using web::Visit;

namespace {

std::vector<web::Choice> distances(i18n::Words const &w) {
    auto choices = card::tier_choices(w);
    choices.erase(choices.begin()); // everyone: those who have exchanged nothing
    return choices;
}

Html ways_to_meet(MemberId id, i18n::Words const &w) {
    return p(cls("row"),
             a(cls("button primary"), href(Url{"/requests/new?to=" + id.text()}),
               w("Request an exchange")),
             a(cls("button"), href(Url{"/introductions/new?to=" + id.text()}),
               w("Ask for an introduction")));
}

// What stands between the two, or can be done about it.
Html standing(Visit const &visit, MemberId id, Between const &between) {
    auto const &w = visit.words;
    if (between.is_blocked) {
        return section(web::notice(w("You have blocked this person.")),
                       web::post_button(visit, Url{"/m/" + id.text() + "/unblock"}, w("Unblock")));
    }
    if (between.tier) return {};
    if (between.has_asked_me) {
        return web::notice(all(w("This person would like to exchange cards with you."), " ",
                               a(href(Url{"/requests"}), w("View request"))));
    }
    if (between.asked_on) {
        return p(cls("meta"), w("You sent a request on {1}.",
                                {i18n::day_text(*between.asked_on, w.language())}));
    }
    return ways_to_meet(id, w);
}

Html parting(MemberId id, Between const &between, i18n::Words const &w) {
    if (between.is_blocked) return {};
    auto const path = "/m/" + id.text();
    bool const is_tied = between.tier.has_value();
    return details(
        cls("parting"), summary(is_tied ? w("End or block") : w("Block this person")),
        p(cls("row"),
          when(is_tied,
               [&] { return a(cls("button"), href(Url{path + "/end"}), w("End the exchange")); }),
          a(cls("button danger"), href(Url{path + "/block"}), w("Block"))));
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

Html sharing_form(Visit const &visit, MemberId id, std::string const &name, card::Tier tier,
                  web::FormState state) {
    auto const &w = visit.words;
    auto const stored = distance_of(tier);
    if (state.value("tier").empty()) state.typed = stored;
    if (state.version.empty() && !visit.form.has("version"))
        state.version = web::version_of(distance_parts(w), stored);
    return web::form(visit, Url{"/m/" + id.text() + "/tier"},
                     all(web::form_version(visit, state),
                         web::select_field(
                             visit, state, "tier", w("What {1} can see", {name}), distances(w),
                             w("Only you can see this, and nobody is told when you change it. What "
                               "you have already shown stays in the other person's card ledger.")),
                         web::submit(w("Change"), "button")),
                     "form distance");
}

Html beside_contact(Visit const &visit, MemberId id, Between const &between) {
    auto const &w = visit.words;
    return all(when(between.tier.has_value(),
                    [&] {
                        return section(cls("panel"), attr("aria-labelledby", "sharing"),
                                       h2(html::id("sharing"), w("Sharing level")),
                                       sharing_form(visit, id, between.name, *between.tier));
                    }),
               standing(visit, id, between), parting(id, between, w));
}

Html own_page(MemberPage const &page, i18n::Words const &w) {
    auto const &card = page.sight.card();
    return all(web::notice(w("This is your own card.")), card::both_sides(card, w),
               card::other_names_lines(page.other_names, w),
               p(a(href(Url{"/card"}), w("My card"))));
}

Html member_head(MemberPage const &page, i18n::Words const &w) {
    auto const &card = page.sight.card();
    auto const position = position_for(card, w);
    return section(cls("panel person-head"), attr("aria-label", page.name),
                   div(cls("person-name"), card::portrait(card.photo, page.id.value, card.name),
                       div(h1(page.name, card::others_beside(card.name, page.other_names, w)),
                           when(!position.empty(), [&] { return p(position); }))));
}

Html member_page(Visit const &visit, MemberPage const &page) {
    auto const &w = visit.words;
    auto const &card = page.sight.card();
    bool const is_blank = card.name.empty() && card.ja.empty() && card.en.empty() &&
                          card.emails.empty() && card.phones.empty() && card.urls.empty();
    auto const standing_now = standing(visit, page.id, page.between);
    auto const parting_now = parting(page.id, page.between, w);
    if (is_blank) {
        return all(p(cls("meta"), w("This person's card is not visible to you at the moment.")),
                   standing_now, parting_now);
    }
    auto const details_of =
        all(card::card_details(card, w), card::other_names_lines(page.other_names, w));
    return div(
        cls("person-page"),
        section(cls("contact-card"), attr("aria-label", w("Card")), card::card_with_back(card, w)),
        div(cls("person-main"), standing_now,
            section(cls("panel"), attr("aria-labelledby", "details"),
                    h2(html::id("details"), w("Contact details")), details_of)),
        div(cls("person-side"), parting_now));
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
