// SPDX-License-Identifier: Apache-2.0
// A member leaves: every room ends what it keeps of her, this one last.
#include "account/account_state.hpp"
#include "people_events/events.hpp"

namespace goen::account {

void Accounts::on_confirm(std::function<void(store::Writer &, std::string const &)> hook) {
    state_->confirm_hooks.push_back(std::move(hook));
}

void Accounts::on_leave(LeaveOrder order, std::function<void(store::Writer &, MemberId)> hook) {
    state_->leave_hooks.emplace(order, std::move(hook));
}

void Accounts::on_sign_out(std::function<void(store::Writer &, MemberId, SignedOut)> hook) {
    state_->sign_out_hooks.push_back(std::move(hook));
}

Done Accounts::leave(store::Writer &writer, MemberId member) {
    auto const found = find(writer, member);
    if (!found) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
    if (found->is_operator &&
        writer.one<std::int64_t>(sql::operators_left, {{"member", member}}).value_or(0) == 0) {
        return Refusal{
            Reason::conflict,
            N_("You are the only operator. Please make someone else an operator before you leave."),
            {},
            {}};
    }
    for (auto const &[order, hook] : state_->leave_hooks) hook(writer, member);
    // What is found by her row goes before it.
    for (auto const *query :
         {&sql::leave_sessions, &sql::leave_tokens, &sql::leave_invitations,
          &sql::leave_invitations_to, &sql::leave_letter_links, &sql::leave_name_records,
          &sql::leave_name_keys, &sql::leave_approvals, &sql::leave_directory, &sql::leave_mail,
          &sql::leave_member})
        writer.put(*query, {{"member", member}});
    writer.put(sql::put_departed, {{"member", member}, {"at", state_->clock.now()}});
    store::tell(writer, MemberLeft{member});
    return {};
}

} // namespace goen::account
