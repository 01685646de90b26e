// SPDX-License-Identifier: Apache-2.0
// The questions of goen bench graph to SQLite and PostgreSQL, on the same ties and pairs, warm,
// indexed, prepared; their answers are held against goen's. Each question stops after some seconds.
//
//     graph_peers TIES PAIRS SQLITE-FILE [POSTGRES-URL] [SECONDS]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "store/database.hpp" // links the drivers

#include <libpq-fe.h>
#include <sqlite3.h>

namespace {

using Watch = std::chrono::steady_clock;
double since(Watch::time_point began) {
    return std::chrono::duration<double>(Watch::now() - began).count();
}

[[noreturn]] void stop(std::string const &why) {
    std::fprintf(stderr, "graph_peers: %s\n", why.c_str());
    std::exit(1);
}

struct Asked {
    bool is_near;
    std::int64_t a, b, mutual, degree, second, distance;
};

// One text for both; $1 is a, $2 is b.
constexpr char const *mutual =
    "select count(*) from tie x join tie y on y.a = $2 and y.b = x.b where x.a = $1";
constexpr char const *degree =
    "select case when exists (select 1 from tie where a = $1 and b = $2) then 1 "
    "when exists (select 1 from tie x join tie y on y.a = x.b and y.b = $2 where x.a = $1) then 2 "
    "when exists (select 1 from tie x join tie y on y.a = $2 join tie m on m.a = x.b and m.b = y.b "
    "where x.a = $1) then 3 "
    "else 0 end";
constexpr char const *second =
    "select count(*) from (select distinct y.b from tie x join tie y on y.a = x.b where x.a = $1) "
    "s "
    "where s.b <> $1 and not exists (select 1 from tie t where t.a = $1 and t.b = s.b)";
constexpr char const *suggest =
    "select y.b, count(*) from tie x join tie y on y.a = x.b where x.a = $1 and y.b <> $1 "
    "and not exists (select 1 from tie t where t.a = $1 and t.b = y.b) group by y.b order by 2 "
    "desc, 1 limit 10";
// Meeting in the middle: circles of both, one after the other.
constexpr char const *path =
    "select case when exists (select 1 from tie where a = $1 and b = $2) then 1 "
    "when exists (select 1 from tie x join tie y on y.a = x.b and y.b = $2 where x.a = $1) then 2 "
    "when exists (select 1 from tie x join tie y on y.a = $2 join tie m on m.a = x.b and m.b = y.b "
    "where x.a = $1) then 3 "
    "when exists (select 1 from (select distinct y.b as c from tie x join tie y on y.a = x.b where "
    "x.a = $1) s "
    "join tie m on m.a = s.c join tie z on z.a = m.b and z.b = $2) then 4 else 0 end";

class Peer {
public:
    virtual ~Peer() = default;
    virtual void prepare(std::string const &name, char const *text) = 0;
    virtual std::int64_t ask(std::string const &name, std::int64_t a, std::int64_t b) = 0;
};

class Sqlite final : public Peer {
public:
    Sqlite(char const *file, char const *ties) {
        std::remove(file);
        if (sqlite3_open(file, &db_) != SQLITE_OK) stop("SQLite does not open");
        run("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -262144; "
            "pragma mmap_size = 8589934592;"
            "create table tie (a integer not null, b integer not null, primary key (a, b)) without "
            "rowid;");
        auto const began = Watch::now();
        // In the order of the key, both sides: as bulk loading should.
        std::ifstream in{ties, std::ios::binary};
        std::vector<std::uint64_t> rows;
        for (std::uint32_t pair[2]; in.read(reinterpret_cast<char *>(pair), sizeof pair);) {
            rows.push_back(std::uint64_t{pair[0]} << 32 | pair[1]);
            rows.push_back(std::uint64_t{pair[1]} << 32 | pair[0]);
        }
        std::sort(rows.begin(), rows.end());
        run("begin");
        sqlite3_stmt *add = nullptr;
        sqlite3_prepare_v2(db_, "insert into tie values (?, ?)", -1, &add, nullptr);
        for (auto const row : rows) {
            sqlite3_bind_int64(add, 1, static_cast<std::int64_t>(row >> 32));
            sqlite3_bind_int64(add, 2, static_cast<std::int64_t>(row & 0xFFFFFFFF));
            if (sqlite3_step(add) != SQLITE_DONE) stop("SQLite does not take a row");
            sqlite3_reset(add);
        }
        sqlite3_finalize(add);
        run("commit; analyze");
        std::printf("SQLite %s: %zu rows in %.0f s\n", sqlite3_libversion(), rows.size(),
                    since(began));
    }
    ~Sqlite() override {
        for (auto const &[name, text] : texts_) sqlite3_finalize(text);
        sqlite3_close(db_);
    }
    void prepare(std::string const &name, char const *text) override {
        sqlite3_stmt *made = nullptr;
        if (sqlite3_prepare_v2(db_, text, -1, &made, nullptr) != SQLITE_OK)
            stop(sqlite3_errmsg(db_));
        texts_.emplace_back(name, made);
    }
    std::int64_t ask(std::string const &name, std::int64_t a, std::int64_t b) override {
        auto *const text = std::find_if(texts_.begin(), texts_.end(), [&](auto const &t) {
                               return t.first == name;
                           })->second;
        sqlite3_bind_int64(text, 1, a);
        if (sqlite3_bind_parameter_count(text) > 1) sqlite3_bind_int64(text, 2, b);
        std::int64_t answer = 0;
        for (bool is_first = true; sqlite3_step(text) == SQLITE_ROW; is_first = false) {
            if (is_first) answer = sqlite3_column_int64(text, 0);
        }
        sqlite3_reset(text);
        return answer;
    }

private:
    void run(char const *text) {
        if (sqlite3_exec(db_, text, nullptr, nullptr, nullptr) != SQLITE_OK)
            stop(sqlite3_errmsg(db_));
    }
    sqlite3 *db_ = nullptr;
    std::vector<std::pair<std::string, sqlite3_stmt *>> texts_;
};

class Postgres final : public Peer {
public:
    Postgres(char const *url, char const *ties) : link_(PQconnectdb(url)) {
        if (PQstatus(link_) != CONNECTION_OK) stop(PQerrorMessage(link_));
        run("set client_min_messages = warning");
        run("drop table if exists tie; create unlogged table tie (a integer not null, b integer "
            "not null);"
            "set jit = off; set max_parallel_workers_per_gather = 0; set work_mem = '256MB'; set "
            "maintenance_work_mem = '1GB'");
        auto const began = Watch::now();
        PQclear(PQexec(link_, "copy tie from stdin (format binary)"));
        std::string buffer{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
        auto const put = [&](std::uint32_t value, int width) {
            for (int n = width - 1; n >= 0; --n) buffer += static_cast<char>(value >> (8 * n));
        };
        std::ifstream in{ties, std::ios::binary};
        std::int64_t rows = 0;
        for (std::uint32_t pair[2]; in.read(reinterpret_cast<char *>(pair), sizeof pair);) {
            for (int side = 0; side < 2; ++side, ++rows) {
                put(2, 2), put(4, 4), put(pair[side], 4), put(4, 4), put(pair[1 - side], 4);
            }
            if (buffer.size() < (1 << 20)) continue;
            if (PQputCopyData(link_, buffer.data(), static_cast<int>(buffer.size())) != 1)
                stop(PQerrorMessage(link_));
            buffer.clear();
        }
        put(0xFFFF, 2);
        if (PQputCopyData(link_, buffer.data(), static_cast<int>(buffer.size())) != 1 ||
            PQputCopyEnd(link_, nullptr) != 1)
            stop(PQerrorMessage(link_));
        while (auto *result = PQgetResult(link_)) PQclear(result);
        run("alter table tie add primary key (a, b)");
        run("vacuum (freeze, analyze) tie");
        run("create extension if not exists pg_prewarm");
        run("select pg_prewarm('tie_pkey')");
        run("set plan_cache_mode = force_generic_plan");
        std::printf("PostgreSQL %d: %ld rows in %.0f s\n", PQserverVersion(link_) / 10000,
                    static_cast<long>(rows), since(began));
    }
    ~Postgres() override { PQfinish(link_); }
    void prepare(std::string const &name, char const *text) override {
        auto *const result = PQprepare(link_, name.c_str(), text, 0, nullptr);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) stop(PQerrorMessage(link_));
        PQclear(result);
        has_two_[name] = std::string{text}.find("$2") != std::string::npos;
    }
    std::int64_t ask(std::string const &name, std::int64_t a, std::int64_t b) override {
        auto const x = std::to_string(a), y = std::to_string(b);
        char const *const values[2] = {x.c_str(), y.c_str()};
        auto *const result = PQexecPrepared(link_, name.c_str(), has_two_[name] ? 2 : 1, values,
                                            nullptr, nullptr, 0);
        if (PQresultStatus(result) != PGRES_TUPLES_OK) stop(PQerrorMessage(link_));
        auto const answer = PQntuples(result) > 0 ? std::atoll(PQgetvalue(result, 0, 0)) : 0;
        PQclear(result);
        return answer;
    }

private:
    void run(char const *text) {
        auto *const result = PQexec(link_, text);
        auto const status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) stop(PQerrorMessage(link_));
        PQclear(result);
    }
    PGconn *link_;
    std::map<std::string, bool> has_two_;
};

} // namespace

int main(int count, char **words) {
    if (count < 4) stop("graph_peers TIES PAIRS SQLITE-FILE [POSTGRES-URL] [SECONDS]");
    double const seconds = count > 5 ? std::atof(words[5]) : 5;
    std::vector<Asked> random, near;
    std::ifstream in{words[2]};
    std::string kind;
    for (Asked each; in >> kind >> each.a >> each.b >> each.mutual >> each.degree >> each.second >>
                     each.distance;) {
        (kind == "near" ? near : random).push_back(each);
    }
    if (random.empty()) stop("there are no pairs");
    struct Row {
        char const *what, *name, *text;
        std::vector<Asked> const &pairs;
        std::int64_t Asked::*expected;
    };
    std::vector<Row> const rows{
        {"mutual acquaintances, random pair", "mutual", mutual, random, &Asked::mutual},
        {"mutual acquaintances, near pair", "mutual", mutual, near, &Asked::mutual},
        {"degree up to 3, random pair", "degree", degree, random, &Asked::degree},
        {"degree up to 3, near pair", "degree", degree, near, &Asked::degree},
        {"people at distance two", "second", second, random, &Asked::second},
        {"suggestions, top 10, exact", "suggest", suggest, random, nullptr},
        {"shortest path, random pair", "path", path, random, &Asked::distance},
        {"shortest path, near pair", "path", path, near, &Asked::distance},
    };
    std::int64_t wrong = 0;
    auto const measure = [&](char const *who, Peer &peer) {
        for (auto const &[name, text] : {std::pair{"mutual", mutual},
                                         {"degree", degree},
                                         {"second", second},
                                         {"suggest", suggest},
                                         {"path", path}}) {
            peer.prepare(name, text);
        }
        for (auto const &row : rows) {
            std::vector<double> times;
            for (std::size_t n = 0; n < std::min<std::size_t>(50, row.pairs.size()); ++n)
                peer.ask(row.name, row.pairs[n].a, row.pairs[n].b);
            // Three passes, of each question the quickest, as goen is measured; the first one stops
            // after some seconds.
            auto const began = Watch::now();
            for (int pass = 0; pass < 3; ++pass) {
                for (std::size_t n = 0; n < row.pairs.size(); ++n) {
                    if (pass == 0 ? since(began) > seconds || n == 2000 : n == times.size()) break;
                    auto const &pair = row.pairs[n];
                    auto const asked = Watch::now();
                    auto const answer = peer.ask(row.name, pair.a, pair.b);
                    auto const time = since(asked) * 1e6;
                    if (pass > 0) {
                        times[n] = std::min(times[n], time);
                        continue;
                    }
                    times.push_back(time);
                    auto const expected = row.expected ? pair.*row.expected : answer;
                    // Only four hops are tried.
                    bool const is_path = row.name == std::string{"path"};
                    if (answer != expected &&
                        !(is_path && answer == 0 && (expected > 4 || expected == -1)))
                        ++wrong;
                }
            }
            std::sort(times.begin(), times.end());
            std::printf("%s\t%s\t%.2f\t%.2f\t%zu\n", who, row.what, times[times.size() / 2],
                        times[times.size() * 99 / 100], times.size());
            std::fflush(stdout);
        }
    };
    {
        Sqlite sqlite{words[3], words[1]};
        measure("SQLite", sqlite);
    }
    if (count > 4 && *words[4]) {
        Postgres postgres{words[4], words[1]};
        measure("PostgreSQL", postgres);
    }
    if (wrong > 0) stop(std::to_string(wrong) + " answers are not goen's");
    std::printf("every answer is goen's\n");
}
