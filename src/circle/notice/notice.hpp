// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the notice room (お知らせ): what happened that concerns a member, one list, newest
// first, grouped, with what she has read.
//
// What has rows elsewhere (requests and introductions that wait, guests' cards, unread threads,
// moves, reminders) is read from there when she looks, so that it costs nothing for each of 30,000
// readers. What has none, a comment, an answer, a mention, a reaction, a new tie, gets one row for
// its one reader: a thread of its own reads the journal after a stored place and writes the rows
// and the place in one transaction. So after a crash nothing is missed and nothing told twice, also
// with several nodes on one database.
//
// Whatever is told passes the policy of its own room at the moment of reading, on the page, in the
// count, on the stream and in letters alike: what she may not see then is not there. Who is
// blocked, either way, and whose posts she has hidden, makes no notice. Threads may share a
// Notices.
#pragma once

#include "exchange/exchange.hpp"
#include "feed/feed.hpp"
#include "guest/guest.hpp"
#include "introduction/introduction_doors.hpp"
#include "letter/letter.hpp"
#include "message/message.hpp"
#include "reminder/reminder.hpp"

namespace goen::notice {

using letter::Kind;

inline constexpr std::chrono::days kept_for{90};
inline constexpr std::chrono::minutes undo_time{10};
inline constexpr std::size_t named_in_text = 2;      // then "and 2 more"
inline constexpr std::size_t most_in_letter = 2'000; // characters of one text

struct Named {
    MemberId id;
    std::string name; // as the reader sees her; "A member" when she may not
};

struct Notice {
    Kind kind{};
    std::int64_t about = 0; // with the kind: which group. The post, request, thread … or day
    std::int64_t id = 0;    // of the newest in the group that she may be told of, by time
    std::int64_t place = 0; // in the list: the newest of the group, told or not
    Time at{};
    bool is_read = false;
    int count = 0;              // of people, or of messages and reminders
    std::vector<Named> members; // newest first, each once; guests are no members
    std::string text;           // a sentence
    std::string excerpt;        // of what it is about; "" = nothing
    std::string path;           // where it is
};

struct Page {
    std::vector<Notice> notices;
    std::int64_t next = 0;   // pass as `before`; 0 = the end
    std::int64_t newest = 0; // pass to read_all
    bool can_undo = false;   // that all was marked as read
};

class Notices {
public:
    struct Rooms {
        store::Database &database;
        policy::Policy &policy;
        card::Cards &cards;
        account::Accounts &accounts;
        reminder::Reminders &reminders;
        exchange::Exchange &exchange;
        introduction::Rooms introductions;
        guest::Guests &guests;
        feed::Feed &feed;
        message::Messages &messages;
        letter::Letters &letters;
        IdMaker &ids;
        Clock &clock;
    };
    explicit Notices(Rooms rooms);
    ~Notices();
    Notices(Notices const &) = delete;
    Notices &operator=(Notices const &) = delete;

    // Derives on a thread of its own; before serving.
    void open();
    void close();
    // Derives everything that is committed, on the caller's thread; for tests and commands.
    void derive();
    void keep_in(store::DerivedMemory &memory);

    // ---- for the reader (notices.cpp) ----
    Page list(MemberId me, i18n::Words const &words, std::int64_t before, int limit);
    // Groups that she has not read, for the badge: without unread messages, which have a badge of
    // their own, and without moves. At most 100.
    int unread(MemberId me);
    Done read_all(MemberId me, std::int64_t up_to); // never goes back
    Done undo_read_all(MemberId me);                // within `undo_time`; else nothing happens
    // She opened what the group is about.
    Done opened(MemberId me, Kind kind, std::int64_t about, std::int64_t up_to);
    // The notice of the row, for a stream; nothing when she may not see it now.
    std::optional<Notice> seen_by(store::Reader &reader, MemberId me, i18n::Words const &words,
                                  std::int64_t id);

    // ---- for devices ----
    // Told in the transaction that derives: something of this kind happened to a member. `thing` as
    // in Letters::put.
    using Door = std::function<void(store::Writer &, MemberId, Kind, std::int64_t thing)>;
    void use(Door door); // before serving
    // What a device may say of them now, in the reader's language; nothing when there is nothing
    // left that she may be told. Outside any transaction.
    struct What {
        int count = 0;
        std::string text, path;
    };
    std::optional<What> what(MemberId me, Kind kind, std::vector<std::int64_t> const &things);

    // Registers the texts of letters that this room makes due; before serving.
    void write_letters();
    void member_leaves(store::Writer &writer, MemberId member);
    void tidy(); // what is older than `kept_for`

    struct State; // of this room's .cpp files

private:
    std::shared_ptr<State> state_;
};

} // namespace goen::notice
