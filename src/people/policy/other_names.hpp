// SPDX-License-Identifier: Apache-2.0
// Other names of a member (旧姓・通称), as far as the viewer may see them: each record says which
// tier does. They belong to the person, so the tie decides, whichever card is in hand. Where the
// name of now is not shown, neither is another.
#pragma once

#include "account/account.hpp"
#include "policy/policy.hpp"

#include <map>

namespace goen::policy {

// `sight` is what look(reader, viewer, owner) said; viewer 0, somebody without an account, sees
// none.
std::vector<account::NameRecord> other_names(store::Reader &reader, MemberId viewer, MemberId owner,
                                             Sight const &sight);

// Members the viewer finds by another name: one that she may see and that its owner lets be found.
// A search answers the same whether there is no such name or one that is not for her.
std::map<MemberId, account::NameRecord> known_as(store::Reader &reader, Policy &policy,
                                                 MemberId viewer, std::string_view query);

} // namespace goen::policy
