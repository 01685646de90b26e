// SPDX-License-Identifier: Apache-2.0
// The cards of a member who leaves.
#include "card/card_store.hpp"
#include "card/cards.hpp"
#include "card/queries.hpp"

#include <set>

namespace goen::card {
namespace {

// Only what the nearest of those who received it saw. Each of them goes on seeing what he saw: the
// owner's rules stay on it for the part that is left.
CardBody cut_to(CardBody const &body, Tier tier) {
    auto cut = seen(body, tier);
    cut.show = body.show;
    return cut;
}

} // namespace

void Cards::owner_leaves(store::Writer &writer, MemberId owner, std::vector<Held> const &held) {
    std::set<VersionId> kept;
    for (auto const &[id, tier] : held) {
        kept.insert(id);
        auto const found = version(writer, owner, id);
        if (!found) continue;
        auto const body = to_stored(cut_to(found->body, tier));
        writer.run(sql::cut_version, {{"body", body}, {"id", id}, {"owner", owner}});
    }
    std::vector<VersionId> unheld;
    writer.each(sql::versions_of_owner, {{"owner", owner}}, [&](store::Row const &row) {
        auto const id = row.get<VersionId>(0);
        if (!kept.contains(id)) unheld.push_back(id);
    });
    for (auto const id : unheld) writer.put(sql::drop_version, {{"id", id}, {"owner", owner}});
    writer.put(sql::leave_cards, {{"owner", owner}});
}

void Cards::forget_versions(store::Writer &writer, MemberId owner) {
    writer.put(sql::drop_versions_of_owner, {{"owner", owner}});
}

} // namespace goen::card
