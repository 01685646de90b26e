// SPDX-License-Identifier: Apache-2.0
// What those who read a stream are told of messages: that there is one, never its text.
#include "message/message_doors.hpp"

#include <algorithm>

namespace goen::message {
namespace {

using web::Live;

constexpr web::LiveName message_event{"message", "messages:read"},
    read_event{"read", "messages:read"};

// Those of the connected who are in the thread now.
template <class E> auto members_of(Messages &messages) {
    return [&messages](store::Reader &reader, E const &event, Live::Members const &connected) {
        auto members = messages.members_of(reader, event.thread);
        std::erase_if(members, [&](MemberId one) {
            return std::find(connected.begin(), connected.end(), one) == connected.end();
        });
        return members;
    };
}

template <class E> void tell_of(Live &live, Messages &messages) {
    live.on<E>(message_event, members_of<E>(messages),
               [&messages](store::Reader &reader, MemberId me, E const &event) -> Live::Said {
                   auto const seen = messages.seen_by(reader, me, MessageId{event.message});
                   if (!seen) return {};
                   return boost::json::object{{"id", seen->id.text()},
                                              {"thread", seen->thread.text()},
                                              {"from", seen->from.id.text()},
                                              {"deleted", seen->deleted.has_value()}};
               });
}

} // namespace

void add_live(web::Live &live, Rooms rooms) {
    auto &messages = rooms.messages;
    auto &database = rooms.database;
    tell_of<MessageSent>(live, messages);
    tell_of<MessageDeleted>(live, messages);
    tell_of<MessageRestored>(live, messages);
    live.on<ThreadRead>(
        read_event, members_of<ThreadRead>(messages),
        [&messages](store::Reader &, MemberId me, ThreadRead const &event) -> Live::Said {
            auto const thread = messages.thread(me, event.thread);
            if (!thread) return {};
            // Her own, in another window; of others as far as both show it.
            bool const is_shown =
                event.member == me ||
                std::any_of(thread->read.begin(), thread->read.end(),
                            [&](ReadMark const &mark) { return mark.member == event.member; });
            if (!is_shown) return {};
            return boost::json::object{{"thread", event.thread.text()},
                                       {"member", event.member.text()},
                                       {"up_to", std::to_string(event.up_to)}};
        });
    auto const all_in = [&messages, &database](auto const &event) {
        return database.read([&](store::Reader &reader) {
            return Live::Members{messages.members_of(reader, event.thread)};
        });
    };
    live.counts<MessageSent>(all_in);
    live.counts<MessageDeleted>(all_in);
    live.counts<MessageRestored>(all_in);
    live.counts<ThreadRead>([](ThreadRead const &event) { return event.member; });
    live.counts<ThreadChosen>([](ThreadChosen const &event) { return event.member; });
    live.counts<ThreadLeft>([](ThreadLeft const &event) { return event.other; });
}

} // namespace goen::message
