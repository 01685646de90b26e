// SPDX-License-Identifier: Apache-2.0
// What kept values and streams can depend on besides a member: a thread, a group, the readers of an
// author. Rooms name their own topics:
//
//     inline constexpr store::Topic readers_of{"readers_of"};
//     store::mark_of(readers_of, author.value)
//
// A mark is a small number that stands for one of them in store/freshness.hpp. Several may share a
// mark by chance; that only makes a kept value old too early.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace goen::store {

class Topic {
public:
    constexpr explicit Topic(std::string_view name) { // FNV-1a
        for (char const c : name)
            number_ = (number_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    }
    constexpr std::uint64_t number() const { return number_; }

private:
    std::uint64_t number_ = 0xcbf29ce484222325u;
};

using Mark = std::uint16_t;
using Marks = std::vector<Mark>;

constexpr Mark mark_of(std::int64_t member) {
    return static_cast<Mark>((static_cast<std::uint64_t>(member) * 0x9E3779B97F4A7C15u) >> 48);
}
constexpr Mark mark_of(Topic topic, std::int64_t id) {
    auto const mixed = (topic.number() ^ static_cast<std::uint64_t>(id)) * 0x9E3779B97F4A7C15u;
    return static_cast<Mark>(mixed >> 48);
}

} // namespace goen::store
