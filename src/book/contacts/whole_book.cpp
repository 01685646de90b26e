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

} // namespace

card::CardBody as_received(store::Reader &reader, card::Cards &cards, MemberId owner,
                           VersionId version, card::Tier tier) {
    auto const whole = cards.version(reader, owner, version);
    auto body = whole ? card::seen(whole->body, tier) : card::CardBody{};
    body.photo = body.logo = {};
    return body;
}

std::optional<Contact> contact_in(store::Reader &reader, policy::Policy &policy, card::Cards &cards,
                                  MemberId me, ContactId id) {
    auto row = rows::contact(reader, me, id);
    if (!row) return {};

    Contact contact;
    contact.id = id;
    contact.is_member = row->is_member;
    contact.memo = std::move(row->memo);
    contact.tags = unpacked_tags(row->tags);
    contact.met = unpacked_meetings(row->met);
    contact.created = row->created;
    contact.updated = row->updated;
    if (!row->is_member) {
        contact.body = card::from_stored(row->body);
        return contact;
    }
    MemberId const other{id.value};
    auto const sight = policy.look(reader, me, other);
    contact.tie = sight.tie;
    contact.is_live = sight.is_tied();
    contact.has_left = row->hand.has_left;
    if (contact.is_live && !contact.tie->version)
        contact.withdrawn = cards.removed_on(reader, other, contact.tie->received);
    contact.has_moved = contact.is_live && row->moved != Time{};
    // When the exchange has ended or the card was withdrawn, what was in force last stays readable;
    // the policy's own answer is then what strangers see, which is not what this member holds in
    // hand.
    contact.body = contact.is_live && contact.tie->version && sight.version
                       ? sight.card()
                       : as_received(reader, cards, other, row->hand.shown, row->hand.shown_tier);
    return contact;
}

Contacts::Piece piece_of(store::Reader &reader, policy::Policy &policy, card::Cards &cards,
                         MemberId me, std::string const &after, int count) {
    Contacts::Piece piece;
    auto const lines = rows::page(reader, me, unpacked_cursor(after), count, "", "", false);
    for (auto const &line : lines) {
        if (auto contact = contact_in(reader, policy, cards, me, line.id))
            piece.contacts.push_back(std::move(*contact));
    }
    if (static_cast<int>(lines.size()) == count)
        piece.after = lines.back().id.text() + ' ' + lines.back().sort_key;
    return piece;
}

std::vector<LedgerEntry> ledger_in(store::Reader &reader, card::Cards &cards, MemberId me,
                                   ContactId id) {
    // What came without an exchange is older than the first exchange.
    auto entries = rows::received_of(reader, me, id);
    for (auto const &row : rows::ledger_of(reader, me, id)) {
        auto body = as_received(reader, cards, MemberId{id.value}, row.version, row.tier);
        entries.push_back({row.at, row.version, row.tier, std::move(body), {}});
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
