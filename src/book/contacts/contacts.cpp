// SPDX-License-Identifier: Apache-2.0
// The verbs on one contact. Every row is asked for by (me, id), so that nobody's book is reachable
// but one's own.
#include "contacts/contacts.hpp"

#include "book_events/events.hpp"
#include "card/card_json.hpp"
#include "contacts/changing.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/find_keys.hpp"
#include "contacts/notes.hpp"
#include "contacts/whole_book.hpp"
#include "i18n/dates.hpp"
#include "policy/other_names.hpp"

namespace goen::contacts {

namespace {

constexpr auto kept_in_bin = std::chrono::hours{24 * 30};
constexpr auto second_tap_within = minutes{2};

MemberId member_of(ContactId id) { return MemberId{id.value}; }

} // namespace

Contacts::Contacts(store::Database &database, policy::Policy &policy, card::Cards &cards,
                   IdMaker &ids, Clock &clock, std::int64_t most_private)
    : state_(std::make_shared<State>(database, policy, cards, ids, clock, most_private)) {}

store::Database &Contacts::database() { return state_->database; }

Usage Contacts::usage(store::Reader &reader, MemberId me) {
    return {rows::private_ones(reader, me), state_->most_private};
}

Usage Contacts::usage(MemberId me) {
    return state_->database.read([&](store::Reader &reader) { return usage(reader, me); });
}

Result<Contacts::Room> Contacts::room_for(store::Writer &writer, MemberId me, std::int64_t count) {
    auto const most = state_->most_private;
    bool const can_fit = most == 0 || count <= most;
    if (count > 0 && !(can_fit && rows::take_room(writer, me, count, most))) {
        return over_quota(
            {N_("You have added or imported {1} of at most {2} contacts, so there is no room for "
                "{3} more. Please delete some, or ask an operator to raise the limit."),
             {std::to_string(rows::private_ones(writer, me)), std::to_string(most),
              std::to_string(count)}});
    }
    Room room;
    room.left_ = count;
    return room;
}

Result<Contact> Contacts::State::find(store::Reader &reader, MemberId me, ContactId id) {
    auto contact = contact_in(reader, policy, cards, me, id);
    if (!contact) return no_such_contact();
    return std::move(*contact);
}

Result<Contact> Contacts::find(MemberId me, ContactId id) {
    return state_->database.read([&](store::Reader &reader) {
        auto found = state_->find(reader, me, id);
        if (found && found->is_member) {
            auto const other = member_of(id);
            found->other_names =
                policy::other_names(reader, me, other, state_->policy.look(reader, me, other));
        }
        return found;
    });
}

std::vector<Contact> Contacts::find_all(MemberId me, std::vector<ContactId> const &ids) {
    return state_->database.read([&](store::Reader &reader) {
        return contacts_in(reader, state_->policy, state_->cards, me, ids);
    });
}

Done Contacts::mark_looked(MemberId me, ContactId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        auto const row = rows::contact(writer, me, id);
        if (!row) return no_such_contact();
        if (!row->is_member || !row->hand.live) return {};
        if (row->looked == row->hand.live && row->moved == Time{}) return {};
        rows::looked(writer, me, id, row->hand.live);
        store::tell(writer, ContactLooked{.member = me, .other = id});
        return {};
    });
}

Result<std::vector<LedgerEntry>> Contacts::ledger(MemberId me, ContactId id) {
    return state_->database.read([&](store::Reader &reader) -> Result<std::vector<LedgerEntry>> {
        if (!rows::order_of(reader, me, id)) return no_such_contact();
        auto entries = ledger_in(reader, state_->cards, me, id);
        for (std::size_t i = 1; i < entries.size(); ++i)
            entries[i].changes = differences(entries[i - 1].body, entries[i].body);
        return entries;
    });
}

struct Contacts::Ready::Line {
    rows::NewLine row;
    std::vector<std::string> tags;
};

ContactId Contacts::Ready::id() const { return line_->row.id; }

Result<Contacts::Ready> Contacts::ready(MemberId me, Edit edit, std::optional<Time> at) {
    auto const fine = checked(std::move(edit));
    if (!fine) return fine.why();
    if (!fine->body)
        return Refusal::field("family", N_("Please enter a name. A family name alone is enough."));

    auto made = std::make_shared<Ready::Line>();
    auto &line = made->row;
    line.member = me;
    line.id = state_->ids.make<ContactId>();
    line.at = at.value_or(state_->clock.now());
    put_body(line, *fine->body);
    made->tags = fine->tags.value_or(std::vector<std::string>{});
    auto const met = fine->met.value_or(std::vector<Meeting>{});
    line.memo = fine->memo.value_or("");
    line.tags = packed_tags(made->tags);
    line.met = packed_meetings(met);
    line.find += find_text(line.memo, made->tags, met);
    Ready ready;
    ready.line_ = std::move(made);
    return ready;
}

void Contacts::add(store::Writer &writer, Room &room, Ready const &ready) {
    auto const &[row, tags] = *ready.line_;
    ensure(room.left_-- > 0, "a contact is added for which no room was taken");
    ensure(rows::add(writer, row), "a new number is taken");
    if (!tags.empty()) rows::write_tags(writer, row.member, row.id, tags);
}

Result<Contacts::Ready> Contacts::ready_today(MemberId me, Edit edit) {
    auto const today = i18n::date_in_japan(state_->clock.now());
    if (auto const past = not_to_come(edit, today); !past) return past.why();
    return ready(me, std::move(edit));
}

Result<ContactId> Contacts::add(MemberId me, Edit edit) {
    auto const line = ready_today(me, std::move(edit));
    if (!line) return line.why();
    return state_->database.write(
        [&](store::Writer &writer) -> Result<ContactId> { return add_one(writer, me, *line); });
}

Result<ContactId> Contacts::add_one(store::Writer &writer, MemberId me, Ready const &line) {
    auto room = room_for(writer, me, 1);
    if (!room) return room.why();
    add(writer, *room, line);
    store::tell(writer, ContactMade{me, line.id()});
    return line.id();
}

Result<ContactId> Contacts::add_once(MemberId me, Edit edit) {
    auto const line = ready_today(me, std::move(edit));
    if (!line) return line.why();
    return state_->database.write([&](store::Writer &writer) -> Result<ContactId> {
        writer.lock(me.value); // the second tap waits for the first
        if (auto const there = rows::added_already(writer, line->line_->row, second_tap_within))
            return *there;
        return add_one(writer, me, *line);
    });
}

Result<ContactId> Contacts::add(store::Writer &writer, MemberId me, Edit edit, Time at) {
    auto const line = ready(me, std::move(edit), at);
    if (!line) return line.why();
    return add_one(writer, me, *line);
}

std::optional<ContactId> Contacts::just_added(MemberId me, Edit edit) {
    auto const line = ready(me, std::move(edit));
    if (!line) return {};
    return state_->database.read([&](store::Reader &reader) {
        return rows::added_already(reader, line->line_->row, second_tap_within);
    });
}

bool Contacts::take_back(store::Writer &writer, MemberId me, ContactId id, Time at) {
    auto const row = rows::contact(writer, me, id);
    if (!row) return true;
    if (row->is_member || row->updated != row->created) return false;
    rows::bin(writer, me, id, at);
    return true;
}

Contacts::Piece Contacts::piece(MemberId me, std::string const &after, int count) {
    return state_->database.read([&](store::Reader &reader) {
        return piece_of(reader, state_->policy, state_->cards, me, after, count);
    });
}

Done Contacts::edit(MemberId me, ContactId id, Edit edit) {
    auto const fine = checked(std::move(edit));
    if (!fine) return fine.why();
    auto const today = i18n::date_in_japan(state_->clock.now());
    if (auto const past = not_to_come(*fine, today); !past) return past.why();

    return state_->database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value); // not between what change() sees and what it writes
        auto const done = change_line(writer, state_->ids, me, id, *fine, state_->clock.now());
        if (done) store::tell(writer, ContactChanged{me, id});
        return done;
    });
}

Result<Contact> Contacts::change(MemberId me, ContactId id, Editing const &editing) {
    return state_->database.write([&](store::Writer &writer) -> Result<Contact> {
        writer.lock(me.value);
        auto const before = state_->find(writer, me, id);
        if (!before) return before.why();
        auto wanted = editing(*before);
        if (!wanted) return wanted.why();
        auto const fine = checked(std::move(*wanted));
        if (!fine) return fine.why();
        auto const now = state_->clock.now();
        if (auto const past = not_to_come(*fine, i18n::date_in_japan(now)); !past)
            return past.why();
        auto const done = change_line(writer, state_->ids, me, id, *fine, now);
        if (!done) return done.why();
        store::tell(writer, ContactChanged{me, id});
        return state_->find(writer, me, id);
    });
}

Done Contacts::remove(MemberId me, ContactId id) {
    return remove(me, id, [](Contact const &) { return Done{}; });
}

Done Contacts::remove(MemberId me, ContactId id, std::function<Done(Contact const &)> const &may) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const now = state_->clock.now();
        auto const contact = state_->find(writer, me, id);
        if (!contact) return contact.why();
        if (auto const agreed = may(*contact); !agreed) return agreed.why();
        auto const tie = state_->policy.tie(writer, me, member_of(id));
        if (tie && tie->is_live()) {
            return Refusal{
                Reason::conflict,
                N_("You have exchanged cards with this person. Please end the exchange first."),
                {},
                {}};
        }
        rows::purge(writer, me, now - kept_in_bin);
        rows::bin(writer, me, id, now);
        store::tell(writer, ContactRemoved{me, id});
        return {};
    });
}

void Contacts::tidy() {
    // A thousand books at most in one hour, one transaction each: nobody waits long for a writer.
    auto const before = state_->clock.now() - kept_in_bin;
    auto const full = state_->database.read(
        [&](store::Reader &reader) { return rows::with_old_bins(reader, before, 1000); });
    for (auto const member : full) {
        Done const done = state_->database.write([&](store::Writer &writer) -> Done {
            rows::purge(writer, member, before);
            return {};
        });
        ensure(done.has_value(), "emptying the bin refuses nothing");
    }
}

Done Contacts::restore(MemberId me, ContactId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        auto const tags = rows::binned(writer, me, id, state_->clock.now() - kept_in_bin);
        if (!tags) return no_such_contact();
        if (rows::order_of(writer, me, id)) {
            return Refusal{Reason::conflict, N_("This contact has already been restored."), {}, {}};
        }
        if (rows::is_private_binned(writer, me, id)) {
            if (auto const room = room_for(writer, me, 1); !room) return room.why();
        }
        rows::restore(writer, me, id);
        renew_find_key(writer, me, id); // it may have been deleted before the last renewal
        rows::write_tags(writer, me, id, unpacked_tags(*tags));
        store::tell(writer, ContactRestored{me, id});
        return {};
    });
}

} // namespace goen::contacts
