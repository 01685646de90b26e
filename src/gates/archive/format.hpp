// SPDX-License-Identifier: Apache-2.0
// The archive's format, version 1, in one place: which files it has, and what a line of each looks
// like. docs/archive.md says the same for people; a test compares the two.
#pragma once

#include "card/card_store.hpp"
#include "contacts/contacts.hpp"
#include "feed/feed.hpp"
#include "letter/letter.hpp"
#include "reminder/reminder.hpp"
#include "web/schema.hpp"

#include <boost/json/object.hpp>

namespace goen::archive {

inline constexpr std::string_view format_name = "goen-archive";
inline constexpr std::int64_t format_version = 1;

namespace file {
inline constexpr char const *head = "archive.json";
inline constexpr char const *readme = "README.txt";
inline constexpr char const *book = "contacts.vcf";
// JSON Lines: one object a line, for lists that may be long.
inline constexpr char const *cards = "cards.jsonl";
inline constexpr char const *versions = "card-versions.jsonl";
inline constexpr char const *contacts = "contacts.jsonl";
inline constexpr char const *ledger = "ledger.jsonl";
inline constexpr char const *reminders = "reminders.jsonl";
inline constexpr char const *dates = "dates.jsonl";
inline constexpr char const *introductions = "introductions.jsonl";
inline constexpr char const *ties = "ties.jsonl";
inline constexpr char const *requests = "requests.jsonl";
inline constexpr char const *guests = "guests.jsonl";
inline constexpr char const *imports = "imports.jsonl";
inline constexpr char const *blocks = "blocks.jsonl";
inline constexpr char const *invitations = "invitations.jsonl";
inline constexpr char const *openings = "viewing-record.jsonl";
inline constexpr char const *posts = "posts.jsonl";
inline constexpr char const *post_versions = "post-versions.jsonl";
inline constexpr char const *comments = "comments.jsonl";
inline constexpr char const *reactions = "reactions.jsonl";
inline constexpr char const *hidden = "hidden-posts.jsonl";
inline constexpr char const *draft = "post-draft.jsonl";
inline constexpr char const *threads = "threads.jsonl";
inline constexpr char const *messages = "messages.jsonl";
} // namespace file

// "pictures/HASH.jpg", or "" for no picture.
std::string picture_file(card::Picture const &picture);

// "post-pictures/ID.jpg"
std::string photograph_file(feed::PostPictureId id);

// A card, its pictures as {"file","width","height"} instead of addresses.
boost::json::object archived_card(card::CardBody const &body, card::Whose whose);
boost::json::object name_record_json(account::NameRecord const &record, bool is_mine);
boost::json::object contact_json(contacts::Contact const &contact,
                                 std::vector<account::NameRecord> const &other_names);
boost::json::object ledger_json(ContactId contact, contacts::LedgerEntry const &entry);
boost::json::object reminder_json(reminder::Reminder const &reminder);
boost::json::object date_json(reminder::ImportantDate const &date);
boost::json::object audience_json(feed::Audience const &audience);
boost::json::object letters_json(letter::Settings const &settings);
// What is not named stays as a new member has it.
letter::Settings letters_from(boost::json::object const &from);

// What is read again.
web::Schema archived_name_schema();
web::Schema const &head_schema();
web::Schema const &card_line_schema();
web::Schema const &contact_line_schema();
web::Schema const &ledger_line_schema();
web::Schema const &reminder_line_schema();
web::Schema const &date_line_schema();
web::Schema const &introduction_line_schema();
web::Schema const &post_line_schema();
web::Schema const &comment_line_schema();
web::Schema const &reaction_line_schema();

} // namespace goen::archive
