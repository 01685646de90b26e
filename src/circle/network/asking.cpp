// SPDX-License-Identifier: Apache-2.0
// Degrees, acquaintances in common, ways. The graph says who; the rows say how near and under
// which name.
#include "network/network_state.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace goen::network {
namespace {

constexpr int most_ties_weighed = 5000; // of mine, the nearest
constexpr std::size_t most_compared = 20;

Refusal nobody_there() {
    return {Reason::not_found, N_("This page was not found, or you do not have access to it.")};
}

bool is_among(std::vector<MemberId> const &sorted, MemberId id) {
    return std::binary_search(sorted.begin(), sorted.end(), id);
}

std::set<std::string> companies_on(card::CardBody const &body) {
    std::set<std::string> found;
    for (auto const *side : {&body.ja, &body.en}) {
        for (auto const &position : side->positions) {
            if (!position.company.empty()) found.insert(position.company);
        }
    }
    return found;
}

} // namespace

bool Network::State::has_ties(store::Reader &reader, MemberId me) {
    return reader.any(sql::has_ties, {{"me", me}});
}

std::vector<MemberId> Network::State::blocked_by(store::Reader &reader, MemberId me) {
    std::vector<MemberId> found; // rising
    reader.each(sql::blocked_by, {{"me", me}},
                [&](store::Row const &row) { found.push_back(row.get<MemberId>(0)); });
    return found;
}

std::vector<Acquaintance> Network::State::people(store::Reader &reader, MemberId me,
                                                 std::vector<MemberId> const &others) {
    std::vector<Acquaintance> found(others.size());
    auto const sights = policy.look(reader, me, others);
    for (std::size_t i = 0; i < others.size(); ++i) {
        if (sights[i].sees_name()) found[i] = {others[i], sights[i].card()};
    }
    return found;
}

std::uint64_t Network::State::nearness(policy::Tie const &tie) {
    if (!tie.is_live()) return 0;
    auto const since = std::max<std::int64_t>(0, to_millis(tie.since));
    return static_cast<std::uint64_t>(tie.tier) << 60 |
           (static_cast<std::uint64_t>(since) & ((std::uint64_t{1} << 60) - 1));
}

std::vector<std::vector<MemberId>> Network::State::nearest_of(
    store::Reader &reader, MemberId me, std::vector<std::vector<MemberId>> const &acquaintances,
    std::size_t first) {
    std::vector<MemberId> everybody;
    for (auto const &some : acquaintances) {
        if (some.size() > 1) everybody.insert(everybody.end(), some.begin(), some.end());
    }
    std::sort(everybody.begin(), everybody.end());
    everybody.erase(std::unique(everybody.begin(), everybody.end()), everybody.end());
    auto const ties = policy.ties(reader, me, everybody);
    auto const near = [&](MemberId id) {
        auto const tie = ties.find(id);
        return tie == ties.end() ? 0 : nearness(tie->second);
    };
    auto nearest = acquaintances;
    for (auto &some : nearest) {
        std::stable_sort(some.begin(), some.end(),
                         [&](MemberId a, MemberId b) { return near(a) > near(b); });
        if (some.size() > first) some.resize(first);
    }
    return nearest;
}

graph::Strength Network::State::nearness(store::Reader &reader, MemberId me) {
    auto near = std::make_shared<std::unordered_map<MemberId, std::uint64_t>>();
    reader.each(sql::nearest_ties, {{"me", me}, {"most", most_ties_weighed}},
                [&](store::Row const &row) {
                    policy::Tie tie;
                    tie.tier = row.get<card::Tier>(1);
                    tie.since = row.get<Time>(2);
                    (*near)[row.get<MemberId>(0)] = nearness(tie);
                });
    return [near = std::move(near)](MemberId, MemberId other) {
        auto const found = near->find(other);
        return found == near->end() ? std::uint64_t{0} : found->second;
    };
}

std::optional<Degree> Network::degree(MemberId me, MemberId other) {
    auto const found = degrees(me, {other});
    if (!found) return std::nullopt;
    return found->front();
}

std::optional<std::vector<Degree>> Network::degrees(MemberId me,
                                                    std::vector<MemberId> const &others) {
    auto const live = state_->live();
    if (!live || !me) return std::nullopt;
    std::vector<Degree> out(others.size());
    auto reading = live->read(graph::View::over_bridges(me), State::cost());
    auto const answer = reading.degrees(me, others);
    bool is_any_open = !answer;
    for (std::size_t i = 0; answer && i < out.size(); ++i) {
        out[i].degree = answer->degree[i];
        // Those found are right; what is missing may be missing for want of time.
        out[i].is_exact = answer->is_exact || out[i].degree != 0;
        is_any_open |= out[i].degree != 1;
    }
    if (!is_any_open) return out;
    state_->database.read([&](store::Reader &reader) {
        auto const blocked = state_->blocked_by(reader, me);
        bool const has_ties = state_->has_ties(reader, me);
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (is_among(blocked, others[i])) out[i] = {};
            out[i].is_hidden = out[i].degree == 0 && has_ties && others[i] != me;
        }
    });
    return out;
}

std::optional<Mutual> Network::mutual(MemberId me, MemberId other, std::size_t first) {
    auto const live = state_->live();
    if (!live || !me) return std::nullopt;
    return state_->database.read([&](store::Reader &reader) -> Mutual {
        Mutual out;
        if (me == other) return out;
        if (is_among(state_->blocked_by(reader, me), other)) {
            out.is_hidden = state_->has_ties(reader, me);
            return out;
        }
        auto reading = live->read(graph::View::over_bridges(me), State::cost());
        auto const answer = reading.mutual(me, other, std::max(first, State::most_weighed));
        // Whoever has an acquaintance in common with somebody has a tie: then that is not asked.
        out.is_hidden = (answer && answer->count > 0) || state_->has_ties(reader, me);
        if (!answer) return out;
        out.count = answer->count;
        out.is_exact = answer->is_exact;
        auto const nearest = state_->nearest_of(reader, me, {answer->first}, first);
        for (auto &person : state_->people(reader, me, nearest.front())) {
            if (person.id) out.people.push_back(std::move(person));
        }
        return out;
    });
}

std::optional<bool> Network::is_within_two(MemberId a, MemberId b) {
    auto const live = state_->live();
    if (!live) return std::nullopt;
    auto const answer = live->read(graph::View::everything()).is_within_two(a, b);
    return answer && *answer;
}

Result<Ways> Network::State::ranked_ways(graph::Live &live, MemberId me, MemberId to) {
    Ways out;
    std::vector<contacts::Contact> known; // whom I would ask first
    auto const done = database.read([&](store::Reader &reader) -> Done {
        out.is_hidden = has_ties(reader, me);
        if (is_among(blocked_by(reader, me), to)) return {};
        auto reading = live.read(graph::View::over_bridges(me), State::cost());
        auto const found = reading.paths(me, to,
                                         {.k = most_compared,
                                          .strength = nearness(reader, me),
                                          .at_most_hops = 3,
                                          .over_everybody = false});
        if (!found) return found.why();
        out.is_exact = found->is_exact;
        std::vector<MemberId> on_the_way, firsts;
        std::vector<ContactId> in_my_book;
        for (auto const &path : found->paths) {
            if (path.size() < 3) continue; // cards were exchanged: nobody stands between
            on_the_way.insert(on_the_way.end(), path.begin(), path.end());
            firsts.push_back(path[1]);
            in_my_book.push_back(ContactId{path[1].value});
        }
        auto const seen = people(reader, me, on_the_way);
        auto const ties = policy.ties(reader, me, firsts);
        auto next = seen.begin();
        for (auto const &path : found->paths) {
            if (path.size() < 3) continue;
            Way way;
            way.people.assign(next, next + static_cast<std::ptrdiff_t>(path.size()));
            next += static_cast<std::ptrdiff_t>(path.size());
            auto const tie = ties.find(path[1]);
            if (tie == ties.end() || !tie->second.is_live() || !way.people[1].id)
                continue; // ended just now
            way.first_tie = tie->second;
            way.people.front().id = me;
            way.people.back().id = to;
            out.ways.push_back(std::move(way));
        }
        known = contacts.find_all(me, in_my_book);
        return {};
    });
    if (!done) return nobody_there();
    // The nearest by my own measure first; then whom I met lately and often, then whoever shares a
    // company with the one I look for. What they disclose to me plays no part.
    for (auto const &contact : known) {
        for (auto &way : out.ways) {
            if (way.people[1].id.value == contact.id.value)
                way.times_met = static_cast<int>(contact.met.size());
        }
    }
    auto const rank = [&](Way const &way) {
        auto const age = clock.now() - way.first_tie.since;
        int const recency = age < std::chrono::days{365}       ? 0
                            : age < std::chrono::days{3 * 365} ? 1
                                                               : 2;
        auto const hers = companies_on(way.people[1].card);
        auto const theirs = companies_on(way.people.back().card);
        bool const is_colleague = std::any_of(
            hers.begin(), hers.end(), [&](std::string const &one) { return theirs.contains(one); });
        return std::tuple{-static_cast<int>(way.first_tie.tier), recency, -way.times_met,
                          !is_colleague, -to_millis(way.first_tie.since)};
    };
    std::stable_sort(out.ways.begin(), out.ways.end(),
                     [&](Way const &a, Way const &b) { return rank(a) < rank(b); });
    return out;
}

Result<std::optional<Ways>> Network::ways(MemberId me, MemberId to) {
    if (!me || me == to) return nobody_there();
    auto const live = state_->live();
    if (!live) return std::optional<Ways>{};
    auto out = state_->ranked_ways(*live, me, to);
    if (!out) return out.why();
    if (out->ways.size() > most_ways) out->ways.resize(most_ways);
    return std::optional{*std::move(out)};
}

std::optional<std::vector<MemberId>> Network::bridges(MemberId me, MemberId to) {
    auto const live = state_->live();
    if (!live) return std::nullopt;
    std::vector<MemberId> out;
    if (!me || me == to) return out;
    auto const found = state_->ranked_ways(*live, me, to);
    if (!found) return out; // of her the graph knows nothing: nobody stands between
    for (auto const &way : found->ways) {
        if (way.people.size() == 3 && out.size() < most_bridges) out.push_back(way.people[1].id);
    }
    return out;
}

} // namespace goen::network
