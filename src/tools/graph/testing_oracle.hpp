// SPDX-License-Identifier: Apache-2.0
// The graph as one would write it in an afternoon: sets and plain searches. Tests hold the real one
// beside it.
#pragma once

#include "graph/graph.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <set>

namespace goen::graph::oracle {

class Naive {
public:
    using Pair = std::pair<MemberId, MemberId>;
    std::map<MemberId, std::set<MemberId>> ties;
    std::set<Pair> hidden, blocked;
    std::set<MemberId> bridges, veiled;

    static Pair pair(MemberId a, MemberId b) { return {std::min(a, b), std::max(a, b)}; }

    void apply(Change const &change) {
        auto const [kind, a, b] = change;
        using Kind = Change::Kind;
        bool const is_pair = b && a != b;
        switch (kind) {
        case Kind::member: ties[a]; break;
        case Kind::member_deleted:
            if (!ties.contains(a)) break;
            for (auto const other : ties[a]) ties[other].erase(a);
            ties.erase(a);
            std::erase_if(hidden, [&](Pair const &p) { return p.first == a || p.second == a; });
            std::erase_if(blocked, [&](Pair const &p) { return p.first == a || p.second == a; });
            bridges.erase(a);
            veiled.erase(a);
            break;
        case Kind::tied:
            if (is_pair) ties[a].insert(b), ties[b].insert(a);
            break;
        case Kind::untied:
            if (is_pair && ties.contains(a) && ties.contains(b)) ties[a].erase(b), ties[b].erase(a);
            break;
        case Kind::hidden:
            if (is_pair) ties[a], ties[b], hidden.insert(pair(a, b));
            break;
        case Kind::shown: hidden.erase(pair(a, b)); break;
        case Kind::blocked:
            if (is_pair) ties[a], ties[b], blocked.insert(pair(a, b));
            break;
        case Kind::unblocked: blocked.erase(pair(a, b)); break;
        case Kind::bridge: ties[a], bridges.insert(a); break;
        case Kind::no_bridge: bridges.erase(a); break;
        case Kind::veiled: ties[a], veiled.insert(a); break;
        case Kind::unveiled: veiled.erase(a); break;
        }
    }

    // What `view` sees around somebody.
    std::set<MemberId> around(MemberId who, View const &view) const {
        std::set<MemberId> out;
        if (!ties.contains(who)) return out;
        for (auto const other : ties.at(who)) {
            if (sees(view, who, other)) out.insert(other);
        }
        return out;
    }
    bool sees(View const &view, MemberId a, MemberId b) const {
        if (view.is_everything) return true;
        auto const v = view.viewer;
        if (blocked.contains(pair(v, a)) || blocked.contains(pair(v, b))) return false;
        if (v == a || v == b) return true;
        return !hidden.contains(pair(a, b)) && !veiled.contains(a) && !veiled.contains(b);
    }
    std::map<MemberId, int> distances(MemberId from, View const &view,
                                      bool by_bridges = false) const {
        std::map<MemberId, int> out{{from, 0}};
        std::queue<MemberId> next{{from}};
        while (!next.empty()) {
            auto const who = next.front();
            next.pop();
            if (by_bridges && who != from && !bridges.contains(who)) continue;
            for (auto const other : around(who, view)) {
                if (out.emplace(other, out[who] + 1).second) next.push(other);
            }
        }
        return out;
    }
    std::optional<int> distance(MemberId a, MemberId b, View const &view,
                                bool by_bridges = false) const {
        auto const all = distances(a, view, by_bridges);
        auto const found = all.find(b);
        return found == all.end() ? std::nullopt : std::optional{found->second};
    }
    int degree(MemberId a, MemberId b, View const &view) const {
        auto const d = distance(a, b, view);
        return d && *d <= 3 ? *d : 0;
    }
    std::vector<MemberId> mutual(MemberId a, MemberId b, View const &view) const {
        auto const x = around(a, view), y = around(b, view);
        std::vector<MemberId> out;
        std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(out));
        return out;
    }
    std::uint64_t second(MemberId a, View const &view) const {
        auto const all = distances(a, view);
        return static_cast<std::uint64_t>(std::count_if(
            all.begin(), all.end(), [](auto const &each) { return each.second == 2; }));
    }
    std::vector<Suggestion> suggest(MemberId a, std::size_t k, View const &view) const {
        std::map<MemberId, std::uint32_t> counts;
        auto const mine = around(a, view);
        for (auto const friend_ : mine) {
            for (auto const other : around(friend_, view)) {
                if (other != a && !mine.contains(other)) ++counts[other];
            }
        }
        std::vector<Suggestion> out;
        for (auto const &[who, n] : counts) out.push_back({who, n});
        std::stable_sort(out.begin(), out.end(),
                         [](auto const &x, auto const &y) { return x.mutual > y.mutual; });
        if (out.size() > k) out.resize(k);
        return out;
    }
    // Everybody who is the first hop of a shortest path.
    std::set<MemberId> first_hops(MemberId a, MemberId b, View const &view) const {
        std::set<MemberId> out;
        auto const d = distance(a, b, view, true);
        if (!d || *d == 0) return out;
        if (*d == 1) return {b};
        auto const back = distances(b, view, true);
        for (auto const x : around(a, view)) {
            auto const found = back.find(x);
            if (found != back.end() && found->second == *d - 1 && bridges.contains(x))
                out.insert(x);
        }
        return out;
    }
};

} // namespace goen::graph::oracle
