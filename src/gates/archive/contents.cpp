// SPDX-License-Identifier: Apache-2.0
#include "archive/contents.hpp"

#include "i18n/dates.hpp"

namespace goen::archive {

std::vector<Item> contents(i18n::Words const &w) {
    return {
        {"archive.json", w("Your name, other names and settings.")},
        {"cards.jsonl, card-versions.jsonl, my-cards/",
         w("Your cards: both sides, who sees what, and every version you published. Each also as a "
           "vCard.")},
        {"contacts.jsonl, contacts.vcf",
         w("Your address book as you see it now: cards, memos, tags, meetings. Also as one vCard "
           "file for phones.")},
        {"ledger.jsonl", w("The ledger: every card you received, with its date.")},
        {"reminders.jsonl, dates.jsonl",
         w("Your reminders, and the important days of people in your book.")},
        {"introductions.jsonl",
         w("Introductions: those you asked for, those you made, and those that wait for you.")},
        {"ties.jsonl", w("Your exchanges: with whom, when, where, by which means.")},
        {"requests.jsonl, guests.jsonl",
         w("Requests you sent and received, and cards of guests that wait for your answer.")},
        {"imports.jsonl, invitations.jsonl, blocks.jsonl, viewing-record.jsonl",
         w("Files you brought in, your invitations, whom you blocked, and who looked into your "
           "account.")},
        {"pictures/", w("Photographs and logos: yours, and those that others show you.")},
    };
}

std::string readme(i18n::Words const &w, std::string_view network, Time made) {
    std::string out = w("Everything of yours at {1}, as of {2}.",
                        {std::string{network}, i18n::day_text(made, w.language())});
    out += "\r\n\r\n";
    for (auto const &[files, what] : contents(w)) out += files + "\r\n    " + what + "\r\n";
    out += "\r\n";
    out += w("Another goen takes this file in: Settings, Take everything with you. The .vcf files "
             "are for phones and mail programs, the others (JSON, one object a line) for "
             "programs.");
    out += "\r\n";
    out += w("It holds what others have entrusted to you. Please keep it where nobody else can "
             "read it.");
    out += "\r\n";
    return out;
}

} // namespace goen::archive
