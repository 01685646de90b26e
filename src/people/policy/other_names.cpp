// SPDX-License-Identifier: Apache-2.0
#include "policy/other_names.hpp"

#include "account/other_names.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::policy {
namespace {

// Of the tie; 0 for a stranger, whom "every member" includes.
std::optional<card::Tier> tier_of(MemberId viewer, Sight const &sight) {
    if (!viewer) return std::nullopt;
    if (sight.is_self) return card::Tier::owner;
    if (!sight.sees_name()) return std::nullopt;
    return sight.is_tied() ? sight.tie->sees : card::Tier::none;
}

bool is_seen(account::NameRecord const &record, card::Tier tier) {
    if (tier == card::Tier::owner) return true;
    auto const least = card::tier_of(record.visible); // nothing for "nobody"
    return least && *least != card::Tier::owner && *least <= tier;
}

} // namespace

std::vector<account::NameRecord> other_names(store::Reader &reader, MemberId viewer, MemberId owner,
                                             Sight const &sight) {
    auto const tier = tier_of(viewer, sight);
    if (!tier) return {};
    auto records = account::other_names(reader, owner);
    std::erase_if(records, [&](account::NameRecord const &one) { return !is_seen(one, *tier); });
    return records;
}

std::map<MemberId, account::NameRecord> known_as(store::Reader &reader, Policy &policy,
                                                 MemberId viewer, std::string_view query) {
    std::map<MemberId, account::NameRecord> found;
    names::NameQuery const asked{query};
    if (asked.empty()) return found;
    for (auto &[owner, record] : account::known_as(reader, query)) {
        if (owner == viewer || found.contains(owner)) continue;
        // The index proposes by beginnings; what was typed must match the whole name.
        if (!record.findable || !asked.matches(names::find_key(record.name))) continue;
        auto const tier = tier_of(viewer, policy.look(reader, viewer, owner));
        if (tier && is_seen(record, *tier)) found.emplace(owner, std::move(record));
    }
    return found;
}

} // namespace goen::policy
