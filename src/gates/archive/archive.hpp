// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the archive room: a member takes everything with her in one file, and another goen
// takes it in. What is in the file is what she may see, asked of the same policy as every page, in
// one snapshot. Brought in, it makes no exchange and writes to nobody: everyone in it becomes a
// private contact with the cards received as ledger. Threads may share an Archives.
#pragma once

#include "archive/reading.hpp"
#include "base/throttle.hpp"
#include "picture/picture.hpp"
#include "transfer/imports.hpp"

#include <atomic>

namespace goen::archive {

inline constexpr std::size_t max_file = 64u << 20;      // bytes, by page and API
inline constexpr int out_an_hour = 12, in_an_hour = 60; // looks count

// What an archive would bring here, or has brought.
struct Report {
    std::string network, member; // from where and of whom, as the file says
    Time made{};
    int cards = 0, cards_there = 0, cards_too_many = 0;
    std::int64_t contacts = 0, contacts_there = 0, contacts_other = 0; // other: with other entries
    std::int64_t no_room = 0; // of `contacts`, for whom the book has no room: it comes whole or not
    std::int64_t received = 0;             // cards for the ledgers
    std::int64_t reminders = 0, dates = 0; // of those contacts
    int pictures = 0, names = 0, names_there = 0;
    // Stay in the file.
    std::int64_t guests_waiting = 0, introductions = 0, posts = 0, comments = 0, reactions = 0;
    std::vector<LeftOut> left_out;
    transfer::ImportId batch; // takes the contacts back: Imports::undo(); 0 = none came
};

struct Choice {
    bool also_other = false; // contacts that are in the book with other entries, too
    bool settings = true;    // language, requests, introductions
};

class Archives {
public:
    struct Rooms {
        store::Database &database;
        account::Accounts &accounts;
        card::Cards &cards;
        policy::Policy &policy;
        contacts::Contacts &contacts;
        picture::Pictures &pictures;
        transfer::Imports &imports;
        IdMaker &ids;
        Clock &clock;
        letter::Letters &letters;
        account::Quotas quotas{};
    };
    explicit Archives(Rooms rooms);
    std::size_t most_bytes() const; // of an archive that is sent here

    // The zip file. `words` is the language of its README.
    struct From {
        std::string network, url;
    };
    Result<std::string> take_out(MemberId me, From const &from, i18n::Words const &words);

    // Everything is read and checked before anything is written. look() writes nothing; bring_in()
    // writes cards, contacts and ledgers in one transaction. Again it changes nothing.
    Result<Report> look(MemberId me, std::string_view file, ReadLimits const &limits = {});
    Result<Report> bring_in(MemberId me, std::string_view file, Choice const &choice,
                            ReadLimits const &limits = {});

    // The file between looking and bringing in; the one before it goes.
    Result<Report> send(MemberId me, std::string_view file);
    std::optional<std::string> draft(MemberId me);
    std::optional<Time> draft_sent(MemberId me);
    void forget(MemberId me);
    void member_leaves(store::Writer &writer, MemberId member); // hook for Accounts::on_leave
    void tidy(); // files that were sent more than a day ago

private:
    // Two archives at once on one node: each may need some hundred megabytes.
    struct Turn {
        explicit Turn(std::atomic<int> &among) : count(among), is_mine(among.fetch_add(1) < 2) {}
        ~Turn() { --count; }
        Turn(Turn const &) = delete;
        std::atomic<int> &count;
        bool const is_mine;
    };
    static Refusal wait_a_minute();
    struct Plan;
    Result<Plan> plan(MemberId me, std::string_view file, Choice const &choice,
                      ReadLimits const &limits);
    Done write(MemberId me, Plan &plan);

    Rooms rooms_;
    Ration out_, in_;
    std::atomic<int> busy_{0}; // archives made or read right now
};

} // namespace goen::archive
