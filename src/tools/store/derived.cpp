// SPDX-License-Identifier: Apache-2.0
#include "store/derived.hpp"

#include <algorithm>

namespace goen::store {

bool DerivedMemory::is_ready() const {
    return std::ranges::all_of(list_, [](One const &one) { return one.is_ready(); });
}

std::vector<DerivedMemory::Numbers> DerivedMemory::numbers() const {
    std::vector<Numbers> out;
    out.reserve(list_.size());
    for (auto const &one : list_) out.push_back({one.name, one.is_ready(), one.numbers()});
    return out;
}

} // namespace goen::store
