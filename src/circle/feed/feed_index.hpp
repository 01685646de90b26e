// SPDX-License-Identifier: Apache-2.0
// The newest posts and moves of every author in memory: what a reader's feed is merged from. It
// holds ids and the audience as it was chosen, nothing else, and is only a proposal: whether a post
// may be read is asked of its row (may_read.cpp). So an entry too many does no harm, and one that
// is missing must lie behind the author's horizon. Threads may share it.
#pragma once

#include "feed/feed.hpp"

#include <shared_mutex>
#include <unordered_map>

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
        // Everything newer than this, of all sources, is in memory; 0: all there is.
        std::int64_t horizon = 0;
    };
    // The newest `count` below `before` that the tier lets the reader see; a tag or a group is for
    // the row to say. Never below the horizon.
    Merged merge(std::vector<Source> const &sources, std::int64_t before, std::size_t count) const;

    struct Numbers {
        std::size_t authors = 0, entries = 0;
    };
    Numbers numbers() const;

private:
    struct Recent {
        std::vector<Entry> entries; // oldest first
        bool has_older = false;     // of its author, behind the first of them
    };
    static constexpr std::size_t shards = 64;
    struct Shard {
        mutable std::shared_mutex mutex;
        std::unordered_map<std::int64_t, Recent> authors;
        std::size_t entries = 0;
    };
    Shard &shard_of(MemberId author) {
        return shards_[std::hash<MemberId>{}(author) >> 7 & (shards - 1)];
    }
    Shard const &shard_of(MemberId author) const {
        return shards_[std::hash<MemberId>{}(author) >> 7 & (shards - 1)];
    }

    std::size_t const most_;
    std::array<Shard, shards> shards_;
};

} // namespace goen::feed
