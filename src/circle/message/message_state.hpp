// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share; included by its .cpp files only.
#pragma once

#include "message/message.hpp"
#include "message/queries.hpp"
#include "push/push.hpp"
#include "store/events.hpp"
#include "store/id_list.hpp"
#include "store/kept.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace goen::message {

// ---- reach.cpp: THE policy of messages ----
// Those of `others` to whom `me` may not write: no live tie, or a block between the two, whose
// ever.
std::vector<MemberId> unreachable_of(store::Reader &reader, policy::Policy &policy, MemberId me,
                                     std::vector<MemberId> const &others);
Refusal not_reachable(); // says how to reach

struct ThreadRow {
    ThreadId id;
    bool is_pair = false;
    std::string name;
    MemberId owner;
    std::int64_t last_seq = 0;
    Time made{};
};
struct SideRow {
    ThreadId thread;
    MemberId other;
    std::optional<Time> left;
    bool is_muted = false;
    std::int64_t read_seq = 0;
    int unread = 0;
    std::optional<Time> last_at;
    std::string draft;
};
struct MessageRow {
    ThreadId thread;
    std::int64_t seq = 0;
    MessageId id;
    MemberId from;
    Kind kind = Kind::text;
    std::string text;
    MemberId about;
    std::string client_id;
    int files = 0;
    Time made{};
    std::optional<Time> deleted;
};

struct Messages::State {
    Rooms rooms;
    Options options;
    Ration message_ration, file_ration, thread_ration;
    store::Kept<int, MemberId> unread{65'536, seconds{60}};
    push::Push *pushes = nullptr; // see use()

    State(Rooms const &rooms_, Options const &options_)
        : rooms(rooms_), options(options_),
          message_ration(rooms.clock, options.messages_a_minute, seconds{60}),
          file_ration(rooms.clock, options.files_an_hour, std::chrono::hours{1}),
          thread_ration(rooms.clock, options.threads_an_hour, std::chrono::hours{1}) {}

    // ---- message_rows.cpp ----
    std::optional<ThreadRow> thread_row(store::Reader &reader, ThreadId id);
    std::optional<SideRow> side(store::Reader &reader, MemberId me, ThreadId id);
    std::vector<MemberId> members(store::Reader &reader, ThreadId id);      // oldest first
    std::vector<MemberId> copy_holders(store::Reader &reader, ThreadId id); // also who left it
    std::optional<MessageRow> message_row(store::Reader &reader, MemberId me, MessageId id);
    std::vector<Message> shown(store::Reader &reader, MemberId me,
                               std::vector<MessageRow> const &rows);
    std::vector<Person> people(store::Reader &reader, MemberId viewer,
                               std::vector<MemberId> const &ids);
    std::vector<File> files_of(store::Reader &reader, MessageId id);

    // ---- threads.cpp ----
    // Writes a message for everybody who is in the thread, which its caller has locked.
    MessageRow put_message(store::Writer &writer, ThreadRow &thread, MessageRow message);
    MessageRow put_line(store::Writer &writer, ThreadRow &thread, MemberId from, Kind kind,
                        MemberId about = {}, std::string text = {});
    // What is there already counts as read by her.
    void put_member(store::Writer &writer, ThreadRow const &thread, MemberId member,
                    MemberId other);
    // Locks it; refused when I am not in it.
    Result<ThreadRow> hold(store::Writer &writer, MemberId me, ThreadId id);
    Result<ThreadRow> hold_as_owner(store::Writer &writer, MemberId me, ThreadId id);
    void take_out(store::Writer &writer, ThreadRow &thread, MemberId actor, MemberId who, Kind how);

    // ---- sending.cpp ----
    Done take_message_ration(MemberId me);
    // Into a thread that its caller holds; `typed` is of parse_message().
    Result<Sent> send(store::Writer &writer, MemberId me, ThreadRow &thread,
                      NewMessage const &typed);
    void recount_unread(store::Writer &writer, ThreadId thread, std::int64_t seq);

    // ---- reading.cpp ----
    std::vector<Thread> threads(store::Reader &reader, MemberId me,
                                std::vector<SideRow> const &sides);

    // ---- attachments.cpp ----
    Done attach(store::Writer &writer, MemberId me, MessageRow const &message,
                NewMessage const &typed);
    void erase_file(store::Writer &writer, FileId id);
    void erase_files_of(store::Writer &writer, MessageId id);

    // ---- erasing.cpp ----
    void work();
    void erase_deleted();
    void erase_message(store::Writer &writer, ThreadId thread, std::int64_t seq, MessageId id);
    void wake();

    bool is_closing = false, has_work = false;
    std::mutex working;
    std::condition_variable woken;
    std::thread worker;
};

MessageRow message_from(store::Row const &row);
SideRow side_from(store::Row const &row);
File file_from(store::Row const &row);
Refusal no_such_thread();
Refusal no_such_message();
// Clean, trimmed, of at most so many characters; refused for the field.
Result<std::string> parse_text(std::string_view typed, std::string const &field, std::size_t most);
// Its text trimmed; refused when it is too long, too much or nothing (sending.cpp).
Result<NewMessage> parse_message(NewMessage const &typed);
std::string type_of(std::string_view bytes); // by content alone (file_type.cpp)

} // namespace goen::message
