// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the contacts room: a member's own address book. A line is a member she exchanged
// cards with (its id is that member's number) or a private contact she typed. Also the ledger
// (台帳): every version received, kept for good.
#pragma once

#include "account/account.hpp"
#include "account/quota.hpp"
#include "policy/policy.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace goen::store {
class DerivedMemory;
}

namespace goen::contacts {

struct Meeting { // 会った記録
    std::optional<Date> on;
    std::string place, note;
    bool operator==(Meeting const &) const = default;
};

// One dated line of the ledger. What it shows is seen(version, tier): fixed for ever.
struct LedgerEntry {
    Time at{};
    VersionId version;
    card::Tier tier;
    card::CardBody body; // already as seen
    // Parts that differ from the entry before: "positions", "phones" …
    std::vector<std::string> changes;
};

struct Line { // of the list
    ContactId id;
    bool is_member = false;
    bool is_live = false;  // an exchange that stands
    bool has_left = false; // she has left the network
    names::PersonName name;
    std::string company, department, title;
    card::Picture photo;
    bool has_moved = false; // changed since I last looked
    Time moved_on{};        // when, of a line in a list of those who moved
    std::string was; // name and post as I last looked, there: what is new is on the line itself
    std::string memo_start;
    std::vector<std::string> tags;
    std::optional<Date> met_on;
    std::string met_where;
};

struct Contact {
    ContactId id;
    bool is_member = false;
    card::CardBody body; // live as I may see it; for an ended tie what was in force last
    bool is_live = false;
    bool has_left = false; // she has left the network; the card is the last one received
    std::optional<policy::Tie> tie;
    std::string memo;
    std::vector<std::string> tags;
    std::vector<Meeting> met;
    Time created{}, updated{};
    bool has_moved = false;
    // The exchange stands, but the card was removed then: `body` is the last one received.
    std::optional<Time> withdrawn;
    // Of a member, as she shows them to me; by find() only.
    std::vector<account::NameRecord> other_names;
};

// A private contact or my own notes on a member. What is not set is left as it is.
struct Edit {
    std::optional<card::CardBody> body; // private contacts only
    std::optional<std::string> memo;    // at most 10,000 characters
    std::optional<std::vector<std::string>> tags;
    std::optional<std::vector<Meeting>> met;
};

struct Ask {
    std::string q, tag, index; // free words, one tag, one index head (あ … わ, A-Z, #)
    std::string after;         // opaque cursor of the last page
    int limit = 50;            // 1-100
    bool moved_only = false;
    bool newest_first = false; // as they came into the book, instead of by reading; not of a search
};
struct Found {
    std::vector<Line> lines;
    std::string next;                    // "" = the end
    std::int64_t total = 0;              // of the whole book
    std::optional<std::int64_t> matches; // of a search, on all its pages together
};

// What the book's first page shows, in one snapshot.
struct Book {
    Found found;
    // Up to five who moved since I last looked; with an unfiltered first page.
    std::vector<Line> moved;
    // Most used first; with a first page.
    std::vector<std::pair<std::string, std::int64_t>> tags;
    // The index letters that somebody stands under; not of a search.
    std::vector<std::string> heads;
};

class Contacts {
public:
    // `most_private`: private contacts one member may have, 0 = no limit.
    Contacts(store::Database &database, policy::Policy &policy, card::Cards &cards, IdMaker &ids,
             Clock &clock, std::int64_t most_private = 0);

    // For a page that asks several questions: inside one read() of it, all answers are of one
    // moment.
    store::Database &database();

    // Private contacts of mine, without those in the bin, and how many there may be. Members I
    // exchanged cards with never count: an exchange is never refused for want of room.
    Usage usage(MemberId me);
    Usage usage(store::Reader &reader, MemberId me);

    Result<Found> list(MemberId me, Ask const &ask, i18n::Language reader);
    Result<Book> book(MemberId me, Ask const &ask, i18n::Language reader);
    // The book as `render` makes it into markup (of the book and `ask` alone), kept in memory until
    // anything in it changes: see store/kept.hpp. Searches are not kept.
    using Markup = std::shared_ptr<std::string const>;
    Result<Markup> rendered(MemberId me, Ask const &ask, i18n::Language reader,
                            std::function<std::string(Book const &)> const &render);
    // Keeps pages, from now on; before serving. Without it rendered() always renders.
    void keep_in(store::DerivedMemory &memory);
    // Everybody in the book's order, at most `most`: what a drawing of the whole book shows.
    struct Drawn {
        ContactId id;
        names::PersonName name;
        std::string company;
        std::optional<Time> since; // of the exchange
        std::string place;         // of the exchange
        std::string met;           // as unpacked_meetings() takes it (notes.hpp)
    };
    std::vector<Drawn> everyone(MemberId me, int most, i18n::Language reader);
    // Exchanged cards within the last day and nothing noted yet, newest first; at most 5.
    std::vector<Line> lately(MemberId me, i18n::Language reader);
    Result<Contact> find(MemberId me, ContactId id);
    std::vector<Contact> find_all(
        MemberId me, std::vector<ContactId> const &ids); // one snapshot; missing ones left out
    Done mark_looked(MemberId me, ContactId id);
    Result<std::vector<LedgerEntry>> ledger(MemberId me, ContactId id); // oldest first
    Result<ContactId> add(MemberId me, Edit edit);
    // The same, for a form: what I added within the last two minutes, word for word (a second tap
    // on the button), is found again and not added twice.
    Result<ContactId> add_once(MemberId me, Edit edit);
    std::optional<ContactId> just_added(MemberId me, Edit edit); // such a one, if there is one
    // Whom of my book this may be: the same name in another spelling or script. A family name alone
    // says too little unless the company is the same. At most 5.
    std::vector<Line> alike(MemberId me, card::CardBody const &body, i18n::Language reader);
    Result<ContactId> add(store::Writer &writer, MemberId me, Edit edit, Time at);
    Done edit(MemberId me, ContactId id, Edit edit);
    // The same with an edit made of the contact as it stands, inside the transaction that writes,
    // so that nothing changed meanwhile is overwritten. May be asked twice. The contact as it is
    // then.
    using Editing = std::function<Result<Edit>(Contact const &)>;
    Result<Contact> change(MemberId me, ContactId id, Editing const &editing);
    // Private contacts, and members whose exchange has ended. Kept aside for thirty days, then gone
    // for good.
    Done remove(MemberId me, ContactId id);
    // Only if `may` agrees to the contact as it stands then.
    Done remove(MemberId me, ContactId id, std::function<Done(Contact const &)> const &may);
    Done restore(MemberId me, ContactId id); // what remove() took, within the thirty days
    std::vector<std::pair<std::string, std::int64_t>> tags(MemberId me);
    void tidy(); // deletes for good what was deleted more than thirty days ago; every hour or so

    // The book in its own order, a piece at a time, for what goes over all of it: pass the last
    // piece's `after` on until it is "". Each piece is one snapshot.
    struct Piece {
        std::vector<Contact> contacts;
        std::string after;
    };
    Piece piece(MemberId me, std::string const &after, int count);

    // Many private contacts at once (a file brought in): ready() checks and prepares outside any
    // transaction, add() writes inside the caller's, whose journal entry must name `me`.
    class Ready {
    public:
        ContactId id() const;

    private:
        friend class Contacts;
        struct Line;
        std::shared_ptr<Line const> line_;
    };
    Result<Ready> ready(MemberId me, Edit edit, std::optional<Time> at = {}); // now, unless said
    // Room for so many, taken inside the transaction that adds them, so that two at once do not
    // pass the limit together. Refused when they do not all fit.
    class Room {
        friend class Contacts;
        std::int64_t left_ = 0;
    };
    Result<Room> room_for(store::Writer &writer, MemberId me, std::int64_t count);
    void add(store::Writer &writer, Room &room, Ready const &ready);
    // Takes such a contact out again, into the bin; not when it was changed since (false), nor when
    // it is gone already (true).
    bool take_back(store::Writer &writer, MemberId me, ContactId id, Time at);

    // For the exchange room, inside its transaction: `member` now holds version `version` of
    // `other`'s card at tier `sees`. Makes or revives the line, appends to the ledger when this
    // differs from its last entry, and adds the meeting when there is a place or the exchange was
    // in person.
    struct Received {
        MemberId member, other;
        VersionId version;
        card::Tier sees;
        Time at;
        std::string met_where;
        bool is_meeting = false;
    };
    void receive(store::Writer &writer, Received const &received);
    // A card left by somebody without an account: a private contact whose ledger begins with that
    // card as it was left. In the caller's transaction; `edit` has a body.
    Result<ContactId> receive_from_guest(store::Writer &writer, MemberId me, Edit edit, Time at);
    bool is_private(store::Reader &reader, MemberId me,
                    ContactId id); // in my book, and no member's line
    void note_meeting(store::Writer &writer, MemberId me, ContactId id, Meeting meeting, Time at);
    // That person is member `other` now, whose line stands since a moment: memo, tags, meetings and
    // the cards received go over to it, and the private line is gone. False when it is not there
    // any more.
    bool adopt(store::Writer &writer, MemberId me, ContactId private_one, MemberId other, Time at);
    // The tier `other` shows `member` has changed, or `other`'s card has a new version: ledger
    // (only when more or other things are seen), sort order and what is shown from now on. Version
    // 0: the card was withdrawn; what was seen of it last stays, but never above `sees`.
    void refresh(store::Writer &writer, MemberId member, MemberId other, VersionId version,
                 card::Tier sees, Time at);
    // Called by adopt(), so that what other rooms hang on the private line goes over too.
    void on_adopt(
        std::function<void(store::Writer &, MemberId me, ContactId from, ContactId to)> hook);
    // Hook for Accounts::on_leave: her book, and of her cards what is in nobody else's. Before the
    // exchange room's, since others' books are reached over her ties.
    void member_leaves(store::Writer &writer, MemberId member);
    // Hook for Cards::on_change, runs after the exchange room has moved its ties on.
    void card_changed(store::Writer &writer, card::Cards::Change const &change);

private:
    Result<ContactId> add_one(store::Writer &writer, MemberId me, Ready const &line);
    Result<Ready> ready_today(MemberId me, Edit edit); // and no meeting is still to come

    struct State;
    std::shared_ptr<State> state_;
};

} // namespace goen::contacts
