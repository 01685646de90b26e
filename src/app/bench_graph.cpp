// SPDX-License-Identifier: Apache-2.0
// goen bench graph: builds a made network, asks every kind of question and prints percentiles; then
// what changes cost.
#include "app/graph_commands.hpp"
#include "graph/graph.hpp"
#include "graph/made_network.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

namespace goen::app {
namespace {

using graph::Ordinal;
using graph::View;
using Watch = std::chrono::steady_clock;

double since(Watch::time_point began) {
    return std::chrono::duration<double>(Watch::now() - began).count();
}

// Ids as goen makes them: rising, far apart.
MemberId id_of(Ordinal n) { return MemberId{(std::int64_t{n} + 1) << 22 | (n * 7 & 4095)}; }

double resident_gigabytes(char const *what) {
    std::ifstream status{"/proc/self/status"};
    std::string word;
    while (status >> word) {
        double kilobytes = 0;
        if (word == what && status >> kilobytes) return kilobytes * 1024 / 1e9;
    }
    return 0;
}

struct Asked {
    MemberId a, b;
};

// Microseconds of each question, sorted. Three passes over all of them, and of each its quickest:
// what somebody else on the machine took from one pass is not the question's, and thousands of
// others lie between it and its repetition.
template <class Ask> std::vector<float> timed(std::vector<Asked> const &pairs, Ask &&ask) {
    std::vector<float> times(pairs.size(), 1e30F);
    for (int pass = 0; pass < 3; ++pass) {
        for (std::size_t n = 0; n < pairs.size(); ++n) {
            auto const began = Watch::now();
            ask(pairs[n]);
            times[n] = std::min(times[n], static_cast<float>(since(began) * 1e6));
        }
    }
    std::sort(times.begin(), times.end());
    return times;
}

float at(std::vector<float> const &times, double part) {
    return times.empty()
               ? 0
               : times[std::min(times.size() - 1, static_cast<std::size_t>(
                                                      static_cast<double>(times.size()) * part))];
}

void row(char const *what, std::vector<float> const &times, char const *note = "") {
    double sum = 0;
    for (auto const each : times) sum += each;
    std::printf("%-46s %10.2f %10.2f %10.1f %10.2f  %s\n", what,
                static_cast<double>(at(times, 0.5)), static_cast<double>(at(times, 0.99)),
                static_cast<double>(times.empty() ? 0 : times.back()),
                times.empty() ? 0 : sum / static_cast<double>(times.size()), note);
    std::fflush(stdout);
}

class Bench {
public:
    explicit Bench(GraphBench const &asked) : asked_(asked), draw_(asked.seed * 77 + 1) {}

    int run() {
        build();
        choose();
        ask();
        if (!asked_.is_brief) {
            change();
            snapshot();
        }
        return 0;
    }

private:
    void build() {
        auto began = Watch::now();
        graph::MadeNetwork const made{asked_.members, asked_.ties, asked_.seed};
        std::vector<MemberId> ids;
        for (Ordinal n = 0; n < asked_.members; ++n) ids.push_back(id_of(n));
        graph::Filling filling{std::move(ids)};
        for (Ordinal n = 0; n < asked_.members; ++n)
            filling.flag(id_of(n), graph::Change::Kind::bridge);
        double generating = since(began), packing = 0;
        std::FILE *const ties =
            asked_.ties_to.empty() ? nullptr : std::fopen(asked_.ties_to.c_str(), "wb");
        // Lists are made by all processors, a stretch at a time, and packed by one.
        unsigned const hands = std::max(1u, std::thread::hardware_concurrency());
        constexpr Ordinal stretch = 4096;
        std::vector<std::vector<std::vector<Ordinal>>> lists(
            hands, std::vector<std::vector<Ordinal>>(stretch));
        for (Ordinal first = 0; first < asked_.members; first += stretch * hands) {
            began = Watch::now();
            std::vector<std::thread> threads;
            auto const end_of = [&](unsigned hand) {
                return static_cast<Ordinal>(std::min<std::uint64_t>(
                    asked_.members, first + std::uint64_t{stretch} * (hand + 1)));
            };
            for (unsigned hand = 0; hand < hands; ++hand) {
                threads.emplace_back([&, hand] {
                    for (auto n = first + stretch * hand; n < end_of(hand); ++n)
                        made.list(n, lists[hand][n % stretch]);
                });
            }
            for (auto &each : threads) each.join();
            generating += since(began);
            for (unsigned hand = 0; hand < hands; ++hand) {
                began = Watch::now();
                for (auto n = first + stretch * hand; n < end_of(hand); ++n)
                    filling.list(n, lists[hand][n % stretch]);
                packing += since(began);
                if (!ties) continue;
                for (auto n = first + stretch * hand; n < end_of(hand); ++n) {
                    for (Ordinal const other : lists[hand][n % stretch]) {
                        if (other < n) continue;
                        Ordinal const pair[2] = {n, other};
                        std::fwrite(pair, sizeof pair, 1, ties);
                    }
                }
            }
        }
        if (ties) std::fclose(ties);
        began = Watch::now();
        bool const is_whole = filling.is_two_sided();
        // Packs often, so that packing is in what is measured.
        live_ = graph::Live::fill(std::move(filling), 1, {.changes_a_chunk = 1024});
        packing += since(began);
        auto const numbers = live_->numbers();
        auto const sides = static_cast<double>(numbers.ties) * 2;
        std::printf("%u members, %.1f ties each (most: %u), %.0f sides%s\n", asked_.members,
                    sides / asked_.members, numbers.most_ties, sides,
                    is_whole ? "" : " NOT TWO-SIDED");
        std::printf("made in %.1f s, packed in %.1f s; %.2f bits a side, lists %.3f GB, ids about "
                    "%.3f GB, resident %.3f GB\n\n",
                    generating, packing, static_cast<double>(numbers.packed_bytes) * 8 / sides,
                    static_cast<double>(numbers.packed_bytes) / 1e9,
                    static_cast<double>(numbers.id_bytes) / 1e9, resident_gigabytes("VmRSS:"));
    }

    MemberId anybody() { return id_of(static_cast<Ordinal>(draw_() % asked_.members)); }
    MemberId step(MemberId from) {
        auto const around = live_->read(View::everything()).ties(from);
        return !around || around->empty() ? from : (*around)[draw_() % around->size()];
    }

    void choose() {
        auto const count = static_cast<std::size_t>(asked_.questions);
        while (random_.size() < count) {
            Asked const pair{anybody(), anybody()};
            if (pair.a != pair.b) random_.push_back(pair);
        }
        while (near_.size() < count) { // the end of a walk of two steps: whose page one looks at
            auto const a = anybody(), b = step(step(a));
            if (a != b) near_.push_back({a, b});
        }
        if (asked_.pairs_to.empty()) return;
        // With goen's answers, for the yardsticks to agree with.
        std::ofstream out{asked_.pairs_to};
        for (auto const *pairs : {&random_, &near_}) {
            for (auto const &[a, b] : *pairs) {
                auto reading = live_->read(View::everything());
                auto const ordinal = [](MemberId id) { return (id.value >> 22) - 1; };
                auto const distance = reading.distance(a, b)->hops;
                out << (pairs == &random_ ? "random " : "near ") << ordinal(a) << " " << ordinal(b)
                    << " " << reading.mutual(a, b)->count << " " << reading.degree(a, b)->degree
                    << " " << reading.second(a)->count << " " << (distance ? *distance : -1)
                    << "\n";
            }
        }
    }

    void ask() {
        std::printf("%-46s %10s %10s %10s %10s  microseconds, one thread, quickest of 3 passes\n",
                    "", "p50", "p99", "most", "mean");
        auto const read = [&](MemberId a) { return live_->read(View::of(a)); };
        auto const mutual = [&](Asked const &p) { sum_ += read(p.a).mutual(p.a, p.b)->count; };
        auto const degree = [&](Asked const &p) {
            sum_ += static_cast<std::uint64_t>(read(p.a).degree(p.a, p.b)->degree);
        };
        row("mutual acquaintances, random pair", timed(random_, mutual));
        row("mutual acquaintances, near pair", timed(near_, mutual));
        row("degree up to 3, random pair", timed(random_, degree));
        row("degree up to 3, near pair", timed(near_, degree));
        auto const few = some(random_, 10);
        row("people at distance two",
            timed(few, [&](Asked const &p) { sum_ += read(p.a).second(p.a)->count; }));
        auto const suggest = [&](std::uint32_t hub_limit) {
            return timed(few, [&](Asked const &p) {
                sum_ += read(p.a).suggest(p.a, graph::SuggestAsk{10, hub_limit, {}})->people.size();
            });
        };
        row("suggestions, top 10, exact", suggest(0));
        row("suggestions, top 10, acquaintances up to 500", suggest(500),
            "those with more ties are not counted");
        auto const path = [&](std::size_t k) {
            return [this, k, &read](Asked const &p) {
                sum_ += read(p.a).paths(p.a, p.b, {.k = k})->paths.size();
            };
        };
        row("shortest path, random pair", timed(some(random_, 2), path(1)));
        row("shortest path, near pair", timed(some(near_, 2), path(1)));
        row("three paths over different people, random", timed(few, path(3)));
        row("distance, random pair", timed(some(random_, 2), [&](Asked const &p) {
                sum_ += static_cast<std::uint64_t>(read(p.a).distance(p.a, p.b)->hops.value_or(0));
            }));
        std::vector<MemberId> others;
        auto const hundred = [&](MemberId a) {
            others.clear();
            while (others.size() < 100)
                others.push_back(others.size() % 2 ? step(step(step(step(a)))) : step(step(a)));
        };
        std::vector<float> cold, cached;
        for (auto const &p : some(random_, 20)) {
            hundred(p.a);
            auto const reach = read(p.a).reach(p.a);
            float quickest = 1e30F, quickest_cached = 1e30F;
            for (int pass = 0; pass < 3; ++pass) {
                for (auto const &other : some(random_, 1000))
                    mutual(other); // so that nothing lies ready
                auto began = Watch::now();
                auto const degrees = read(p.a).degrees(p.a, others);
                quickest = std::min(quickest, static_cast<float>(since(began) * 1e6));
                for (auto const &other : some(random_, 1000)) mutual(other);
                began = Watch::now();
                auto const again = read(p.a).degrees(*reach, others);
                quickest_cached = std::min(quickest_cached, static_cast<float>(since(began) * 1e6));
                if (degrees->degree != again->degree) std::printf("THE TWO DO NOT AGREE\n");
            }
            cold.push_back(quickest);
            cached.push_back(quickest_cached);
        }
        std::sort(cold.begin(), cold.end());
        std::sort(cached.begin(), cached.end());
        row("one against 100", cold);
        row("one against 100, her circles kept", cached);
        std::printf("resident now %.3f GB, at most %.3f GB\n\n", resident_gigabytes("VmRSS:"),
                    resident_gigabytes("VmHWM:"));
    }

    static std::vector<Asked> some(std::vector<Asked> const &pairs, std::size_t part) {
        return {pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(
                                                   pairs.size() / part,
                                                   std::min<std::size_t>(pairs.size(), 100)))};
    }

    graph::Change new_tie() { return {graph::Change::Kind::tied, anybody(), anybody()}; }

    // Questions a second by one thread.
    double rate(double seconds, float &worst) {
        std::size_t count = 0;
        worst = 0;
        auto const began = Watch::now();
        while (since(began) < seconds) {
            auto const &pair =
                count % 2 ? near_[count / 2 % near_.size()] : random_[count / 2 % random_.size()];
            auto const asked = Watch::now();
            auto reading = live_->read(View::of(pair.a));
            sum_ += reading.mutual(pair.a, pair.b)->count +
                    static_cast<std::uint64_t>(reading.degree(pair.a, pair.b)->degree);
            worst = std::max(worst, static_cast<float>(since(asked) * 1e6));
            ++count;
        }
        return static_cast<double>(count) / since(began);
    }

    void change() {
        std::vector<float> visible;
        for (int n = 0; n < 5000; ++n) {
            auto const tie = new_tie();
            auto const began = Watch::now();
            live_->apply({&tie, 1});
            visible.push_back(static_cast<float>(since(began) * 1e6));
        }
        std::sort(visible.begin(), visible.end());
        row("a new tie, from apply() to visible", visible);

        std::vector<double> shares;
        float worst_alone = 0, worst = 0;
        double const seconds = 3;
        auto const packings = live_->numbers().packings;
        for (int round = 0; round < 3; ++round) {
            float now = 0;
            double const alone = rate(seconds, now);
            worst_alone = std::max(worst_alone, now);
            std::atomic<bool> is_over = false;
            std::atomic<std::uint64_t> brought = 0;
            std::thread writer{[&] {
                std::mt19937_64 draw{asked_.seed + static_cast<std::uint64_t>(round)};
                auto const began = Watch::now();
                std::vector<graph::Change> changes;
                while (!is_over) {
                    auto const due = static_cast<std::uint64_t>(since(began) * 50'000);
                    for (changes.clear();
                         brought + changes.size() < due && changes.size() < 5000;) {
                        changes.push_back({graph::Change::Kind::tied,
                                           id_of(static_cast<Ordinal>(draw() % asked_.members)),
                                           id_of(static_cast<Ordinal>(draw() % asked_.members))});
                    }
                    live_->apply(changes);
                    brought += changes.size();
                    std::this_thread::sleep_for(std::chrono::milliseconds{2});
                }
            }};
            double const busy = rate(seconds, now);
            is_over = true;
            writer.join();
            worst = std::max(worst, now);
            shares.push_back(busy / alone);
            std::printf("%-46s %.0f/s alone, %.0f/s while %.0f ties/s arrive\n", "a reader", alone,
                        busy, static_cast<double>(brought) / seconds);
        }
        std::sort(shares.begin(), shares.end());
        std::printf("%-46s %.0f %% (middle of 3), %lu chunks packed; longest answer %.0f us, alone "
                    "%.0f us\n",
                    "a reader keeps", shares[1] * 100,
                    static_cast<unsigned long>(live_->numbers().packings - packings),
                    static_cast<double>(worst), static_cast<double>(worst_alone));

        for (std::size_t const batch : {10'000, 250'000}) {
            std::vector<graph::Change> changes;
            std::size_t const count = asked_.members < 100'000 ? 250'000 : 2'000'000;
            for (std::size_t n = 0; n < count; ++n) changes.push_back(new_tie());
            auto began = Watch::now();
            for (std::size_t n = 0; n < count; n += batch)
                live_->apply(std::span{changes}.subspan(n, std::min(batch, count - n)));
            auto const applied = since(began);
            began = Watch::now();
            live_->pack();
            std::printf("replay, %7zu at a time                       %.0f ties/s; all packed %.2f "
                        "s later\n",
                        batch, static_cast<double>(count) / applied, since(began));
        }
    }

    void snapshot() {
        auto const folder = asked_.folder.empty() ? std::filesystem::temp_directory_path()
                                                  : std::filesystem::path{asked_.folder};
        auto const file =
            folder /
            ("goen-bench-" + std::to_string(Watch::now().time_since_epoch().count()) + ".ties");
        auto began = Watch::now();
        live_->save(file);
        auto const saved = since(began);
        auto const pair = near_.front();
        auto const expected = live_->read(View::of(pair.a)).degree(pair.a, pair.b)->degree;
        live_.reset();
        began = Watch::now();
        auto opened = graph::Live::open(file);
        if (!opened) {
            std::printf("THE SNAPSHOT DOES NOT OPEN: %s\n", opened.why().message.msgid.c_str());
        } else {
            auto const answer = (*opened)->read(View::of(pair.a)).degree(pair.a, pair.b)->degree;
            auto const first = since(began);
            began = Watch::now();
            bool const is_whole = (*opened)->check().has_value();
            std::printf("%-46s saved in %.2f s (%.3f GB), open to first answer %.3f s%s, all "
                        "checked %.2f s later%s\n",
                        "snapshot", saved,
                        static_cast<double>(std::filesystem::file_size(file)) / 1e9, first,
                        answer == expected ? "" : " WRONG", since(began),
                        is_whole ? "" : " DAMAGED");
        }
        std::filesystem::remove(file);
    }

    GraphBench const &asked_;
    std::mt19937_64 draw_;
    std::unique_ptr<graph::Live> live_;
    std::vector<Asked> random_, near_;
    std::uint64_t sum_ = 0;
};

} // namespace

int bench_graph(GraphBench const &bench) { return Bench{bench}.run(); }

} // namespace goen::app
