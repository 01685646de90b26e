// SPDX-License-Identifier: Apache-2.0
// The feed, in process, beside its yardsticks in the same run:
//   1. the twenty newest of fifty, among a million authors with twenty posts each: goen's index,
//      and bare arrays with a heap over them (what nothing can beat);
//   2. creating a post, durable, 16 clients, by authors with 20 ties and with 30,000, and bare
//      SQLite inserting and committing the same row in batches of 16;
//   3. the first page of a feed with names, pictures, counts and comments, from SQLite, beside 1.
// usage: feed_bench [FOLDER] [AUTHORS]; without a folder a temporary one.
#include "app/opened.hpp"
#include "base/log.hpp"
#include "feed/feed_index.hpp"
#include "timing.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

using namespace goen;
using namespace goen::bench;
using std::chrono::steady_clock;

namespace {

constexpr int clients = 16;
constexpr std::size_t ties_each = 50, posts_each = 20, wanted = 20;

double resident_gib() {
    std::ifstream status{"/proc/self/statm"};
    double pages = 0, resident = 0;
    status >> pages >> resident;
    return resident * 4096 / (1u << 30);
}

// ---- 1 ----

void merging(std::size_t authors) {
    std::mt19937_64 dice{20261003};
    auto const began = steady_clock::now();
    feed::FeedIndex index{posts_each};
    std::vector<std::int64_t> bare(authors * posts_each);
    std::int64_t id = std::int64_t{1} << 50;
    for (std::size_t round = 0; round < posts_each; ++round) {
        for (std::size_t author = 0; author < authors; ++author) {
            id += 1 + static_cast<std::int64_t>(dice() % 4096);
            bare[author * posts_each + round] = id;
            index.add(MemberId{static_cast<std::int64_t>(author) + 1},
                      {id, false, feed::Audience::To::exchanged});
        }
    }
    std::printf("index of %zu authors x %zu posts: filled in %.1f s, process %.2f GiB (goal: ready "
                "< 30 s, < 2.5 GiB)\n",
                authors, posts_each, micros(began) / 1e6, resident_gib());
    std::vector<double> ours, theirs;
    std::int64_t sum = 0;
    for (int n = 0; n < 40'000; ++n) {
        std::vector<feed::Source> sources;
        for (std::size_t i = 0; i < ties_each; ++i) {
            sources.push_back(
                {MemberId{static_cast<std::int64_t>(dice() % authors) + 1}, card::Tier::exchanged});
        }
        // In turn, each on people the other has not just touched.
        if (n % 2 == 0) {
            auto const from = steady_clock::now();
            auto const merged = index.merge(sources, INT64_MAX, wanted);
            ours.push_back(micros(from));
            sum += merged.entries.back().second.id;
        } else {
            auto const from = steady_clock::now();
            std::vector<std::int64_t> heap;
            heap.reserve(wanted + 1);
            for (auto const &source : sources) {
                auto const *const own =
                    &bare[static_cast<std::size_t>(source.author.value - 1) * posts_each];
                for (std::size_t at = posts_each; at-- > 0;) {
                    if (heap.size() == wanted && own[at] < heap.front()) break;
                    heap.push_back(own[at]);
                    std::push_heap(heap.begin(), heap.end(), std::greater<>{});
                    if (heap.size() > wanted) {
                        std::pop_heap(heap.begin(), heap.end(), std::greater<>{});
                        heap.pop_back();
                    }
                }
            }
            std::sort(heap.begin(), heap.end(), std::greater<>{});
            theirs.push_back(micros(from));
            sum += heap.back();
        }
    }
    std::printf("the %zu newest of %zu: goen p50 %.1f us p99 %.1f us (goal 25/150); bare arrays "
                "p50 %.1f p99 %.1f (ratio %.1f) [%lld]\n",
                wanted, ties_each, part(ours, 0.5), part(ours, 0.99), part(theirs, 0.5),
                part(theirs, 0.99), part(ours, 0.5) / part(theirs, 0.5),
                static_cast<long long>(sum % 10));
}

// ---- 2 and 3 ----

inline constexpr store::Query put_tie{
    "bench.put_tie",
    "insert into tie (member_id, other_id, since, means, place, introducer_id, given_card_id, "
    "received_card_id, received_version_id, tier, sees) values (:me, :other, :at, 'code', '', 0, "
    ":given, :received, :version, 1, 1) on conflict (member_id, other_id) do nothing",
    "insert into tie (member_id, other_id, since, means, place, introducer_id, given_card_id, "
    "received_card_id, received_version_id, tier, sees) values (:me, :other, :at, 'code', '', 0, "
    ":given, :received, :version, 1, 1) on conflict (member_id, other_id) do nothing"};

struct Person {
    MemberId id;
    CardId card;
    VersionId version;
};

std::vector<Person> settle(app::House &house, int count) {
    std::vector<Person> out;
    for (int first = 0; first < count; first += 500) {
        (void)house.database.write([&](store::Writer &writer) -> Done {
            for (int i = first; i < std::min(count, first + 500); ++i) {
                names::NameInput input;
                input.family = "渡邉";
                input.given = "健" + std::to_string(i);
                input.family_kana = "わたなべ";
                input.given_kana = "けん";
                account::NewMember member;
                member.email = "m" + std::to_string(i) + "@rei.example";
                member.name = *names::PersonName::parse(input, names::NameRule::contact);
                member.is_confirmed = true;
                auto const id = house.accounts.add(writer, member, "", house.outside.clock.now());
                card::CardBody body;
                body.name = member.name;
                body.ja.positions = {{"株式会社見本", {"営業部"}, "課長", true}};
                auto const card = house.cards.make(writer, id, body, house.outside.clock.now());
                out.push_back({id, card.id, card.live.id});
            }
            return {};
        });
    }
    return out;
}

void tie(store::Writer &writer, Person const &a, Person const &b, Time at) {
    for (auto const &[me, other] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
        writer.put(put_tie, {{"me", me->id},
                             {"other", other->id},
                             {"at", at},
                             {"given", me->card},
                             {"received", other->card},
                             {"version", other->version}});
    }
}

double posting(feed::Feed &feed, std::vector<MemberId> const &authors, int count) {
    return per_second(clients, count, [&](int n) {
        feed::NewPost post;
        post.text =
            "来週の展示会に出ます。お近くの方はぜひお立ち寄りください。" + std::to_string(n);
        auto const made = feed.post(authors[static_cast<std::size_t>(n) % authors.size()], post);
        if (!made) std::fprintf(stderr, "refused: %s\n", made.why().message.msgid.c_str());
    });
}

double bare_posting(std::string const &path, int count) {
    sqlite3 *db = nullptr;
    sqlite3_open(path.c_str(), &db);
    auto const run = [&](char const *sql) { sqlite3_exec(db, sql, nullptr, nullptr, nullptr); };
    run("pragma journal_mode=wal");
    run("pragma synchronous=full");
    run("create table if not exists post (id integer primary key, author_id bigint, text text, "
        "made_at bigint)");
    run("create index if not exists post_of_author on post (author_id, id)");
    sqlite3_stmt *insert = nullptr;
    sqlite3_prepare_v2(db, "insert into post (author_id, text, made_at) values (?, ?, ?)", -1,
                       &insert, nullptr);
    auto const began = steady_clock::now();
    for (int n = 0; n < count; n += 16) {
        run("begin immediate");
        for (int i = 0; i < 16; ++i) {
            auto const text = "来週の展示会に出ます。お近くの方はぜひお立ち寄りください。" +
                              std::to_string(n + i);
            sqlite3_bind_int64(insert, 1, n % 20);
            sqlite3_bind_text(insert, 2, text.c_str(), -1, SQLITE_TRANSIENT);
            sqlite3_bind_int64(insert, 3, n);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
        run("commit");
    }
    auto const rate = count / (micros(began) / 1e6);
    sqlite3_finalize(insert);
    sqlite3_close_v2(db);
    return rate;
}

void on_disk(std::string const &folder) {
    app::Config config;
    config.data = folder;
    app::Opened opened{config, app::MakesIds::yes, store::Options{.readers = clients}};
    auto &house = opened.house;
    feed::Options options;
    options.posts_an_hour = options.reactions_an_hour = 1 << 30;
    feed::Feed feed{{house.database, house.policy, house.cards, house.contacts, house.darkroom,
                     house.ids, house.outside.clock},
                    options};
    feed.open();
    constexpr int members = 2'000, many = 30'000;
    auto const people = settle(house, members);
    auto const now = house.outside.clock.now();
    std::mt19937 dice{7};
    for (int first = 0; first < members; first += 200) {
        (void)house.database.write([&](store::Writer &writer) -> Done {
            for (int i = first; i < first + 200; ++i) {
                for (std::size_t n = 0; n < ties_each / 2; ++n)
                    tie(writer, people[static_cast<std::size_t>(i)], people[dice() % members], now);
            }
            return {};
        });
    }
    std::vector<MemberId> usual, known;
    for (int i = 0; i < clients; ++i) {
        usual.push_back(people[static_cast<std::size_t>(i)].id);
        known.push_back(people[static_cast<std::size_t>(members - 1 - i)].id);
    }
    for (std::size_t i = 0; i < known.size(); ++i) {
        (void)house.database.write([&](store::Writer &writer) -> Done {
            auto const &one = people[members - 1 - i];
            for (int n = 0; n < many; ++n) {
                writer.put(put_tie, {{"me", one.id},
                                     {"other", std::int64_t{1'000'000} + n},
                                     {"at", now},
                                     {"given", one.card},
                                     {"received", one.card},
                                     {"version", 0}});
            }
            return {};
        });
    }
    constexpr int count = 16'000;
    for (int round = 0; round < 3; ++round) {
        auto const few = posting(feed, usual, count);
        auto const of_many = posting(feed, known, count);
        auto const bare = bare_posting(folder + "/bare.db", count);
        std::printf("create a post, %d clients: 20-50 ties %.0f/s (goal 5,000); 30,000 ties %.0f/s "
                    "(ratio %.2f, goal 0.8); bare SQLite, one row, batches of 16: %.0f/s (ratio "
                    "%.2f)\n",
                    clients, few, of_many, of_many / few, bare, few / bare);
    }
    // Twenty posts each.
    std::vector<MemberId> everybody;
    for (auto const &one : people) everybody.push_back(one.id);
    posting(feed, everybody, members * static_cast<int>(posts_each));
    std::vector<double> first, again;
    for (int n = 0; n < 4'000; ++n) {
        auto const &reader = people[dice() % (members - clients)];
        for (auto *times : {&first, &again}) {
            auto const from = steady_clock::now();
            auto const page = feed.page(reader.id, {}, "", 20, i18n::Language::ja);
            times->push_back(micros(from));
            if (page.items.size() != 20) std::fprintf(stderr, "%zu items\n", page.items.size());
        }
    }
    std::printf(
        "first page, 20 posts as they are shown, from SQLite: p50 %.0f us p99 %.0f us; again "
        "at once: p50 %.0f p99 %.0f\n",
        part(first, 0.5), part(first, 0.99), part(again, 0.5), part(again, 0.99));
}

} // namespace

int main(int argc, char **argv) {
    log::set_level(log::Level::warn);
    std::string folder = argc > 1 ? argv[1] : "";
    bool const is_temporary = folder.empty();
    if (is_temporary) {
        char name[] = "/tmp/goen-feed-XXXXXX";
        char const *const made = mkdtemp(name);
        if (!made) return 1;
        folder = made;
    }
    merging(argc > 2 ? std::stoul(argv[2]) : 1'000'000);
    on_disk(folder);
    if (is_temporary) std::filesystem::remove_all(folder);
    return 0;
}
