// SPDX-License-Identifier: Apache-2.0
#include "app/numbers.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <fstream>
#include <unistd.h>

namespace goen::app {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily single(std::string name, std::string help, MetricType type, double value) {
    MetricFamily family{std::move(name), std::move(help), type, {}};
    ClientMetric metric;
    (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    family.metric.push_back(metric);
    return family;
}

// One family a number, one line in it for each thing kept in memory.
void add_memory(std::vector<MetricFamily> &families, store::DerivedMemory const &memory) {
    auto const kept = memory.numbers();
    auto const add = [&](char const *name, char const *help, MetricType type, auto const &value) {
        MetricFamily family{name, help, type, {}};
        for (auto const &one : kept) {
            ClientMetric metric;
            metric.label.push_back({"name", one.name});
            (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) =
                static_cast<double>(value(one));
            family.metric.push_back(std::move(metric));
        }
        families.push_back(std::move(family));
    };
    using Numbers = store::DerivedMemory::Numbers;
    add("goen_memory_ready", "1 when this part of the memory answers", MetricType::Gauge,
        [](Numbers const &one) { return one.is_ready ? 1 : 0; });
    add("goen_memory_entries", "Entries kept in memory", MetricType::Gauge,
        [](Numbers const &one) { return one.table.entries; });
    add("goen_memory_capacity", "Entries that may be kept; 0: as many as there are",
        MetricType::Gauge, [](Numbers const &one) { return one.table.capacity; });
    add("goen_memory_bytes", "Bytes kept, where they are counted", MetricType::Gauge,
        [](Numbers const &one) { return one.table.bytes; });
    add("goen_memory_hits_total", "Look-ups answered from memory", MetricType::Counter,
        [](Numbers const &one) { return one.table.hits; });
    add("goen_memory_misses_total", "Look-ups that went to the database", MetricType::Counter,
        [](Numbers const &one) { return one.table.misses; });
}

double resident_bytes() {
    std::ifstream statm{"/proc/self/statm"};
    double size = 0, resident = 0;
    statm >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

} // namespace

std::string prometheus_text(net::ServerNumbers const &numbers, std::int64_t journal_seq,
                            network::Numbers const &network, search::Following const &posts,
                            store::DerivedMemory const &memory) {
    std::vector<MetricFamily> families;
    MetricFamily answers{"goen_http_answers_total",
                         "Requests answered, by class of status",
                         MetricType::Counter,
                         {}};
    for (std::size_t i = 1; i < numbers.answers.size(); ++i) {
        ClientMetric metric;
        metric.label.push_back({"class", std::to_string(i) + "xx"});
        metric.counter.value = static_cast<double>(numbers.answers[i]);
        answers.metric.push_back(metric);
    }
    families.push_back(std::move(answers));

    MetricFamily latency{
        "goen_http_seconds", "From a complete request to its answer", MetricType::Histogram, {}};
    ClientMetric histogram;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < numbers.latency.size(); ++i) {
        total += numbers.latency[i];
        ClientMetric::Bucket bucket;
        bucket.cumulative_count = total;
        bucket.upper_bound = i < net::latency_bounds.size()
                                 ? net::latency_bounds[i] / 1e6
                                 : std::numeric_limits<double>::infinity();
        histogram.histogram.bucket.push_back(bucket);
    }
    histogram.histogram.sample_count = total;
    histogram.histogram.sample_sum = static_cast<double>(numbers.latency_sum_us) / 1e6;
    latency.metric.push_back(histogram);
    families.push_back(std::move(latency));

    auto const counter = [&](char const *name, char const *help, std::uint64_t value) {
        families.push_back(single(name, help, MetricType::Counter, static_cast<double>(value)));
    };
    auto const gauge = [&](char const *name, char const *help, double value) {
        families.push_back(single(name, help, MetricType::Gauge, value));
    };
    counter("goen_http_refused_total", "Requests refused before they reached a page",
            numbers.refused);
    counter("goen_connections_total", "Connections accepted", numbers.connections);
    counter("goen_connections_evicted_total", "Connections closed to make room", numbers.evicted);
    counter("goen_connections_turned_away_total", "Connections closed at once for want of room",
            numbers.turned_away);
    counter("goen_bodies_evicted_total", "Unfinished bodies of unknown senders closed for others",
            numbers.bodies_evicted);
    counter("goen_bodies_refused_total", "Bodies refused for want of room", numbers.bodies_refused);
    counter("goen_connections_timed_out_total", "Connections closed for slowness",
            numbers.timed_out);
    counter("goen_bytes_in_total", "Bytes received", numbers.bytes_in);
    counter("goen_bytes_out_total", "Bytes sent", numbers.bytes_out);
    gauge("goen_connections_open", "Connections open now", static_cast<double>(numbers.open));
    gauge("goen_connections_limit", "Connections that may be open",
          static_cast<double>(numbers.most_open));
    gauge("goen_body_bytes", "Bytes of request bodies in memory",
          static_cast<double>(numbers.body_bytes));
    gauge("goen_streams_open", "Answers that go on (GET /stream)",
          static_cast<double>(numbers.open_bodies));
    gauge("goen_requests_running", "Requests being answered now",
          static_cast<double>(numbers.in_handlers));
    gauge("goen_requests_waiting", "Requests waiting for a worker",
          static_cast<double>(numbers.waiting));
    gauge("goen_journal_seq", "Last journal entry seen", static_cast<double>(journal_seq));
    counter("goen_journal_unknown_events_total",
            "Journal entries of kinds that only a newer goen knows",
            static_cast<std::uint64_t>(memory.unknown_events()));
    auto const index = posts.numbers();
    gauge("goen_search_ready", "1 when every post can be found", posts.is_whole() ? 1 : 0);
    gauge("goen_search_made_anew_total", "How often the index of posts was begun empty",
          static_cast<double>(index.begun));
    gauge("goen_search_damaged_total", "How often that was because of damage",
          static_cast<double>(index.damaged));
    gauge("goen_network_ready", "1 when the graph answers", network.is_ready ? 1 : 0);
    gauge("goen_network_members", "Members in the graph", static_cast<double>(network.members));
    gauge("goen_network_ties", "Ties in the graph", static_cast<double>(network.ties));
    gauge("goen_network_seq", "Last journal entry the graph has heard",
          static_cast<double>(network.seq));
    gauge("goen_network_seq_lag", "How far the graph is behind the journal",
          static_cast<double>(std::max<std::int64_t>(0, journal_seq - network.seq)));
    add_memory(families, memory);
    gauge("process_resident_memory_bytes", "Resident memory", resident_bytes());
    return prometheus::TextSerializer{}.Serialize(families);
}

} // namespace goen::app
