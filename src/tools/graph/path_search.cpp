// SPDX-License-Identifier: Apache-2.0
// Distances and introduction paths: two waves, one from each end, the cheaper one spreads; where
// they touch is a shortest path, because each wave is complete up to its depth.
#include "graph/search.hpp"

#include <algorithm>
#include <numeric>

namespace goen::graph {

void Search::clear_waves() {
    for (auto *wave : {&scratch_.near, &scratch_.far}) {
        for (auto &level : wave->levels) {
            wave->seen.clear(level.who);
            level.who.clear();
            level.from.clear();
        }
        wave->depth = 0;
    }
}

std::optional<Search::Meeting> Search::spread(Wave &wave, Wave const &other, bool by_bridges,
                                              bool is_near) {
    if (wave.levels.size() < wave.depth + 2) wave.levels.resize(wave.depth + 2);
    auto const &who = wave.levels[wave.depth].who;
    auto &next = wave.levels[wave.depth + 1];
    auto const hops = static_cast<int>(wave.depth + other.depth + 1);
    for (std::size_t i = 0; i < who.size(); ++i) {
        ahead(who, i);
        auto const theirs = around(who[i], scratch_.list_c);
        if (!meter_.spend(theirs.size() + 1)) return std::nullopt;
        for (Ordinal const number : theirs) {
            if (other.seen.has(number)) return Meeting{hops, is_near, i, number};
        }
        for (Ordinal const number : theirs) {
            if (by_bridges && !members_.is(Members::bridge, number)) continue;
            if (!wave.seen.add_new(number)) continue;
            next.who.push_back(number);
            next.from.push_back(static_cast<Ordinal>(i));
        }
    }
    ++wave.depth;
    return std::nullopt;
}

std::optional<Search::Meeting> Search::meet(Ordinal a, Ordinal b, bool by_bridges, int at_most) {
    auto const count = version_.members();
    std::uint64_t const mean = 2 * version_.pairs(Layer::ties) / std::max(1u, count) + 1;
    for (auto [wave, start] : {std::pair{&scratch_.near, a}, std::pair{&scratch_.far, b}}) {
        wave->seen.reach(count);
        if (wave->levels.empty()) wave->levels.resize(4);
        wave->levels[0].who.assign(1, start);
        wave->levels[0].from.assign(1, 0);
        wave->seen.add(start);
    }
    auto const cost = [&](Wave const &wave) -> std::uint64_t {
        auto const &who = wave.levels[wave.depth].who;
        if (wave.depth > 1) return who.size() * mean * 2;
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < who.size(); ++i) {
            if (i + 12 < who.size()) version_.prefetch(Layer::ties, who[i + 12]);
            sum += version_.about(Layer::ties, who[i]) + 1;
        }
        return sum;
    };
    auto near_cost = cost(scratch_.near), far_cost = cost(scratch_.far);
    for (int hops = 1; at_most == 0 || hops <= at_most; ++hops) {
        if (scratch_.near.levels[scratch_.near.depth].who.empty() ||
            scratch_.far.levels[scratch_.far.depth].who.empty())
            break;
        bool const is_near = near_cost <= far_cost;
        auto &wave = is_near ? scratch_.near : scratch_.far;
        auto const met = spread(wave, is_near ? scratch_.far : scratch_.near, by_bridges, is_near);
        if (met) return met;
        if (!is_exact()) return std::nullopt;
        (is_near ? near_cost : far_cost) = cost(wave);
    }
    return std::nullopt;
}

std::optional<int> Search::hops(Ordinal a, Ordinal b, bool by_bridges, int at_most) {
    auto const met = meet(a, b, by_bridges, at_most);
    clear_waves();
    return met ? std::optional{met->hops} : std::nullopt;
}

void Search::walk_back(Wave const &wave, std::size_t level, std::size_t place,
                       std::vector<Ordinal> &out) {
    for (;; --level) {
        out.push_back(wave.levels[level].who[place]);
        if (level == 0) return;
        place = wave.levels[level].from[place];
    }
}

std::vector<std::vector<Ordinal>> Search::paths(
    Ordinal a, Ordinal b, std::size_t k, int at_most, bool by_bridges,
    std::function<std::uint64_t(Ordinal)> const &strength) {
    std::vector<std::vector<Ordinal>> found;
    about(b);
    auto const met = meet(a, b, by_bridges, at_most);
    if (met) {
        auto &near = scratch_.near;
        auto &far = scratch_.far;
        auto const place_in = [](Wave const &wave, std::size_t level, Ordinal who) {
            auto const &all = wave.levels[level].who;
            return static_cast<std::size_t>(std::find(all.begin(), all.end(), who) - all.begin());
        };
        // From a member of the near wave's last level over `crossing` in the far one's to b.
        auto const finish = [&](std::vector<Ordinal> path, Ordinal crossing) {
            walk_back(far, far.depth, place_in(far, far.depth, crossing), path);
            found.push_back(std::move(path));
        };
        if (met->hops == 1) {
            found.push_back({a, b});
        } else if (k == 1 && !strength) {
            auto const near_place = met->is_near ? met->from : place_in(near, near.depth, met->at);
            std::vector<Ordinal> path;
            walk_back(near, near.depth, near_place, path);
            std::reverse(path.begin(), path.end());
            finish(std::move(path), met->is_near ? met->at : far.levels[far.depth].who[met->from]);
        } else {
            // on_path[n]: those of the near wave's level n through whom a shortest path runs.
            std::vector<std::vector<Ordinal>> on_path(near.depth + 1);
            auto const hops = first_hops(k, strength, on_path);
            std::vector<Ordinal> common_numbers;
            for (Ordinal const first : hops) {
                std::vector<Ordinal> path{a, first};
                if (near.depth == 0) { // a herself was too dear to spread: the first hop is in the
                                       // far wave already
                    path.pop_back();
                    finish(std::move(path), first);
                    continue;
                }
                for (std::size_t level = 2; level <= near.depth; ++level) {
                    auto const theirs = around(path.back(), scratch_.list_c);
                    Ordinal *const out = Scratch::room(scratch_.out, theirs.size());
                    auto const &next = on_path[level];
                    if (kernels().merge(theirs.data(), theirs.size(), next.data(), next.size(), out,
                                        1) == 0)
                        break;
                    path.push_back(out[0]);
                }
                if (path.size() != near.depth + 1) continue;
                for (Ordinal const number : around(path.back(), scratch_.list_c)) {
                    if (!far.seen.has(number)) continue;
                    finish(std::move(path), number);
                    break;
                }
            }
        }
    }
    clear_waves();
    return found;
}

// All who can be the first hop of a shortest path, the strongest first, at most k; what is needed
// to go on from them is put into on_path. The waves stand as meet() left them, the one that touched
// with a half-made level beyond its depth.
std::vector<Ordinal> Search::first_hops(std::size_t k,
                                        std::function<std::uint64_t(Ordinal)> const &strength,
                                        std::vector<std::vector<Ordinal>> &on_path) {
    auto &near = scratch_.near;
    auto &far = scratch_.far;
    for (auto *wave : {&near, &far}) {
        if (wave->levels.size() <= wave->depth + 1) continue;
        auto &half = wave->levels[wave->depth + 1];
        // Not clear(): a word of the bitmap may hold others.
        for (Ordinal const number : half.who) wave->seen.drop(number);
        half.who.clear();
        half.from.clear();
    }
    auto const touches = [&](Ordinal who, Bits const &marks) {
        auto const theirs = around(who, scratch_.list_c);
        if (!meter_.spend(theirs.size() + 1)) return false;
        return std::any_of(theirs.begin(), theirs.end(),
                           [&](Ordinal number) { return marks.has(number); });
    };
    std::vector<Ordinal> candidates;
    if (near.depth == 0) {
        auto const mine = around(near.levels[0].who[0], scratch_.list_a);
        for (Ordinal const number : mine) {
            if (far.seen.has(number)) candidates.push_back(number);
        }
    } else {
        candidates = near.levels[1].who;
    }
    auto const by_id = [&](Ordinal x, Ordinal y) { return members_.comes_before(x, y); };
    std::sort(candidates.begin(), candidates.end(), by_id);
    if (strength) {
        std::vector<std::pair<std::uint64_t, Ordinal>> ranked;
        for (Ordinal const number : candidates) ranked.emplace_back(strength(number), number);
        std::stable_sort(ranked.begin(), ranked.end(),
                         [](auto const &x, auto const &y) { return x.first > y.first; });
        for (std::size_t i = 0; i < ranked.size(); ++i) candidates[i] = ranked[i].second;
    }
    if (near.depth == 0) {
        if (candidates.size() > k) candidates.resize(k);
        return candidates;
    }
    auto &marks = scratch_.marks; // of on_path one level further
    for (std::size_t level = near.depth; level >= 2; --level) {
        auto &these = on_path[level];
        auto const &who = near.levels[level].who;
        if (level == near.depth && far.levels[far.depth].who.size() < who.size()) {
            auto const &crossing = far.levels[far.depth].who;
            for (std::size_t i = 0; i < crossing.size(); ++i) {
                ahead(crossing, i);
                auto const theirs = around(crossing[i], scratch_.list_c);
                if (!meter_.spend(theirs.size() + 1)) break;
                for (Ordinal const number : theirs) {
                    if (near.seen.has(number)) these.push_back(number);
                }
            }
            std::sort(these.begin(), these.end());
            these.erase(std::unique(these.begin(), these.end()), these.end());
        } else {
            auto const &beyond = level == near.depth ? far.seen : marks;
            for (std::size_t i = 0; i < who.size(); ++i) {
                ahead(who, i);
                if (touches(who[i], beyond)) these.push_back(who[i]);
            }
            std::sort(these.begin(), these.end());
        }
        if (level < near.depth) marks.clear(on_path[level + 1]);
        for (Ordinal const number : these) marks.add(number);
    }
    std::vector<Ordinal> chosen;
    auto const &beyond = near.depth == 1 ? far.seen : marks;
    for (std::size_t i = 0; i < candidates.size() && chosen.size() < k; ++i) {
        ahead(candidates, i);
        if (touches(candidates[i], beyond)) chosen.push_back(candidates[i]);
    }
    if (near.depth >= 2) marks.clear(on_path[2]);
    return chosen;
}

} // namespace goen::graph
