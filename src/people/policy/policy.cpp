// SPDX-License-Identifier: Apache-2.0
#include "policy/policy.hpp"

#include "policy/queries.hpp"

#include <array>

namespace goen::policy {

namespace {
constexpr std::array<std::string_view, 6> means_words{"code",  "qr",           "request",
                                                      "event", "introduction", "import"};
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
        auto const means = means_of(row.text(1));
        if (!means) throw Trouble("a tie holds an unknown means");
        found = Tie{member,
                    other,
                    row.get<Time>(0),
                    *means,
                    row.get<std::string>(2),
                    row.get<MemberId>(3),
                    row.get<CardId>(4),
                    row.get<CardId>(5),
                    row.get<VersionId>(6),
                    row.get<card::Tier>(7),
                    row.get<card::Tier>(8),
                    row.get<std::optional<Time>>(9)};
        return false;
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
