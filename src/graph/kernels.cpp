// SPDX-License-Identifier: Apache-2.0
// The inner loops, written once and compiled twice: for any processor, and for those with BMI and
// popcount (every x86 server since 2013), chosen when the program starts.
#include "graph/packed_list.hpp"

#include <algorithm>

namespace goen::graph {
namespace {

#define GOEN_KERNELS_NAMESPACE plain
#define GOEN_KERNELS_TARGET
#include "graph/kernels_body.hpp"
#undef GOEN_KERNELS_NAMESPACE
#undef GOEN_KERNELS_TARGET

#if defined(__x86_64__)
#define GOEN_HAS_BMI 1
#define GOEN_KERNELS_NAMESPACE bmi
#define GOEN_KERNELS_TARGET __attribute__((target("bmi,bmi2,popcnt,lzcnt,avx2")))
#define GOEN_KERNELS_BMI 1
#include "graph/kernels_body.hpp"
#endif

constexpr Kernels plain_set{plain::unpack, plain::contains, plain::common, plain::merge};

} // namespace

Kernels const &plain_kernels() { return plain_set; }

Kernels const &kernels() {
#ifdef GOEN_HAS_BMI
    static constexpr Kernels bmi_set{bmi::unpack, bmi::contains, bmi::common, bmi::merge};
    static Kernels const *const best = __builtin_cpu_supports("bmi2") &&
                                               __builtin_cpu_supports("popcnt") &&
                                               __builtin_cpu_supports("avx2")
                                           ? &bmi_set
                                           : &plain_set;
    return *best;
#else
    return plain_set;
#endif
}

} // namespace goen::graph
