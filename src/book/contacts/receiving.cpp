// SPDX-License-Identifier: Apache-2.0
// What the exchange room tells the book: a card received, a tier or a version changed. The ledger
// grows here only.
#include "book_events/events.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/notes.hpp"
#include "i18n/dates.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::contacts {

std::vector<std::string> differences(card::CardBody const &before, card::CardBody const &after) {
    std::vector<std::string> parts;
    if (before.name != after.name) parts.emplace_back("name");
    if (before.ja.positions != after.ja.positions || before.en.positions != after.en.positions) {
        parts.emplace_back("positions");
    }
    if (before.ja.address != after.ja.address || before.en.address != after.en.address)
        parts.emplace_back("address");
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

bool has(std::vector<std::string> const &parts, std::string_view part) {
    return std::find(parts.begin(), parts.end(), part) != parts.end();
}

template <class T> bool has_new(std::vector<T> const &before, std::vector<T> const &after) {
    return std::any_of(after.begin(), after.end(), [&](T const &one) {
        return std::find(before.begin(), before.end(), one) == before.end();
    });
}

// Whether `after` shows anything that `before` did not.
bool brings_more(card::CardBody const &before, card::CardBody const &after) {
    auto const side = [](card::Side const &was, card::Side const &is) {
        return has_new(was.positions, is.positions) ||
               (!is.address.empty() && is.address != was.address);
    };
    return (!after.name.empty() && after.name != before.name) || side(before.ja, after.ja) ||
           side(before.en, after.en) || has_new(before.emails, after.emails) ||
           has_new(before.phones, after.phones) || has_new(before.urls, after.urls);
}

// What the owner herself has changed on the card, of that which `tier` sees now: both versions are
// cut by the newer one's rules, so that a part she merely hides is no difference. Hiding is silent.
template <class State> std::vector<std::string> rewritten(State &state, store::Reader &reader,
                                                          MemberId owner, VersionId before,
                                                          VersionId after, card::Tier tier) {
    auto const was = state.cards.version(reader, owner, before);
    auto const is = state.cards.version(reader, owner, after);
    if (!was || !is) return {};
    auto cut = was->body;
    cut.show = is->body.show;
    return differences(card::seen(cut, tier), card::seen(is->body, tier));
}

// Whether what is received now belongs into the ledger after its last entry: something was
// rewritten, or more is seen. A lowered tier or a hidden part alone never does: it brings nothing,
// and the other side's silence is no event.
template <class State> bool is_news(State &state, store::Reader &reader, MemberId owner,
                                    Receipt const &last, Receipt const &now) {
    if (!last.version) return true;
    if (last.version == now.version && last.tier >= now.tier) return false;
    return !rewritten(state, reader, owner, last.version, now.version, now.tier).empty() ||
           brings_more(state.seen(reader, owner, last.version, last.tier),
                       state.seen(reader, owner, now.version, now.tier));
}

} // namespace

void Contacts::receive(store::Writer &writer, Received const &received) {
    auto const face = state_->faces.of(writer, received.other, received.version, received.sees);
    ensure(face != nullptr, "a card was received that does not exist");

    rows::NewLine line;
    line.member = received.member;
    line.id = ContactId{received.other.value};
    line.is_member = true;
    line.sort_key = face->sort_key;
    line.head = face->head;
    line.version = received.version;
    line.tier = received.sees;
    line.at = received.at;
    if (received.is_meeting || !received.met_where.empty()) {
        std::vector<Meeting> const met{{i18n::date_in_japan(received.at), received.met_where, ""}};
        line.met = packed_meetings(met);
        line.find = find_text("", {}, met);
    }

    if (rows::add(writer, line)) {
        rows::ledger_add(writer, line.member, line.id, line.at, line.version, line.tier);
        return;
    }
    auto const held = rows::held(writer, line.member, line.id);
    ensure(held.has_value(), "a line is there and is not");
    Receipt last{held->last, held->last_tier};
    Receipt const now{received.version, received.sees};
    if (is_news(*state_, writer, received.other, last, now)) {
        rows::ledger_add(writer, line.member, line.id, line.at, now.version, now.tier);
        last = now;
    }
    rows::revive(writer, line, last.version, last.tier);
}

void Contacts::refresh(store::Writer &writer, MemberId member, MemberId other, VersionId version,
                       card::Tier sees, Time at) {
    ContactId const id{other.value};
    auto const held = rows::held(writer, member, id);
    if (!held) return; // no line: nothing hangs on it
    bool const is_withdrawn = !version;
    if (is_withdrawn) version = held->shown, sees = std::min(sees, held->shown_tier);
    auto const face = state_->faces.of(writer, other, version, sees);
    if (!face) return;

    Receipt last{held->last, held->last_tier};
    Receipt const now{version, sees};
    if (!is_withdrawn && is_news(*state_, writer, other, last, now)) {
        rows::ledger_add(writer, member, id, at, version, sees);
        last = now;
    }
    // Moved: name or position were rewritten since the version last looked at.
    bool moved = false;
    if (held->looked && held->looked != version) {
        auto const parts = rewritten(*state_, writer, other, held->looked, version, sees);
        moved = has(parts, "name") || has(parts, "positions");
    }
    rows::NewLine line;
    line.member = member;
    line.id = id;
    line.sort_key = face->sort_key;
    line.head = face->head;
    line.version = version;
    line.tier = sees;
    line.at = at;
    auto const since = !moved ? Time{} : held->moved != Time{} ? held->moved : at;
    // What she cannot see changing (a tier, a hidden part) leaves no mark on the time of the line.
    bool const is_seen =
        is_withdrawn || state_->seen(writer, other, held->shown, held->shown_tier) !=
                            state_->seen(writer, other, version, sees);
    rows::refresh(writer, line, last.version, last.tier, since, is_seen);
    // Another place in the book, or among those who moved: pages that do not show this line yet
    // must hear of it.
    if (line.sort_key != held->sort_key || since != held->moved) {
        store::tell(writer, ContactMoved{member, other});
    }
}

void Contacts::card_changed(store::Writer &writer, card::Cards::Change const &change) {
    if (!change.next) return; // removed: the ties say so, and what was received stays
    for (auto const &holder : state_->policy.holders(writer, change.owner, change.card)) {
        refresh(writer, holder.member, change.owner, change.next->id, holder.sees, change.at);
    }
}

} // namespace goen::contacts
