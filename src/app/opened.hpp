// SPDX-License-Identifier: Apache-2.0
// A network opened by a command: data folder made private, database open and migrated, the house
// built.
#pragma once

#include "app/house.hpp"
#include "transfer/transfer.hpp"

namespace goen::app {

// Opens (and migrates) the configured database; Trouble in words when that cannot be.
std::unique_ptr<store::Database> open_database(Config const &config, Clock &clock,
                                               store::Options options);

struct Opened {
    explicit Opened(Config config, store::Options options = {});

    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<mail::Postman> postman;
    House house;
    transfer::Bulk bulk;
};

} // namespace goen::app
