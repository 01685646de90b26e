// SPDX-License-Identifier: Apache-2.0
#include "archive/contents.hpp"

#include "i18n/dates.hpp"

namespace goen::archive {

std::vector<Item> contents(i18n::Words const &w) {
    return {
        {"archive.json", w("Your name, other names and settings.")},
        {"cards.jsonl, card-versions.jsonl, my-cards/",
         w("Your cards: both sides, who sees what, and every version you published. Each card is "
           "also included as a vCard.")},
        {"contacts.jsonl, contacts.vcf", w("Your contacts as you see them now: cards, memos, tags "
                                           "and meetings. Also as one vCard file for phones.")},
        {"ledger.jsonl", w("The ledger: every card you received, with its date.")},
        {"reminders.jsonl, dates.jsonl", w("Your reminders, and your contacts' important days.")},
        {"introductions.jsonl",
         w("Introductions you asked for, made, or have waiting for your answer.")},
        {"ties.jsonl", w("Your exchanges: with whom, when, where and how.")},
        {"requests.jsonl, guests.jsonl",
         w("Requests you sent and received, and guests' cards waiting for your answer.")},
        {"imports.jsonl, invitations.jsonl, blocks.jsonl, viewing-record.jsonl",
         w("Files you imported, your invitations, people you blocked, and who viewed your "
           "account.")},
        {"posts.jsonl, post-versions.jsonl, post-pictures/",
         w("Your posts, with earlier versions and photos, and for whom you wrote them.")},
        {"comments.jsonl, reactions.jsonl", w("Your comments and reactions.")},
        {"hidden-posts.jsonl, post-draft.jsonl",
         w("People whose posts you hid, and your unfinished post.")},
        {"threads.jsonl, messages.jsonl, message-files/",
         w("Your conversations and the messages in them, with the photos and files you sent. "
           "They can be read here; another goen does not take them in.")},
        {"pictures/", w("Photos and logos: yours, and those that others show you.")},
    };
}

std::string readme(i18n::Words const &w, std::string_view network, Time made) {
    std::string out = w("All your data at {1}, as of {2}.",
                        {std::string{network}, i18n::day_text(made, w.language())});
    out += "\r\n\r\n";
    for (auto const &[files, what] : contents(w)) out += files + "\r\n    " + what + "\r\n";
    out += "\r\n";
    out += w("To import this file into another goen, open Settings > Export all your data. The "
             ".vcf files are for phones and email apps; the others (JSON, one object per line) are "
             "for programs.");
    out += "\r\n";
    out += w("It contains information that others have shared with you. Please keep it where "
             "nobody else can read it.");
    out += "\r\n";
    return out;
}

} // namespace goen::archive
