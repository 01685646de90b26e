// SPDX-License-Identifier: Apache-2.0
// What the server has done since it started, as numbers. Written by the connections with relaxed
// atomics, read as a snapshot by whoever prints them.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace goen::net {

// Upper bounds of the latency buckets in microseconds; one more bucket holds what is slower.
inline constexpr std::array<std::uint32_t, 14> latency_bounds{
    100,    250,    500,     1'000,   2'500,   5'000,     10'000,
    25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000};

struct ServerNumbers {
    std::array<std::uint64_t, 6>
        answers{}; // by class: [2] = 2xx … [5] = 5xx; handlers' answers only
    std::array<std::uint64_t, latency_bounds.size() + 1>
        latency{}; // request complete -> answer made
    std::uint64_t latency_sum_us = 0;
    std::uint64_t refused = 0; // 4xx/5xx that net answered itself: malformed, too large, too slow
    std::uint64_t connections = 0;    // accepted since the start
    std::uint64_t open = 0;           // now
    std::uint64_t most_open = 0;      // as many as there may be
    std::uint64_t evicted = 0;        // closed to make room
    std::uint64_t turned_away = 0;    // closed at once: no room could be made
    std::uint64_t body_bytes = 0;     // of bodies in memory now
    std::uint64_t bodies_evicted = 0; // unfinished bodies closed for others (among `evicted`)
    std::uint64_t bodies_refused = 0; // for want of room for them
    std::uint64_t open_bodies = 0;    // connections whose answer goes on, now
    std::uint64_t timed_out = 0;
    std::uint64_t bytes_in = 0, bytes_out = 0;
    std::uint64_t in_handlers = 0,
                  waiting = 0; // now: requests being worked on, and waiting for a worker
};

class ServerMetrics {
public:
    void answered(int status, std::chrono::microseconds took);
    void refused() { add(refused_, 1); }
    void accepted() { add(connections_, 1); }
    void timed_out() { add(timed_out_, 1); }
    void received(std::uint64_t bytes) { add(bytes_in_, bytes); }
    void sent(std::uint64_t bytes) { add(bytes_out_, bytes); }
    ServerNumbers snapshot() const; // of requests and bytes; the rest is the server's to fill

private:
    using Count = std::atomic<std::uint64_t>;
    static void add(Count &count, std::uint64_t by) {
        count.fetch_add(by, std::memory_order_relaxed);
    }

    std::array<Count, 6> answers_{};
    std::array<Count, latency_bounds.size() + 1> latency_{};
    Count latency_sum_us_{0}, refused_{0}, connections_{0}, timed_out_{0}, bytes_in_{0},
        bytes_out_{0};
};

} // namespace goen::net
