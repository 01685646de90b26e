// SPDX-License-Identifier: Apache-2.0
#include "web/places.hpp"

#include <algorithm>

namespace goen::web {

void Places::put(std::string_view place, int order, std::any part) {
    auto &parts = parts_[place];
    ensure(parts.empty() || parts.front().part.type() == part.type(),
           "two parts of one place are about different things");
    auto const after = std::upper_bound(parts.begin(), parts.end(), order,
                                        [](int mine, Hung const &one) { return mine < one.order; });
    parts.insert(after, {order, std::move(part)});
}

void Places::add(MenuEntry entry) {
    auto const after =
        std::upper_bound(menu_.begin(), menu_.end(), entry,
                         [](MenuEntry const &a, MenuEntry const &b) { return a.order < b.order; });
    menu_.insert(after, entry);
}

void Places::count(std::string_view section, std::function<int(MemberId)> waiting) {
    counts_.emplace_back(section, std::move(waiting));
}

std::vector<Visit::Waiting> Places::waiting(MemberId member) const {
    std::vector<Visit::Waiting> sums;
    for (auto const &[section, count] : counts_) {
        auto const found =
            std::ranges::find_if(sums, [&](auto const &one) { return one.section == section; });
        auto const more = count(member);
        if (found == sums.end())
            sums.push_back({section, more});
        else
            found->count += more;
    }
    return sums;
}

} // namespace goen::web
