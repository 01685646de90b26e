// SPDX-License-Identifier: Apache-2.0
#include "net/metrics.hpp"

namespace goen::net {

void ServerMetrics::answered(int status, std::chrono::microseconds took) {
    auto const micros = static_cast<std::uint64_t>(took.count() < 0 ? 0 : took.count());
    std::size_t bucket = 0;
    while (bucket < latency_bounds.size() && micros > latency_bounds[bucket]) ++bucket;
    add(latency_[bucket], 1);
    add(latency_sum_us_, micros);
    add(answers_[static_cast<std::size_t>(status / 100) % answers_.size()], 1);
}

ServerNumbers ServerMetrics::snapshot() const {
    ServerNumbers now;
    for (std::size_t i = 0; i < now.answers.size(); ++i)
        now.answers[i] = answers_[i].load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < now.latency.size(); ++i)
        now.latency[i] = latency_[i].load(std::memory_order_relaxed);
    now.latency_sum_us = latency_sum_us_.load(std::memory_order_relaxed);
    now.refused = refused_.load(std::memory_order_relaxed);
    now.connections = connections_.load(std::memory_order_relaxed);
    now.timed_out = timed_out_.load(std::memory_order_relaxed);
    now.bytes_in = bytes_in_.load(std::memory_order_relaxed);
    now.bytes_out = bytes_out_.load(std::memory_order_relaxed);
    return now;
}

} // namespace goen::net
