// SPDX-License-Identifier: Apache-2.0
#include "policy/policy.hpp"

#include "policy/queries.hpp"
#include "store/id_list.hpp"

#include <array>

namespace goen::policy {

namespace {
constexpr std::array<std::string_view, 6> means_words{"code",  "qr",           "request",
                                                      "event", "introduction", "import"};

Tie tie_from(store::Row const &row, MemberId member) {
    using at = sql::my_tie;
    auto const means = means_of(row.text(at::means));
    if (!means) throw Trouble("a tie holds an unknown means");
    return {member,
            row.get<MemberId>(at::other_id),
            row.get<Time>(at::since),
            *means,
            row.get<std::string>(at::place),
            row.get<MemberId>(at::introducer_id),
            row.get<CardId>(at::given_card_id),
            row.get<CardId>(at::received_card_id),
            row.get<VersionId>(at::received_version_id),
            row.get<card::Tier>(at::tier),
            row.get<card::Tier>(at::sees),
            row.get<std::optional<Time>>(at::ended_at)};
}
} // namespace

std::string_view to_string(Means means) { return means_words.at(static_cast<std::size_t>(means)); }

std::optional<Means> means_of(std::string_view text) {
    for (std::size_t i = 0; i < means_words.size(); ++i) {
        if (means_words[i] == text) return static_cast<Means>(i);
    }
    return std::nullopt;
}

std::optional<Tie> Policy::tie(store::Reader &reader, MemberId member, MemberId other) {
    std::optional<Tie> found;
    reader.each(sql::tie_of, {{"member", member}, {"other", other}}, [&](store::Row const &row) {
        found = tie_from(row, member);
        return false;
    });
    return found;
}

std::unordered_map<MemberId, Tie> Policy::ties(store::Reader &reader, MemberId member,
                                               std::vector<MemberId> const &others) {
    std::unordered_map<MemberId, Tie> found;
    if (others.empty()) return found;
    reader.each(sql::ties_of, {{"member", member}, {"others", store::id_list(others)}},
                [&](store::Row const &row) {
                    auto tie = tie_from(row, member);
                    found.emplace(tie.other, std::move(tie));
                });
    return found;
}

Sight Policy::look(store::Reader &reader, MemberId viewer, MemberId owner) {
    Sight sight;
    if (!owner) return sight;
    if (viewer == owner) {
        sight.is_self = true;
        sight.tier = card::Tier::owner;
        sight.version = cards_.main_of(reader, owner);
        return sight;
    }
    if (viewer) sight.tie = tie(reader, viewer, owner);
    if (sight.is_tied() && sight.tie->version) {
        sight.version = cards_.version(reader, owner, sight.tie->version);
        sight.tier = sight.tie->sees;
        if (sight.version) return sight;
    }
    // No tie, an ended one, or a card its owner has withdrawn: what everyone sees.
    sight.tier = card::Tier::none;
    sight.version = cards_.main_of(reader, owner);
    return sight;
}

std::vector<Sight> Policy::look(store::Reader &reader, MemberId viewer,
                                std::vector<MemberId> const &owners) {
    std::vector<Sight> sights(owners.size());
    auto const mine = viewer ? ties(reader, viewer, owners) : std::unordered_map<MemberId, Tie>{};
    std::vector<card::VersionKey> in_hand(owners.size());
    for (std::size_t i = 0; i < owners.size(); ++i) {
        auto &sight = sights[i];
        sight.is_self = owners[i] && owners[i] == viewer;
        if (sight.is_self) {
            sight.tier = card::Tier::owner;
        } else if (auto const tie = mine.find(owners[i]); tie != mine.end()) {
            sight.tie = tie->second;
            if (sight.is_tied()) in_hand[i] = {owners[i], sight.tie->version};
        }
    }
    auto const held = cards_.versions(reader, in_hand);
    std::vector<MemberId> others; // those whose main card is looked at
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < owners.size(); ++i) {
        if (held[i]) {
            sights[i].version = held[i];
            sights[i].tier = sights[i].tie->sees;
        } else if (owners[i]) {
            others.push_back(owners[i]);
            places.push_back(i);
        }
    }
    auto const mains = cards_.mains_of(reader, others);
    for (std::size_t i = 0; i < places.size(); ++i) sights[places[i]].version = mains[i];
    return sights;
}

std::vector<Policy::Holder> Policy::holders(store::Reader &reader, MemberId owner, CardId card) {
    std::vector<Holder> found;
    reader.each(sql::holders_of_card, {{"owner", owner}, {"card", card}},
                [&](store::Row const &row) {
                    found.push_back({row.get<MemberId>(0), row.get<card::Tier>(1)});
                });
    return found;
}

bool Policy::has_blocked(store::Reader &reader, MemberId who, MemberId whom) {
    return reader.any(sql::is_blocked, {{"who", who}, {"whom", whom}});
}

std::vector<std::string> inconsistencies(store::Reader &reader) {
    std::vector<std::string> found;
    reader.each(sql::torn_ties, {}, [&](store::Row const &row) {
        found.push_back("the two sides of the tie " + row.get<MemberId>(0).text() + " - " +
                        row.get<MemberId>(1).text() + " do not agree");
    });
    reader.each(sql::torn_blocks, {}, [&](store::Row const &row) {
        found.push_back("the block of " + row.get<MemberId>(1).text() + " by " +
                        row.get<MemberId>(0).text() + " has only one side");
    });
    reader.each(sql::stale_holders, {}, [&](store::Row const &row) {
        found.push_back("member " + row.get<MemberId>(0).text() +
                        " is not shown the live version of card " + row.get<CardId>(1).text());
    });
    return found;
}

} // namespace goen::policy
