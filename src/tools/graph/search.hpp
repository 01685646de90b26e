// SPDX-License-Identifier: Apache-2.0
// The questions, asked of one version in dense numbers. What the asker may not see is left out
// wherever lists are read, so that no answer can depend on it; see View in graph.hpp. One thread,
// one short life.
#pragma once

#include "graph/graph.hpp"
#include "graph/scratch.hpp"
#include "graph/versions.hpp"

#include <chrono>

namespace goen::graph {

// What a query may cost, counted down.
class Meter {
public:
    explicit Meter(Budget const &budget);
    // False when the budget is used up: stop and say so.
    bool spend(std::uint64_t edges) {
        left_ -= static_cast<std::int64_t>(edges);
        since_look_ += edges;
        if (left_ < 0) return is_spent_ = true, false;
        return since_look_ < 20'000 || !has_deadline_ || look();
    }
    bool is_spent() const { return is_spent_; }

private:
    bool look();
    std::int64_t left_;
    std::uint64_t since_look_ = 0;
    std::chrono::steady_clock::time_point deadline_{};
    bool has_deadline_ = false, is_spent_ = false;
};

class Search {
public:
    static constexpr Ordinal nobody = ~Ordinal{0};
    Search(Version version, Members const &members, Scratch &scratch, Ordinal viewer, bool sees_all,
           Budget const &budget, bool over_bridges = false);

    bool is_exact() const { return !meter_.is_spent(); }
    bool has_left_out() const { return has_left_out_; } // something the asker may not see was met

    int degree(Ordinal a, Ordinal b); // 1, 2, 3; 0 further or none
    std::optional<int> hops(Ordinal a, Ordinal b, bool by_bridges, int at_most);
    std::span<Ordinal const> mutual(Ordinal a, Ordinal b); // rising; valid until the next question
    std::uint64_t second(Ordinal a);
    struct Counted {
        Ordinal who;
        std::uint32_t mutual;
    };
    std::vector<Counted> suggestions(Ordinal a, std::size_t k, std::uint32_t hub_limit,
                                     std::span<Ordinal const> not_these,
                                     std::uint32_t &hubs_left_out);
    std::vector<std::vector<Ordinal>> paths(
        Ordinal a, Ordinal b, std::size_t k, int at_most, bool by_bridges,
        std::function<std::uint64_t(Ordinal first_hop)> const &strength);
    // Degrees of one to many; `second` of the viewer may be kept (Reach).
    void degrees(Ordinal a, std::span<Ordinal const> others, std::span<std::uint8_t> out);
    void mark_second(Ordinal a, std::vector<Ordinal> &first,
                     Bits &reach); // first and second circle
    void degrees_by(std::span<Ordinal const> first, Bits const &reach, Ordinal a,
                    std::span<Ordinal const> others, std::span<std::uint8_t> out);

    // The list of who is visible around somebody.
    std::span<Ordinal const> around(Ordinal who, std::vector<Ordinal> &into);
    bool knows(Ordinal a, Ordinal b);
    void see_all() { is_plain_ = true; } // for the question whether there would be an answer

private:
    template <class Counts>
    std::vector<Counted> ranked(Ordinal a, std::span<Ordinal const> friends, Counts &counts,
                                std::size_t k, std::uint32_t hub_limit,
                                std::span<Ordinal const> not_these, std::uint32_t &hubs_left_out);
    std::size_t keep_visible(Ordinal who, Ordinal *numbers, std::size_t count);
    // From here on lists hold bridges and these two only, where the question goes over bridges.
    void between(Ordinal a, Ordinal b) {
        ends_[0] = a, ends_[1] = b;
        holds_bridges_only_ = over_bridges_;
        about(b);
    }
    void about(Ordinal asked) {
        if (over_bridges_) asked_ = asked;
    }
    bool is_no_way(Ordinal friend_of_hers) const {
        return over_bridges_ && !members_.is(Members::bridge, friend_of_hers);
    }
    std::size_t intersect(Ordinal a, Ordinal b, std::size_t enough);
    bool is_three(std::span<Ordinal const> small, std::span<Ordinal const> large,
                  Bits const &large_marks);
    void ahead(std::span<Ordinal const> numbers, std::size_t i) const {
        if (i + 12 < numbers.size()) version_.prefetch(Layer::ties, numbers[i + 12]);
        if (i + 6 < numbers.size()) version_.prefetch_list(Layer::ties, numbers[i + 6]);
    }
    struct Meeting {
        int hops;
        bool is_near;     // found while the near side spread
        std::size_t from; // place in its last level
        Ordinal at;       // in the other side's last level
    };
    std::optional<Meeting> meet(Ordinal a, Ordinal b, bool by_bridges, int at_most);
    std::optional<Meeting> spread(Wave &wave, Wave const &other, bool by_bridges, bool is_near);
    void clear_waves();
    static void walk_back(Wave const &wave, std::size_t level, std::size_t place,
                          std::vector<Ordinal> &out);
    std::vector<Ordinal> first_hops(std::size_t k,
                                    std::function<std::uint64_t(Ordinal)> const &strength,
                                    std::vector<std::vector<Ordinal>> &on_path);

    Version version_;
    Members const &members_;
    Scratch &scratch_;
    Ordinal viewer_;
    bool is_plain_;
    bool const over_bridges_;
    bool holds_bridges_only_ = false;
    Ordinal ends_[2] = {nobody, nobody}, asked_ = nobody;
    bool has_left_out_ = false;
    std::vector<Ordinal> blocked_; // with the viewer, either way
    Meter meter_;
};

} // namespace goen::graph
