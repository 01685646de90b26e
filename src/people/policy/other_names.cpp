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
    auto proposed = account::known_as(reader, query);
    // The index proposes by beginnings; what was typed must match the whole name.
    std::erase_if(proposed, [&](account::KnownAs const &one) {
        return one.member == viewer || !one.record.findable ||
               !asked.matches(names::find_key(one.record.name));
    });
    std::vector<MemberId> owners;
    for (auto const &one : proposed) owners.push_back(one.member);
    auto const sights = policy.look(reader, viewer, owners);
    for (std::size_t i = 0; i < proposed.size(); ++i) {
        auto const tier = tier_of(viewer, sights[i]);
        if (tier && is_seen(proposed[i].record, *tier))
            found.emplace(proposed[i].member, std::move(proposed[i].record));
    }
    return found;
}

} // namespace goen::policy
