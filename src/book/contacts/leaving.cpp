// SPDX-License-Identifier: Apache-2.0
// A member leaves: others keep what their ledgers say they received of her, and no more than that;
// her own book goes whole.
#include "contacts/contacts_state.hpp"
#include "contacts/queries.hpp"

namespace goen::contacts {

void Contacts::member_leaves(store::Writer &writer, MemberId member) {
    std::vector<card::Cards::Held> held;
    writer.each(sql::held_by_others, {{"me", member}}, [&](store::Row const &row) {
        held.push_back({row.get<VersionId>(0), row.get<card::Tier>(1)});
    });
    state_->cards.owner_leaves(writer, member, held);
    writer.run(sql::leave_as_holder, {{"me", member}});
    std::vector<MemberId> in_no_book;
    writer.each(sql::held_by_nobody, {{"me", member}},
                [&](store::Row const &row) { in_no_book.push_back(row.get<MemberId>(0)); });
    for (auto const other : in_no_book) state_->cards.forget_versions(writer, other);
    writer.put(sql::put_holders, {{"me", member}});
    for (auto const *query : {&sql::leave_contacts, &sql::leave_contact_count,
                              &sql::leave_contact_tags, &sql::leave_bin, &sql::leave_ledger,
                              &sql::leave_received, &sql::leave_edits, &sql::leave_tag_batches})
        writer.put(*query, {{"me", member}});
}

} // namespace goen::contacts
