// SPDX-License-Identifier: Apache-2.0
// Invitations to one person (a guest who left a card, or one of an operator's list), inside the
// caller's transaction: no letter goes out here, whoever calls writes it. They count in the
// member's quota and stand in her list of invitations like any other.
#pragma once

#include "account/account.hpp"

namespace goen::account {

inline constexpr std::chrono::days for_one_lives{30};

struct ForOne {
    InvitationId id;
    std::string secret; // of /join?invitation=
    Time expires{};
};
Result<ForOne> invite_one(store::Writer &writer, Rules const &rules, InvitationId id,
                          Random &random, Time now, MemberId inviter, Invitee const &guest);

// The live invitation behind a secret, and who made it.
std::optional<Invitation> for_one(store::Reader &reader, std::string_view secret, Time now,
                                  MemberId *inviter);
// What has become of the invitation behind a secret. Ended ones are known for 90 days. One
// that was used says nothing of who used it.
struct InvitationFate {
    enum class State { unknown, live, used, withdrawn, expired } state = State::unknown;
    bool by_operator = false;
};
InvitationFate fate_of_invitation(store::Reader &reader, std::string_view secret, Time now);
// False when it has just been used or has ended.
bool use_for_one(store::Writer &writer, MemberId inviter, InvitationId id, Time now);

struct CameBy {
    MemberId inviter;
    InvitationId invitation;
    bool is_confirmed = false;
    std::string mail;
};
// How a member came; nothing for one who came without an invitation.
std::optional<CameBy> came_by_invitation(store::Reader &reader, MemberId member);

// The operator, when she may send this guest an invitation: everything Accounts::invite() refuses
// is refused here and there alone, so that a check without sending says the same.
Result<Member> may_send_invitation(store::Reader &reader, MemberId operator_, Invitee const &guest,
                                   Rules const &rules, Time now);

} // namespace goen::account
