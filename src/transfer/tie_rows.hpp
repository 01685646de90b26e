// SPDX-License-Identifier: Apache-2.0
// The graph from the database: everybody, the ties that stand, bridges and blocks, read in the
// order of their keys.
#pragma once

#include "graph/graph.hpp"
#include "store/database.hpp"

#include <unordered_map>

namespace goen::transfer {

// What tells this network's snapshots from another's.
std::uint64_t network_of(store::Database &database);

// The graph as it is now; its seq is the journal's before the rows were read, so nothing is missed
// by reading on.
std::unique_ptr<graph::Live> graph_from_rows(store::Database &database, graph::Options options);

// How the bulk files call members, both ways. Who came by no file is called #ID.
class Refs {
public:
    explicit Refs(store::Database &database);
    std::optional<MemberId> find(std::string_view ref) const;
    std::string of(MemberId id) const;

private:
    std::unordered_map<std::string, MemberId> members_;
    std::unordered_map<MemberId, std::string> refs_;
};

} // namespace goen::transfer
