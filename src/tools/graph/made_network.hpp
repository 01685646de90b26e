// SPDX-License-Identifier: Apache-2.0
// A made network of any size for measuring: the same for the same numbers, on every machine, and no
// tie of it is ever stored. How many ties a member has follows Facebook's percentiles
// (made_network.cpp); 40 % of them lead into her workplace (8-300 people), 25 % into her school
// (15-500), 17 % into her region (5,000-100,000), the rest anywhere. A tie is two stubs: stub s of
// a group is joined to the one whose place in a keyed permutation is next to its own, so both ends
// come to the same answer (an implicit configuration model). Repeats and ties with oneself fall
// away.
#pragma once

#include "graph/packed_list.hpp"

#include <array>

namespace goen::graph {

class MadeNetwork {
public:
    MadeNetwork(std::uint32_t members, double ties, std::uint64_t seed);
    std::uint32_t members() const { return members_; }
    // Whom a member knows, rising. Threads may share.
    void list(Ordinal member, std::vector<Ordinal> &out) const;

private:
    struct Layer {
        std::uint64_t key = 0;
        std::vector<std::uint32_t> starts; // of groups, in the layer's own order of members
        std::vector<std::uint32_t> stubs;  // before each member, in that order
        std::vector<std::uint32_t> finds;  // for each 64 stubs: whose is the first
    };
    static constexpr std::size_t layer_count = 4;
    void make(double scale);
    std::uint32_t stubs_of(Ordinal member, double scale) const;
    std::size_t group_of(Layer const &layer, std::uint32_t place) const;

    std::uint32_t members_;
    std::uint64_t seed_;
    std::array<Layer, layer_count> layers_;
};

} // namespace goen::graph
