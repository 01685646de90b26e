// SPDX-License-Identifier: Apache-2.0
// Posts in the search: an index of their texts, and the kind "posts". The index proposes whose
// posts somebody may be able to read (her own, of those she is tied with, those for everyone here);
// Feed::look decides. Threads may share it.
#pragma once

#include "feed/feed.hpp"
#include "search/following.hpp"
#include "search/search.hpp"
#include "store/kept.hpp"

namespace goen::feed {

class PostSearch {
public:
    PostSearch(store::Database &database, Feed &feed, Clock &clock);
    // See search::Following.
    void open(std::filesystem::path const &folder) { index_.open(folder); }
    void close() { index_.close(); }
    search::Following const &index() const { return index_; }
    void keep_in(store::DerivedMemory &memory);
    search::Kind kind();

private:
    using Labels = std::shared_ptr<std::vector<std::int64_t> const>;
    Labels labels_of(store::Reader &reader, MemberId me);
    search::Found find(search::Asked const &asked);
    std::vector<search::Item> items_of(store::Reader &reader, search::Asked const &asked,
                                       std::vector<PostId> const &ids);

    store::Database &database_;
    Feed &feed_;
    Clock &clock_;
    search::Following index_;
    store::Kept<Labels, MemberId> labels_{16'384, seconds{600}};
};

} // namespace goen::feed
