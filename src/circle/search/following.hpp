// SPDX-License-Identifier: Apache-2.0
// An index of what one room holds, filled from its rows on a thread of its own and then following
// the journal: what was written is found a moment later. A damaged file, one of
// another network or of a later time than the database is filled again; until it is whole, what is
// in it can be found, and find() says that it is not all. Threads may share it.
#pragma once

#include "index/index.hpp"
#include "store/derived.hpp"
#include "store/events.hpp"

#include <memory>

namespace goen::search {

// What an event touches.
struct Changes {
    std::vector<std::int64_t> ids;    // to be read again; those that are gone are removed
    std::vector<std::int64_t> labels; // everything with one of these is gone
};

struct Source {
    std::string name; // of the file: "posts"
    // At most `count` after this id, by id. Texts as they are, whoever may read them.
    std::function<std::vector<index::Document>(store::Reader &, std::int64_t after, int count)>
        after;
    std::function<std::vector<index::Document>(store::Reader &, std::vector<std::int64_t> const &)>
        of;
    store::Subscriber<Changes &> changes;
};

class Following {
public:
    Following(store::Database &database, Source source);
    ~Following();
    Following(Following const &) = delete;
    Following &operator=(Following const &) = delete;

    // Before serving. `folder` "": the index is not kept.
    void open(std::filesystem::path const &folder);
    void close();
    bool is_whole() const;
    bool wait_until_whole(milliseconds at_most) const;
    // Everything written before this is called is found after it; for tests and measuring.
    bool wait_until_heard(milliseconds at_most) const;
    // Nothing of what was deleted or replaced before is left in the file; for tests.
    bool wait_until_purged(milliseconds at_most) const;
    std::filesystem::path file() const; // once it is open
    index::Answer find(index::Ask const &ask) const;
    void keep_in(store::DerivedMemory &memory);
    index::Index::Numbers numbers() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace goen::search
