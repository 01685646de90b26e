// SPDX-License-Identifier: Apache-2.0
#include "net/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace goen::net {

std::size_t raise_descriptor_limit() {
    constexpr rlim_t most_used = 65'536;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
    auto const wanted = std::min(limit.rlim_max, most_used);
    if (limit.rlim_cur < wanted) {
        auto raised = limit;
        raised.rlim_cur = wanted;
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    return static_cast<std::size_t>(std::min(limit.rlim_cur, most_used));
}

std::size_t connections_for(std::size_t descriptors) {
    constexpr std::size_t most_kept_back = 256, most_connections = 16'384;
    auto const left = descriptors - std::min(descriptors / 4, most_kept_back);
    return std::clamp<std::size_t>(left, 1, most_connections);
}

} // namespace goen::net
