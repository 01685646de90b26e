// SPDX-License-Identifier: Apache-2.0
// The inner loops, written once and compiled for three kinds of processor: any; x86 with AVX2 and
// BMI (since 2013); x86 with AVX-512 VBMI2 (since 2019). Which one is chosen when the program
// starts.
#include "graph/packed_list.hpp"

#include <algorithm>
#include <array>

#if defined(__x86_64__)
#ifndef __clang__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored                                                                     \
    "-Wmaybe-uninitialized" // what the compiler's own header means to leave open
#endif
#include <immintrin.h>
#endif

namespace goen::graph {
namespace {

#define GOEN_KERNELS_NAMESPACE plain
#define GOEN_KERNELS_TARGET
#include "graph/kernels_body.hpp"
#undef GOEN_KERNELS_NAMESPACE
#undef GOEN_KERNELS_TARGET

constexpr Kernels plain_set{plain::unpack, plain::contains, plain::common, plain::merge,
                            plain::count_ones};

#if defined(__x86_64__)
// Where the low bits of sixteen numbers in a row lie, for each width up to 25 bits: the four bytes
// each is in (of the whole, and of the half of eight it belongs to) and how far it is shifted in
// them.
struct LowPlaces {
    alignas(64) std::uint8_t pick[64];
    alignas(64) std::uint32_t shift[16];
    alignas(32) std::uint8_t half_pick[32];
};
constexpr auto low_places = [] {
    std::array<LowPlaces, 26> places{};
    for (std::uint32_t bits = 0; bits < places.size(); ++bits) {
        for (std::uint32_t k = 0; k < 16; ++k) {
            auto const bit = k * bits;
            places[bits].shift[k] = bit % 8;
            for (std::uint32_t b = 0; b < 4; ++b) {
                places[bits].pick[4 * k + b] = static_cast<std::uint8_t>((bit / 8 + b) & 63);
                if (k < 8) {
                    auto const from = k < 4 ? 0 : bits * 4 / 8;
                    places[bits].half_pick[4 * k + b] =
                        static_cast<std::uint8_t>(bit / 8 - from + b);
                }
            }
        }
    }
    return places;
}();

#define GOEN_KERNELS_BMI 1
#define GOEN_KERNELS_NAMESPACE bmi
#define GOEN_KERNELS_TARGET __attribute__((target("bmi,bmi2,popcnt,lzcnt,avx2")))
#include "graph/kernels_body.hpp"
#undef GOEN_KERNELS_NAMESPACE
#undef GOEN_KERNELS_TARGET

#define GOEN_KERNELS_WIDE 1
#define GOEN_KERNELS_NAMESPACE wide
#define GOEN_KERNELS_TARGET                                                                        \
    __attribute__((target(                                                                         \
        "bmi,bmi2,popcnt,lzcnt,avx2,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2")))
#include "graph/kernels_body.hpp"

constexpr Kernels bmi_set{bmi::unpack, bmi::contains, bmi::common, bmi::merge, bmi::count_ones};
constexpr Kernels wide_set{wide::unpack, wide::contains, wide::common, wide::merge,
                           wide::count_ones};
#endif

std::vector<Kernels const *> found_kernels() {
    std::vector<Kernels const *> found{&plain_set};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
        __builtin_cpu_supports("avx2")) {
        found.push_back(&bmi_set);
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
            found.push_back(&wide_set);
    }
#endif
    return found;
}

} // namespace

std::vector<Kernels const *> const &all_kernels() {
    static auto const all = found_kernels();
    return all;
}

Kernels const &kernels() {
    static Kernels const *const best = all_kernels().back();
    return *best;
}

} // namespace goen::graph

#if defined(__x86_64__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
