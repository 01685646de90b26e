// SPDX-License-Identifier: Apache-2.0
// Threads: opened, renamed, handed over; who is added to them, taken out and leaves.
#include "base/text.hpp"
#include "message/message_state.hpp"

namespace goen::message {
namespace {

// People of a new thread, each once, oneself apart.
std::vector<MemberId> others_in(MemberId me, std::vector<MemberId> const &typed) {
    std::vector<MemberId> out;
    for (auto const one : typed) {
        if (one && one != me && std::find(out.begin(), out.end(), one) == out.end())
            out.push_back(one);
    }
    return out;
}

Result<std::string> parse_name(std::string_view typed) {
    auto name = parse_text(typed, "name", most_thread_name);
    if (name && name->find('\n') != name->npos)
        return Refusal::field("name", N_("Please keep the name on one line."));
    return name;
}

Refusal not_its_owner() {
    return {Reason::forbidden,
            N_("Only the person in charge of this conversation can do this. Ask them to do it, or "
               "to put you in charge.")};
}

Refusal too_full() {
    return Refusal::field("members", {N_("A conversation can have up to {1} people."),
                                      {std::to_string(most_members)}});
}

} // namespace

void Messages::use(push::Push &push) { state_->pushes = &push; }

MessageRow Messages::State::put_message(store::Writer &writer, ThreadRow &thread,
                                        MessageRow message) {
    message.thread = thread.id;
    message.seq = ++thread.last_seq;
    message.id = rooms.ids.make<MessageId>();
    message.made = rooms.clock.now();
    writer.put(sql::set_last_seq, {{"seq", message.seq}, {"id", thread.id}});
    bool const is_news = is_written(message.kind);
    MemberId other;
    for (auto const member : members(writer, thread.id)) {
        bool const is_sender = member == message.from;
        if (!is_sender && thread.is_pair) other = member;
        writer.put(sql::put_message, {{"member", member},
                                      {"thread", thread.id},
                                      {"seq", message.seq},
                                      {"id", message.id},
                                      {"from", message.from},
                                      {"kind", to_string(message.kind)},
                                      {"text", message.text},
                                      {"about", message.about},
                                      {"client_id", is_sender ? message.client_id : std::string{}},
                                      {"files", message.files},
                                      {"at", message.made}});
        if (is_sender) {
            writer.put(sql::sender_reads, {{"at", message.made},
                                           {"seq", message.seq},
                                           {"member", member},
                                           {"thread", thread.id}});
        } else {
            writer.put(sql::side_gets, {{"at", message.made},
                                        {"more", is_news ? 1 : 0},
                                        {"member", member},
                                        {"thread", thread.id}});
            if (is_news && pushes)
                pushes->put(writer, member, push::Kind::message, message.id.value);
        }
    }
    store::tell(writer, MessageSent{message.from, other, thread.id, message.id.value});
    return message;
}

MessageRow Messages::State::put_line(store::Writer &writer, ThreadRow &thread, MemberId from,
                                     Kind kind, MemberId about, std::string text) {
    MessageRow line;
    line.from = from;
    line.kind = kind;
    line.about = about;
    line.text = std::move(text);
    return put_message(writer, thread, std::move(line));
}

void Messages::State::put_member(store::Writer &writer, ThreadRow const &thread, MemberId member,
                                 MemberId other) {
    writer.put(sql::put_member,
               {{"thread", thread.id}, {"member", member}, {"at", rooms.clock.now()}});
    writer.put(
        sql::put_side,
        {{"member", member}, {"thread", thread.id}, {"other", other}, {"read", thread.last_seq}});
}

Result<ThreadRow> Messages::State::hold(store::Writer &writer, MemberId me, ThreadId id) {
    writer.lock(id.value);
    auto const mine = side(writer, me, id);
    auto thread = mine ? thread_row(writer, id) : std::nullopt;
    if (!thread) return no_such_thread();
    if (mine->left) return Refusal{Reason::forbidden, N_("You have left this conversation.")};
    return *thread;
}

Result<ThreadRow> Messages::State::hold_as_owner(store::Writer &writer, MemberId me, ThreadId id) {
    auto thread = hold(writer, me, id);
    if (!thread) return thread;
    if (thread->is_pair)
        return Refusal{Reason::conflict, N_("A conversation of two people stays as it is. Start a "
                                            "new one with a name instead.")};
    if (thread->owner != me) return not_its_owner();
    return thread;
}

void Messages::State::take_out(store::Writer &writer, ThreadRow &thread, MemberId actor,
                               MemberId who, Kind how) {
    // The line comes first: who is taken out reads it, too.
    put_line(writer, thread, actor, how, how == Kind::removed ? who : MemberId{});
    auto const now = rooms.clock.now();
    writer.put(sql::member_leaves_thread, {{"at", now}, {"thread", thread.id}, {"member", who}});
    writer.put(sql::side_leaves, {{"at", now}, {"member", who}, {"thread", thread.id}});
    store::tell(writer, ThreadLeft{actor, who, thread.id});
    if (thread.owner != who) return;
    auto const rest = members(writer, thread.id);
    if (rest.empty()) return;
    thread.owner = rest.front();
    writer.put(sql::set_owner, {{"owner", thread.owner}, {"id", thread.id}});
    put_line(writer, thread, who, Kind::handed, thread.owner);
    store::tell(writer, ThreadChanged{who, thread.id});
}

Result<Messages::Opened> Messages::open_thread(MemberId me, NewThread const &typed,
                                               NewMessage const *first) {
    auto const others = others_in(me, typed.members);
    auto const name = parse_name(typed.name);
    if (!name) return name.why();
    if (others.empty())
        return Refusal::field("members", N_("Please choose at least one other person."));
    if (others.size() >= static_cast<std::size_t>(most_members)) return too_full();
    std::optional<NewMessage> message;
    if (first) {
        auto parsed = parse_message(*first);
        if (!parsed) return parsed.why();
        message = std::move(*parsed);
    }
    bool const is_pair = others.size() == 1 && name->empty();
    auto &rooms = state_->rooms;
    // Theirs is there for good, also when they cannot write any more.
    if (is_pair) {
        if (auto const there = with(me, others.front())) {
            if (!message) return Opened{*there, false, {}};
            auto const sent = send(me, *there, *message);
            if (!sent) return sent.why();
            return Opened{*there, false, *sent};
        }
    }
    if (message) {
        if (auto const fine = state_->take_message_ration(me); !fine) return fine.why();
    }
    if (!state_->thread_ration.take(me.text())) {
        if (message) state_->message_ration.give_back(me.text());
        return Refusal{Reason::too_many,
                       N_("You have started many conversations within an hour. Please try again "
                          "in an hour."),
                       {},
                       std::chrono::hours{1}};
    }
    // Somebody was quicker: it goes into the thread that is there.
    auto const with_first = [&](store::Writer &writer, ThreadId there) -> Result<Opened> {
        if (!message) return Opened{there, false, {}};
        auto thread = state_->hold(writer, me, there);
        if (!thread) return thread.why();
        auto const sent = state_->send(writer, me, *thread, *message);
        if (!sent) return sent.why();
        return Opened{there, false, *sent};
    };
    auto made = rooms.database.write([&](store::Writer &writer) -> Result<Opened> {
        if (is_pair) {
            writer.lock(std::min(me, others.front()).value);
            writer.lock(std::max(me, others.front()).value);
            if (auto const there =
                    writer.one<ThreadId>(sql::pair_of, {{"member", me}, {"other", others.front()}}))
                return with_first(writer, *there);
        } else if (message) {
            writer.lock(me.value); // the same one twice at a time
            auto const begun = writer.one<ThreadId, MessageId, std::int64_t>(
                sql::begun_with, {{"member", me}, {"client_id", message->client_id}});
            if (begun) {
                auto const &[thread, id, seq] = *begun;
                return Opened{thread, false, Sent{id, seq, false}};
            }
        }
        if (!unreachable_of(writer, rooms.policy, me, others).empty()) return not_reachable();
        ThreadRow thread;
        thread.id = rooms.ids.make<ThreadId>();
        thread.is_pair = is_pair;
        thread.name = *name;
        thread.owner = is_pair ? MemberId{} : me;
        auto const now = rooms.clock.now();
        writer.lock(thread.id.value);
        writer.put(sql::put_thread, {{"id", thread.id},
                                     {"pair", is_pair},
                                     {"name", thread.name},
                                     {"owner", thread.owner},
                                     {"at", now}});
        state_->put_member(writer, thread, me, is_pair ? others.front() : MemberId{});
        writer.put(sql::show_side, {{"at", now}, {"member", me}, {"thread", thread.id}});
        store::tell(writer, ThreadMade{me, is_pair ? others.front() : MemberId{}, thread.id});
        for (auto const other : others) {
            state_->put_member(writer, thread, other, is_pair ? me : MemberId{});
            if (!is_pair) store::tell(writer, ThreadJoined{me, other, thread.id});
        }
        if (!is_pair) state_->put_line(writer, thread, me, Kind::made);
        Opened opened{thread.id, true, {}};
        if (message) {
            auto const sent = state_->send(writer, me, thread, *message);
            if (!sent) return sent.why();
            opened.first = *sent;
        }
        return opened;
    });
    if (!made || !made->is_new) state_->thread_ration.give_back(me.text());
    if (message && (!made || !made->first->is_new)) state_->message_ration.give_back(me.text());
    return made;
}

Done Messages::change(MemberId me, ThreadId id, Change const &change, Check const &check) {
    std::string name;
    if (change.name) {
        auto parsed = parse_name(*change.name);
        if (!parsed) return parsed.why();
        name = std::move(*parsed);
    }
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        writer.lock(id.value);
        auto const side = state_->side(writer, me, id);
        auto const thread = side ? state_->thread_row(writer, id) : std::nullopt;
        if (!thread) return no_such_thread();
        if (check) {
            auto const now = state_->threads(writer, me, {*side});
            if (auto const fine = check(now.front()); !fine) return fine.why();
        }
        if (change.name && name != thread->name) {
            auto held = state_->hold_as_owner(writer, me, id);
            if (!held) return held.why();
            writer.put(sql::rename_thread, {{"name", name}, {"id", id}});
            state_->put_line(writer, *held, me, Kind::renamed, {}, name);
            store::tell(writer, ThreadChanged{me, id});
        }
        if (change.is_muted && *change.is_muted != side->is_muted) {
            writer.put(sql::mute, {{"muted", *change.is_muted}, {"member", me}, {"thread", id}});
            store::tell(writer, ThreadChosen{me, id});
        }
        return {};
    });
}

Done Messages::add(MemberId me, ThreadId id, MemberId who, bool with_history) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        auto thread = state_->hold_as_owner(writer, me, id);
        if (!thread) return thread.why();
        auto const members = state_->members(writer, id);
        if (std::find(members.begin(), members.end(), who) != members.end()) return {};
        if (!unreachable_of(writer, state_->rooms.policy, me, {who}).empty())
            return not_reachable();
        if (members.size() >= static_cast<std::size_t>(most_members)) return too_full();
        state_->put_member(writer, *thread, who, {});
        if (with_history)
            writer.put(sql::copy_messages, {{"to", who}, {"from", me}, {"thread", id}});
        store::tell(writer, ThreadJoined{me, who, id});
        // All are told whether she reads what was before.
        state_->put_line(writer, *thread, me, Kind::added, who, with_history ? "history" : "");
        return {};
    });
}

Done Messages::remove_member(MemberId me, ThreadId id, MemberId who) {
    if (me == who) return leave(me, id);
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        auto thread = state_->hold_as_owner(writer, me, id);
        if (!thread) return thread.why();
        auto const members = state_->members(writer, id);
        if (std::find(members.begin(), members.end(), who) == members.end())
            return Refusal{Reason::not_found, N_("This person is not in the conversation.")};
        state_->take_out(writer, *thread, me, who, Kind::removed);
        return {};
    });
}

Done Messages::hand_over(MemberId me, ThreadId id, MemberId to) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        auto thread = state_->hold_as_owner(writer, me, id);
        if (!thread) return thread.why();
        if (to == me) return {};
        auto const members = state_->members(writer, id);
        if (std::find(members.begin(), members.end(), to) == members.end())
            return Refusal{Reason::not_found, N_("This person is not in the conversation.")};
        writer.put(sql::set_owner, {{"owner", to}, {"id", id}});
        state_->put_line(writer, *thread, me, Kind::handed, to);
        store::tell(writer, ThreadChanged{me, id});
        return {};
    });
}

Done Messages::leave(MemberId me, ThreadId id) {
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        auto thread = state_->hold(writer, me, id);
        if (!thread) return thread.why();
        if (thread->is_pair)
            return Refusal{Reason::conflict,
                           N_("A conversation of two people cannot be left. You can mute it.")};
        state_->take_out(writer, *thread, me, me, Kind::left);
        return {};
    });
}

Done Messages::keep_draft(MemberId me, ThreadId id, std::string_view typed,
                          DraftCheck const &check) {
    auto const text = parse_text(typed, "text", most_text);
    if (!text) return text.why();
    return state_->rooms.database.write([&](store::Writer &writer) -> Done {
        writer.lock(id.value);
        auto const side = state_->side(writer, me, id);
        if (!side) return no_such_thread();
        if (check) {
            if (auto const fine = check(side->draft); !fine) return fine.why();
        }
        if (side->draft == *text) return {};
        writer.put(sql::put_draft, {{"draft", *text}, {"member", me}, {"thread", id}});
        store::tell(writer, ThreadChosen{me, id});
        return {};
    });
}

} // namespace goen::message
