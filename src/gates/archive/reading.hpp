// SPDX-License-Identifier: Apache-2.0
// An archive read into values, before anything of it goes into any database. It is refused as a
// whole when it is no archive, damaged, altered so that it means nothing, or made to do harm; a
// single card or contact that this network's rules do not take is left out and told. Knows no
// member and no database: this is what the fuzzer feeds.
#pragma once

#include "archive/zip.hpp"
#include "contacts/contacts.hpp"
#include "letter/letter.hpp"
#include "reminder/reminder.hpp"

namespace goen::archive {

struct ReadLimits {
    std::size_t unpacked = 96u << 20;     // of all files that are read
    std::size_t line = 4u << 20;          // of one line
    std::size_t head = 1u << 20;          // archive.json
    std::size_t picture = 20u << 20;      // one of mine
    std::size_t all_pictures = 40u << 20; // all of mine
};
// For the operator's command line, where the file lies on her own disk.
inline constexpr ReadLimits wide_limits{2048ull << 20, 4u << 20, 1u << 20, 20u << 20, 200u << 20};

struct ArchivedCard {
    bool is_main = false;
    card::CardBody body;     // without pictures
    std::string photo, logo; // their bytes; "" = none
};

struct ArchivedContact {
    std::int64_t member = 0; // her number there; 0 = a private contact
    Time created{};
    contacts::Edit edit; // always with a body and a name
    struct Received {
        Time at{};
        std::string stored; // card::to_stored()
    };
    std::vector<Received> ledger; // oldest first
    // Without numbers; those that wait and those that are done, as they were made.
    std::vector<reminder::Reminder> reminders;
    std::vector<reminder::ImportantDate> dates;
};

struct LeftOut { // a line that was not taken, and why
    std::string file;
    std::int64_t line = 0;
    std::string shown; // the name, to find it again
    Sentence why;
};

struct Content {
    std::string network, member_id;
    Time made{};
    names::PersonName member;
    i18n::Language language = i18n::Language::ja;
    account::Reach reach = account::Reach::distance_two;
    bool bridge = false;
    std::optional<letter::Settings> letters; // of a goen that has them
    std::vector<account::NameRecord> other_names;
    std::vector<ArchivedCard> cards; // those in use; the main one first
    std::vector<ArchivedContact> contacts;
    std::vector<LeftOut> left_out;
    // Lines that are in the file and are not brought in.
    std::int64_t guests_waiting = 0, introductions = 0;
    std::int64_t posts = 0, comments = 0, reactions = 0;
};

Result<Content> read_archive(std::string_view file, ReadLimits const &limits = {});

} // namespace goen::archive
