// SPDX-License-Identifier: Apache-2.0
// /metrics: the server's numbers as Prometheus text (exposition format 0.0.4), by prometheus-cpp.
#pragma once

#include "net/metrics.hpp"
#include "network/network.hpp"
#include "search/following.hpp"
#include "store/derived.hpp"

#include <string>

namespace goen::app {

std::string prometheus_text(net::ServerNumbers const &numbers, std::int64_t journal_seq,
                            network::Numbers const &network, search::Following const &posts,
                            store::DerivedMemory const &memory);

} // namespace goen::app
