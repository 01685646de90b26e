// SPDX-License-Identifier: Apache-2.0
#include "base/ids.hpp"

#include "base/log.hpp"
#include "base/result.hpp"

#include <algorithm>
#include <charconv>

namespace goen {

std::optional<std::int64_t> parse_id(std::string_view text) {
    if (text.empty() || text.size() > 19 || text.front() < '1' || text.front() > '9') return {};
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

namespace {

constexpr std::int64_t step = 1 << 22; // one millisecond
constexpr std::int64_t node_bits = std::int64_t{IdMaker::nodes - 1} << 12;
constexpr std::int64_t sequence_bits = 0xfff;
constexpr std::int64_t unbounded = INT64_MAX;
constexpr milliseconds worth_saying{1000};

std::int64_t node_part(int node) { return (std::int64_t{node} << 12) & node_bits; }

// The last id of this moment, of any node: what is larger is later.
std::int64_t end_of(Time moment) {
    return IdMaker::span_of(moment - IdMaker::first_moment) | (step - 1);
}

std::int64_t following(std::int64_t id) {
    if ((id & sequence_bits) != sequence_bits) return id + 1;
    return ((id / step + 1) * step) | (id & node_bits);
}

} // namespace

IdMaker::IdMaker(Clock &clock, int node)
    : clock_(clock), last_(node_part(node)), highest_(unbounded), ends_(unbounded) {}

std::int64_t IdMaker::next() {
    auto const now = clock_.now();
    auto const ends = ends_.load(std::memory_order_relaxed);
    bool const is_over = ends != unbounded && clock_.steady().count() >= ends;
    auto seen = last_.load(std::memory_order_acquire);
    for (;;) {
        // Read after `seen`, and begin() writes it last: never the bound of a later lease than the
        // one `seen` is of. Who is interrupted from here on may finish after the lease has ended:
        // the id is then still within what the lease was promised, and nobody else makes it.
        auto const highest = highest_.load(std::memory_order_acquire);
        std::int64_t wanted = 0;
        if (now >= first_moment && now <= last_moment)
            wanted = span_of(now - first_moment) | (seen & node_bits);
        // A clock that was set back, or further forward than the lease foresaw: ids go on in order.
        if (wanted <= seen || wanted > highest) wanted = following(seen);
        if (is_over || wanted > highest)
            throw Trouble{"No ids can be made: the lease of this process's node number has ended "
                          "and could not be renewed."};
        if (last_.compare_exchange_weak(seen, wanted, std::memory_order_acq_rel,
                                        std::memory_order_acquire)) {
            look_at_clock(now, wanted);
            return wanted;
        }
    }
}

// Says once that the clock is behind; again when it has been right in between.
void IdMaker::look_at_clock(Time now, std::int64_t id) {
    auto const time = time_of(id);
    bool const is_behind = now < first_moment || now + worth_saying < time;
    if (is_behind == is_behind_.load(std::memory_order_relaxed)) return;
    if (is_behind_.exchange(is_behind) == is_behind || !is_behind) return;
    if (now < first_moment) {
        log::warn(
            "the clock of this machine is before 2024: set it; ids go on from the newest, but "
            "every date written now is wrong",
            {{"clock", rfc3339(now)}, {"newest_id", rfc3339(time)}});
    } else {
        log::warn("the clock is behind the newest id: it was set back, or another machine's is "
                  "ahead; ids go on from the newest",
                  {{"clock", rfc3339(now)}, {"newest_id", rfc3339(time)}});
    }
}

void IdMaker::begin(Lease const &lease) {
    auto const after = std::max(lease.after, first_moment);
    auto const before_first = (end_of(after) & ~node_bits) | node_part(lease.node);
    highest_.store(0, std::memory_order_release);
    last_.store(before_first, std::memory_order_release);
    ends_.store(lease.ends.count(), std::memory_order_relaxed);
    highest_.store(end_of(lease.up_to), std::memory_order_release);
    look_at_clock(clock_.now(), before_first);
}

void IdMaker::extend(Time up_to, milliseconds ends) {
    ends_.store(ends.count(), std::memory_order_relaxed);
    highest_.store(end_of(up_to), std::memory_order_release);
}

void IdMaker::stop() { highest_.store(0, std::memory_order_release); }

Time IdMaker::newest() const { return time_of(last_.load(std::memory_order_acquire)); }

} // namespace goen
