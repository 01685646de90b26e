// SPDX-License-Identifier: Apache-2.0
// The whole book inside one snapshot that its caller holds, and cards received long ago written
// into it: for a member who takes everything with her and for one who comes with it.
#pragma once

#include "contacts/contacts.hpp"

namespace goen::contacts {

// What Contacts::find() says of the contact itself; nothing when it is not there.
std::optional<Contact> contact_in(store::Reader &reader, policy::Policy &policy, card::Cards &cards,
                                  MemberId me, ContactId id);
// As Contacts::find_all().
std::vector<Contact> contacts_in(store::Reader &reader, policy::Policy &policy, card::Cards &cards,
                                 MemberId me, std::vector<ContactId> const &ids);
// As Contacts::piece(), in the caller's snapshot.
Contacts::Piece piece_of(store::Reader &reader, policy::Policy &policy, card::Cards &cards,
                         MemberId me, std::string const &after, int count);
// As Contacts::ledger(), of a contact that is there; without the changes.
std::vector<LedgerEntry> ledger_in(store::Reader &reader, card::Cards &cards, MemberId me,
                                   ContactId id);

// How many lines it has.
std::int64_t lines_in(store::Reader &reader, MemberId me);
// When this member came into the book; nothing when she is not in it.
std::optional<Time> stands_since(store::Reader &reader, MemberId me, MemberId other);

// Whether it has this line.
bool is_there(store::Reader &reader, MemberId me, ContactId id);
// When each was met, by id: the whole book in one pass.
struct MetLine {
    ContactId id;
    bool is_member = false;
    std::vector<Meeting> met;
    Time created{}, updated{};
};
void each_met(store::Reader &reader, MemberId me, std::function<void(MetLine &)> const &take);

// A card as it was received at another network: a line of this private contact's ledger. They are
// written oldest first; `number` is a new one of the IdMaker.
void keep_received(store::Writer &writer, MemberId me, ContactId id, std::int64_t number, Time at,
                   std::string_view stored_card);

} // namespace goen::contacts
