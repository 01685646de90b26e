// SPDX-License-Identifier: Apache-2.0
// A reader's working memory, kept from query to query. Sets are bitmaps over all members and are
// left clear; a query that throws leaves it dirty, and whoever sits there next starts with a fresh
// one.
#pragma once

#include "graph/members.hpp"

namespace goen::graph {

class Bits {
public:
    void reach(std::uint32_t members) {
        auto const words = (std::size_t{members} + 63) / 64;
        if (words * 8 <= pages_.size()) return;
        pages_ = Pages{(words + words / 8 + 64) * 8};
        words_ = pages_.as<std::uint64_t>();
    }
    bool has(Ordinal n) const { return words_[n / 64] >> n % 64 & 1; }
    void add(Ordinal n) { words_[n / 64] |= std::uint64_t{1} << n % 64; }
    bool add_new(Ordinal n) { // true when it was not there
        auto &word = words_[n / 64];
        auto const bit = std::uint64_t{1} << n % 64;
        bool const fresh = (word & bit) == 0;
        word |= bit;
        return fresh;
    }
    template <class Numbers> void clear(Numbers const &numbers) {
        for (Ordinal const n : numbers) words_[n / 64] = 0;
    }
    // How many there are; none afterwards.
    std::uint64_t take_all(std::uint32_t members) {
        auto const words = (std::size_t{members} + 63) / 64;
        auto const count = kernels().count_ones(words_, words);
        std::memset(words_, 0, words * 8);
        return count;
    }
    void drop(Ordinal n) { words_[n / 64] &= ~(std::uint64_t{1} << n % 64); }

private:
    Pages pages_;
    std::uint64_t *words_ = nullptr;
};

// One side of a search that goes out from both ends.
struct Wave {
    struct Level {
        std::vector<Ordinal> who, from; // from: place of the parent in the level before
    };
    std::vector<Level> levels;
    std::size_t depth = 0; // levels in use are 0 … depth
    Bits seen;
};

struct Scratch {
    std::vector<Ordinal> list_a, list_b, list_c, out, hidden, touched;
    std::vector<std::uint16_t> counts;
    std::vector<std::uint8_t> small_counts;
    Bits marks, more_marks;
    Wave near, far;
    bool is_dirty = false;

    // Room for a list in one of the vectors.
    static Ordinal *room(std::vector<Ordinal> &list, std::size_t size) {
        if (list.size() < size + unpack_room) list.resize(size + size / 2 + 64);
        return list.data();
    }
};

} // namespace goen::graph
