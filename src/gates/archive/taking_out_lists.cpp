// SPDX-License-Identifier: Apache-2.0
// The lists of an archive that are not the book: exchanges, requests, introductions, reminders and
// what is small.
#include "admin/openings.hpp"
#include "archive/format.hpp"
#include "archive/taker.hpp"
#include "exchange/lists.hpp"
#include "guest/guest.hpp"
#include "introduction/introduction.hpp"
#include "reminder/whole_book.hpp"

#include <algorithm>

namespace goen::archive {

void Taker::ties() {
    List list{file::ties};
    for (MemberId after;;) {
        auto const ties = exchange::ties_after(reader, me, after, piece_size);
        for (auto const &tie : ties) {
            list.add({{"member", tie.other.text()},
                      {"name", name_of(tie.other)},
                      {"since", rfc3339(tie.since)},
                      {"means", policy::to_string(tie.means)},
                      {"place", text_or_null(tie.place)},
                      {"introducer", id_or_null(tie.introducer.value)},
                      {"given", tie.given.text()},
                      {"tier", card::to_string(tie.tier)},
                      {"ended_at", time_or_null(tie.ended)}});
        }
        if (ties.size() < piece_size) break;
        after = ties.back().other;
    }
    add(std::move(list));
}

void Taker::requests() {
    List list{file::requests};
    for (bool const is_sent : {true, false}) {
        for (RequestId after;;) {
            auto const requests = is_sent ? exchange::sent_after(reader, me, after, piece_size)
                                          : exchange::received_after(reader, me, after, piece_size);
            for (auto const &one : requests) {
                auto const other = is_sent ? one.to : one.from;
                list.add({{"box", is_sent ? "out" : "in"},
                          {"id", one.id.text()},
                          {"member", other.text()},
                          {"name", is_sent ? name_of(other) : name_on(other, one.card)},
                          {"card", one.card.text()},
                          {"message", one.message},
                          {"sent_at", rfc3339(one.sent)},
                          {"state",
                           is_sent ? one.state_for_sender(now) : exchange::to_string(one.state)}});
            }
            if (requests.size() < piece_size) break;
            after = requests.back().id;
        }
    }
    add(std::move(list));
}

void Taker::introductions() {
    List list{file::introductions};
    for (introduction::IntroductionId after;;) {
        auto const rows =
            introduction::Introductions::shown_after(reader, me, now, after, piece_size);
        for (auto const &one : rows) {
            bool const is_bridge = one.role == introduction::Role::bridge;
            auto const person = [&](MemberId id) {
                // Whom she is introduced to is named by the card that is held out to her.
                bool const is_held_out = one.role == introduction::Role::party &&
                                         id == one.other() && one.shown && !one.proposed;
                auto name = name_of(id);
                if (name.is_null() && is_held_out) name = name_on(one.from, one.shown);
                return json::object{{"member", id.text()}, {"name", std::move(name)}};
            };
            auto const phrase = [&](int said, MemberId by) {
                return said > 0 && (is_bridge || by == me) ? json::value(said)
                                                           : json::value(nullptr);
            };
            list.add({{"id", one.id.text()},
                      {"role", introduction::to_string(one.role)},
                      {"state", one.state_for_reader(now)},
                      {"proposed", one.proposed},
                      {"from", person(one.from)},
                      {"bridge", person(one.bridge)},
                      {"to", person(one.to)},
                      {"message", one.message},
                      {"about", one.about},
                      {"words", one.words},
                      {"since", rfc3339(one.since)},
                      {"thanks", json::object{{"from", phrase(one.thanks_from, one.from)},
                                              {"to", phrase(one.thanks_to, one.to)}}}});
        }
        if (rows.size() < piece_size) break;
        after = rows.back().id;
    }
    add(std::move(list));
}

void Taker::small_lists() {
    List guests{file::guests};
    for (auto const &one : guest::Guests::all(reader, me)) {
        guests.add({{"id", one.id.text()},
                    {"seen", one.card.text()},
                    {"card", archived_card(one.body, card::Whose::others)},
                    {"word", text_or_null(one.word)},
                    {"place", text_or_null(one.place)},
                    {"by_code", one.by_code},
                    {"language", i18n::code(one.language)},
                    {"left_at", rfc3339(one.left)}});
    }
    add(std::move(guests));

    List reminders{file::reminders};
    for (auto const &one : reminder::reminders_in(reader, me)) reminders.add(reminder_json(one));
    add(std::move(reminders));

    List dates{file::dates};
    for (auto const &one : reminder::dates_in(reader, me)) dates.add(date_json(one));
    add(std::move(dates));

    List imports{file::imports};
    for (auto const &one : transfer::Imports::brought_in(reader, me)) {
        imports.add({{"name", text_or_null(one.name)},
                     {"format", one.format},
                     {"undone", one.state == transfer::ImportBatch::State::undone},
                     {"at", rfc3339(one.made)},
                     {"contacts", one.brought}});
    }
    add(std::move(imports));

    List invitations{file::invitations};
    for (auto const &one : rooms.accounts.all_invitations(reader, me)) {
        invitations.add({{"note", text_or_null(one.note)},
                         {"email", text_or_null(one.mail)},
                         {"family", text_or_null(one.name.family)},
                         {"given", text_or_null(one.name.given)},
                         {"family_kana", text_or_null(one.name.family_kana)},
                         {"given_kana", text_or_null(one.name.given_kana)},
                         {"uses_left", std::max(one.uses_left, 0)},
                         {"made_at", rfc3339(one.made)},
                         {"expires_at", rfc3339(one.expires)}});
    }
    add(std::move(invitations));

    List blocks{file::blocks};
    for (auto const &one : exchange::blocks_in(reader, me)) {
        blocks.add({{"member", one.other.text()},
                    {"since", rfc3339(one.since)},
                    {"name", name_of(one.other)}});
    }
    add(std::move(blocks));

    List openings{file::openings};
    for (auto const &one : admin::Openings::all(reader, me)) {
        openings.add({{"at", rfc3339(one.at)},
                      {"operator", one.by.text()},
                      {"what", one.what},
                      {"reason", one.reason},
                      {"name", name_of(one.by)}});
    }
    add(std::move(openings));
}

} // namespace goen::archive
