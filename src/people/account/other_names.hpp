// SPDX-License-Identifier: Apache-2.0
// Other names of members (旧姓・通称) as rows, and how they are found. Knows nothing of who may see
// them: every use goes through policy/other_names.hpp.
#pragma once

#include "account/account.hpp"

namespace goen::account {

std::vector<NameRecord> other_names(store::Reader &reader, MemberId member);

struct KnownAs {
    MemberId member;
    NameRecord record;
};
// Records that may be found and of which a word begins like the query. Bounded work: for a
// beginning that very many share, those nearest to it.
std::vector<KnownAs> known_as(store::Reader &reader, std::string_view query);

// In the transaction that writes or deletes the record.
void keep_name_keys(store::Writer &writer, MemberId member, NameRecord const &record);
void drop_name_keys(store::Writer &writer, MemberId member, NameRecordId record);
// Records written before there were keys get theirs; a thousand at a time.
void fill_name_keys(store::Writer &writer);

} // namespace goen::account
