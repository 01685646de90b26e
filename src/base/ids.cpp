// SPDX-License-Identifier: Apache-2.0
#include "base/ids.hpp"

#include <charconv>

namespace goen {

std::optional<std::int64_t> parse_id(std::string_view text) {
    if (text.empty() || text.size() > 19 || text.front() < '1' || text.front() > '9') return {};
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

std::int64_t IdMaker::next() {
    constexpr std::int64_t epoch = 1'704'067'200'000; // 2024-01-01T00:00:00Z
    constexpr std::int64_t step = 1 << 22;            // one millisecond
    std::int64_t const node = static_cast<std::int64_t>(node_ & 0x3ff) << 12;
    std::int64_t seen = last_.load(std::memory_order_relaxed);
    for (;;) {
        std::int64_t const now = ((clock_.now().time_since_epoch().count() - epoch) * step) | node;
        std::int64_t wanted = now;
        if (wanted <= seen) {
            wanted = seen + 1;
            if ((wanted & 0xfff) == 0)
                wanted = ((seen / step + 1) * step) | node; // sequence used up
        }
        if (last_.compare_exchange_weak(seen, wanted, std::memory_order_relaxed)) return wanted;
    }
}

} // namespace goen
