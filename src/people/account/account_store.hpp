// SPDX-License-Identifier: Apache-2.0
// Rows of the account room to values and back. Knows no rules.
#pragma once

#include "account/account.hpp"

namespace goen::account {

// The row begins with the columns named so in the .sql files: member_columns, invitation_columns,
// record_columns.
Member member_from(store::Row const &row);
// Eight columns from `at` on: family … given_first.
names::PersonName name_from(store::Row const &row, int at);
Invitation invitation_from(store::Row const &row);
NameRecord record_from(store::Row const &row);

std::optional<Member> member_by_id(store::Reader &reader, MemberId id);
std::vector<std::optional<Member>> members_by_id(store::Reader &reader,
                                                 std::vector<MemberId> const &ids);

struct MemberRow {
    MemberId id;
    NewMember const &member;
    std::string const &password_hash;
    std::optional<Time> confirmed, approved;
    Time joined{};
    MemberId invited_by;
    InvitationId invitation;
    std::string_view application;
};
// False when the address is somebody's already: nothing was written.
bool add_member(store::Writer &writer, MemberRow const &row);

void set_name(store::Writer &writer, MemberId id, names::PersonName const &name);
void add_record(store::Writer &writer, MemberId member, NameRecord const &record);

} // namespace goen::account
