// SPDX-License-Identifier: Apache-2.0
#include "contacts/whole_book.hpp"

#include "card/card_store.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/notes.hpp"
#include "contacts/queries.hpp"

namespace goen::contacts {
namespace {

// "ID SORTKEY": of a piece's last contact.
rows::Where unpacked_cursor(std::string const &after) {
    auto const space = after.find(' ');
    if (space == after.npos) return {};
    return {after.substr(space + 1), parse_id(after.substr(0, space)).value_or(0)};
}

Contact with_own_notes(rows::ContactRow const &row) {
    Contact contact;
    contact.id = row.id;
    contact.is_member = row.is_member;
    contact.memo = row.memo;
    contact.tags = unpacked_tags(row.tags);
    contact.met = unpacked_meetings(row.met);
    contact.created = row.created;
    contact.updated = row.updated;
    if (!row.is_member) contact.body = card::from_stored(row.body);
    return contact;
}

// What a member's line shows beside the notes, apart from the card itself.
void add_tie(Contact &contact, rows::ContactRow const &row, policy::Sight const &sight) {
    contact.tie = sight.tie;
    contact.is_live = sight.is_tied();
    contact.has_left = row.hand.has_left;
    contact.has_moved = contact.is_live && row.moved != Time{};
}

// When the exchange has ended or the card was withdrawn, what was in force last stays readable; the
// policy's own answer is then what strangers see, which is not what this member holds in hand.
bool is_live_card_in_hand(Contact const &contact, policy::Sight const &sight) {
    return contact.is_live && contact.tie->version && sight.version;
}

bool is_withdrawn(Contact const &contact) { return contact.is_live && !contact.tie->version; }

card::CardBody words_of(card::VersionPtr const &whole, card::Tier tier) {
    auto body = whole ? card::seen(whole->body, tier) : card::CardBody{};
    body.photo = {};
    body.logo = {};
    return body;
}

} // namespace

card::CardBody as_received(store::Reader &reader, card::Cards &cards, MemberId owner,
                           VersionId version, card::Tier tier) {
    return words_of(cards.version(reader, owner, version), tier);
}

std::optional<Contact> contact_in(store::Reader &reader, policy::Policy &policy, card::Cards &cards,
                                  MemberId me, ContactId id) {
    auto const row = rows::contact(reader, me, id);
    if (!row) return {};
    auto contact = with_own_notes(*row);
    if (!row->is_member) return contact;
    MemberId const other{id.value};
    auto const sight = policy.look(reader, me, other);
    add_tie(contact, *row, sight);
    if (is_withdrawn(contact))
        contact.withdrawn = cards.removed_on(reader, other, contact.tie->received);
    contact.body = is_live_card_in_hand(contact, sight)
                       ? sight.card()
                       : as_received(reader, cards, other, row->hand.shown, row->hand.shown_tier);
    return contact;
}

std::vector<Contact> contacts_in(store::Reader &reader, policy::Policy &policy, card::Cards &cards,
                                 MemberId me, std::vector<ContactId> const &ids) {
    std::unordered_map<ContactId, rows::ContactRow> rows;
    for (auto &row : rows::contacts(reader, me, ids)) {
        auto const id = row.id;
        rows.emplace(id, std::move(row));
    }
    std::vector<Contact> contacts;
    std::vector<MemberId> members;
    std::vector<std::size_t> places; // of the members among the contacts
    for (auto const id : ids) {
        auto const row = rows.find(id);
        if (row == rows.end()) continue;
        if (row->second.is_member) {
            places.push_back(contacts.size());
            members.push_back(MemberId{id.value});
        }
        contacts.push_back(with_own_notes(row->second));
    }
    auto const sights = policy.look(reader, me, members);
    std::vector<card::CardKey> withdrawn;
    std::vector<card::VersionKey> received(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto &contact = contacts[places[i]];
        auto const &row = rows.at(contact.id);
        add_tie(contact, row, sights[i]);
        if (is_withdrawn(contact)) withdrawn.push_back({members[i], contact.tie->received});
        if (is_live_card_in_hand(contact, sights[i]))
            contact.body = sights[i].card();
        else
            received[i] = {members[i], row.hand.shown};
    }
    auto const removed = cards.removed_on(reader, withdrawn);
    auto const versions = cards.versions(reader, received);
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto &contact = contacts[places[i]];
        if (is_withdrawn(contact)) {
            auto const on = removed.find(contact.tie->received);
            if (on != removed.end()) contact.withdrawn = on->second;
        }
        if (!is_live_card_in_hand(contact, sights[i]))
            contact.body = words_of(versions[i], rows.at(contact.id).hand.shown_tier);
    }
    return contacts;
}

Contacts::Piece piece_of(store::Reader &reader, policy::Policy &policy, card::Cards &cards,
                         MemberId me, std::string const &after, int count) {
    Contacts::Piece piece;
    auto const lines = rows::page(reader, me, unpacked_cursor(after), count, "", "", false);
    std::vector<ContactId> ids;
    for (auto const &line : lines) ids.push_back(line.id);
    piece.contacts = contacts_in(reader, policy, cards, me, ids);
    if (static_cast<int>(lines.size()) == count)
        piece.after = lines.back().id.text() + ' ' + lines.back().sort_key;
    return piece;
}

std::vector<LedgerEntry> ledger_in(store::Reader &reader, card::Cards &cards, MemberId me,
                                   ContactId id) {
    // What came without an exchange is older than the first exchange.
    auto entries = rows::received_of(reader, me, id);
    auto const ledger = rows::ledger_of(reader, me, id);
    std::vector<card::VersionKey> keys;
    for (auto const &row : ledger) keys.push_back({MemberId{id.value}, row.version});
    auto const versions = cards.versions(reader, keys);
    for (std::size_t i = 0; i < ledger.size(); ++i) {
        auto const &row = ledger[i];
        entries.push_back({row.at, row.version, row.tier, words_of(versions[i], row.tier), {}});
    }
    return entries;
}

std::int64_t lines_in(store::Reader &reader, MemberId me) { return rows::size(reader, me); }

std::optional<Time> stands_since(store::Reader &reader, MemberId me, MemberId other) {
    return reader.one<Time>(sql::stands_since, {{"member", me}, {"other", other}});
}

bool is_there(store::Reader &reader, MemberId me, ContactId id) {
    return reader.any(sql::is_there, {{"member", me}, {"id", id}});
}

void each_met(store::Reader &reader, MemberId me, std::function<void(MetLine &)> const &take) {
    reader.each(sql::meetings, {{"member", me}}, [&](store::Row const &row) {
        MetLine line{row.get<ContactId>(0), row.get<bool>(1), unpacked_meetings(row.text(2)),
                     row.get<Time>(3), row.get<Time>(4)};
        take(line);
    });
}

void keep_received(store::Writer &writer, MemberId me, ContactId id, std::int64_t number, Time at,
                   std::string_view stored_card) {
    writer.put(
        sql::received_add,
        {{"member", me}, {"contact", id}, {"id", number}, {"at", at}, {"body", stored_card}});
}

} // namespace goen::contacts
