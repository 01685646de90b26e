// SPDX-License-Identifier: Apache-2.0
// What the exchange room tells the book: a card received, a tier or a version changed. The ledger grows here only.
#include "contacts/contacts_state.hpp"
#include "contacts/notes.hpp"
#include "i18n/dates.hpp"
#include "names/search_key.hpp"

namespace goen::contacts {

std::vector<std::string> differences(card::CardBody const& before, card::CardBody const& after) {
    std::vector<std::string> parts;
    if (before.name != after.name) parts.emplace_back("name");
    if (before.ja.positions != after.ja.positions || before.en.positions != after.en.positions) {
        parts.emplace_back("positions");
    }
    if (before.ja.address != after.ja.address || before.en.address != after.en.address) parts.emplace_back("address");
    if (before.emails != after.emails) parts.emplace_back("emails");
    if (before.phones != after.phones) parts.emplace_back("phones");
    if (before.urls != after.urls) parts.emplace_back("urls");
    return parts;
}

namespace {

struct Receipt {
    VersionId version;
    card::Tier tier;
};

// Whether what is received now belongs into the ledger after its last entry. A lowered tier alone never does: it
// takes parts out and brings nothing, and the other side's silence is not an event to be told of. So a new version is
// compared with the old one as today's tier sees both, and a raised tier by what it adds.
template <class State>
bool is_news(State& state, store::Reader& reader, Receipt const& last, Receipt const& now) {
    if (!last.version) return true;
    if (last.version != now.version &&
        !differences(state.seen(reader, last.version, now.tier), state.seen(reader, now.version, now.tier)).empty()) {
        return true;
    }
    return now.tier > last.tier && !differences(state.seen(reader, last.version, last.tier),
                                                state.seen(reader, now.version, now.tier)).empty();
}

} // namespace

void Contacts::receive(store::Writer& writer, Received const& received) {
    auto const face = state_->faces.of(writer, received.version, received.sees);
    ensure(face != nullptr, "a card was received that does not exist");

    rows::NewLine line;
    line.member = received.member;
    line.id = ContactId{received.other.value};
    line.is_member = true;
    line.sort_key = names::sort_key(face->name);
    line.head = names::index_head(face->name);
    line.version = received.version;
    line.tier = received.sees;
    line.at = received.at;
    if (received.is_meeting || !received.met_where.empty()) {
        std::vector<Meeting> const met{{i18n::date_in_japan(received.at), received.met_where, ""}};
        line.met = packed_meetings(met);
        line.find = find_text("", {}, met);
    }

    auto const held = rows::held(writer, line.member, line.id);
    if (!held) {
        rows::ledger_add(writer, line.member, line.id, line.at, line.version, line.tier);
        rows::add(writer, line);
        return;
    }
    Receipt last{held->last, held->last_tier};
    Receipt const now{received.version, received.sees};
    if (is_news(*state_, writer, last, now)) {
        rows::ledger_add(writer, line.member, line.id, line.at, now.version, now.tier);
        last = now;
    }
    rows::revive(writer, line, last.version, last.tier);
}

void Contacts::refresh(store::Writer& writer, MemberId member, MemberId other, VersionId version, card::Tier sees,
                       Time at) {
    ContactId const id{other.value};
    auto const held = rows::held(writer, member, id);
    if (!held) return; // no line: nothing hangs on it
    auto const face = state_->faces.of(writer, version, sees);
    if (!face) return; // the card was withdrawn: the ledger stays as it is

    Receipt last{held->last, held->last_tier};
    Receipt const now{version, sees};
    if (is_news(*state_, writer, last, now)) {
        rows::ledger_add(writer, member, id, at, version, sees);
        last = now;
    }
    // Moved: name or position differ from what was last looked at, both as today's tier sees them.
    bool moved = false;
    if (held->looked && held->looked != version) {
        auto const before = state_->faces.of(writer, held->looked, sees);
        moved = before && before->standing != face->standing;
    }
    rows::NewLine line;
    line.member = member;
    line.id = id;
    line.sort_key = names::sort_key(face->name);
    line.head = names::index_head(face->name);
    line.version = last.version;
    line.tier = last.tier;
    line.at = at;
    rows::refresh(writer, line, !moved ? Time{} : held->moved != Time{} ? held->moved : at);
}

void Contacts::card_changed(store::Writer& writer, card::Cards::Change const& change) {
    if (!change.next) return; // removed: the ties say so, and what was received stays
    for (auto const& holder : state_->policy.holders(writer, change.owner, change.card)) {
        refresh(writer, holder.member, change.owner, change.next->id, holder.sees, change.at);
    }
}

} // namespace goen::contacts
