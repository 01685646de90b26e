// SPDX-License-Identifier: Apache-2.0
// One member's acquaintances as a sorted list of numbers, Elias-Fano coded: each number is cut into
// low bits, packed side by side, and a high part, written in unary (as many zeros as the high part
// grew, then a one). With low_bits = floor(log2(universe / degree)) a number costs between 2 and 3
// bits more than its low bits: within 0.8 bit of what any code needs for numbers in random order.
// No list has to be decoded to look one number up.
//
// Bytes of a list: from long_list numbers on first high_bits and samples (u32 each, little-endian):
// samples[k] is the bit at which the high part (k + 1) * sample_step begins. Then the low bits,
// then the high bits, each filled up to a whole byte. Reading may touch up to `padding` bytes after
// the last list of a chunk.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace goen::graph {

using Ordinal = std::uint32_t; // a member's dense number inside the engine

inline constexpr std::uint32_t long_list = 256, sample_step = 512;
inline constexpr std::size_t padding = 16, unpack_room = 16;

inline std::uint32_t low_bits_of(std::uint32_t universe, std::uint32_t degree) {
    std::uint32_t const each = degree < universe ? universe / degree : 1;
    return static_cast<std::uint32_t>(std::bit_width(each)) - 1;
}

struct PackedList {
    std::uint8_t const *lows = nullptr;
    std::uint8_t const *highs = nullptr;
    std::uint8_t const *samples = nullptr;
    std::uint32_t degree = 0, low_bits = 0, sample_count = 0;

    PackedList() = default;
    PackedList(std::uint8_t const *at, std::uint32_t count, std::uint32_t universe)
        : degree(count) {
        if (count == 0) return;
        low_bits = low_bits_of(universe, count);
        if (count >= long_list) {
            std::uint32_t high_bits;
            std::memcpy(&high_bits, at, 4);
            sample_count = (high_bits - count) / sample_step;
            samples = at + 4;
            at += 4 + 4 * std::size_t{sample_count};
        }
        lows = at;
        highs = at + (std::uint64_t{count} * low_bits + 7) / 8;
    }
};

// Appends the list; numbers rise strictly.
void pack(std::span<Ordinal const> numbers, std::uint32_t universe, std::vector<std::uint8_t> &out);

// Whether exactly the bytes [at, end) are a list of `degree` rising numbers below `members`, as
// pack() writes it: to be asked before any other function here sees bytes of a file. `padding`
// bytes after `end` must be readable.
bool is_packed_list(std::uint8_t const *at, std::uint8_t const *end, std::uint32_t degree,
                    std::uint32_t universe, std::uint32_t members);

// What the processor at hand does best; the same answers everywhere.
struct Kernels {
    // Writes all numbers; `out` has room for degree + unpack_room.
    void (*unpack)(PackedList const &list, Ordinal *out);
    bool (*contains)(PackedList const &list, Ordinal number);
    // Those of the rising numbers that are in the list, into `out` (room for count); how many.
    // Stops after `enough`.
    std::size_t (*common)(Ordinal const *numbers, std::size_t count, PackedList const &list,
                          Ordinal *out, std::size_t enough);
    // The same for two plain rising lists.
    std::size_t (*merge)(Ordinal const *a, std::size_t a_count, Ordinal const *b,
                         std::size_t b_count, Ordinal *out, std::size_t enough);
    std::uint64_t (*count_ones)(std::uint64_t const *words, std::size_t count);
};
Kernels const &kernels();
std::vector<Kernels const *> const &all_kernels(); // those this processor can run; tests hold them
                                                   // beside each other

} // namespace goen::graph
