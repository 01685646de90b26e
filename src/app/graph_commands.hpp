// SPDX-License-Identifier: Apache-2.0
// goen graph query|build|stats: the graph of a data folder, without a server. goen bench graph: of
// a made network.
#pragma once

#include "app/config.hpp"

#include <cstdint>
#include <istream>
#include <ostream>

namespace goen::graph {
class Live;
}
namespace goen::transfer {
class Refs;
}

namespace goen::app {

int graph_query(Config const &config, std::string const &file); // "-": standard input
int graph_build(Config const &config);
int graph_stats(Config const &config);

// JSON Lines in, the same lines with "answer", "exact" and, where something may not be told,
// "hidden" out; a line that cannot be answered gets "error" instead. How many lines were no
// questions at all.
std::int64_t answer_lines(std::istream &in, std::ostream &out, graph::Live const &live,
                          transfer::Refs const &refs);

struct GraphBench {
    std::uint32_t members = 1'000'000;
    double ties = 50; // a member has on average
    std::uint64_t seed = 1;
    int questions = 10'000;
    std::string folder;  // where the snapshot is written and opened again; "" = the system's folder
                         // for temporary files
    std::string ties_to; // writes all pairs there (a,b in binary u32, a < b) for the yardsticks
    std::string pairs_to;  // writes the pairs asked about there
    bool is_brief = false; // fewer questions, no load of writers: for the tests
};
int bench_graph(GraphBench const &bench);

} // namespace goen::app
