// SPDX-License-Identifier: Apache-2.0
// The newest posts and moves of every author in memory: what a reader's feed is merged from. It
// holds ids and the audience as it was chosen, nothing else, and is only a proposal: whether a post
// may be read is asked of its row (may_read.cpp). So an entry too many does no harm, and one that
// is missing must lie behind the author's horizon. Threads may share it.
#pragma once

#include "feed/feed.hpp"

#include <shared_mutex>
#include <vector>

namespace goen::feed {

// Post and move ids are of one kind (IdMaker): their order is the order in time.
struct Entry {
    std::int64_t id = 0;
    bool is_move = false;
    Audience::To to = Audience::To::exchanged;
};

// One whose posts are read, and how near its author lets the reader be.
struct Source {
    MemberId author;
    card::Tier sees = card::Tier::none; // owner: the reader herself
};

class FeedIndex {
public:
    explicit FeedIndex(std::size_t kept_of_author) : most_(kept_of_author) {}

    void add(MemberId author, Entry entry); // again it changes nothing
    void remove(MemberId author, std::int64_t id);
    void forget(MemberId author);

    struct Merged {
        std::vector<std::pair<MemberId, Entry>> entries; // newest first
        // Everything newer than this, of all sources, is in memory; what is not may lie in the
        // rows.
        std::int64_t horizon = 0;
    };
    // The newest `count` below `before` that the tier lets the reader see; a tag or a group is for
    // the row to say. All of them are newer than
    // the horizon.
    Merged merge(std::vector<Source> const &sources, std::int64_t before, std::size_t count) const;

    struct Numbers {
        std::size_t authors = 0, entries = 0;
    };
    Numbers numbers() const;

private:
    // Open addressing: a reader of fifty authors waits for memory twice, not a hundred times,
    // because all cells and then all lists can be fetched ahead. A cell stays when its author
    // leaves.
    struct Cell {
        MemberId author;            // 0: free
        std::int64_t floor = 0;     // what is newer than this is here: the newest that was left out
        std::vector<Entry> entries; // newest first
    };
    std::size_t place_of(MemberId author) const; // its cell, or the free one where it belongs
    Cell &cell_for(MemberId author);
    Cell const *find(MemberId author) const;

    std::size_t const most_;
    mutable std::shared_mutex mutex_; // held for microseconds
    std::vector<Cell> cells_{1024};   // a power of two, at most two thirds full
    std::size_t authors_ = 0, entries_ = 0;
};

} // namespace goen::feed
