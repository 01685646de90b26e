// SPDX-License-Identifier: Apache-2.0
// The versions read lately, by id. A version never changes, so nothing here is ever out of date;
// what is kept is bounded by count and by bytes. Threads share it.
#pragma once

#include "base/shard_table.hpp"
#include "card/cards.hpp"

namespace goen::card {

// What a version takes in memory, nearly.
std::size_t bytes_of(Version const &version);

class VersionCache {
public:
    explicit VersionCache(std::size_t max_entries = 20'000, std::size_t max_bytes = 32u << 20)
        : table_(max_entries, max_bytes) {}

    VersionPtr find(VersionId id) { return table_.find(id).value_or(nullptr); }
    void keep(VersionPtr version) {
        auto const id = version->id;
        auto const bytes = bytes_of(*version);
        table_.put(id, std::move(version), bytes);
    }
    TableNumbers numbers() const { return table_.numbers(); }

private:
    ShardTable<VersionId, VersionPtr> table_;
};

} // namespace goen::card
