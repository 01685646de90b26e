// SPDX-License-Identifier: Apache-2.0
// How long things take, and how many a second many clients do together.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

namespace goen::bench {

inline double micros(std::chrono::steady_clock::time_point began) {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began)
        .count();
}

// The time that this part of them stays below: 0.5 the median. Their order is lost.
inline double part(std::vector<double> &times, double of) {
    auto const at = static_cast<std::ptrdiff_t>(of * static_cast<double>(times.size() - 1));
    std::nth_element(times.begin(), times.begin() + at, times.end());
    return times[static_cast<std::size_t>(at)];
}

// act(0) … act(count - 1), each once, by so many threads: how many a second.
template <class F> double per_second(int clients, int count, F const &act) {
    std::atomic<int> next{0};
    auto const began = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (int c = 0; c < clients; ++c) {
        threads.emplace_back([&] {
            for (int n = next++; n < count; n = next++) act(n);
        });
    }
    for (auto &thread : threads) thread.join();
    return count / (micros(began) / 1e6);
}

} // namespace goen::bench
