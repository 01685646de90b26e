// SPDX-License-Identifier: Apache-2.0
#include "contacts/history.hpp"

#include "book_events/events.hpp"
#include "card/card_store.hpp"
#include "contacts/changing.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/notes.hpp"
#include "contacts/queries.hpp"
#include "contacts/taking_back.hpp"

#include <set>

namespace goen::contacts {

namespace {

std::optional<Changed<std::string>> pair_at(store::Row const &row, int column) {
    if (row.is_null(column)) return {};
    return Changed<std::string>{row.get<std::string>(column), row.get<std::string>(column + 1)};
}

PastEdit edit_at(store::Row const &row) {
    using columns = sql::edit_columns;
    PastEdit edit;
    edit.id = row.get<EditId>(columns::id);
    edit.at = row.get<Time>(columns::at);
    edit.undoes = row.get<EditId>(columns::undoes);
    edit.is_batch = row.get<bool>(columns::batch);
    edit.memo = pair_at(row, columns::memo_was);
    if (auto const tags = pair_at(row, columns::tags_was))
        edit.tags = {{unpacked_tags(tags->was), unpacked_tags(tags->is)}};
    if (auto const met = pair_at(row, columns::met_was))
        edit.met = {{unpacked_meetings(met->was), unpacked_meetings(met->is)}};
    if (auto const body = pair_at(row, columns::body_was))
        edit.body = {{card::from_stored(body->was), card::from_stored(body->is)}};
    return edit;
}

} // namespace

Result<std::vector<PastEdit>> History::of(MemberId me, ContactId id) const {
    return database_.read([&](store::Reader &reader) -> Result<std::vector<PastEdit>> {
        if (!rows::order_of(reader, me, id)) return no_such_contact();
        std::vector<PastEdit> edits;
        reader.each(sql::edits_of, {{"member", me}, {"contact", id}},
                    [&](store::Row const &row) { edits.push_back(edit_at(row)); });
        // Newest first: an undoing that was itself undone has come by before what it undid.
        std::set<EditId> undone;
        for (auto &edit : edits) {
            edit.is_undone = undone.contains(edit.id);
            if (edit.undoes && !edit.is_undone) undone.insert(edit.undoes);
        }
        return edits;
    });
}

Done History::undo(MemberId me, ContactId id, EditId wanted) const {
    return database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const row = rows::contact(writer, me, id);
        if (!row) return no_such_contact();
        std::optional<PastEdit> past;
        writer.each(sql::edit_one, {{"member", me}, {"contact", id}, {"id", wanted}},
                    [&](store::Row const &found) { past = edit_at(found); });
        if (!past)
            return Refusal{
                Reason::not_found, N_("The record of this change is no longer kept."), {}, {}};

        Refusal const later{Reason::conflict,
                            N_("This was changed again later. Please undo the later change first."),
                            {},
                            {}};
        Refusal const nothing{Reason::conflict, N_("There is nothing to undo."), {}, {}};
        Edit edit;
        bool is_any = false;
        auto const &was = *past;
        if (was.memo && row->memo != was.memo->was) {
            if (row->memo != was.memo->is) return later;
            edit.memo = was.memo->was;
            is_any = true;
        }
        if (was.body) {
            if (row->body.empty()) return later;
            auto const now = card::from_stored(row->body);
            if (now != was.body->was) {
                if (now != was.body->is) return later;
                edit.body = was.body->was;
                is_any = true;
            }
        }
        if (was.tags) {
            auto const now = unpacked_tags(row->tags);
            auto tags = taken_back(now, was.tags->was, was.tags->is);
            if (tags != now) {
                edit.tags = std::move(tags);
                is_any = true;
            }
        }
        if (was.met) {
            auto const now = unpacked_meetings(row->met);
            auto met = taken_back(now, was.met->was, was.met->is);
            if (met != now) {
                edit.met = std::move(met);
                is_any = true;
            }
        }
        if (!is_any) return nothing;
        auto const fine = checked(std::move(edit));
        if (!fine) return fine.why();
        auto const done =
            change_line(writer, ids_, me, id, *fine, clock_.now(), {.undoes = wanted.value});
        if (done) store::tell(writer, ContactChanged{me, id});
        return done;
    });
}

} // namespace goen::contacts
