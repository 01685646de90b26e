// SPDX-License-Identifier: Apache-2.0
// Rows of the address book <-> values. Knows no rules and no tiers: it says what is written and
// what the tie says.
#pragma once

#include "contacts/contacts.hpp"

#include <unordered_map>

namespace goen::contacts::rows {

// What the other side discloses now, and what was in force last: it is shown when an exchange has
// ended or its card was withdrawn. Not the ledger's end, which may have been wider.
struct Hand {
    VersionId live; // 0: no exchange stands, or the card was withdrawn
    card::Tier sees = card::Tier::none;
    bool is_live = false;  // the exchange stands
    bool has_left = false; // the other has left the network
    VersionId shown;
    card::Tier shown_tier = card::Tier::none;

    // Which version, as which tier, is to be shown.
    VersionId version() const { return live ? live : shown; }
    card::Tier tier() const { return live ? sees : shown_tier; }
};

struct LineRow {
    ContactId id;
    bool is_member = false;
    std::string sort_key, face, memo, tags, met;
    Time moved{};
    Hand hand;
    Time created{}; // of a page by time
};

struct ContactRow {
    ContactId id;
    bool is_member = false;
    std::string body, memo, tags, met;
    Time moved{};
    VersionId looked;
    Time created{}, updated{};
    Hand hand;
};

struct Where { // the last line of the page before
    std::string sort_key;
    std::int64_t id = 0;
};

// One page in the book's order; `head` and `tag_key` "" = all.
std::vector<LineRow> page(store::Reader &reader, MemberId member, Where const &after, int count,
                          std::string_view head, std::string_view tag_key, bool moved_only);
// By the time they came into the book, newest first; after that time and id, 0 = from the newest
// on.
std::vector<LineRow> page_by_time(store::Reader &reader, MemberId member, Time created,
                                  std::int64_t id, int count, std::string_view head,
                                  std::string_view tag_key);
std::vector<ContactId> lately(store::Reader &reader, MemberId member, Time since);
// What it takes to match a line with a query; in the book's order.
struct KeyRow {
    ContactId id;
    bool is_member = false, has_moved = false;
    int after = 0; // -1, 0, 1: before, at, after the place `where`
    std::string find, face;
    Hand hand;
};
std::vector<KeyRow> whole_book(store::Reader &reader, MemberId member, std::string_view head,
                               std::string_view tag_key, Where const &where);
// Those of them that are there, in this order.
std::vector<LineRow> lines(store::Reader &reader, MemberId member,
                           std::vector<ContactId> const &ids);
// What a drawing of the whole book shows of each; in the book's order.
struct DrawnRow {
    ContactId id;
    bool is_member = false;
    std::string face, met, place; // place: of the exchange
    std::optional<Time> since;    // of the exchange
    Hand hand;
};
std::vector<DrawnRow> everyone(store::Reader &reader, MemberId member, int most);
std::int64_t size(store::Reader &reader, MemberId member);
// How many private lines there are, as counted; bin() and the verbs that add keep the count.
std::int64_t private_ones(store::Reader &reader, MemberId member);
// Counts `count` more; false, and nothing is counted, when there would be more than `most` (0 = no
// limit). `count` alone is not more than `most`.
bool take_room(store::Writer &writer, MemberId member, std::int64_t count, std::int64_t most);
void give_room_back(store::Writer &writer, MemberId member, ContactId private_one);
std::optional<ContactRow> contact(store::Reader &reader, MemberId member, ContactId id);
std::vector<ContactRow> contacts(store::Reader &reader, MemberId member,
                                 std::vector<ContactId> const &ids); // in any order

// A line as it is to be written.
struct NewLine {
    MemberId member;
    ContactId id;
    bool is_member = false;
    std::string sort_key, head, body, face, find, memo, tags, met;
    VersionId version;
    card::Tier tier = card::Tier::none;
    Time at{};
};
// The private line with the same words that was written not longer ago than `within` of this one.
std::optional<ContactId> added_already(store::Reader &reader, NewLine const &line,
                                       milliseconds within);
// False when there is a line of this id already: nothing is changed then.
bool add(store::Writer &writer, NewLine const &line);
void change(store::Writer &writer, NewLine const &line);
struct OrderOf {
    std::string sort_key, head, face;
};
std::optional<OrderOf> order_of(store::Reader &reader, MemberId member, ContactId id);
void looked(store::Writer &writer, MemberId member, ContactId id, VersionId version);

struct Held {
    VersionId last; // the ledger's end
    card::Tier last_tier = card::Tier::none;
    VersionId looked;
    std::string sort_key;
    Time moved{};
    VersionId shown; // as in Hand
    card::Tier shown_tier = card::Tier::none;
};
std::optional<Held> held(store::Reader &reader, MemberId member, ContactId id);
// The line with what a new exchange brings: its version and tier are what is shown from now on;
// `last` and `last_tier` are the ledger's end after it. So in refresh().
void revive(store::Writer &writer, NewLine const &line, VersionId last, card::Tier last_tier);
void refresh(store::Writer &writer, NewLine const &line, VersionId last, card::Tier last_tier,
             Time moved, bool is_seen); // is_seen: the reader can see a difference
void ledger_add(store::Writer &writer, MemberId member, ContactId id, Time at, VersionId version,
                card::Tier tier);

struct LedgerRow {
    Time at{};
    VersionId version;
    card::Tier tier = card::Tier::none;
};
std::vector<LedgerRow> ledger_of(store::Reader &reader, MemberId member, ContactId id);
// Of contacts that moved: when, and what I had looked at before (version 0: nothing).
struct SeenBefore {
    Time moved{};
    VersionId version;
    card::Tier tier = card::Tier::none;
};
std::unordered_map<ContactId, SeenBefore> seen_before(store::Reader &reader, MemberId member,
                                                      std::vector<ContactId> const &ids);
// Cards received without an exchange, oldest first.
std::vector<LedgerEntry> received_of(store::Reader &reader, MemberId member, ContactId id);

// The index letters that somebody stands under.
std::vector<std::string> heads(store::Reader &reader, MemberId member);
std::vector<std::pair<std::string, std::int64_t>> tags_of_member(store::Reader &reader,
                                                                 MemberId member);
void write_tags(store::Writer &writer, MemberId member, ContactId id,
                std::vector<std::string> const &tags);

void bin(store::Writer &writer, MemberId member, ContactId id, Time at);
// The tags of a line that was deleted after `since`, packed; nothing when there is no such line.
std::optional<std::string> binned(store::Reader &reader, MemberId member, ContactId id, Time since);
bool is_private_binned(store::Reader &reader, MemberId member, ContactId id);
void restore(store::Writer &writer, MemberId member, ContactId id);
// Members with something deleted up to `before`.
std::vector<MemberId> with_old_bins(store::Reader &reader, Time before, int count);
void purge(store::Writer &writer, MemberId member, Time before);

} // namespace goen::contacts::rows
