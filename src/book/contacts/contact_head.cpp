// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_head.hpp"

#include "card/card_view.hpp"
#include "card/other_names_view.hpp"
#include "contacts/contacts_view.hpp"
#include "i18n/dates.hpp"

namespace goen::contacts {

using namespace html;
using i18n::Language;
using i18n::Words;

namespace {

Html tile(Url const &to, char const *drawing, std::string_view label) {
    return li(a(href(to), web::icon(drawing), span(label)));
}

// A number one speaks on: the mobile one, else the first that can be dialled.
std::string number_to_call(std::vector<card::Labelled> const &phones) {
    std::string found;
    for (auto const &phone : phones) {
        if (phone.label == "fax") continue;
        auto number = card::dialled(phone);
        if (number.empty()) continue;
        if (phone.label == "mobile") return number;
        if (found.empty()) found = std::move(number);
    }
    return found;
}

Html tiles_of(Contact const &contact, Words const &w) {
    Html tiles;
    auto const &body = contact.body;
    if (auto const number = number_to_call(body.phones); !number.empty())
        tiles += tile(Url::tel(number), "phone", w("Call"));
    if (!body.emails.empty())
        tiles += tile(Url::mailto(body.emails.front().value), "requests", w("Email"));
    tiles += tile(Url{"#notes"}, "memo", w("Memo"));
    tiles += tile(Url{path_of(contact.id, "/reminders")}, "clock", w("Reminder"));
    if (contact.is_live) {
        tiles +=
            tile(Url{"/introductions/propose?a=" + contact.id.text()}, "introduce", w("Introduce"));
        tiles += tile(Url{"/m/" + contact.id.text()}, "range", w("What I show"));
    } else if (!contact.is_member) {
        tiles += tile(Url{path_of(contact.id, "/edit")}, "settings", w("Edit"));
    }
    return ul(cls("tiles"), tiles);
}

Html exchanged_on(Contact const &contact, Words const &w) {
    if (!contact.tie) return {};
    auto const since = i18n::day_text(contact.tie->since, w.language());
    auto const &place = contact.tie->place;
    return p(cls("meta"), place.empty() ? w("Exchanged on {1}", {since})
                                        : w("Exchanged on {1}, {2}", {since, place}));
}

} // namespace

Html contact_head(Contact const &contact, Words const &w, bool has_ledger) {
    auto const &body = contact.body;
    auto const *position = card::main_position(body, w.language());
    return section(cls("panel person-head"), attr("aria-label", title_of(contact, w)),
                   div(cls("person-name"), card::portrait(body.photo, contact.id.value, body.name),
                       div(h1(name_with_reading(body.name, w),
                              card::others_beside(body.name, contact.other_names, w)),
                           when(position != nullptr,
                                [&] { return p(card::position_line(*position, w.language())); }),
                           exchanged_on(contact, w))),
                   tiles_of(contact, w),
                   nav(cls("tabs"), attr("aria-label", w("On this page")),
                       a(href(Url{"#details"}), w("Overview")), a(href(Url{"#notes"}), w("Notes")),
                       a(href(Url{"#met"}), w("When we met")),
                       when(has_ledger, [&] { return a(href(Url{"#ledger"}), w("Ledger")); })));
}

Html card_with_back(card::CardBody const &body, Words const &w) {
    auto first = w.is_ja() ? Language::ja : Language::en;
    auto second = w.is_ja() ? Language::en : Language::ja;
    if (!card::has_side(body, first)) std::swap(first, second);
    bool const has_back = card::has_side(body, second) && card::has_side(body, first);
    return all(card::meishi(body, w, first), when(has_back, [&] {
                   return details(
                       summary(second == Language::en ? w("Back (English)") : w("Back (Japanese)")),
                       card::meishi(body, w, second));
               }));
}

} // namespace goen::contacts
