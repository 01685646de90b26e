// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the message room: threads of two people or of several, and what is written in them.
//
// Who may write to whom is decided by one function (unreachable_of() in reach.cpp). What somebody
// may read are her own copies of the messages and nothing else: a copy is written for those who are
// in the thread at that moment, in the transaction that holds the thread, which also gives the
// message its number. So all have the same order, and who comes later has nothing of before unless
// whoever added her copied it on purpose. An attachment is read through such a copy alone.
//
// A tie that has ended leaves the thread of two readable; writing answers how to reach the other.
// In a thread of several a block between two of them changes nothing that either reads: the thread
// is the others' too. Whoever set the block is told so on the page, and can leave. Threads may
// share a Messages.
#pragma once

#include "base/quota.hpp"
#include "base/throttle.hpp"
#include "circle_events/events.hpp"
#include "contacts/contacts.hpp"
#include "feed/feed.hpp"
#include "policy/policy.hpp"

namespace goen::push {
class Push;
}

namespace goen::message {

using FileId = Id<struct MessageFileMeaning>;
using feed::PostPictureId;

inline constexpr std::size_t most_text = 5'000, most_thread_name = 100, most_file_name = 200,
                             most_client_id = 64, most_photo_text = 500; // characters
inline constexpr int most_members = 50, most_photos = 4, most_files = 4;
inline constexpr std::size_t most_file_bytes = 25 * 1024 * 1024;
inline constexpr seconds undo_time{10};

// A text, a card, or a line that says what somebody did with the thread.
enum class Kind { text, card, made, added, removed, left, renamed, handed };
std::string_view to_string(Kind kind);
std::optional<Kind> kind_of(std::string_view word);
constexpr bool is_written(Kind kind) { return kind == Kind::text || kind == Kind::card; }

// Somebody as the reader sees her.
struct Person {
    MemberId id;
    card::CardBody card; // empty name: the reader may not see it
    bool is_self = false;
    bool has_left = false; // the network
    // Of one who left it, or with whom nothing stands any more: the name she had for this reader.
    std::string former_ja = {}, former_en = {};
};

struct File {
    FileId id;
    bool is_photo = false;
    std::string name; // of a photograph: what is in it
    std::string type; // by its content
    int width = 0, height = 0;
    std::int64_t bytes = 0;
};

struct Message { // as its reader has it
    MessageId id;
    ThreadId thread;
    std::int64_t seq = 0;
    Person from;
    Kind kind = Kind::text;
    std::string text;      // of a renamed thread its new name; "" when it is deleted
    Person about;          // whose card, who was added, removed or given the thread
    std::string client_id; // of the reader's own
    Time made{};
    std::optional<Time> deleted;
    std::vector<File> files;
};

// Up to where somebody has read; only of those who show it, to those who show theirs.
struct ReadMark {
    MemberId member;
    std::int64_t seq = 0;
};

struct Thread { // as one of its members has it
    ThreadId id;
    bool is_pair = false;
    std::string name;            // "" = none was given
    MemberId owner;              // 0 in a thread of two
    MemberId other;              // in a thread of two
    std::vector<Person> members; // who are in it now, oldest first, the reader too
    std::optional<Message> last;
    int unread = 0;
    bool is_muted = false;
    bool has_left = false; // the reader: she reads what she had, and writes no more
    bool may_write = false;
    bool has_blocked_someone = false; // the reader, somebody in it
    std::string draft;
    std::int64_t read_seq = 0;  // the reader has read up to here
    std::vector<ReadMark> read; // of the others
    Time made{};
};

struct NewThread {
    std::vector<MemberId> members; // besides oneself
    std::string name;
};
struct NewPhoto {
    PostPictureId id; // taken by Feed::add_picture, not posted
    std::string alt;
};
struct NewMessage {
    std::string text;
    std::string client_id; // of the sender's making; the same again answers the same message
    std::vector<NewPhoto> photos;
    std::vector<FileId> files; // sent up by add_file, within a day
    MemberId card;             // whose card is passed on, 0 = nobody's
};

struct ThreadPage {
    std::vector<Thread> threads; // newest first
    std::string next;            // opaque; "" = the end
};
struct MessagePage {
    std::vector<Message> messages; // oldest first
    bool has_older = false, has_newer = false;
};
// Which messages of a thread: those after one, those before one, or the newest.
struct Range {
    MessageId after = {}, before = {};
    bool is_newest = false; // when neither is set; else the oldest
};
struct FoundMessages {
    std::vector<Message> messages; // newest first
    std::string next;              // opaque; "" = the end
};

struct Options {
    int messages_a_minute = 60, files_an_hour = 120, threads_an_hour = 60;
    std::int64_t most_bytes = 0; // of one member's attachments; 0 = no limit
};

class Messages {
public:
    struct Rooms {
        store::Database &database;
        policy::Policy &policy;
        card::Cards &cards;
        feed::Feed &feed;
        IdMaker &ids;
        Clock &clock;
    };
    explicit Messages(Rooms rooms, Options options = {});
    ~Messages();
    Messages(Messages const &) = delete;
    Messages &operator=(Messages const &) = delete;

    // Erases what was deleted when its undo time is over, on a thread of its own; before serving.
    void open();
    void close();
    void keep_in(store::DerivedMemory &memory);
    // Makes notifications of messages due there; before serving.
    void use(push::Push &push);

    struct Sent {
        MessageId id;
        std::int64_t seq = 0;
        bool is_new = false; // false: it was there, by its client_id
    };

    // ---- threads (threads.cpp) ----
    struct Opened {
        ThreadId id;
        bool is_new = false;
        std::optional<Sent> first; // the message it was opened with
    };
    // Of two without a name: theirs, which there is once. With a first message both are there
    // afterwards, or neither; the same client_id again answers the thread that began with it.
    Result<Opened> open_thread(MemberId me, NewThread const &thread,
                               NewMessage const *first = nullptr);
    // `check` is asked inside the transaction with what is stored then; its refusal is the answer.
    using Check = std::function<Done(Thread const &now)>;
    struct Change {
        std::optional<std::string> name;
        std::optional<bool> is_muted;
    };
    Done change(MemberId me, ThreadId id, Change const &change, Check const &check = {});
    // `with_history`: she also reads what I read there so far.
    Done add(MemberId me, ThreadId id, MemberId who, bool with_history = false);
    Done remove_member(MemberId me, ThreadId id, MemberId who);
    Done hand_over(MemberId me, ThreadId id, MemberId to);
    // The owner's leaving gives the thread to who has been in it longest.
    Done leave(MemberId me, ThreadId id);
    // Refused by `check`, which is told what is stored, or kept; an empty one is dropped.
    using DraftCheck = std::function<Done(std::string const &stored)>;
    Done keep_draft(MemberId me, ThreadId id, std::string_view text, DraftCheck const &check = {});

    // ---- messages (sending.cpp) ----
    // Another text under a client_id that is there answers the message that is there, too: the
    // first one was acknowledged and stands.
    Result<Sent> send(MemberId me, ThreadId id, NewMessage const &message);
    Done remove(MemberId me, MessageId id, std::function<Done(Message const &)> const &check = {});
    Done restore(MemberId me, MessageId id);
    Done read(MemberId me, ThreadId id, MessageId up_to); // never goes back

    // ---- attachments (attachments.cpp) ----
    Result<File> add_file(MemberId me, std::string_view name, std::string_view bytes);
    struct Content {
        File file;
        std::string bytes;
    };
    // Nothing for one that she may not read. `size`, `format`: which print of a photograph.
    std::optional<Content> content(MemberId me, FileId id, int size, std::string_view format);
    Usage usage(store::Reader &reader, MemberId me);

    // ---- reading (reading.cpp) ----
    Result<Thread> thread(MemberId me, ThreadId id);
    std::optional<ThreadId> with(MemberId me, MemberId other); // the thread of two, if there is one
    // Nothing for a cursor that is none.
    std::optional<ThreadPage> threads(MemberId me, std::string_view after, int limit);
    std::vector<Thread> threads_by_id(MemberId me, std::vector<ThreadId> const &ids); // hers
    Result<MessagePage> messages(MemberId me, ThreadId id, Range const &range, int limit);
    Result<Message> find(MemberId me, MessageId id);
    // In what she can read, in any script and width.
    Result<FoundMessages> search(MemberId me, std::string_view query, std::string_view after,
                                 int limit);
    int unread(MemberId me); // messages, of threads that are not muted
    // What a page of all her threads is made of, besides who is in it: for what is kept of it.
    store::Marks marks_of_threads(store::Reader &reader, MemberId me);
    bool shows_read(MemberId me);
    Done show_read(MemberId me, bool shows, std::function<Done(bool now)> const &check = {});
    std::vector<Person> people(MemberId viewer, std::vector<MemberId> const &ids);
    // Refused with how she can be reached, when I may not write to her.
    Done can_reach(MemberId me, MemberId other);

    // ---- for streams, notices and letters ----
    // Who is in it now: to whom a message just sent may be of interest.
    std::vector<MemberId> members_of(store::Reader &reader, ThreadId id);
    // A message as this member may read it at this moment; nothing when she may not.
    std::optional<Message> seen_by(store::Reader &reader, MemberId reading, MessageId id);

    // Who else is in it and has not muted it.
    std::vector<MemberId> to_notify(store::Reader &reader, ThreadId id, MemberId from);
    // Threads with something that she has not read, muted ones left out; newest first.
    std::vector<Thread> unread_threads(store::Reader &reader, MemberId me, int limit);
    // Those of the messages that she has not read: not deleted, in threads that she is in and has
    // not muted; oldest first.
    std::vector<Message> unread_of(store::Reader &reader, MemberId me,
                                   std::vector<MessageId> const &ids);

    // ---- for other rooms ----
    void member_leaves(store::Writer &writer, MemberId member); // before her ties end
    void tidy();                                                // attachments that were never sent

    struct State; // of this room's .cpp files

private:
    std::shared_ptr<State> state_;
};

} // namespace goen::message
