// SPDX-License-Identifier: Apache-2.0
// How close Database::write comes to what the engine can do.
//   store_bench [FOLDER]      SQLite: 16 people writing at once, against a bare loop of the same
//   rows in
//                             batches of 16, against one commit for each; then point reads
//   GOEN_BENCH_POSTGRES=URL   PostgreSQL too: 16 people through the store, against bare libpq, one
//   statement at a time
#include "base/log.hpp"
#include "store/database.hpp"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using namespace goen;
using namespace goen::store;

namespace {

constexpr int people = 16;
constexpr std::chrono::seconds each_takes{4};

#define ON_BOTH(text) text, text
// Both sides of a tie and a request answered: the size of a real exchange.
constexpr Query make_table{
    "bench.table",
    ON_BOTH("create table if not exists bench_tie (member_id bigint, other_id bigint, met_at "
            "bigint, place text, primary key (member_id, other_id))")};
constexpr Query insert_tie{"bench.tie",
                           ON_BOTH("insert into bench_tie (member_id, other_id, met_at, place) "
                                   "values (:member, :other, :at, :place)")};
constexpr Query find_tie{
    "bench.find",
    ON_BOTH("select met_at, place from bench_tie where member_id = :member and other_id = :other")};
constexpr char const *place = "東京商工会議所 新年名刺交換会";
constexpr char const *journal_insert =
    "insert into journal (at, kind, member_id, other_id, thing_id, payload) values (?1, "
    "'bench.tie', ?2, ?3, 0, '') returning seq";
constexpr char const *tie_insert =
    "insert into bench_tie (member_id, other_id, met_at, place) values (?1, ?2, ?3, ?4)";

struct Figure {
    double rate;
    double median_ms;
    double p99_ms;
};

// So many threads, each doing the deed again and again; how often a second, and how long one took.
Figure measured(int threads, std::function<void(int thread, std::int64_t n)> const &deed,
                milliseconds long_for = each_takes) {
    std::atomic<bool> over = false;
    std::vector<std::vector<double>> times(static_cast<std::size_t>(threads));
    std::vector<std::thread> all;
    auto const began = std::chrono::steady_clock::now();
    for (int i = 0; i < threads; ++i) {
        all.emplace_back([&, i] {
            for (std::int64_t n = 0; !over; ++n) {
                auto const before = std::chrono::steady_clock::now();
                deed(i, n);
                times[static_cast<std::size_t>(i)].push_back(
                    std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() -
                                                              before)
                        .count());
            }
        });
    }
    std::this_thread::sleep_for(long_for);
    over = true;
    for (auto &one : all) one.join();
    double const took =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::vector<double> flat;
    for (auto const &list : times) flat.insert(flat.end(), list.begin(), list.end());
    std::sort(flat.begin(), flat.end());
    return {static_cast<double>(flat.size()) / took, flat[flat.size() / 2],
            flat[flat.size() * 99 / 100]};
}

void print(char const *what, Figure const &figure, double against = 0) {
    std::printf("%-44s %9.0f /s   median %7.3f ms   p99 %7.3f ms", what, figure.rate,
                figure.median_ms, figure.p99_ms);
    if (against > 0) std::printf("   %.2f", figure.rate / against);
    std::printf("\n");
    std::fflush(stdout);
}

std::atomic<std::int64_t> next_id{1};

void write_tie(Database &db) {
    auto const id = next_id.fetch_add(1);
    auto const done = db.write([&](Writer &writer) -> Result<int> {
        writer.put(insert_tie, {{"member", id}, {"other", id + 1}, {"at", 1}, {"place", place}});
        writer.put(insert_tie, {{"member", id}, {"other", -id - 1}, {"at", 1}, {"place", place}});
        writer.journal("bench.tie", id, id + 1);
        return 1;
    });
    if (!done) std::abort();
}

class BareSqlite {
public:
    explicit BareSqlite(std::string const &path) {
        check(sqlite3_open(path.c_str(), &db_));
        run("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -8000");
        check(sqlite3_prepare_v2(db_, tie_insert, -1, &tie_, nullptr));
        check(sqlite3_prepare_v2(db_, journal_insert, -1, &journal_, nullptr));
    }
    ~BareSqlite() {
        sqlite3_finalize(tie_);
        sqlite3_finalize(journal_);
        sqlite3_close(db_);
    }
    void run(char const *sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
    void insert() {
        auto const id = next_id.fetch_add(1);
        for (auto const other : {id + 1, -id - 1}) {
            sqlite3_bind_int64(tie_, 1, id);
            sqlite3_bind_int64(tie_, 2, other);
            sqlite3_bind_int64(tie_, 3, 1);
            sqlite3_bind_text(tie_, 4, place, -1, SQLITE_STATIC);
            if (sqlite3_step(tie_) != SQLITE_DONE) std::abort();
            sqlite3_reset(tie_);
        }
        sqlite3_bind_int64(journal_, 1, 1);
        sqlite3_bind_int64(journal_, 2, id);
        sqlite3_bind_int64(journal_, 3, id + 1);
        if (sqlite3_step(journal_) != SQLITE_ROW) std::abort();
        sqlite3_reset(journal_);
    }

private:
    static void check(int code) {
        if (code != SQLITE_OK) std::abort();
    }
    sqlite3 *db_ = nullptr;
    sqlite3_stmt *tie_ = nullptr;
    sqlite3_stmt *journal_ = nullptr;
};

void bench_sqlite(std::string const &folder) {
    SystemClock clock;
    auto const path = folder + "/store_bench.db";
    auto const remove = [](std::string const &file) {
        for (auto const *ending : {"", "-wal", "-shm"}) std::filesystem::remove(file + ending);
    };
    remove(path);
    remove(path + ".bare");
    for (auto const &each : {path, path + ".bare"}) {
        auto const db = Database::open("sqlite:" + each, clock);
        if (!db->migrate()) std::abort();
        (void)db->write(
            [](Writer &writer) -> Result<int> { return writer.put(make_table, {}), 1; });
    }
    {
        BareSqlite bare{path + ".bare"};
        auto const db = Database::open("sqlite:" + path, clock);
        std::atomic<std::int64_t> heard = 0;
        db->follow(db->last_seq(), [&](Event const &) { ++heard; });
        print("SQLite, bare, a commit for each", measured(1, [&](int, std::int64_t) {
                  bare.run("begin immediate");
                  bare.insert();
                  bare.run("commit");
              }));
        // A disk is quick in one second and slow in the next: the two take turns, and the middle
        // ratio counts.
        std::vector<double> ratios;
        for (int round = 0; round < 9; ++round) {
            auto batched = measured(
                1,
                [&](int, std::int64_t) {
                    bare.run("begin immediate");
                    for (int i = 0; i < people; ++i) bare.insert();
                    bare.run("commit");
                },
                seconds{1});
            batched.rate *= people;
            auto const ours = measured(
                people, [&](int, std::int64_t) { write_tie(*db); }, seconds{1});
            if (round == 0) print("SQLite, bare, batches of 16 (= 1.00)", batched);
            print("Database::write, 16 people", ours, batched.rate);
            ratios.push_back(ours.rate / batched.rate);
        }
        std::sort(ratios.begin(), ratios.end());
        std::printf("%-44s %.2f of the bare batches (from %.2f to %.2f)\n",
                    "Database::write, 16 people, middle of 9", ratios[4], ratios.front(),
                    ratios.back());
        print("Database::write, 4 people", measured(4, [&](int, std::int64_t) { write_tie(*db); }));
        print("Database::write, 1 person", measured(1, [&](int, std::int64_t) { write_tie(*db); }));
        print("Database::read, 1 thread, 1 row", measured(1, [&](int, std::int64_t n) {
                  auto const id = n % 1000 + 1;
                  (void)db->read([&](Reader &reader) {
                      return reader.one<std::int64_t, std::string_view>(
                          find_tie, {{"member", id}, {"other", id + 1}});
                  });
              }));
        print("Database::read, 1 thread, 10 queries", measured(1, [&](int, std::int64_t n) {
                  db->read([&](Reader &reader) {
                      for (int i = 0; i < 10; ++i) {
                          auto const id = (n * 10 + i) % 1000 + 1;
                          (void)reader.one<std::int64_t, std::string_view>(
                              find_tie, {{"member", id}, {"other", id + 1}});
                      }
                  });
              }));
    }
    remove(path);
    remove(path + ".bare");
}

void bench_postgres(std::string const &url) {
    auto const sql = [&](PGconn *link, char const *text) {
        PGresult *const result = PQexec(link, text);
        auto const status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            std::fprintf(stderr, "%s: %s", text, PQerrorMessage(link));
            std::exit(1);
        }
        PQclear(result);
    };
    PGconn *const boss = PQconnectdb(url.c_str());
    sql(boss, "set client_min_messages = warning; drop schema if exists goen_bench cascade; create "
              "schema goen_bench");
    auto const address = url + (url.find('?') == std::string::npos ? '?' : '&') +
                         "options=-csearch_path%3Dgoen_bench";
    SystemClock clock;
    auto db = Database::open(address, clock, {.readers = people});
    if (!db->migrate()) std::abort();
    (void)db->write([](Writer &writer) -> Result<int> { return writer.put(make_table, {}), 1; });
    std::vector<PGconn *> links;
    for (int i = 0; i < people; ++i) {
        links.push_back(PQconnectdb(address.c_str()));
        sql(links.back(), "prepare tie as insert into bench_tie (member_id, other_id, met_at, "
                          "place) values ($1, $2, $3, $4)");
        sql(links.back(),
            "prepare event as insert into journal (seq, at, kind, member_id, other_id, thing_id, "
            "payload) values (-$1::bigint, 1, 'bench.tie', $1, $2, 0, '')");
    }
    // As pgbench -M prepared does it: each statement waits for its answer.
    auto const one_by_one = [&](int thread, std::int64_t) {
        PGconn *const link = links[static_cast<std::size_t>(thread)];
        auto const number = next_id.fetch_add(1);
        auto const id = std::to_string(number);
        auto const other = std::to_string(number + 1);
        auto const second = std::to_string(-number - 1);
        auto const prepared = [&](char const *name, std::vector<char const *> const &values) {
            PGresult *const result = PQexecPrepared(link, name, static_cast<int>(values.size()),
                                                    values.data(), nullptr, nullptr, 0);
            if (PQresultStatus(result) != PGRES_COMMAND_OK) std::abort();
            PQclear(result);
        };
        sql(link, "begin");
        prepared("tie", {id.c_str(), other.c_str(), "1", place});
        prepared("tie", {id.c_str(), second.c_str(), "1", place});
        prepared("event", {id.c_str(), other.c_str()});
        sql(link, "commit");
    };
    std::atomic<std::int64_t> heard = 0;
    for (bool const is_heard : {false, true}) {
        if (is_heard) db->follow(db->last_seq(), [&](Event const &) { ++heard; });
        std::vector<double> ratios;
        for (int round = 0; round < 5; ++round) {
            auto const bare = measured(people, one_by_one, seconds{2});
            auto const ours = measured(
                people, [&](int, std::int64_t) { write_tie(*db); }, seconds{2});
            if (round == 0) print("PostgreSQL, bare, 16 people (= 1.00)", bare);
            print(is_heard ? "Database::write, 16 people, who hear it"
                           : "Database::write, 16 people, no follower",
                  ours, bare.rate);
            ratios.push_back(ours.rate / bare.rate);
        }
        std::sort(ratios.begin(), ratios.end());
        std::printf("%-44s %.2f of bare PostgreSQL (from %.2f to %.2f)\n", "middle of 5", ratios[2],
                    ratios.front(), ratios.back());
    }
    print("Database::write, 1 person, who hears it",
          measured(1, [&](int, std::int64_t) { write_tie(*db); }));
    print("Database::read, 1 thread, 1 row", measured(1, [&](int, std::int64_t) {
              (void)db->read([&](Reader &reader) {
                  return reader.any(find_tie, {{"member", 1}, {"other", 2}});
              });
          }));
    db.reset();
    for (auto *link : links) PQfinish(link);
    sql(boss, "set client_min_messages = warning; drop schema goen_bench cascade");
    PQfinish(boss);
}

} // namespace

int main(int count, char **words) {
    log::set_level(log::Level::error);
    bench_sqlite(count > 1 ? words[1] : ".");
    if (char const *const url = std::getenv("GOEN_BENCH_POSTGRES")) bench_postgres(url);
}
