// SPDX-License-Identifier: Apache-2.0
#include "app/graph_commands.hpp"

#include "app/opened.hpp"
#include "base/log.hpp"
#include "graph/graph.hpp"
#include "network/graph_rows.hpp"
#include "transfer/refs.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace goen::app {
namespace {

struct Offline {
    explicit Offline(Config const &config)
        : database(open_database(config, clock, store::Options{.readers = 2})),
          file(std::filesystem::path{config.data} / "graph.ties") {
        options.network = network::network_of(*database);
        options.packs_in_background = false;
    }
    // The snapshot when it is whole and nothing has happened since; else from the rows.
    std::unique_ptr<graph::Live> graph() {
        auto opened = graph::Live::open(file, options);
        if (opened && (*opened)->seq() == database->last_seq()) return std::move(*opened);
        if (!opened && opened.why().reason != Reason::not_found) {
            log::warn("the graph is built from the database",
                      {{"why", opened.why().message.msgid}});
        }
        return network::graph_from_rows(*database, options);
    }

    SystemClock clock;
    std::unique_ptr<store::Database> database;
    std::filesystem::path file;
    graph::Options options;
};

void print(graph::Numbers const &numbers) {
    auto const sides = static_cast<double>(numbers.ties) * 2;
    std::cout << "members        " << numbers.members << "\nties           " << numbers.ties
              << "\nmost of one    " << numbers.most_ties << "\nblocked pairs  " << numbers.blocked
              << "\nhidden ties    " << numbers.hidden << "\npacked bytes   "
              << numbers.packed_bytes << "\nbits a side    "
              << (sides > 0 ? static_cast<double>(numbers.packed_bytes) * 8 / sides : 0)
              << "\njournal seq    " << numbers.seq << "\n";
}

} // namespace

int graph_query(Config const &config, std::string const &path) {
    std::ifstream file;
    if (path != "-") {
        file.open(path, std::ios::binary);
        if (!file) {
            std::cerr << "goen: cannot read " << path << "\n";
            return 1;
        }
    }
    Offline network{config};
    transfer::Refs const refs{*network.database};
    auto const live = network.graph();
    auto const bad = answer_lines(path == "-" ? std::cin : file, std::cout, *live, refs);
    if (bad > 0) std::cerr << "goen: " << bad << " lines were no questions\n";
    return bad > 0 ? 1 : 0;
}

int graph_build(Config const &config) {
    Offline network{config};
    auto const live = network::graph_from_rows(*network.database, network.options);
    live->pack();
    live->save(network.file);
    print(live->numbers());
    return 0;
}

int graph_stats(Config const &config) {
    Offline network{config};
    auto const live = network.graph();
    if (auto const whole = live->check(); !whole) {
        std::cerr << "goen: " << whole.why().message.msgid << "\n";
        return 1;
    }
    print(live->numbers());
    return 0;
}

} // namespace goen::app
