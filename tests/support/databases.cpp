// SPDX-License-Identifier: Apache-2.0
#include "support/databases.hpp"

#include <doctest/doctest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>

namespace goen::tests {

namespace {

namespace fs = std::filesystem;

Time morning() {
    return std::chrono::sys_days{std::chrono::year{2026} / 10 / 3} + std::chrono::hours{9};
}

// A folder in memory, removed with all that is in it.
struct Folder {
    fs::path path;
    Folder() {
        std::string name =
            (fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()) +
            "/goen-test-XXXXXX";
        if (!::mkdtemp(name.data())) throw Trouble{"no temporary folder"};
        path = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

// One for the whole program: a test copies the migrated file instead of migrating again.
fs::path const &migrated_file() {
    static Folder const folder;
    static fs::path const file = [] {
        auto const made = folder.path / "migrated.db";
        StillClock clock{morning()};
        auto database = store::Database::open("sqlite:" + made.string(), clock);
        auto const done = database->migrate();
        if (!done) throw std::runtime_error{"migrations: " + done.why().message.msgid};
        return made;
    }();
    return file;
}

void on_postgres(std::string const &url, std::string const &statement) {
    PGconn *const connection = PQconnectdb(url.c_str());
    PGresult *const result = PQexec(connection, statement.c_str());
    auto const status = PQresultStatus(result);
    std::string const why = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error{statement + ": " + why};
}

std::string server_url() { return std::getenv("GOEN_TEST_POSTGRES"); }

std::string with_database(std::string const &url, std::string const &name) {
    auto const options = std::min(url.find('?'), url.size());
    auto const slash = url.find('/', url.find("://") + 3);
    return url.substr(0, std::min(slash, options)) + "/" + name + url.substr(options);
}

// This program's own: the writes of other tests do not hold its journal back.
struct OwnDatabase {
    std::string name = "goen_test_" + std::to_string(::getpid());
    std::string url = with_database(server_url(), name);
    OwnDatabase() { on_postgres(server_url(), "create database " + name); }
    ~OwnDatabase() {
        try {
            on_postgres(server_url(), "drop database " + name + " with (force)");
        } catch (std::exception const &) {
            // Stopped with the server, if that is a throw-away one.
        }
    }
};

std::string with_schema(std::string const &url, std::string const &schema) {
    return url + (url.find('?') == std::string::npos ? '?' : '&') + "options=-csearch_path%3D" +
           schema;
}

} // namespace

std::string const &postgres_url() {
    static OwnDatabase const own;
    return own.url;
}

bool has_postgres() {
    char const *const url = std::getenv("GOEN_TEST_POSTGRES");
    if (url && *url) return true;
    char const *const required = std::getenv("GOEN_TEST_REQUIRE_POSTGRES");
    if (required && std::string_view{required} == "1") {
        throw std::runtime_error{
            "GOEN_TEST_REQUIRE_POSTGRES is 1 but GOEN_TEST_POSTGRES names no server"};
    }
    return false;
}

FreshDatabase::FreshDatabase(Engine engine, Tables tables, store::Options options)
    : clock(morning()), options_(options), engine_(engine) {
    if (engine == Engine::sqlite) {
        std::string name = migrated_file().parent_path().string() + "/each-XXXXXX";
        if (!::mkdtemp(name.data())) throw Trouble{"no temporary folder"};
        place_ = name;
        if (tables == Tables::migrated) fs::copy_file(migrated_file(), place_ + "/goen.db");
        url_ = "sqlite:" + place_ + "/goen.db";
        open_again();
        return;
    }
    static std::atomic<int> count{0};
    place_ = "goen_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    on_postgres(postgres_url(), "create schema " + place_);
    url_ = with_schema(postgres_url(), place_);
    open_again();
    if (tables == Tables::migrated) {
        auto const done = database_->migrate();
        if (!done) throw std::runtime_error{"migrations: " + done.why().message.msgid};
    }
}

FreshDatabase::~FreshDatabase() {
    database_.reset();
    if (engine_ == Engine::sqlite) {
        std::error_code ignored;
        fs::remove_all(place_, ignored);
        return;
    }
    try {
        on_postgres(postgres_url(),
                    "set client_min_messages = warning; drop schema " + place_ + " cascade");
    } catch (std::exception const &error) {
        MESSAGE("the schema of a test could not be dropped: " << error.what());
    }
}

void FreshDatabase::open_again() {
    database_.reset();
    database_ = store::Database::open(url_, clock, options_);
}

void on_each_fresh(std::function<void(FreshDatabase &)> const &body, store::Options options) {
    {
        INFO("on SQLite");
        FreshDatabase fresh{FreshDatabase::Engine::sqlite, FreshDatabase::Tables::migrated,
                            options};
        body(fresh);
    }
    if (!has_postgres()) return;
    INFO("on PostgreSQL");
    FreshDatabase fresh{FreshDatabase::Engine::postgres, FreshDatabase::Tables::migrated, options};
    body(fresh);
}

void on_each_engine(std::function<void(store::Database &, StillClock &, IdMaker &)> const &body) {
    on_each_fresh([&](FreshDatabase &fresh) { body(*fresh, fresh.clock, fresh.ids); });
}

void prepares_on_both(std::span<store::Query const> queries) {
    CHECK(!queries.empty());
    on_each_fresh([&](FreshDatabase &fresh) {
        for (auto const &query : queries) {
            INFO(query.name);
            CHECK_NOTHROW(fresh->try_prepare(query));
        }
    });
}

} // namespace goen::tests
