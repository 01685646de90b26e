// SPDX-License-Identifier: Apache-2.0
// Texts found by parts of words, newest first (docs/search.md says why it is built this way): a
// SQLite file of pieces (index/pieces.hpp) and of the folded texts, which has_words() looks into.
// It is derived: whatever is wrong with the file (cut off, damaged, of another format or another
// network, of a later time than the database), it begins empty, says why, and its owner fills it
// again.
//
// One thread writes; any number may ask meanwhile and see what was committed last. A process that
// is killed loses what it had not committed, and nothing else. Each process has a file of its own:
// the first of NAME-1.db, NAME-2.db … that no other process holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace goen::index {

struct Document {
    std::int64_t id = 0; // positive
    // Who may find it: numbers that mean something to the owner, such as its author's.
    std::vector<std::int64_t> labels;
    std::string text; // as written; folded here
};

// How far the index has come; stored with each commit.
struct Mark {
    std::int64_t seq = 0;      // of the journal: every event up to here is in it
    std::int64_t built_to = 0; // while it is filled: the last id in it
    bool is_whole = false;     // filled once, and following the journal since
    bool operator==(Mark const &) const = default;
};

struct Ask {
    std::string words; // as typed; all of them must be in the text
    // Rising; a document must have one of these labels. Null: any document.
    std::vector<std::int64_t> const *one_of = nullptr;
    std::int64_t after = 0; // `next` of the last answer; 0: from the newest on
    std::size_t count = 20;
};

struct Answer {
    std::vector<std::int64_t> ids; // newest first
    // Where to go on. 0: there is no more. There may be fewer than `count` ids, or none, and yet a
    // `next`: so many documents were looked at that somebody else should have a turn.
    std::int64_t next = 0;
};

struct Options {
    std::filesystem::path folder; // "" = one in the system's folder, removed at the end
    std::string name;             // "posts": search-posts-1.db
    std::uint64_t network = 0;    // what tells this network's files from another's
    int readers = 4;              // connections that ask at once; whoever comes next waits
};

inline constexpr std::size_t most_looked_at = 4000; // documents, for one answer

class Index {
public:
    explicit Index(Options options);
    ~Index();
    Index(Index const &) = delete;
    Index &operator=(Index const &) = delete;

    // ---- by one thread ----
    // Opens the file, or begins an empty one. Reads all of the file to see whether it is whole.
    void open();
    // Begins an empty one and says why.
    void clear(std::string_view why);
    void put(Document const &document); // in place of an older one with its id
    void remove(std::int64_t id);
    void remove_labelled(std::int64_t label); // every document with the label; slow
    void commit(Mark const &mark);            // from now on what was put is found
    // What was removed or replaced is not found from the commit on, but its pieces lie in the file
    // until they are merged away. Merges for some tens of milliseconds; false: nothing is left of
    // it. Begins again after the index was opened.
    bool purge();
    bool has_to_purge() const;
    // Damage was met, by somebody who asked or by whoever says so: to be cleared.
    bool is_damaged() const;
    void found_damaged() const;
    Mark mark() const;

    // ---- by any thread ----
    // Nothing to be found until it is open. A damaged file answers nothing.
    Answer find(Ask const &ask) const;
    struct Numbers {
        std::uint64_t documents = 0;
        std::uint64_t bytes = 0;   // of the file
        std::uint64_t begun = 0;   // how often it began empty since the process started
        std::uint64_t damaged = 0; // because of damage
    };
    Numbers numbers() const;
    std::filesystem::path file() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace goen::index
