// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_head.hpp"

#include "card/card_view.hpp"
#include "card/other_names_view.hpp"
#include "contacts/contacts_view.hpp"
#include "i18n/dates.hpp"

namespace goen::contacts {

using namespace html;
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
    if (contact.is_live)
        tiles += tile(Url{"/messages/with/" + contact.id.text()}, "messages", w("Message"));
    tiles += tile(Url{"#notes"}, "memo", w("Memo"));
    tiles += tile(Url{path_of(contact.id, "/reminders")}, "clock", w("Reminder"));
    if (contact.is_live) {
        tiles +=
            tile(Url{"/introductions/propose?a=" + contact.id.text()}, "introduce", w("Introduce"));
        tiles += tile(Url{"#sharing"}, "range", w("What I show"));
    } else if (!contact.is_member) {
        tiles += tile(Url{path_of(contact.id, "/edit")}, "settings", w("Edit"));
    }
    return ul(cls("tiles"), tiles);
}

std::string means_text(policy::Means means, Words const &w) {
    switch (means) {
    case policy::Means::code: return w("By code");
    case policy::Means::qr: return w("By QR code");
    case policy::Means::request: return w("By request");
    case policy::Means::event: return w("At an event");
    case policy::Means::introduction: return w("By introduction");
    case policy::Means::import: return w("Added by the operator");
    }
    return {};
}

// When, where and how the cards were exchanged, when that ended, and what I show.
Html standing_of(Contact const &contact, Words const &w) {
    if (!contact.tie) return {};
    auto const &tie = *contact.tie;
    auto const day = [&](Time at) { return i18n::day_text(at, w.language()); };
    std::vector<std::string> facts{tie.place.empty()
                                       ? w("Exchanged on {1}", {day(tie.since)})
                                       : w("Exchanged on {1}, {2}", {day(tie.since), tie.place}),
                                   means_text(tie.means, w)};
    if (tie.ended) facts.push_back(w("Ended on {1}", {day(*tie.ended)}));
    std::string text;
    for (auto const &fact : facts) text += (text.empty() ? "" : " · ") + fact;
    return p(cls("meta"), text, when(contact.is_live, [&] {
                 return all(" · ", a(href(Url{"#sharing"}),
                                     w("What I show: {1}", {card::tier_label(tie.tier, w)})));
             }));
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
                           standing_of(contact, w))),
                   tiles_of(contact, w),
                   nav(cls("tabs"), attr("aria-label", w("On this page")),
                       a(href(Url{"#details"}), w("Overview")), a(href(Url{"#notes"}), w("Notes")),
                       a(href(Url{"#met"}), w("When we met")),
                       when(has_ledger, [&] { return a(href(Url{"#ledger"}), w("Ledger")); })));
}

} // namespace goen::contacts
