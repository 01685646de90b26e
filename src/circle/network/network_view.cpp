// SPDX-License-Identifier: Apache-2.0
#include "network/network_view.hpp"

#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "network/network_doors.hpp"
#include "web/plain.hpp"

namespace goen::network {

using namespace html;
using web::Visit;

namespace {

std::string position_of(card::CardBody const &seen, i18n::Words const &words) {
    auto const *position = card::main_position(seen, words.language());
    return position ? card::position_line(*position, words.language()) : std::string{};
}

Html not_ready(Visit const &visit) {
    return web::notice(
        visit.words("Connections are being prepared. Please try again in a moment."));
}

Html not_exact(Visit const &visit) {
    return p(cls("meta"),
             visit.words("Not everything could be searched in time. There may be more."));
}

Html who(Visit const &visit, Acquaintance const &one) {
    auto const name = name_of(one, visit.words);
    return one.id && one.id != visit.member ? a(href(Url{"/m/" + one.id.text()}), name)
                                            : span(name);
}

Html way_item(Visit const &visit, Way const &way) {
    auto const &w = visit.words;
    auto const &first = way.people[1];
    // Over two people: who stands first does not know the one I look for, but the one between.
    auto const &next = way.people[2];
    bool const is_far = way.people.size() > 3;
    auto const ask = "/introductions/new?to=" + next.id.text() + "&bridge=" + first.id.text();
    std::string known =
        w("You exchanged cards on {1}.", {i18n::day_text(way.first_tie.since, w.language())});
    if (way.times_met > 0)
        known +=
            " " + w.n("You recorded {1} meeting.", "You recorded {1} meetings.", way.times_met);
    return li(cls("panel"),
              ol(li(w("You")), each(std::vector(way.people.begin() + 1, way.people.end()),
                                    [&](Acquaintance const &one) {
                                        auto const what = position_of(one.card, w);
                                        return li(who(visit, one), when(!what.empty(), [&] {
                                                      return all(" ", span(cls("meta"), what));
                                                  }));
                                    })),
              p(cls("meta"), known),
              when(static_cast<bool>(next.id),
                   [&] {
                       return p(a(cls("button primary"), href(Url{ask}),
                                  is_far ? w("Ask {1} for an introduction to {2}",
                                             {name_of(first, w), name_of(next, w)})
                                         : w("Ask {1} for an introduction", {name_of(first, w)})));
                   }),
              when(is_far, [&] {
                  return p(cls("meta"), w("Ask {1} to introduce you to someone they know, who can "
                                          "then introduce you further.",
                                          {name_of(first, w)}));
              }));
}

Html suggestion_item(Visit const &visit, Suggestion const &one) {
    auto const &w = visit.words;
    auto const &person = one.person;
    auto const what = position_of(person.card, w);
    auto reasons = w.n("{1} acquaintance in common", "{1} acquaintances in common",
                       static_cast<std::int64_t>(one.mutual));
    if (!one.acquaintances.empty())
        reasons = w("{1}: {2}", {reasons, names_of(one.acquaintances, one.mutual, w)});
    return li(
        cls("list-item with-portrait"),
        card::portrait(person.card.photo, person.id.value, person.card.name),
        a(cls("who"), href(Url{"/m/" + person.id.text()}), name_of(person, w)),
        when(!what.empty(), [&] { return span(cls("what"), what); }),
        div(cls("more"), p(cls("meta"), reasons),
            each(one.companies,
                 [&](std::string const &company) {
                     return p(cls("meta"), w("You both work at {1}.", {company}));
                 }),
            web::post_button(visit, Url{"/network/suggestions/" + person.id.text() + "/dismiss"},
                             w("Hide suggestion"), "link")));
}

} // namespace

std::string name_of(Acquaintance const &person, i18n::Words const &words) {
    return person.card.name.empty() ? words("A member")
                                    : person.card.name.display(words.language());
}

std::string names_of(std::vector<Acquaintance> const &people, std::uint64_t count,
                     i18n::Words const &words) {
    std::string names;
    for (auto const &one : people)
        names += (names.empty() ? std::string{} : std::string{words(", ")}) + name_of(one, words);
    if (count <= people.size()) return names;
    return words("{1} and {2} more", {names, std::to_string(count - people.size())});
}

Html badge(int degree, i18n::Words const &words) {
    switch (degree) {
    case 1: return span(cls("tag"), words("1st"));
    case 2: return span(cls("tag"), words("2nd"));
    case 3: return span(cls("tag"), words("3rd"));
    default: return {};
    }
}

std::vector<int> badges(Visit const &visit, Network *network, std::vector<MemberId> const &people) {
    std::vector<int> out(people.size());
    if (!network || people.empty()) return out;
    if (auto const found = network->degrees(visit.member, people)) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = (*found)[i].degree;
    }
    return out;
}

Html member_part(Visit const &visit, Network &network, MemberId other) {
    auto const &w = visit.words;
    auto const degree = network.degree(visit.member, other);
    if (!degree || visit.member == other) return {};
    auto const mutual = network.mutual(visit.member, other);
    auto const some = mutual && !mutual->people.empty();
    bool const is_far = degree->degree == 2 || degree->degree == 3;
    if (degree->degree == 0 && !some) return {};
    return p(cls("meta"), badge(degree->degree, w),
             when(some,
                  [&] {
                      return all(" ", w("{1}: {2}", {w.n("{1} acquaintance in common",
                                                         "{1} acquaintances in common",
                                                         static_cast<std::int64_t>(mutual->count)),
                                                     names_of(mutual->people, mutual->count, w)}));
                  }),
             when(is_far, [&] {
                 return all(" ", a(href(Url{"/m/" + other.text() + "/paths"}),
                                   w("See who can introduce me")));
             }));
}

Html ways_page(Visit const &visit, WaysPage const &page) {
    auto const &w = visit.words;
    auto const back = p(a(href(Url{"/m/" + page.to.text()}), w("Back to {1}'s page", {page.name})));
    auto const head = h1(w("Connections to {1}", {page.name}));
    if (page.is_tied) {
        return all(head, p(w("You have already exchanged cards. You can contact them directly.")),
                   back);
    }
    if (!page.ways) return all(head, not_ready(visit), back);
    auto const &ways = *page.ways;
    if (ways.ways.empty()) {
        return all(head,
                   p(ways.is_hidden ? w("No connections to show. goen only shows connections "
                                        "through people who accept requests for introductions, and "
                                        "does not reveal who else your acquaintances know.")
                                    : w("You have not exchanged cards with anyone yet. Connections "
                                        "start with your own acquaintances.")),
                   when(!ways.is_exact, [&] { return not_exact(visit); }), back);
    }
    return all(
        head,
        p(cls("meta"), w("Through people who accept requests for introductions. Sorted by the "
                         "sharing level you set, and how recently and how often you met.")),
        ol(cls("stack"), each(ways.ways, [&](Way const &way) { return way_item(visit, way); })),
        when(!ways.is_exact, [&] { return not_exact(visit); }),
        p(cls("meta"), w("Nobody is told that you viewed this.")), back);
}

Html suggestions_page(Visit const &visit, SuggestionsPage const &page) {
    auto const &w = visit.words;
    auto const head = h1(w("People you may know"));
    if (!page.found) return all(head, not_ready(visit));
    auto const &found = *page.found;
    bool const is_plain = web::is_plain(visit.request);
    auto const rows = web::rows_of(visit, found.people.size(), "/network/suggestions", 5);
    std::vector<Suggestion> const shown(
        found.people.begin() + static_cast<std::ptrdiff_t>(rows.from),
        found.people.begin() + static_cast<std::ptrdiff_t>(rows.until));
    auto aside = page.dismissed;
    if (is_plain && aside.size() > 5) aside.resize(5);
    return all(
        head,
        p(cls("meta"),
          w("Based only on card exchanges through acquaintances who accept requests for "
            "introductions. Your private contacts are not used, and nobody is notified.")),
        shown.empty()
            ? web::empty_state(w("No suggestions right now"),
                               html::p(w("You will get suggestions as you exchange more cards.")),
                               a(cls("button"), href(Url{"/exchange"}), w("Exchange cards")))
            : ul(cls("list"),
                 each(shown, [&](Suggestion const &one) { return suggestion_item(visit, one); })),
        rows.links, when(!found.is_exact, [&] { return not_exact(visit); }),
        when(found.hubs_left_out > 0,
             [&] {
                 return p(cls("meta"),
                          w("Acquaintances who have exchanged cards with more than {1} people are "
                            "not counted, as they are connected to almost everyone.",
                            {std::to_string(hub_limit)}));
             }),
        when(!aside.empty(), [&] {
            return details(summary(w("Hidden suggestions")),
                           ul(cls("list"), each(aside, [&](Acquaintance const &one) {
                                  return li(cls("list-item"), span(name_of(one, w)),
                                            span(cls("aside"),
                                                 web::post_button(visit,
                                                                  Url{"/network/suggestions/" +
                                                                      one.id.text() + "/restore"},
                                                                  w("Show again"), "link")));
                              })));
        }));
}

} // namespace goen::network
