// SPDX-License-Identifier: Apache-2.0
// goen bench search: makes an index of invented posts, asks it what people ask, and prints
// percentiles. The reader is tied with 50 of the authors, or with 5,000, or may read everything.
#include "app/search_commands.hpp"

#include "base/result.hpp"
#include "index/index.hpp"
#include "index/made_posts.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

namespace goen::app {
namespace {

using Watch = std::chrono::steady_clock;
using Labels = std::vector<std::int64_t>;

constexpr std::int64_t first_author = 1000;
constexpr std::uint64_t in_a_commit = 10'000;
constexpr int asked_again = 3; // the first time warms the caches

double ms_since(Watch::time_point began) {
    return std::chrono::duration<double, std::milli>(Watch::now() - began).count();
}

double at_percent(std::vector<double> &times, std::size_t percent) {
    if (times.empty()) return 0;
    std::sort(times.begin(), times.end());
    return times[std::min(times.size() - 1, times.size() * percent / 100)];
}

struct Kind {
    char const *name;
    std::vector<std::string> questions;
};

std::vector<Kind> kinds_of(std::uint64_t posts) {
    Kind common{"2-4 characters, common", index::common_japanese_words()};
    Kind rare{"2-3 characters, rare", {}}, both{"two words", {}};
    Kind latin{"Latin, common", index::common_latin_words()};
    auto const &words = common.questions;
    for (std::uint64_t i = 0; i < 100; ++i) {
        rare.questions.push_back(index::rare_japanese_word(i * (posts / 400)));
        both.questions.push_back(words[i % words.size()] + ' ' + words[(i * 7 + 3) % words.size()]);
    }
    return {common, rare, latin, both};
}

class SearchTimes {
public:
    explicit SearchTimes(SearchBench const &asked)
        : asked_(asked), index_({.folder = asked.folder, .name = "bench"}) {}

    int run() {
        build();
        find_new_ones();
        std::printf("\n%-12s %-24s %10s %10s %10s\n", "reader", "20 newest", "p50 ms", "p99 ms",
                    "found");
        for (auto const &kind : kinds_of(asked_.posts)) {
            measure("everything", kind, nullptr);
            for (std::int64_t const ties : {50, 5'000}) {
                auto const labels = tied_with(ties);
                measure(ties == 50 ? "50 ties" : "5,000 ties", kind, &labels);
            }
        }
        delete_some();
        index_.clear({});
        return 0;
    }

private:
    std::int64_t authors() const {
        return static_cast<std::int64_t>(std::max<std::uint64_t>(asked_.posts / 20, 10));
    }
    index::Document document(std::uint64_t number) const {
        auto const author =
            first_author +
            static_cast<std::int64_t>(number * 7919 % static_cast<std::uint64_t>(authors()));
        index::Document made{static_cast<std::int64_t>(number), {author}, index::made_post(number)};
        if (number % 100 == 0) made.labels.push_back(0); // for everyone
        return made;
    }
    Labels tied_with(std::int64_t count) const {
        Labels labels{0};
        for (std::int64_t i = 0; i < std::min(count, authors()); ++i)
            labels.push_back(first_author + i);
        return labels;
    }

    void build() {
        index_.open();
        index_.clear({});
        std::uint64_t text_bytes = 0;
        auto const began = Watch::now();
        for (std::uint64_t number = 1; number <= asked_.posts; ++number) {
            auto const made = document(number);
            text_bytes += made.text.size();
            index_.put(made);
            if (number % in_a_commit == 0) index_.commit(mark(number));
        }
        index_.commit(mark(asked_.posts));
        auto const size = index_.numbers().bytes;
        std::printf("%llu posts by %lld members, %.1f MB of text\n",
                    static_cast<unsigned long long>(asked_.posts),
                    static_cast<long long>(authors()), static_cast<double>(text_bytes) / 1e6);
        std::printf("index made in %.1f s, %.1f MB, %.2f of the text\n", ms_since(began) / 1e3,
                    static_cast<double>(size) / 1e6,
                    static_cast<double>(size) / static_cast<double>(text_bytes));
        std::fflush(stdout);
    }

    void find_new_ones() {
        std::vector<double> times;
        for (std::uint64_t i = 1; i <= 200; ++i) {
            auto made = document(asked_.posts + i);
            auto const word = "新着" + std::to_string(i);
            made.text = word + "の" + made.text;
            auto const began = Watch::now();
            index_.put(made);
            index_.commit(mark(asked_.posts + i));
            auto const answer = index_.find({.words = word});
            ensure(!answer.ids.empty() && answer.ids[0] == made.id, "a new post is not found");
            times.push_back(ms_since(began));
        }
        std::printf("one more is written, committed and found in %.1f ms (p50), %.1f ms (p99); "
                    "a server gathers the writes of 100 ms before\n",
                    at_percent(times, 50), at_percent(times, 99));
    }

    // Deleted posts leave the file when its pieces are merged, in steps.
    void delete_some() {
        for (std::uint64_t i = 1; i <= 100; ++i)
            index_.remove(static_cast<std::int64_t>(i * (asked_.posts / 100)));
        index_.commit(mark(asked_.posts + 1'000));
        std::vector<double> steps;
        auto const began = Watch::now();
        for (bool is_left = true; is_left;) {
            auto const step = Watch::now();
            is_left = index_.purge();
            steps.push_back(ms_since(step));
        }
        auto const took = ms_since(began) / 1e3;
        std::printf("\n100 posts deleted, out of the file after %.1f s in %zu steps of %.1f ms "
                    "(p50), %.1f ms (p99)\n",
                    took, steps.size(), at_percent(steps, 50), at_percent(steps, 99));
    }

    void measure(char const *reader, Kind const &kind, Labels const *labels) {
        std::vector<double> times;
        std::size_t found = 0;
        for (int round = 0; round <= asked_again; ++round) {
            for (auto const &question : kind.questions) {
                auto const began = Watch::now();
                auto const answer = index_.find({.words = question, .one_of = labels});
                if (round > 0) times.push_back(ms_since(began));
                found += round == 0 ? answer.ids.size() : 0;
            }
        }
        auto const middle = at_percent(times, 50), high = at_percent(times, 99);
        std::printf("%-12s %-24s %10.3f %10.3f %10zu\n", reader, kind.name, middle, high, found);
        std::fflush(stdout);
    }

    static index::Mark mark(std::uint64_t number) {
        return {1, static_cast<std::int64_t>(number), true};
    }

    SearchBench const asked_;
    index::Index index_;
};

} // namespace

int bench_search(SearchBench const &asked) { return SearchTimes{asked}.run(); }

} // namespace goen::app
