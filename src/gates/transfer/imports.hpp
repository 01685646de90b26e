// SPDX-License-Identifier: Apache-2.0
// A file into my own book: looked at first, brought in as one batch, and taken back as one.
// Everybody in it becomes a private contact: nobody is written to, nobody becomes a profile.
// Running the same file again changes nothing. Threads may share it.
#pragma once

#include "transfer/known_people.hpp"
#include "transfer/people_file.hpp"

namespace goen::transfer {

using ImportId = Id<struct ImportMeaning>;

struct ImportRow {
    std::int64_t number = 0; // the line or card in the file
    RowState state = RowState::fresh;
    bool chosen = false; // is to be brought in, or was
    std::string shown, reason;
    ContactId contact;      // the one it is like, or became
    std::string about = {}; // company, post, mail, phone, to tell namesakes apart; of drafts only
};

struct ImportBatch {
    // begun: bringing in was interrupted (the server was stopped) or still goes on.
    enum class State { draft, done, undone, begun };
    ImportId id;
    State state = State::draft;
    std::string name, format, charset;
    Time made{};
    std::int64_t brought = 0; // contacts that came of it and stand
};

struct ImportTally {
    std::int64_t fresh = 0, same = 0, conflict = 0, skipped = 0, chosen = 0, brought = 0;
    std::int64_t rows() const { return fresh + same + conflict + skipped; }
};

class Imports {
public:
    // `most_drafts`: files one member may have looked at and not brought in yet, 0 = no limit.
    Imports(store::Database &database, contacts::Contacts &contacts, IdMaker &ids, Clock &clock,
            std::int64_t most_drafts = 0)
        : database_(database), contacts_(contacts), ids_(ids), clock_(clock),
          most_drafts_(most_drafts) {}

    // For a page that asks several questions: inside one read() of it, all answers are of one
    // moment.
    store::Database &database() { return database_; }

    struct File {
        std::string_view bytes;
        std::string name;                     // for the list of imports
        std::optional<i18n::Charset> charset; // as the person said, else found out
    };

    // Reads the file and keeps what it says as a draft of mine, everything new chosen. Refused when
    // there are as many drafts as there may be: none goes without my saying so.
    Result<ImportId> look_at(MemberId me, File const &file, i18n::Words const &words);
    struct Preview {
        ImportBatch batch;
        ImportTally tally;
        std::vector<ImportRow> rows; // after `after`, at most `count`
        std::int64_t next = 0;       // 0 = the end
        Usage room;                  // of the book
    };
    Result<Preview> preview(MemberId me, ImportId id, std::int64_t after, int count,
                            std::optional<RowState> only = {});
    // Of the rows shown, those ticked.
    Done choose(MemberId me, ImportId id, std::vector<std::int64_t> const &shown,
                std::vector<std::int64_t> const &ticked);
    // Brings the chosen in, each once; how many came. Refused beforehand when the book has no room
    // for all of them. Interrupted, it goes on where it stopped when it is called again. Whoever
    // cannot be brought in after all stays in the import, with the reason in `words`.
    Result<std::int64_t> bring_in(MemberId me, ImportId id, i18n::Words const &words);

    Usage drafts(MemberId me);
    Usage room(MemberId me) { return contacts_.usage(me); } // of the book

    // All of it at once, for programs: what is new is written, unless it is only looked at. Rows
    // for which the book has no room are skipped, and say so.
    struct Report {
        std::string format, charset;
        std::vector<ImportRow> rows;
        ImportId batch; // 0: nothing was written
        bool was_cut = false;
    };
    Result<Report> take_in(MemberId me, File const &file, bool only_look, i18n::Words const &words);

    // Contacts that came another way (an archive), written down inside the caller's transaction so
    // that undo() takes them back as one.
    struct Came {
        std::string shown;
        ContactId contact;
    };
    ImportId note_batch(store::Writer &writer, MemberId me, std::string_view name,
                        std::string_view format, std::vector<Came> const &came);

    // The important days of everybody in the book, for a file of it.
    using DatesOf = std::unordered_map<ContactId, Dates>;
    DatesOf dates(MemberId me);

    // Takes back what the batch brought; who was changed since then stays.
    struct Undone {
        std::int64_t gone = 0, kept = 0;
    };
    Result<Undone> undo(MemberId me, ImportId id);
    std::vector<ImportBatch> recent(MemberId me);
    // All that were brought in, oldest first, inside a snapshot that the caller holds: for her
    // archive.
    static std::vector<ImportBatch> brought_in(store::Reader &reader, MemberId me);

    // Hook for Accounts::on_leave. A bulk file that is read again does not bring her back.
    void member_leaves(store::Writer &writer, MemberId member);

    // Drafts of a week ago, and batches of more than thirty days ago: those can no longer be
    // undone.
    void tidy();

private:
    void drop(store::Writer &writer, MemberId me, ImportId id);
    void add(store::Writer &writer, MemberId me, contacts::Contacts::Room &room,
             contacts::Contacts::Ready const &line, Dates const &dates);
    Usage drafts(store::Reader &reader, MemberId me);

    store::Database &database_;
    contacts::Contacts &contacts_;
    IdMaker &ids_;
    Clock &clock_;
    std::int64_t const most_drafts_;
};

} // namespace goen::transfer
