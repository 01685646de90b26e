// SPDX-License-Identifier: Apache-2.0
// A network opened by a command: data folder made private, database open and migrated, the house
// built.
#pragma once

#include "app/house.hpp"
#include "app/jobs.hpp"
#include "store/node_lease.hpp"
#include "transfer/transfer.hpp"

namespace goen::app {

// Opens (and migrates) the configured database; Trouble in words when that cannot be.
std::unique_ptr<store::Database> open_database(Config const &config, Clock &clock,
                                               store::Options options);

// A command that makes ids holds a node number while it runs, also beside a server.
enum class MakesIds { no, yes };

struct Opened {
    Opened(Config config, MakesIds makes_ids, store::Options options = {},
           Posting posting = Posting::by_this_process);
    // Letters that were promised are written while ids can still be made.
    ~Opened() { house.accounts.finish_letters(); }

    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<mail::Postman> postman;
    House house;
    transfer::Bulk bulk;
    std::optional<store::NodeLease> node;
    std::optional<Every> keeping_node;
};

} // namespace goen::app
