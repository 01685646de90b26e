// SPDX-License-Identifier: Apache-2.0
// Lists, degrees, mutual acquaintances, the second circle, suggestions.
#include "graph/search.hpp"

#include <algorithm>

namespace goen::graph {

Meter::Meter(Budget const &budget)
    : left_(budget.ties == 0 || budget.ties > (1ull << 62)
                ? std::int64_t{1} << 62
                : static_cast<std::int64_t>(budget.ties)),
      has_deadline_(budget.time.count() > 0) {
    if (has_deadline_) deadline_ = std::chrono::steady_clock::now() + budget.time;
}

bool Meter::look() {
    since_look_ = 0;
    if (std::chrono::steady_clock::now() < deadline_) return true;
    is_spent_ = true;
    left_ = -1;
    return false;
}

Search::Search(Version version, Members const &members, Scratch &scratch, Ordinal viewer,
               bool sees_all, Budget const &budget, bool over_bridges)
    : version_(version), members_(members), scratch_(scratch), viewer_(viewer),
      is_plain_(sees_all || (!over_bridges && version.pairs(Layer::hidden) == 0 &&
                             version.pairs(Layer::blocked) == 0 && !members.any_veiled())),
      over_bridges_(over_bridges && !sees_all), meter_(budget) {
    auto const count = version.members();
    scratch_.marks.reach(count);
    scratch_.more_marks.reach(count);
    if (!is_plain_ && viewer != nobody && version.pairs(Layer::blocked) > 0) {
        auto const list = version.find(Layer::blocked, viewer);
        blocked_.resize(list.room() + unpack_room);
        blocked_.resize(unpack(list, blocked_.data()));
    }
}

std::span<Ordinal const> Search::around(Ordinal who, std::vector<Ordinal> &into) {
    auto const list = version_.find(Layer::ties, who);
    auto *const numbers = Scratch::room(into, list.room());
    auto count = unpack(list, numbers);
    if (!is_plain_) count = keep_visible(who, numbers, count);
    return {numbers, count};
}

std::size_t Search::keep_visible(Ordinal who, Ordinal *numbers, std::size_t count) {
    auto const hidden = version_.find(Layer::hidden, who);
    auto *const hides = Scratch::room(scratch_.hidden, hidden.room());
    auto const hides_end = hides + unpack(hidden, hides);
    bool const is_own = who == viewer_, is_veiled = !is_own && members_.is(Members::veiled, who);
    auto const is_blocked = [&](Ordinal number) {
        return number != asked_ && std::binary_search(blocked_.begin(), blocked_.end(), number);
    };
    bool const is_gone = !is_own && is_blocked(who);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        auto const number = numbers[i];
        bool is_seen = !is_gone && !is_blocked(number);
        if (is_seen && holds_bridges_only_ && number != ends_[0] && number != ends_[1])
            is_seen = members_.is(Members::bridge, number);
        if (is_seen && !is_own && number != viewer_) {
            is_seen = !is_veiled && !members_.is(Members::veiled, number) &&
                      !std::binary_search(hides, hides_end, number);
        }
        numbers[kept] = number;
        kept += is_seen;
    }
    has_left_out_ |= kept != count;
    return kept;
}

bool Search::knows(Ordinal a, Ordinal b) {
    auto const [few, many] = version_.about(Layer::ties, a) <= version_.about(Layer::ties, b)
                                 ? std::pair{a, b}
                                 : std::pair{b, a};
    if (!meter_.spend(1) || !version_.has(Layer::ties, few, many)) return false;
    if (is_plain_) return true;
    Ordinal one[2] = {many};
    return keep_visible(few, one, 1) == 1;
}

std::size_t Search::intersect(Ordinal a, Ordinal b, std::size_t enough) {
    version_.prefetch_list(Layer::ties, a);
    version_.prefetch_list(Layer::ties, b);
    auto const list_a = version_.find(Layer::ties, a), list_b = version_.find(Layer::ties, b);
    bool const a_is_small = list_a.room() <= list_b.room();
    auto const &small = a_is_small ? list_a : list_b;
    auto const &large = a_is_small ? list_b : list_a;
    auto *const numbers = Scratch::room(scratch_.list_a, small.room());
    auto *const out = Scratch::room(scratch_.out, small.room());
    auto count = unpack(small, numbers);
    if (!is_plain_) count = keep_visible(a_is_small ? a : b, numbers, count);
    if (!meter_.spend(small.room())) return 0;
    if (is_plain_ && large.room() > 6 * small.room())
        return common(numbers, count, large, out, enough);
    if (!meter_.spend(large.room())) return 0;
    auto const others = around(a_is_small ? b : a, scratch_.list_b);
    return kernels().merge(numbers, count, others.data(), others.size(), out, enough);
}

std::span<Ordinal const> Search::mutual(Ordinal a, Ordinal b) {
    between(a, b);
    auto const count = intersect(a, b, ~std::size_t{0});
    return {scratch_.out.data(), count};
}

bool Search::is_three(std::span<Ordinal const> small, std::span<Ordinal const> large,
                      Bits const &large_marks) {
    for (std::size_t i = 0; i < small.size(); ++i) {
        ahead(small, i);
        auto const list = version_.find(Layer::ties, small[i]);
        if (is_plain_ && list.room() > 16 * large.size()) {
            if (!meter_.spend(large.size())) return false;
            if (common(large.data(), large.size(), list, Scratch::room(scratch_.out, large.size()),
                       1) > 0)
                return true;
            continue;
        }
        if (!meter_.spend(list.room())) return false;
        for (Ordinal const number : around(small[i], scratch_.list_c)) {
            if (large_marks.has(number)) return true;
        }
    }
    return false;
}

int Search::degree(Ordinal a, Ordinal b) {
    between(a, b);
    auto const list_a = version_.find(Layer::ties, a), list_b = version_.find(Layer::ties, b);
    bool const a_is_small = list_a.room() <= list_b.room();
    if (knows(a, b)) return 1;
    if (intersect(a, b, 1) > 0) return 2;
    if (!is_exact()) return 0;
    auto const small = around(a_is_small ? a : b, scratch_.list_a);
    auto const large = around(a_is_small ? b : a, scratch_.list_b);
    for (Ordinal const number : large) scratch_.marks.add(number);
    bool const is_found = is_three(small, large, scratch_.marks);
    scratch_.marks.clear(large);
    return is_found ? 3 : 0;
}

std::uint64_t Search::second(Ordinal a) {
    auto const friends = around(a, scratch_.list_a);
    auto &marks = scratch_.marks;
    // Large circles: mark, then count the whole bitmap and clear it; small ones: remember who was
    // marked.
    std::uint64_t volume = 0;
    for (std::size_t i = 0; i < friends.size(); ++i) {
        if (i + 12 < friends.size()) version_.prefetch(Layer::ties, friends[i + 12]);
        volume += version_.about(Layer::ties, friends[i]);
    }
    bool const is_large = volume > version_.members() / 256;
    if (!is_large) {
        for (Ordinal const number : friends) marks.add(number);
        marks.add(a);
    }
    auto &touched = scratch_.touched;
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < friends.size(); ++i) {
        if (is_no_way(friends[i])) continue;
        if (i + 6 < friends.size()) version_.prefetch_list(Layer::ties, friends[i + 6]);
        auto const theirs = around(friends[i], scratch_.list_b);
        if (!meter_.spend(theirs.size())) break;
        if (is_large) {
            for (Ordinal const number : theirs) marks.add(number);
            continue;
        }
        auto *const to = Scratch::room(touched, count + theirs.size());
        for (Ordinal const number : theirs) {
            to[count] = number;
            count += marks.add_new(number);
        }
    }
    if (is_large) {
        for (Ordinal const number : friends) marks.drop(number);
        marks.drop(a);
        return marks.take_all(version_.members());
    }
    marks.clear(std::span{touched.data(), count});
    marks.clear(friends);
    marks.drop(a);
    return count;
}

std::vector<Search::Counted> Search::suggestions(Ordinal a, std::size_t k, std::uint32_t hub_limit,
                                                 std::span<Ordinal const> not_these,
                                                 std::uint32_t &hubs_left_out) {
    // Nobody shares more acquaintances with her than she has: small counters are enough for most,
    // and stay in the cache.
    auto const friends = around(a, scratch_.list_a);
    return friends.size() < 256
               ? ranked(a, friends, scratch_.small_counts, k, hub_limit, not_these, hubs_left_out)
               : ranked(a, friends, scratch_.counts, k, hub_limit, not_these, hubs_left_out);
}

template <class Counts>
std::vector<Search::Counted> Search::ranked(Ordinal a, std::span<Ordinal const> friends,
                                            Counts &counts, std::size_t k, std::uint32_t hub_limit,
                                            std::span<Ordinal const> not_these,
                                            std::uint32_t &hubs_left_out) {
    if (counts.size() < version_.members())
        counts.resize(version_.members() + version_.members() / 8 + 64);
    auto &touched = scratch_.touched;
    std::size_t count = 0;
    auto *const counted = counts.data();
    for (std::size_t i = 0; i < friends.size(); ++i) {
        ahead(friends, i);
        if (is_no_way(friends[i])) continue;
        if (hub_limit > 0 && version_.about(Layer::ties, friends[i]) > hub_limit) {
            ++hubs_left_out;
            continue;
        }
        if (i == 65'000 && !meter_.spend(std::uint64_t{1} << 62)) break; // no counter may run over
        auto const theirs = around(friends[i], scratch_.list_b);
        if (!meter_.spend(theirs.size())) break;
        auto *const to = Scratch::room(touched, count + theirs.size());
        for (Ordinal const number : theirs) {
            auto &times = counted[number];
            to[count] = number;
            count += times == 0;
            ++times;
        }
    }
    // Those who cannot be suggested are uncounted before anybody is ranked.
    counted[a] = 0;
    for (Ordinal const number : friends) counted[number] = 0;
    for (Ordinal const number : not_these) counted[number] = 0;
    std::vector<Counted> best; // a heap with the weakest on top
    auto const is_better = [&](Counted const &x, Counted const &y) {
        return x.mutual != y.mutual ? x.mutual > y.mutual : members_.comes_before(x.who, y.who);
    };
    std::uint32_t least = 0; // counts below it are of no interest
    for (std::size_t i = 0; i < count; ++i) {
        auto const who = touched[i];
        std::uint32_t const times = counted[who];
        counted[who] = 0;
        if (times <= least &&
            (times < least || times == 0 || !is_better({who, times}, best.front())))
            continue;
        if (!members_.id(who)) continue;
        if (best.size() == k) {
            std::pop_heap(best.begin(), best.end(), is_better);
            best.pop_back();
        }
        best.push_back({who, times});
        std::push_heap(best.begin(), best.end(), is_better);
        if (best.size() == k) least = best.front().mutual;
    }
    std::sort_heap(best.begin(), best.end(), is_better);
    return best;
}

void Search::mark_second(Ordinal a, std::vector<Ordinal> &first, Bits &reach) {
    auto const friends = around(a, scratch_.list_a);
    first.assign(friends.begin(), friends.end());
    for (std::size_t i = 0; i < first.size(); ++i) {
        ahead(first, i);
        auto const theirs = around(first[i], scratch_.list_b);
        if (!meter_.spend(theirs.size())) return;
        for (Ordinal const number : theirs) reach.add(number);
    }
}

void Search::degrees_by(std::span<Ordinal const> first, Bits const &reach, Ordinal a,
                        std::span<Ordinal const> others, std::span<std::uint8_t> out) {
    for (std::size_t i = 0; i < others.size(); ++i) {
        ahead(others, i);
        auto const other = others[i];
        out[i] = 0;
        if (other == nobody || other == a || !meter_.spend(1)) continue;
        if (std::binary_search(first.begin(), first.end(), other)) {
            out[i] = 1;
        } else if (reach.has(other)) {
            out[i] = 2;
        } else {
            // Somebody she knows is in the second circle (or the first, which the second's lists
            // lead back to).
            for (Ordinal const number : around(other, scratch_.list_c)) {
                if (reach.has(number)) {
                    out[i] = 3;
                    break;
                }
            }
            meter_.spend(16);
        }
    }
}

void Search::degrees(Ordinal a, std::span<Ordinal const> others, std::span<std::uint8_t> out) {
    // First and second by a's own list; whoever is left needs the second circle, from whichever
    // side costs less.
    auto const around_a = around(a, scratch_.list_a);
    std::vector<Ordinal> const friends{around_a.begin(), around_a.end()};
    between(a, a); // a's own list is whole: whom she knows she knows
    auto &marks = scratch_.marks;
    for (Ordinal const number : friends) marks.add(number);
    std::vector<std::size_t> left;
    std::uint64_t their_cost = 0;
    for (std::size_t i = 0; i < others.size(); ++i) {
        ahead(others, i);
        auto const other = others[i];
        out[i] = 0;
        if (other == nobody || other == a) continue;
        if (marks.has(other)) {
            out[i] = 1;
            continue;
        }
        about(other);
        auto const theirs = around(other, scratch_.list_b);
        if (!meter_.spend(theirs.size())) break;
        for (Ordinal const number : theirs) {
            if (marks.has(number)) {
                out[i] = 2;
                break;
            }
        }
        if (out[i] == 0 && !theirs.empty()) {
            left.push_back(i);
            their_cost += theirs.size();
        }
    }
    std::uint64_t my_cost = 0;
    for (std::size_t i = 0; i < friends.size(); ++i) {
        if (i + 12 < friends.size()) version_.prefetch(Layer::ties, friends[i + 12]);
        my_cost += version_.about(Layer::ties, friends[i]);
    }
    // Going out from them ends early: the chance that a list's next number is an acquaintance of
    // a's is about |friends| / members, so a candidate costs about members / |friends| numbers, or
    // all her second circle.
    auto const mean = std::max<std::uint64_t>(1, 2 * version_.pairs(Layer::ties) /
                                                     std::max(1u, version_.members()));
    auto const early = std::uint64_t{version_.members()} / std::max<std::size_t>(1, friends.size());
    std::uint64_t const from_them = std::min(their_cost * mean * 2, left.size() * early);
    if (!left.empty() && is_exact()) {
        about(nobody);
        if (my_cost <= from_them) {
            auto &reach = scratch_.more_marks;
            auto &touched = scratch_.touched;
            std::size_t count = 0;
            for (std::size_t i = 0; i < friends.size() && is_exact(); ++i) {
                ahead(friends, i);
                if (is_no_way(friends[i])) continue;
                auto const theirs = around(friends[i], scratch_.list_b);
                meter_.spend(theirs.size());
                auto *const to = Scratch::room(touched, count + theirs.size());
                for (Ordinal const number : theirs) {
                    to[count] = number;
                    count += reach.add_new(number);
                }
            }
            for (auto const i : left) {
                about(others[i]);
                for (Ordinal const number : around(others[i], scratch_.list_c)) {
                    if (reach.has(number)) {
                        out[i] = 3;
                        break;
                    }
                }
            }
            reach.clear(std::span{touched.data(), count});
        } else {
            for (auto const i : left) {
                about(others[i]);
                auto const theirs = around(others[i], scratch_.list_b);
                if (is_three(theirs, friends, marks)) out[i] = 3;
            }
        }
    }
    marks.clear(friends);
}

} // namespace goen::graph
