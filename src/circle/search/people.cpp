// SPDX-License-Identifier: Apache-2.0
#include "search/people.hpp"

#include "card/card_view.hpp"
#include "contacts/contacts_view.hpp"
#include "exchange/exchange_view.hpp"
#include "exchange/lists.hpp"
#include "names/search_key.hpp"

#include <algorithm>
#include <map>

namespace goen::search {
namespace {

// A cursor is the book's with "b" before it, or a member's id with "m".
constexpr char in_book = 'b', among_members = 'm';

Item item_of(Asked const &asked, std::string id, card::CardBody const &card) {
    Item item{"person", std::move(id), {}, {}, {}};
    item.title.text = card.name.display(asked.words.language());
    item.about = exchange::position_for(card, asked.words);
    item.heading = contacts::name_with_reading(card.name, asked.words);
    return item;
}

std::string standing(contacts::Contact const &contact, i18n::Words const &w) {
    if (!contact.is_member || contact.is_live) return {};
    return contact.has_left ? w("Has left the network") : w("The exchange has ended");
}

// False: they were all of the book.
Result<bool> add_from_book(store::Reader &reader, People const &rooms, Asked const &asked,
                           std::string cursor, Found &found) {
    auto const lines = rooms.contacts.list(
        asked.me, {.q = asked.q, .after = std::move(cursor), .limit = asked.limit},
        asked.words.language());
    if (!lines) return lines.why();
    std::vector<ContactId> ids;
    for (auto const &line : lines->lines) ids.push_back(line.id);
    std::map<ContactId, contacts::Contact> cards;
    for (auto &contact : rooms.contacts.find_all(asked.me, ids)) {
        auto const id = contact.id;
        cards.emplace(id, std::move(contact));
    }
    // Whom I have blocked I find in my book and among the blocked, where I can lift it.
    for (auto const &block : exchange::blocks_in(reader, asked.me))
        cards.erase(ContactId{block.other.value});
    for (auto const &line : lines->lines) {
        auto const card = cards.find(line.id);
        if (card == cards.end()) continue;
        auto const &contact = card->second;
        auto item = item_of(asked, line.id.text(), contact.body);
        item.path = contacts::path_of(line.id);
        item.portrait = card::portrait(line.photo, line.id.value, line.name);
        item.note = standing(contact, asked.words);
        item.why =
            why_found({contact.body, contact.other_names, contact.memo, contact.tags, contact.met},
                      asked.q, asked.words.language());
        found.items.push_back(std::move(item));
    }
    if (!lines->next.empty()) found.next = in_book + lines->next;
    return !lines->next.empty();
}

// Of members found by name those whose line in my book has been found already.
std::vector<MemberId> found_in_book(People const &rooms, Asked const &asked,
                                    std::vector<exchange::FoundPerson> const &people) {
    std::vector<MemberId> out;
    std::vector<ContactId> ids;
    for (auto const &person : people) {
        if (person.is_tied)
            out.push_back(person.id);
        else
            ids.emplace_back(person.id.value);
    }
    names::NameQuery const query{asked.q};
    for (auto const &contact : rooms.contacts.find_all(asked.me, ids)) {
        if (query.matches(names::find_key(contact.body.name))) out.emplace_back(contact.id.value);
    }
    return out;
}

Done add_members(People const &rooms, Asked const &asked, MemberId after, Found &found) {
    auto const room = asked.limit - static_cast<int>(found.items.size());
    auto const members = rooms.exchange.people(asked.me, asked.q, after, std::max(room, 1));
    if (!members) return members.why();
    auto const known = found_in_book(rooms, asked, members->people);
    for (auto const &person : members->people) {
        if (std::find(known.begin(), known.end(), person.id) != known.end()) continue;
        if (room == 0) { // there is somebody for another page
            found.next = among_members + std::string{"0"};
            return {};
        }
        auto item = item_of(asked, person.id.text(), person.card);
        item.path = "/m/" + person.id.text();
        item.portrait = card::portrait(person.card.photo, person.id.value, person.card.name);
        Person shown{person.card};
        if (person.known_as) shown.other_names.push_back(*person.known_as);
        item.why = why_found(shown, asked.q, asked.words.language());
        found.items.push_back(std::move(item));
    }
    if (members->next) found.next = among_members + members->next.text();
    return {};
}

Result<Found> find_people(People const &rooms, Asked const &asked) {
    return rooms.database.read([&](store::Reader &reader) -> Result<Found> {
        Found found;
        if (asked.q.empty()) return found;
        MemberId after;
        if (asked.after.starts_with(among_members)) {
            after.value = parse_id(asked.after.substr(1)).value_or(0);
        } else {
            auto const more = add_from_book(
                reader, rooms, asked, asked.after.empty() ? "" : asked.after.substr(1), found);
            if (!more) return more.why();
            if (*more) return found;
        }
        if (auto const done = add_members(rooms, asked, after, found); !done) return done.why();
        return found;
    });
}

} // namespace

Kind people(People rooms) {
    return {"people",
            N_("Contacts and members"),
            10,
            true,
            "contacts:read",
            [rooms](Asked const &asked) { return find_people(rooms, asked); }};
}

} // namespace goen::search
