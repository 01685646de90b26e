// SPDX-License-Identifier: Apache-2.0
// What the verbs of the contacts room share. For this room's own files only.
#pragma once

#include "contacts/contact_store.hpp"
#include "contacts/face.hpp"
#include "store/kept.hpp"

namespace goen::contacts {

// The owner's card as `tier` saw it; an empty body when there is no such version. Words are kept
// for good, pictures are not: one that its owner took off is gone for everybody.
card::CardBody as_received(store::Reader &reader, card::Cards &cards, MemberId owner,
                           VersionId version, card::Tier tier);

struct Contacts::State {
    store::Database &database;
    policy::Policy &policy;
    card::Cards &cards;
    IdMaker &ids;
    Clock &clock;
    std::int64_t const most_private;
    Faces faces;
    store::Kept<Contacts::Markup> pages{2048, seconds{600}};
    std::vector<std::function<void(store::Writer &, MemberId, ContactId, ContactId)>> adopt_hooks{};

    State(store::Database &d, policy::Policy &p, card::Cards &c, IdMaker &i, Clock &k,
          std::int64_t most)
        : database(d), policy(p), cards(c), ids(i), clock(k), most_private(most), faces(c) {}

    Result<Contact> find(store::Reader &reader, MemberId me, ContactId id);
    card::CardBody seen(store::Reader &reader, MemberId owner, VersionId version, card::Tier tier) {
        return as_received(reader, cards, owner, version, tier);
    }
};

// The parts in which two seen cards differ: name positions address emails phones urls.
std::vector<std::string> differences(card::CardBody const &before, card::CardBody const &after);

// One refusal for "not there" and "not yours": a stranger learns nothing.
inline Refusal no_such_contact() {
    return {Reason::not_found, N_("This contact was not found."), {}, {}};
}

} // namespace goen::contacts
