// SPDX-License-Identifier: Apache-2.0
// Real databases for tests: fresh, migrated, gone afterwards. SQLite always; PostgreSQL too when
// GOEN_TEST_POSTGRES names one (tests/support/postgres.sh starts one), and
// GOEN_TEST_REQUIRE_POSTGRES=1 makes its absence a failure.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace goen::tests {

// A fresh migrated database. The clock stands at 2026-10-03T09:00:00Z until the test moves it.
class FreshDatabase {
public:
    enum class Engine { sqlite, postgres };
    enum class Tables { migrated, none };

    explicit FreshDatabase(Engine engine = Engine::sqlite, Tables tables = Tables::migrated,
                           store::Options options = {});
    ~FreshDatabase();
    FreshDatabase(FreshDatabase const &) = delete;
    FreshDatabase &operator=(FreshDatabase const &) = delete;

    store::Database &operator*() { return *database_; }
    store::Database *operator->() { return database_.get(); }
    std::string const &url() const { return url_; } // another Database may open the same
    void close() { database_.reset(); }
    void open_again();

    StillClock clock;
    IdMaker ids{clock};

private:
    store::Options options_;
    std::string place_; // the folder, or the schema
    std::string url_;
    Engine engine_;
    std::unique_ptr<store::Database> database_;
};

bool has_postgres(); // throws when it is required and missing
// The database of this test program on that server, made at the first use and dropped at its end.
// Each FreshDatabase has a schema in it, so its journal waits for nobody else's transactions.
std::string const &postgres_url();

// The body, once against a fresh SQLite database and once against a fresh PostgreSQL schema.
void on_each_engine(std::function<void(store::Database &, StillClock &, IdMaker &)> const &body);
// The same for tests that open the database several times.
void on_each_fresh(std::function<void(FreshDatabase &)> const &body, store::Options options = {});

// Every query can be prepared on each engine: call it with sql::all in each room's test.
void prepares_on_both(std::span<store::Query const> queries);

} // namespace goen::tests
