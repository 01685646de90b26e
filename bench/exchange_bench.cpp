// SPDX-License-Identifier: Apache-2.0
// Exchanges per second with 16 clients, in process, durable before the answer: Exchange::redeem on
// this engine, beside (SQLite) a bare loop that inserts the very rows which goen has just written,
// into tables with the same keys and indexes, with synchronous=FULL in batches of 16, and one that
// commits each alone. usage: exchange_bench FOLDER [postgresql://URL].
// For PostgreSQL bench/exchange.sh runs pgbench with the same inserts.
#include "app/opened.hpp"
#include "base/log.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

using namespace goen;
using std::chrono::steady_clock;

namespace {

constexpr int clients = 16;
constexpr int members = 800;

// SQLite without goen: the rows of exchanges, as goen wrote them, to be written again.
class Bare {
public:
    explicit Bare(std::string const &path) {
        sqlite3_open(path.c_str(), &db_);
        run("pragma journal_mode=wal");
        run("pragma synchronous=full");
    }
    ~Bare() {
        for (auto &each : inserts_) sqlite3_finalize(each);
        sqlite3_close_v2(db_);
    }
    Bare(Bare const &) = delete;
    Bare &operator=(Bare const &) = delete;

    void run(char const *sql) {
        char *error = nullptr;
        if (sqlite3_exec(db_, sql, nullptr, nullptr, &error) != SQLITE_OK)
            std::fprintf(stderr, "%s: %s\n", sql, error);
    }
    sqlite3_stmt *prepare(std::string const &sql) {
        sqlite3_stmt *made = nullptr;
        if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &made, nullptr) != SQLITE_OK)
            std::fprintf(stderr, "%s: %s\n", sql.c_str(), sqlite3_errmsg(db_));
        return made;
    }
    // The same tables, keys and indexes.
    void take_tables_of(Bare &goen, std::vector<std::string> const &tables) {
        auto *const all = goen.prepare("select tbl_name, sql from sqlite_master where sql is not "
                                       "null and tbl_name not like 'sqlite_%' order by rowid");
        while (sqlite3_step(all) == SQLITE_ROW) {
            auto const text = [&](int n) {
                return std::string{reinterpret_cast<char const *>(sqlite3_column_text(all, n))};
            };
            if (std::find(tables.begin(), tables.end(), text(0)) != tables.end())
                run(text(1).c_str());
        }
        sqlite3_finalize(all);
        for (auto const &table : tables) {
            auto *const columns = goen.prepare("select * from " + table + " limit 0");
            std::string values;
            for (int n = sqlite3_column_count(columns); n > 0; --n)
                values += values.empty() ? "?" : ",?";
            sqlite3_finalize(columns);
            inserts_.push_back(prepare("insert into " + table + " values (" + values + ")"));
        }
    }
    void insert(std::size_t table, std::vector<sqlite3_value *> const &row) {
        auto *const insert = inserts_[table];
        for (std::size_t n = 0; n < row.size(); ++n)
            sqlite3_bind_value(insert, static_cast<int>(n) + 1, row[n]);
        if (sqlite3_step(insert) != SQLITE_DONE)
            std::fprintf(stderr, "bare insert: %s\n", sqlite3_errmsg(db_));
        sqlite3_reset(insert);
    }

private:
    sqlite3 *db_ = nullptr;
    std::vector<sqlite3_stmt *> inserts_;
};

using Row = std::vector<sqlite3_value *>;
struct Written {
    std::vector<std::pair<std::size_t, Row>> rows;
};
std::vector<std::string> const tables{"tie", "contact", "ledger", "journal", "code_use"};

// What each of the exchanges after journal line `after` wrote, in the order in which they happened.
std::vector<Written> written(Bare &goen, std::int64_t &after) {
    auto *const ties = goen.prepare(
        "select seq, member_id, other_id from journal where kind='tie.made' and seq>?1 order by 1");
    std::vector<sqlite3_stmt *> const rows{
        goen.prepare("select * from tie where (member_id=?1 and other_id=?2) or "
                     "(member_id=?2 and other_id=?1)"),
        goen.prepare("select * from contact where (member_id=?1 and id=?2) or "
                     "(member_id=?2 and id=?1)"),
        goen.prepare("select * from ledger where (member_id=?1 and contact_id=?2) or "
                     "(member_id=?2 and contact_id=?1)"),
        goen.prepare("select * from journal where seq=?3"),
        goen.prepare("select * from code_use where member_id=?2 and user_id=?1")};
    std::vector<Written> found;
    sqlite3_bind_int64(ties, 1, after);
    while (sqlite3_step(ties) == SQLITE_ROW) {
        after = sqlite3_column_int64(ties, 0);
        auto &one = found.emplace_back();
        for (std::size_t table = 0; table < rows.size(); ++table) {
            auto *const of = rows[table];
            int const wanted = sqlite3_bind_parameter_count(of);
            for (int n = 1; n <= wanted; ++n)
                sqlite3_bind_int64(of, n, sqlite3_column_int64(ties, n % 3));
            while (sqlite3_step(of) == SQLITE_ROW) {
                Row row;
                for (int n = 0; n < sqlite3_column_count(of); ++n)
                    row.push_back(sqlite3_value_dup(sqlite3_column_value(of, n)));
                one.rows.emplace_back(table, std::move(row));
            }
            sqlite3_reset(of);
        }
        if (one.rows.size() != 8) std::fprintf(stderr, "%zu rows, not 8\n", one.rows.size());
    }
    sqlite3_finalize(ties);
    for (auto *each : rows) sqlite3_finalize(each);
    return found;
}

double bare_rate(Bare &bare, std::vector<Written> const &exchanges, std::size_t batch) {
    auto const began = steady_clock::now();
    for (std::size_t first = 0; first < exchanges.size(); first += batch) {
        bare.run("begin immediate");
        for (auto n = first; n < std::min(first + batch, exchanges.size()); ++n) {
            for (auto const &[table, row] : exchanges[n].rows) bare.insert(table, row);
        }
        bare.run("commit");
    }
    return static_cast<double>(exchanges.size()) /
           std::chrono::duration<double>(steady_clock::now() - began).count();
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
    app::Opened opened{config, app::MakesIds::yes, store::Options{.readers = clients}};
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
    Bare source{config.data + "/goen.db"}, batched{folder + "/batched.db"},
        alone{folder + "/alone.db"};
    batched.take_tables_of(source, tables);
    alone.take_tables_of(source, tables);
    std::int64_t seen = 0;
    for (int round = 0; round < 3; ++round) {
        double const goen = exchanges(opened, cast, round * count, count);
        auto const rows = written(source, seen);
        double const in_batches = bare_rate(batched, rows, 16);
        double const each_alone = bare_rate(alone, rows, 1);
        std::printf("exchange, %d clients: %.0f/s; the same %zu rows by bare SQLite, batches of "
                    "16: %.0f/s (ratio %.2f, goal 0.8); each alone: %.0f/s (ratio %.1f)\n",
                    clients, goen, rows.size() * 8, in_batches, goen / in_batches, each_alone,
                    goen / each_alone);
        for (auto const &one : rows)
            for (auto const &[table, row] : one.rows)
                for (auto *value : row) sqlite3_value_free(value);
    }
    return 0;
}
