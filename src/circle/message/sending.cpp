// SPDX-License-Identifier: Apache-2.0
// Sending, deleting and reading messages.
#include "base/text.hpp"
#include "message/message_state.hpp"

namespace goen::message {
namespace {

Done parse_attachments(NewMessage const &typed) {
    if (typed.photos.size() > static_cast<std::size_t>(most_photos))
        return Refusal::field("pictures", {N_("A message can have up to {1} photos."),
                                           {std::to_string(most_photos)}});
    if (typed.files.size() > static_cast<std::size_t>(most_files))
        return Refusal::field(
            "files", {N_("A message can have up to {1} files."), {std::to_string(most_files)}});
    return {};
}

Result<std::string> parse_client_id(std::string_view typed) {
    if (typed.empty() || !is_clean_utf8(typed) || count_code_points(typed) > most_client_id)
        return Refusal::field(
            "client_id", {N_("Please give an id of 1 to {1} characters, new for each message."),
                          {std::to_string(most_client_id)}});
    return std::string{typed};
}

} // namespace

Result<NewMessage> parse_message(NewMessage const &typed) {
    auto text = parse_text(typed.text, "text", most_text);
    if (!text) return text.why();
    if (auto const client_id = parse_client_id(typed.client_id); !client_id) return client_id.why();
    if (auto const fine = parse_attachments(typed); !fine) return fine.why();
    if (text->empty() && typed.photos.empty() && typed.files.empty() && !typed.card)
        return Refusal::field("text", N_("Please write something, or add a photo or a file."));
    auto message = typed;
    message.text = std::move(*text);
    return message;
}

Done Messages::State::take_message_ration(MemberId me) {
    if (message_ration.take(me.text())) return {};
    return Refusal{Reason::too_many,
                   N_("You have sent many messages within a minute. Please send this one in a "
                      "minute."),
                   {},
                   seconds{60}};
}

Result<Messages::Sent> Messages::State::send(store::Writer &writer, MemberId me, ThreadRow &thread,
                                             NewMessage const &typed) {
    std::optional<Sent> there;
    writer.each(sql::sent_before,
                {{"member", me}, {"thread", thread.id}, {"client_id", typed.client_id}},
                [&](store::Row const &row) {
                    auto const before = message_from(row);
                    there = Sent{before.id, before.seq, false};
                });
    if (there) return *there;
    if (thread.is_pair) {
        auto const mine = side(writer, me, thread.id);
        if (!unreachable_of(writer, rooms.policy, me, {mine->other}).empty())
            return not_reachable();
    }
    MessageRow row;
    row.from = me;
    row.text = typed.text;
    row.client_id = typed.client_id;
    row.files = static_cast<int>(typed.photos.size() + typed.files.size());
    if (typed.card) {
        row.kind = Kind::card;
        row.about = typed.card;
        // One's own is one's own to give; another's only to those who see it anyway.
        for (auto const reading : members(writer, thread.id)) {
            if (typed.card == me) break;
            if (reading == typed.card) continue;
            if (rooms.policy.look(writer, reading, typed.card).sees_name()) continue;
            return Refusal::field(
                "card",
                N_("Not everyone here may see this person's card. Introduce them instead: an "
                   "introduction asks both sides first."),
                Reason::forbidden);
        }
    }
    row = put_message(writer, thread, std::move(row));
    if (auto const done = attach(writer, me, row, typed); !done) return done.why();
    return Sent{row.id, row.seq, true};
}

Result<Messages::Sent> Messages::send(MemberId me, ThreadId id, NewMessage const &typed) {
    auto const message = parse_message(typed);
    if (!message) return message.why();
    if (auto const fine = state_->take_message_ration(me); !fine) return fine.why();
    auto sent = state_->rooms.database.write([&](store::Writer &writer) -> Result<Sent> {
        auto thread = state_->hold(writer, me, id);
        if (!thread) return thread.why();
        return state_->send(writer, me, *thread, *message);
    });
    if (!sent || !sent->is_new) state_->message_ration.give_back(me.text());
    return sent;
}

Done Messages::remove(MemberId me, MessageId id,
                      std::function<Done(Message const &)> const &check) {
    auto const done = state_->rooms.database.write([&](store::Writer &writer) -> Done {
        auto row = state_->message_row(writer, me, id);
        if (!row || !is_written(row->kind)) return no_such_message();
        writer.lock(row->thread.value);
        row = state_->message_row(writer, me, id);
        if (!row) return no_such_message();
        if (row->from != me)
            return Refusal{Reason::forbidden, N_("Only its author can delete a message.")};
        if (check) {
            auto const now = state_->shown(writer, me, {*row});
            if (auto const fine = check(now.front()); !fine) return fine.why();
        }
        if (row->deleted) return {};
        auto const holders = store::id_list(state_->copy_holders(writer, row->thread));
        auto const now = state_->rooms.clock.now();
        writer.put(sql::delete_message,
                   {{"at", now}, {"members", holders}, {"thread", row->thread}, {"seq", row->seq}});
        writer.put(sql::put_erasure,
                   {{"id", id}, {"thread", row->thread}, {"seq", row->seq}, {"at", now}});
        state_->recount_unread(writer, row->thread, row->seq);
        store::tell(writer, MessageDeleted{me, row->thread, id.value});
        return {};
    });
    if (done) state_->wake();
    return done;
}

Done Messages::restore(MemberId me, MessageId id) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        auto row = state_->message_row(writer, me, id);
        if (!row || row->from != me) return no_such_message();
        writer.lock(row->thread.value);
        row = state_->message_row(writer, me, id);
        if (!row) return no_such_message();
        if (!row->deleted) return {};
        // What is erased has no row there any more, whatever the clock says.
        if (writer.run(sql::drop_erasure, {{"id", id}}) == 0 ||
            state_->rooms.clock.now() - *row->deleted >= undo_time)
            return Refusal{Reason::not_found, N_("This message has been deleted for good.")};
        auto const holders = store::id_list(state_->copy_holders(writer, row->thread));
        writer.put(sql::restore_message,
                   {{"members", holders}, {"thread", row->thread}, {"seq", row->seq}});
        state_->recount_unread(writer, row->thread, row->seq);
        store::tell(writer, MessageRestored{me, row->thread, id.value});
        return {};
    });
}

// A message that somebody had not read yet is there no more, or is there again.
void Messages::State::recount_unread(store::Writer &writer, ThreadId thread, std::int64_t seq) {
    for (auto const member : members(writer, thread)) {
        auto const mine = side(writer, member, thread);
        if (!mine || mine->read_seq >= seq) continue;
        auto const count = writer.one<std::int64_t>(
            sql::count_unread, {{"member", member}, {"thread", thread}, {"seq", mine->read_seq}});
        writer.put(sql::recount,
                   {{"unread", count.value_or(0)}, {"member", member}, {"thread", thread}});
    }
}

Done Messages::read(MemberId me, ThreadId id, MessageId up_to) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        writer.lock(id.value); // what is sent meanwhile is counted, or is not there yet
        auto const mine = state_->side(writer, me, id);
        if (!mine) return no_such_thread();
        auto const row = state_->message_row(writer, me, up_to);
        if (!row || row->thread != id) return no_such_message();
        if (mine->read_seq >= row->seq) return {};
        auto const unread = writer.one<std::int64_t>(
            sql::count_unread, {{"member", me}, {"thread", id}, {"seq", row->seq}});
        writer.put(
            sql::read_to,
            {{"seq", row->seq}, {"unread", unread.value_or(0)}, {"member", me}, {"thread", id}});
        store::tell(writer, ThreadRead{me, id, up_to.value});
        return {};
    });
}

} // namespace goen::message
