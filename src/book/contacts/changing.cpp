// SPDX-License-Identifier: Apache-2.0
#include "contacts/changing.hpp"

#include "card/card_store.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/notes.hpp"
#include "contacts/queries.hpp"
#include "names/search_key.hpp"

namespace goen::contacts {

namespace {

// What stood there and what stands there now; not set where both are the same.
struct Parts {
    std::optional<std::string> was, is;
    Parts(std::string const &before, std::string const &after) {
        if (before != after) {
            was = before;
            is = after;
        }
    }
};

void keep_edit(store::Writer &writer, IdMaker &ids, MemberId me, rows::ContactRow const &before,
               rows::NewLine const &after, Mark mark) {
    Parts const memo{before.memo, after.memo}, tags{before.tags, after.tags},
        met{before.met, after.met}, body{before.body, after.body};
    if (!memo.was && !tags.was && !met.was && !body.was) return;
    writer.put(sql::edit_add, {{"member", me},
                               {"contact", after.id},
                               {"id", ids.next()},
                               {"at", after.at},
                               {"undoes", mark.undoes},
                               {"batch", mark.batch},
                               {"memo_was", memo.was},
                               {"memo_is", memo.is},
                               {"tags_was", tags.was},
                               {"tags_is", tags.is},
                               {"met_was", met.was},
                               {"met_is", met.is},
                               {"body_was", body.was},
                               {"body_is", body.is}});
    writer.put(sql::edits_trim, {{"member", me}, {"contact", after.id}, {"kept", kept_edits}});
}

} // namespace

Result<Edit> checked(Edit edit) {
    if (edit.memo) {
        auto memo = checked_memo(*edit.memo);
        if (!memo) return memo.why();
        edit.memo = std::move(*memo);
    }
    if (edit.tags) {
        auto tags = checked_tags(*edit.tags);
        if (!tags) return tags.why();
        edit.tags = std::move(*tags);
    }
    if (edit.met) {
        auto met = checked_meetings(*edit.met);
        if (!met) return met.why();
        edit.met = std::move(*met);
    }
    if (edit.body) {
        if (edit.body->name.empty())
            return Refusal::field("family",
                                  N_("Please enter a name. A family name alone is enough."));
        edit.body->show.clear(); // tiers are for one's own cards; nobody else sees this one
    }
    return edit;
}

Refusal not_my_card() {
    return Refusal::field("card", N_("This card belongs to the other person. You can only edit "
                                     "contacts you entered yourself."));
}

Done not_to_come(Edit const &edit, Date today) {
    if (!edit.met) return {};
    for (auto const &meeting : *edit.met) {
        if (meeting.on && std::chrono::sys_days{*meeting.on} > std::chrono::sys_days{today})
            return Refusal::field(
                "met",
                N_("This date is in the future. Please use a reminder for upcoming meetings."));
    }
    return {};
}

void put_body(rows::NewLine &line, card::CardBody const &body) {
    auto const face = face_of(body);
    line.body = card::to_stored(body);
    line.face = packed(face);
    line.find = face.find;
    line.sort_key = names::sort_key(body.name);
    line.head = names::index_head(body.name);
}

Done change_line(store::Writer &writer, IdMaker &ids, MemberId me, ContactId id, Edit const &edit,
                 Time at, Mark mark) {
    writer.lock(me.value); // parts that are not set are written as they were read
    auto const row = rows::contact(writer, me, id);
    auto order = rows::order_of(writer, me, id);
    if (!row || !order) return no_such_contact();
    if (edit.body && row->is_member) return not_my_card();
    rows::NewLine line;
    line.member = me;
    line.id = id;
    line.at = at;
    if (edit.body) {
        put_body(line, *edit.body);
        // Written as before where it is the same: an older form of a card is no edit.
        if (!row->body.empty() && card::from_stored(row->body) == *edit.body) line.body = row->body;
    } else {
        if (!row->is_member) put_body(line, card::from_stored(row->body));
        line.body = row->body;
        line.sort_key = std::move(order->sort_key);
        line.head = std::move(order->head);
        line.face = std::move(order->face);
    }
    line.memo = edit.memo ? *edit.memo : row->memo;
    line.tags = edit.tags ? packed_tags(*edit.tags) : row->tags;
    line.met = edit.met ? packed_meetings(*edit.met) : row->met;
    line.find += find_text(line.memo, unpacked_tags(line.tags), unpacked_meetings(line.met));
    rows::change(writer, line);
    if (edit.tags) rows::write_tags(writer, me, id, *edit.tags);
    keep_edit(writer, ids, me, *row, line, mark);
    return {};
}

} // namespace goen::contacts
