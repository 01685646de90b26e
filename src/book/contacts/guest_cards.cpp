// SPDX-License-Identifier: Apache-2.0
// Contacts that begin with a card from somebody without an account, and how they become one with
// the member that person may be later.
#include "book_events/events.hpp"
#include "card/card_store.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/notes.hpp"
#include "contacts/queries.hpp"

#include <algorithm>

namespace goen::contacts {

Result<ContactId> Contacts::receive_from_guest(store::Writer &writer, MemberId me, Edit edit,
                                               Time at) {
    ensure(edit.body.has_value(), "a guest's card has a body");
    auto const as_left = card::to_stored(*edit.body);
    auto const id = add(writer, me, std::move(edit), at);
    if (!id) return id;
    writer.put(sql::received_add, {{"member", me},
                                   {"contact", *id},
                                   {"id", state_->ids.next()},
                                   {"at", at},
                                   {"body", as_left}});
    return id;
}

namespace {

struct Notes {
    std::string memo;
    std::vector<std::string> tags;
    std::vector<Meeting> met;
    Time at{};
};
void set_notes(store::Writer &writer, MemberId me, ContactId id, Notes const &notes) {
    auto const find = find_text(notes.memo, notes.tags, notes.met);
    auto const tags = packed_tags(notes.tags), met = packed_meetings(notes.met);
    writer.run(sql::set_notes, {{"member", me},
                                {"id", id},
                                {"find", find},
                                {"memo", notes.memo},
                                {"tags", tags},
                                {"met", met},
                                {"at", notes.at}});
}

} // namespace

bool Contacts::is_private(store::Reader &reader, MemberId me, ContactId id) {
    auto const row = rows::contact(reader, me, id);
    return row && !row->is_member;
}

void Contacts::note_meeting(store::Writer &writer, MemberId me, ContactId id, Meeting meeting,
                            Time at) {
    auto const line = rows::contact(writer, me, id);
    if (!line || !line->is_member) return;
    auto met = unpacked_meetings(line->met);
    met.push_back(std::move(meeting));
    if (auto const fine = checked_meetings(met)) {
        set_notes(writer, me, id, {line->memo, unpacked_tags(line->tags), *fine, at});
        store::tell(writer, ContactChanged{me, id});
    }
}

void Contacts::on_adopt(std::function<void(store::Writer &, MemberId, ContactId, ContactId)> hook) {
    state_->adopt_hooks.push_back(std::move(hook));
}

bool Contacts::adopt(store::Writer &writer, MemberId me, ContactId private_one, MemberId other,
                     Time at) {
    ContactId const to{other.value};
    auto const old = rows::contact(writer, me, private_one);
    if (!old || old->is_member) return false;
    auto const line = rows::contact(writer, me, to);
    ensure(line && line->is_member, "the line of the member is there before it takes in another");

    // What I had written on the card since I received it must not be lost with the line.
    std::string last;
    writer.each(sql::received_of, {{"member", me}, {"contact", private_one}},
                [&](store::Row const &row) { last = row.text(2); });
    auto const as_it_was = card::from_stored(old->body);
    if (last.empty() || !differences(card::from_stored(last), as_it_was).empty()) {
        writer.put(sql::received_add, {{"member", me},
                                       {"contact", private_one},
                                       {"id", state_->ids.next()},
                                       {"at", old->updated},
                                       {"body", old->body}});
    }
    for (auto const *move : {&sql::received_move, &sql::edits_move})
        writer.put(*move, {{"member", me}, {"contact", private_one}, {"to", to}});
    for (auto const &hook : state_->adopt_hooks) hook(writer, me, private_one, to);

    auto memo = old->memo;
    if (!line->memo.empty() && line->memo != memo)
        memo += (memo.empty() ? "" : "\n\n") + line->memo;
    auto tags = unpacked_tags(old->tags);
    for (auto &tag : unpacked_tags(line->tags)) tags.push_back(std::move(tag));
    auto met = unpacked_meetings(old->met);
    for (auto &one : unpacked_meetings(line->met)) {
        if (std::find(met.begin(), met.end(), one) == met.end()) met.push_back(std::move(one));
    }
    // Each part has passed its limits alone; both together may be over them by a little.
    auto const all_tags = checked_tags(tags);
    auto const all_met = checked_meetings(met);
    if (all_tags) tags = *all_tags;
    if (all_met) met = *all_met;
    set_notes(writer, me, to, {memo, tags, met, at});
    rows::write_tags(writer, me, private_one, {});
    rows::write_tags(writer, me, to, tags);
    rows::give_room_back(writer, me, private_one);
    writer.put(sql::remove, {{"member", me}, {"id", private_one}});
    store::tell(writer, ContactAdopted{.member = me, .other = other, .typed = private_one});
    return true;
}

} // namespace goen::contacts
