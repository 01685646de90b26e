// SPDX-License-Identifier: Apache-2.0
// Somebody out of a file, made fit for the book: every part either passes the same gate as what is
// typed, or it is kept as a line of the memo. So nothing that can be read is lost, and nothing
// wrong becomes a part of a card.
#pragma once

#include "contacts/contacts.hpp"
#include "reminder/reminder.hpp"
#include "vcard/vcard.hpp"

namespace goen::transfer {

struct Incoming {
    card::CardBody body;
    std::string memo;
    std::vector<std::string> tags;
    std::vector<contacts::Meeting> met;
    std::vector<reminder::ImportantDate> dates; // without numbers: they are not in the book yet
    std::string shown;               // the name as the file has it, to find the row again
    std::vector<Sentence> notes;     // what was left out or is in the memo now
    std::optional<Sentence> refused; // then the rest says nothing
};

// The parts of a file's row before any rule has been applied. All text is clean UTF-8.
struct Draft {
    names::NameInput name;
    std::optional<names::Order> order; // where the file says it
    std::string full_name, full_kana, prefix, suffix, nickname, birthday, anniversary;
    std::vector<card::Position> positions, positions_en;
    std::vector<vcard::Address> addresses, addresses_en;
    std::vector<card::Labelled> phones, emails, urls; // label may be "" where the file says nothing
    std::vector<card::Labelled> dates;                // with what the file calls each
    std::vector<std::string> tags;
    std::string note;
    std::vector<contacts::Meeting> met;
    std::vector<Sentence> notes;
    bool is_company = false;
    bool is_made_of_full_name = false; // `name` has no parts of its own
};

// `words` is the language in which lines of the memo name what they hold.
Incoming incoming(Draft draft, i18n::Words const &words);
Incoming incoming(vcard::Person const &person, std::vector<vcard::Warning> const &warnings,
                  i18n::Words const &words);

// "日本", "Japan", "JP", "jp" -> "JP"; "" for what is not known.
std::string country_code(std::string_view written);

// What a contact says as a vCard. `full` with my own notes: for my whole book; without, for a card
// I hand on.
enum class Notes { with, without };
using Dates = std::vector<reminder::ImportantDate>;
vcard::Person person_of(contacts::Contact const &contact, Notes notes, std::string_view public_url);
// The important days of somebody, as her vCard has them.
void put_dates(vcard::Person &person, Dates const &dates);
vcard::Person person_of(card::CardBody const &seen); // a card alone

} // namespace goen::transfer
