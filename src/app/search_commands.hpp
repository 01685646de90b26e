// SPDX-License-Identifier: Apache-2.0
// goen bench search.
#pragma once

#include <cstdint>
#include <string>

namespace goen::app {

struct SearchBench {
    std::uint64_t posts = 1'000'000;
    std::string folder; // where the index is made; "" = the system's folder
};
int bench_search(SearchBench const &asked);

} // namespace goen::app
