// SPDX-License-Identifier: Apache-2.0
#include "app/opened.hpp"

#include <filesystem>

namespace goen::app {

std::unique_ptr<store::Database> open_database(Config const &config, Clock &clock,
                                               store::Options options) {
    std::error_code error;
    if (!std::filesystem::exists(config.data) && config.database != "sqlite::memory:") {
        std::filesystem::create_directories(config.data, error);
        if (error)
            throw Trouble{"the data folder " + config.data + " cannot be made: " + error.message()};
        // Other users of the machine have no business in people's address books.
        std::filesystem::permissions(config.data, std::filesystem::perms::owner_all, error);
    }
    auto database = store::Database::open(config.database_url(), clock, options);
    if (auto const done = database->migrate(); !done) {
        throw Trouble{i18n::Words{i18n::Language::en}(done.why().message)};
    }
    return database;
}

Opened::Opened(Config config, MakesIds makes_ids, store::Options options, Posting posting)
    : database(open_database(config, clock, options)),
      postman(hire_postman(config, clock, posting)),
      house(std::move(config), *database, {clock, random, *postman}),
      bulk(*database, house.accounts, house.cards, house.ids, clock) {
    if (makes_ids == MakesIds::no) {
        house.ids.stop();
        return;
    }
    node.emplace(*database, house.ids, clock);
    keeping_node.emplace(seconds{1}, [this] { node->keep(); });
}

} // namespace goen::app
