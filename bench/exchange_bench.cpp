// SPDX-License-Identifier: Apache-2.0
// Exchanges per second with 16 clients, in process, durable before the answer: Exchange::redeem on
// this engine, beside (SQLite) a bare loop that inserts the same rows with synchronous=FULL in
// batches of 16, and one that commits each alone. usage: exchange_bench FOLDER [postgresql://URL].
// For PostgreSQL bench/exchange.sh runs pgbench with the same inserts.
#include "app/opened.hpp"
#include "base/log.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <thread>

using namespace goen;
using std::chrono::steady_clock;

namespace {

constexpr int clients = 16;
constexpr int members = 800;

// What one exchange writes: two ties, two contacts, two ledger lines, one journal line, the code's
// use and its row. Begins where the last round of this file ended: `from` exchanges are in it.
double bare_sqlite(std::string const &path, int batch, int from, int count) {
    sqlite3 *db = nullptr;
    sqlite3_open(path.c_str(), &db);
    auto const run = [&](char const *sql) {
        char *error = nullptr;
        if (sqlite3_exec(db, sql, nullptr, nullptr, &error) != SQLITE_OK)
            std::fprintf(stderr, "%s: %s\n", sql, error);
    };
    run("pragma journal_mode=wal");
    run("pragma synchronous=full");
    run("create table if not exists tie (a integer, b integer, since integer, means text, place "
        "text, c integer, d integer, e integer, f integer, "
        "g integer, h integer, primary key (a, b)) without rowid");
    run("create table if not exists contact (a integer, b integer, c integer, k text, h text, body "
        "text, face text, find text, memo text, tags text, met text, "
        "v integer, t integer, l integer, m integer, x integer, y integer, primary key (a, k, b)) "
        "without rowid");
    run("create unique index if not exists contact_id on contact (a, b)");
    run("create table if not exists ledger (a integer, b integer, n integer, at integer, v "
        "integer, t integer, primary key (a, b, n)) without rowid");
    run("create table if not exists journal (seq integer primary key autoincrement, at integer, "
        "kind text, a integer, b integer, c integer, p text)");
    run("create table if not exists code_use (a integer, b integer, c integer, at integer, primary "
        "key (a, b, c)) without rowid");
    run("create table if not exists code (a integer primary key, uses integer)");
    sqlite3_stmt *tie, *contact, *ledger, *journal, *use, *code;
    auto const prepare = [&](char const *sql, sqlite3_stmt **to) {
        sqlite3_prepare_v2(db, sql, -1, to, nullptr);
    };
    prepare("insert into tie values (?1,?2,?3,'code','東京',0,?1,?2,?3,1,1)", &tie);
    prepare("insert into contact values "
            "(?1,?2,1,'わたなべけん','わ','','','東京','','','2026-10-03\t東京',?3,1,?3,0,?3,?3)",
            &contact);
    prepare("insert into ledger values (?1,?2,1,?3,?3,1)", &ledger);
    prepare("insert into journal (at,kind,a,b,c,p) values (?3,'tie.made',?1,?2,0,'')", &journal);
    prepare("insert into code_use values (?1,?2,?3,?3)", &use);
    prepare("insert or replace into code values (?1, 0)", &code);
    std::int64_t done = from;
    auto const step = [&](sqlite3_stmt *statement, std::int64_t x, std::int64_t y) {
        sqlite3_bind_int64(statement, 1, x);
        if (sqlite3_bind_parameter_count(statement) > 1) {
            sqlite3_bind_int64(statement, 2, y);
            sqlite3_bind_int64(statement, 3, done + 1);
        }
        sqlite3_step(statement);
        sqlite3_reset(statement);
    };
    auto const began = steady_clock::now();
    auto const passed = [&] {
        return std::chrono::duration<double>(steady_clock::now() - began).count();
    };
    while (done < from + count) {
        run("begin immediate");
        for (int i = 0; i < batch; ++i, ++done) {
            // The pairs in the order in which the clients come to them, so that the same pages are
            // written.
            std::int64_t const a = done % members, b = (a + 1 + done / members) % members;
            for (auto [x, y] : {std::pair{a, b}, std::pair{b, a}})
                step(tie, x, y), step(contact, x, y), step(ledger, x, y);
            step(journal, a, b), step(use, a, b), step(code, a, b);
        }
        run("commit");
    }
    auto const rate = count / passed();
    sqlite3_close_v2(db);
    return rate;
}

struct Cast {
    std::vector<MemberId> ids;
    std::vector<CardId> cards;
};

double exchanges(app::Opened &opened, Cast const &cast, int from, int count) {
    auto &exchange = opened.house.exchange;
    std::atomic<int> next{from};
    std::atomic<bool> stop{false};
    // Every owner shows one code for everybody; the clients redeem it: an exchange is what is
    // timed.
    std::vector<std::string> secrets(members);
    for (int i = 0; i < members; ++i) {
        auto code = exchange.show_code(cast.ids[static_cast<std::size_t>(i)],
                                       cast.cards[static_cast<std::size_t>(i)], 1440, 0, "東京");
        if (code) secrets[static_cast<std::size_t>(i)] = code->secret;
    }
    auto const began = steady_clock::now();
    std::vector<std::thread> threads;
    for (int c = 0; c < clients; ++c) {
        threads.emplace_back([&] {
            while (!stop) {
                int const n = next++;
                if (n >= from + count) return;
                auto const a = static_cast<std::size_t>(n % members),
                           b = (a + 1 + static_cast<std::size_t>(n / members)) % members;
                if (auto tie =
                        exchange.redeem(cast.ids[b], secrets[a], cast.cards[b], "", "127.0.0.1");
                    !tie) {
                    std::fprintf(stderr, "refused: %s\n", tie.why().message.msgid.c_str());
                    stop = true;
                }
            }
        });
    }
    for (auto &thread : threads) thread.join();
    return count / std::chrono::duration<double>(steady_clock::now() - began).count();
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    log::set_level(log::Level::warn);
    std::string const folder = argv[1];
    app::Config config;
    config.data = folder;
    if (argc > 2) config.database = argv[2];
    app::Opened opened{config, store::Options{.readers = clients}};
    Cast cast;
    for (int i = 0; i < members; ++i) {
        names::NameInput input;
        input.family = "渡邉", input.given = "健", input.family_kana = "わたなべ",
        input.given_kana = "けん";
        account::NewMember member;
        member.email = "m" + std::to_string(i) + "@rei.example";
        member.name = *names::PersonName::parse(input, names::NameRule::member);
        member.is_confirmed = true;
        cast.ids.push_back(*opened.house.accounts.add(member));
        cast.cards.push_back(opened.house.cards.of(cast.ids.back()).front().id);
    }
    // As many in each round on each side, so that their tables are equally full.
    constexpr int count = 16'000;
    if (argc > 2) {
        for (int round = 0; round < 3; ++round) {
            std::printf("exchange on PostgreSQL, %d clients: %.0f/s\n", clients,
                        exchanges(opened, cast, round * count, count));
        }
        return 0;
    }
    for (int round = 0; round < 3; ++round) {
        int const from = round * count;
        double const batched = bare_sqlite(folder + "/batched.db", 16, from, count);
        double const goen = exchanges(opened, cast, from, count);
        double const alone = bare_sqlite(folder + "/alone.db", 1, from, count);
        std::printf("exchange, %d clients: %.0f/s; bare SQLite, batches of 16: %.0f/s (ratio %.2f, "
                    "goal 0.8); each alone: %.0f/s (ratio %.1f)\n",
                    clients, goen, batched, goen / batched, alone, goen / alone);
    }
    return 0;
}
