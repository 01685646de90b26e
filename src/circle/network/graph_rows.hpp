// SPDX-License-Identifier: Apache-2.0
// The graph from the database: everybody, the ties that stand, bridges and blocks, read in the
// order of their keys.
#pragma once

#include "graph/graph.hpp"
#include "store/database.hpp"

namespace goen::network {

// What tells this network's snapshots from another's.
std::uint64_t network_of(store::Database &database);

// The graph as it is now; its seq is the journal's before the rows were read, so nothing is missed
// by reading on. Without room_for_members there is some for those who come next.
std::unique_ptr<graph::Live> graph_from_rows(store::Database &database, graph::Options options);

} // namespace goen::network
