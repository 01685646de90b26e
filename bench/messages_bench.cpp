// SPDX-License-Identifier: Apache-2.0
// Messages, in process, beside their yardsticks in the same run:
//   1. sending, durable, 16 clients in threads of two, and bare SQLite inserting the same rows
//      (both copies, both sides, the thread, the journal) in batches of 16 with the same flush;
//   2. the fifty newest messages of a thread, as a page asks for them.
// usage: messages_bench [FOLDER]; without a folder a temporary one.
#include "app/opened.hpp"
#include "base/log.hpp"
#include "message/message.hpp"
#include "timing.hpp"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

using namespace goen;
using namespace goen::bench;
using std::chrono::steady_clock;

namespace {

constexpr int clients = 16, people = 64;

std::string const &words() {
    static std::string const text =
        "来週の展示会に出ます。お近くの方はぜひお立ち寄りください。お待ちしております。";
    return text;
}

struct Pair {
    MemberId a, b;
    message::ThreadId thread;
};

// Pairs who have exchanged cards, each with their thread.
std::vector<Pair> settle(app::House &house, message::Messages &messages) {
    std::vector<MemberId> ids;
    std::vector<CardId> cards;
    for (int i = 0; i < people; ++i) {
        account::NewMember member;
        member.email = "m" + std::to_string(i) + "@rei.example";
        member.name.family = "渡邉";
        member.name.given = "健" + std::to_string(i);
        member.is_confirmed = true;
        (void)house.database.write([&](store::Writer &writer) -> Done {
            auto const id = house.accounts.add(writer, member, "", house.outside.clock.now());
            card::CardBody body;
            body.name = member.name;
            auto const card = house.cards.make(writer, id, body, house.outside.clock.now());
            ids.push_back(id);
            cards.push_back(card.id);
            return {};
        });
    }
    std::vector<Pair> out;
    for (std::size_t i = 0; i + 1 < ids.size(); i += 2) {
        auto const code = house.exchange.show_code(ids[i], cards[i], 10, 1, "");
        if (!code ||
            !house.exchange.redeem(ids[i + 1], code->secret, cards[i + 1], "", "192.0.2.1"))
            std::abort();
        auto const opened = messages.open_thread(ids[i], {{ids[i + 1]}, ""});
        if (!opened) std::abort();
        out.push_back({ids[i], ids[i + 1], opened->id});
    }
    return out;
}

double sending(message::Messages &messages, std::vector<Pair> const &pairs, int count, int round) {
    return per_second(clients, count, [&](int n) {
        auto const &pair = pairs[static_cast<std::size_t>(n) % pairs.size()];
        message::NewMessage typed;
        typed.text = words() + std::to_string(n);
        typed.client_id = std::to_string(round) + "-" + std::to_string(n);
        auto const sent = messages.send(n / people % 2 == 0 ? pair.a : pair.b, pair.thread, typed);
        if (!sent) std::fprintf(stderr, "refused: %s\n", sent.why().message.msgid.c_str());
    });
}

// The same tables and indexes, filled by the statements that a message costs.
double bare_sending(std::string const &path, int count) {
    sqlite3 *db = nullptr;
    sqlite3_open(path.c_str(), &db);
    auto const run = [&](char const *sql) { sqlite3_exec(db, sql, nullptr, nullptr, nullptr); };
    run("pragma journal_mode=wal");
    run("pragma synchronous=full");
    run("create table if not exists thread (id integer primary key, last_seq bigint)");
    run("create table if not exists side (member_id bigint, thread_id bigint, last_at bigint, "
        "unread "
        "bigint, read_seq bigint, primary key (member_id, thread_id)) without rowid");
    run("create index if not exists side_newest on side (member_id, last_at, thread_id)");
    run("create table if not exists message (member_id bigint, thread_id bigint, seq bigint, id "
        "bigint, from_id bigint, kind text, text text, about_id bigint, client_id text, files "
        "bigint, "
        "made_at bigint, primary key (member_id, thread_id, seq)) without rowid");
    run("create unique index if not exists message_by_id on message (member_id, id)");
    run("create unique index if not exists message_once on message (member_id, thread_id, "
        "client_id) "
        "where client_id <> ''");
    run("create table if not exists journal (seq integer primary key, at bigint, kind text, member "
        "bigint, other bigint, thing bigint, payload text)");
    for (int i = 0; i < people; ++i) {
        auto const sql = "insert or ignore into side values (" + std::to_string(i) + "," +
                         std::to_string(i / 2) + ",0,0,0)";
        run(sql.c_str());
        run(("insert or ignore into thread values (" + std::to_string(i / 2) + ",0)").c_str());
    }
    auto const prepare = [&](char const *sql) {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK) std::abort();
        return statement;
    };
    auto *const thread = prepare("update thread set last_seq = ? where id = ?");
    auto *const message =
        prepare("insert into message values (?, ?, ?, ?, ?, 'text', ?, 0, ?, 0, ?)");
    auto *const side =
        prepare("update side set last_at = ?, unread = unread + 1 where member_id = ? "
                "and thread_id = ?");
    auto *const journal = prepare("insert into journal (at, kind, member, other, thing, payload) "
                                  "values (?, 'message.sent', ?, ?, ?, '{}')");
    auto const step = [](sqlite3_stmt *statement) {
        sqlite3_step(statement);
        sqlite3_reset(statement);
    };
    static std::int64_t id = 0;
    auto const began = steady_clock::now();
    for (int n = 0; n < count; n += clients) {
        run("begin immediate");
        for (int i = 0; i < clients; ++i) {
            ++id;
            int const pair = (n + i) % (people / 2);
            auto const text = words() + std::to_string(n + i), client = std::to_string(id);
            sqlite3_bind_int64(thread, 1, id);
            sqlite3_bind_int64(thread, 2, pair);
            step(thread);
            for (int who : {2 * pair, 2 * pair + 1}) {
                sqlite3_bind_int64(message, 1, who);
                sqlite3_bind_int64(message, 2, pair);
                sqlite3_bind_int64(message, 3, id);
                sqlite3_bind_int64(message, 4, id);
                sqlite3_bind_int64(message, 5, 2 * pair);
                sqlite3_bind_text(message, 6, text.c_str(), -1, SQLITE_TRANSIENT);
                sqlite3_bind_text(message, 7, who % 2 == 0 ? client.c_str() : "", -1,
                                  SQLITE_TRANSIENT);
                sqlite3_bind_int64(message, 8, id);
                step(message);
                sqlite3_bind_int64(side, 1, id);
                sqlite3_bind_int64(side, 2, who);
                sqlite3_bind_int64(side, 3, pair);
                step(side);
            }
            sqlite3_bind_int64(journal, 1, id);
            sqlite3_bind_int64(journal, 2, 2 * pair);
            sqlite3_bind_int64(journal, 3, 2 * pair + 1);
            sqlite3_bind_int64(journal, 4, pair);
            step(journal);
        }
        run("commit");
    }
    auto const rate = count / (micros(began) / 1e6);
    for (auto *one : {thread, message, side, journal}) sqlite3_finalize(one);
    sqlite3_close_v2(db);
    return rate;
}

void on_disk(std::string const &folder) {
    app::Config config;
    config.data = folder;
    app::Opened opened{config, app::MakesIds::yes, store::Options{.readers = clients}};
    auto &house = opened.house;
    message::Options options;
    options.messages_a_minute = options.threads_an_hour = 1 << 30;
    message::Messages messages{
        {house.database, house.policy, house.cards, house.feed, house.ids, house.outside.clock},
        options};
    auto const pairs = settle(house, messages);
    constexpr int count = 16'000;
    for (int round = 0; round < 2; ++round) {
        auto const ours = sending(messages, pairs, count, round);
        auto const bare = bare_sending(folder + "/bare.db", count);
        std::printf(
            "send a message, durable, %d clients: %.0f/s (goal 5,000); bare SQLite, the same "
            "rows, batches of 16: %.0f/s (ratio %.2f, goal 0.7)\n",
            clients, ours, bare, ours / bare);
    }
    std::vector<double> times;
    for (int n = 0; n < 4'000; ++n) {
        auto const &pair = pairs[static_cast<std::size_t>(n) % pairs.size()];
        auto const from = steady_clock::now();
        auto const page = house.database.read([&](store::Reader &) {
            (void)messages.thread(pair.a, pair.thread);
            return messages.messages(pair.a, pair.thread, {.is_newest = true}, 50);
        });
        times.push_back(micros(from));
        if (!page || page->messages.size() != 50) std::fprintf(stderr, "no page\n");
    }
    std::printf("a thread and its 50 newest messages, from SQLite: p50 %.0f us p99 %.0f us\n",
                part(times, 0.5), part(times, 0.99));
}

} // namespace

int main(int argc, char **argv) {
    log::set_level(log::Level::warn);
    std::string folder = argc > 1 ? argv[1] : "";
    bool const is_temporary = folder.empty();
    if (is_temporary) {
        char name[] = "/tmp/goen-messages-XXXXXX";
        char const *const made = mkdtemp(name);
        if (!made) return 1;
        folder = made;
    }
    on_disk(folder);
    if (is_temporary) std::filesystem::remove_all(folder);
    return 0;
}
