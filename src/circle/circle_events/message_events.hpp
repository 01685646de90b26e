// SPDX-License-Identifier: Apache-2.0
// The events of messages; a part of events.hpp.
#pragma once

#include "base/ids.hpp"
#include "store/events.hpp"

namespace goen::message {

using ThreadId = Id<struct ThreadMeaning>;
using MessageId = Id<struct MessageMeaning>;

// What is shown of one thread, and all threads of one member, for what is kept in memory. Messages
// change nothing else of what is kept of their members.
inline constexpr store::Topic of_thread{"thread"}, threads_of{"threads_of"};

inline store::Marks marks_of(ThreadId thread, MemberId member, MemberId other = {}) {
    store::Marks marks{store::mark_of(of_thread, thread.value),
                       store::mark_of(threads_of, member.value)};
    if (other) marks.push_back(store::mark_of(threads_of, other.value));
    return marks;
}

struct MessageSent {
    static constexpr std::string_view kind = "message.sent";
    static constexpr std::string_view means =
        "A message lies in a thread; other is the reader in a thread of two, else nobody";
    MemberId member;
    MemberId other;
    ThreadId thread;
    std::int64_t message;
    static constexpr store::Thing thing{"thread", &MessageSent::thread};
    static constexpr store::Amount payload{"message", &MessageSent::message};
    store::Marks touches() const { return marks_of(thread, member, other); }
};

struct MessageDeleted {
    static constexpr std::string_view kind = "message.deleted";
    static constexpr std::string_view means =
        "A member deleted her message for all; for ten seconds it can be restored";
    MemberId member;
    ThreadId thread;
    std::int64_t message;
    static constexpr store::Thing thing{"thread", &MessageDeleted::thread};
    static constexpr store::Amount payload{"message", &MessageDeleted::message};
    store::Marks touches() const { return marks_of(thread, member); }
};

struct MessageRestored {
    static constexpr std::string_view kind = "message.restored";
    static constexpr std::string_view means = "A deleted message is shown again";
    MemberId member;
    ThreadId thread;
    std::int64_t message;
    static constexpr store::Thing thing{"thread", &MessageRestored::thread};
    static constexpr store::Amount payload{"message", &MessageRestored::message};
    store::Marks touches() const { return marks_of(thread, member); }
};

struct MessageErased {
    static constexpr std::string_view kind = "message.erased";
    static constexpr std::string_view means = "Text and files of a deleted message are gone";
    ThreadId thread;
    std::int64_t message;
    static constexpr store::Thing thing{"thread", &MessageErased::thread};
    static constexpr store::Amount payload{"message", &MessageErased::message};
    store::Marks touches() const { return {store::mark_of(of_thread, thread.value)}; }
};

struct ThreadRead {
    static constexpr std::string_view kind = "thread.read";
    static constexpr std::string_view means =
        "A member has read a thread up to a message; who may know that, the message room says";
    MemberId member;
    ThreadId thread;
    std::int64_t up_to;
    static constexpr store::Thing thing{"thread", &ThreadRead::thread};
    static constexpr store::Amount payload{"up_to", &ThreadRead::up_to};
    store::Marks touches() const { return marks_of(thread, member); }
};

struct ThreadMade {
    static constexpr std::string_view kind = "thread.made";
    static constexpr std::string_view means = "A member began a thread";
    MemberId member;
    MemberId other;
    ThreadId thread;
    static constexpr store::Thing thing{"thread", &ThreadMade::thread};
    store::Marks touches() const { return marks_of(thread, member, other); }
};

struct ThreadJoined {
    static constexpr std::string_view kind = "thread.joined";
    static constexpr std::string_view means = "A member added another to a thread";
    MemberId member;
    MemberId other;
    ThreadId thread;
    static constexpr store::Thing thing{"thread", &ThreadJoined::thread};
    store::Marks touches() const { return marks_of(thread, member, other); }
};

struct ThreadLeft {
    static constexpr std::string_view kind = "thread.left";
    static constexpr std::string_view means =
        "Somebody (other) is not in a thread any more, by her own act or by that of its owner";
    MemberId member;
    MemberId other;
    ThreadId thread;
    static constexpr store::Thing thing{"thread", &ThreadLeft::thread};
    store::Marks touches() const { return marks_of(thread, member, other); }
};

struct ThreadChanged {
    static constexpr std::string_view kind = "thread.changed";
    static constexpr std::string_view means = "A thread has another name or owner";
    MemberId member;
    ThreadId thread;
    static constexpr store::Thing thing{"thread", &ThreadChanged::thread};
    store::Marks touches() const { return marks_of(thread, member); }
};

struct ThreadChosen {
    static constexpr std::string_view kind = "thread.chosen";
    static constexpr std::string_view means =
        "A member muted a thread, hears of it again, or has another draft there";
    MemberId member;
    ThreadId thread;
    static constexpr store::Thing thing{"thread", &ThreadChosen::thread};
    store::Marks touches() const { return marks_of(thread, member); }
};

struct MessageSettingsChanged {
    static constexpr std::string_view kind = "message.settings";
    static constexpr std::string_view means = "A member shows read marks, or shows none";
    MemberId member;
};

} // namespace goen::message
