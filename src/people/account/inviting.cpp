// SPDX-License-Identifier: Apache-2.0
// Invitations: links that members hand on, and letters that operators send.
#include "account/account_state.hpp"
#include "account/for_one.hpp"
#include "base/text.hpp"
#include "people_events/events.hpp"

#include <algorithm>

namespace goen::account {
namespace {

struct Row {
    MemberId inviter;
    InvitationId id;
    Invitee const &guest;
    std::string_view note;
    bool by_operator = false;
    int uses = 1;
    Time now{}, expires{};
};

void add_invitation(store::Writer &writer, Row const &row, std::string const &hash) {
    auto const &name = row.guest.name;
    writer.run(sql::add_invitation,
               {{"member", row.inviter},
                {"id", row.id},
                {"hash", hash},
                {"mail", row.guest.email},
                {"mail_key", row.guest.email.empty() ? std::string{} : mail_key(row.guest.email)},
                {"family", name.family},
                {"given", name.given},
                {"family_kana", name.family_kana},
                {"given_kana", name.given_kana},
                {"note", row.note},
                {"by_operator", row.by_operator},
                {"uses", row.uses},
                {"now", row.now},
                {"expires", row.expires}});
    store::tell(writer, InvitationMade{row.inviter, row.id});
}

// The member, when she may hand out one more invitation. Two at once cannot both take the last of
// her quota.
Result<Member> may_invite(store::Writer &writer, MemberId inviter, Rules const &rules, Time now) {
    auto const member = member_by_id(writer, inviter);
    if (!member || !member->is_approved)
        return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
    if (!member->is_confirmed) {
        return Refusal{Reason::forbidden,
                       N_("Please confirm your email address before you invite others."),
                       {},
                       {}};
    }
    if (member->is_operator) return *member;
    writer.lock(inviter.value);
    auto const made = writer.one<std::int64_t>(
        sql::count_invitations,
        {{"member", inviter}, {"since", Time{now - std::chrono::days{30}}}});
    if (made.value_or(0) < rules.member_invitations) return *member;
    return Refusal{Reason::too_many,
                   {N_("You have reached the limit of {1} invitations in 30 days."),
                    {std::to_string(rules.member_invitations)}},
                   {},
                   {}};
}

} // namespace

Result<ForOne> invite_one(store::Writer &writer, Rules const &rules, InvitationId id,
                          Random &random, Time now, MemberId inviter, Invitee const &guest) {
    auto const member = may_invite(writer, inviter, rules, now);
    if (!member) return member.why();
    auto const secret = Secret::make(inviter, random);
    auto const expires = now + for_one_lives;
    auto const &name = guest.name;
    auto const note =
        name.family + (name.family.empty() || name.given.empty() ? "" : " ") + name.given;
    add_invitation(writer, {inviter, id, guest, note, member->is_operator, 1, now, expires},
                   sha256_hex(secret));
    return ForOne{id, secret, expires};
}

std::optional<Invitation> for_one(store::Reader &reader, std::string_view text, Time now,
                                  MemberId *inviter) {
    auto const secret = Secret::parse(text);
    if (!secret) return {};
    std::optional<Invitation> found;
    reader.each(sql::invitation_by_secret,
                {{"member", secret->member}, {"hash", secret->hash}, {"now", now}},
                [&](store::Row const &row) { found = invitation_from(row); });
    if (found) *inviter = secret->member;
    return found;
}

InvitationFate fate_of_invitation(store::Reader &reader, std::string_view text, Time now) {
    using State = InvitationFate::State;
    InvitationFate fate;
    auto const secret = Secret::parse(text);
    if (!secret) return fate;
    reader.each(sql::fate_of_invitation, {{"member", secret->member}, {"hash", secret->hash}},
                [&](store::Row const &row) {
                    auto const uses_left = row.get<int>(0);
                    fate.state = uses_left == 0           ? State::used
                                 : uses_left < 0          ? State::withdrawn
                                 : row.get<Time>(1) > now ? State::live
                                                          : State::expired;
                    fate.by_operator = row.get<bool>(2);
                });
    return fate;
}

bool use_for_one(store::Writer &writer, MemberId inviter, InvitationId id, Time now) {
    return writer.run(sql::use_invitation, {{"member", inviter}, {"id", id}, {"now", now}}) > 0;
}

std::optional<CameBy> came_by_invitation(store::Reader &reader, MemberId member) {
    auto const found = reader.one<MemberId, InvitationId, bool, std::string>(
        sql::came_by_invitation, {{"member", member}});
    if (!found || !std::get<1>(*found)) return {};
    return CameBy{std::get<0>(*found), std::get<1>(*found), std::get<2>(*found),
                  std::get<3>(*found)};
}

Result<Accounts::Invited> Accounts::invite(MemberId inviter, std::string_view note, int uses,
                                           int days) {
    auto &s = *state_;
    auto const about = trimmed(note);
    if (count_code_points(about) > 100 || !is_clean_utf8(about)) {
        return Refusal{Reason::invalid,
                       N_("Please keep the note to 100 characters or fewer."),
                       {{"note", N_("Please keep the note to 100 characters or fewer.")}},
                       {}};
    }
    auto const secret = Secret::make(inviter, s.random);
    auto const id = s.ids.make<InvitationId>();
    Done const done = s.database.write([&](store::Writer &writer) -> Done {
        auto const now = s.clock.now();
        auto const member = may_invite(writer, inviter, s.rules, now);
        if (!member) return member.why();
        Invitee const nobody;
        int const times = member->is_operator ? std::clamp(uses, 1, 1000) : 1;
        int const lives = std::clamp(days, 1, member->is_operator ? 90 : 14);
        add_invitation(writer,
                       {inviter, id, nobody, about, member->is_operator, times, now,
                        now + std::chrono::days{lives}},
                       sha256_hex(secret));
        return {};
    });
    if (!done) return done.why();
    return Invited{id, letters::join_link(s.rules, secret)};
}

Result<Member> may_send_invitation(store::Reader &reader, MemberId operator_, Invitee const &guest,
                                   Rules const &rules, Time now) {
    auto const email = parse_email(guest.email);
    if (!email) return email.why();
    // Joining would refuse it: then no letter asks anybody to join under it.
    auto const name = names::PersonName::parse(guest.name, names::NameRule::contact);
    if (name && names::is_reserved(*name, rules.network_name)) return reserved_name();
    auto const member = member_by_id(reader, operator_);
    if (!member || !member->is_operator)
        return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
    auto const key = mail_key(*email);
    if (reader.any(sql::member_of_mail, {{"mail_key", key}}))
        return Refusal{Reason::conflict, N_("This person is already a member."), {}, {}};
    if (reader.any(sql::is_invited, {{"member", operator_}, {"mail_key", key}, {"now", now}}))
        return Refusal{Reason::conflict, N_("You have already invited this person."), {}, {}};
    return *member;
}

Done Accounts::invite(MemberId operator_, Invitee const &guest) {
    auto &s = *state_;
    auto const email = parse_email(guest.email);
    if (!email) return email.why();
    Invitee const checked{*email, guest.name, guest.language};
    auto const secret = Secret::make(operator_, s.random);
    auto const id = s.ids.make<InvitationId>();
    auto const now = s.clock.now();
    auto const expires = now + std::chrono::days{30};
    auto const inviter = s.database.write([&](store::Writer &writer) -> Result<Member> {
        auto const member = may_send_invitation(writer, operator_, guest, s.rules, now);
        if (!member) return member;
        add_invitation(writer, {operator_, id, checked, "", true, 1, now, expires},
                       sha256_hex(secret));
        return *member;
    });
    if (!inviter) return inviter.why();
    bool const given_first = guest.name.order == names::Order::given_first;
    auto const &first = given_first ? guest.name.given : guest.name.family;
    auto const &second = given_first ? guest.name.family : guest.name.given;
    letters::To const to{*email, first + (first.empty() || second.empty() ? "" : " ") + second,
                         guest.language};
    if (s.postman.post(letters::invitation(s.rules, to, inviter->name.display(guest.language),
                                           letters::join_link(s.rules, secret), expires)))
        return {};
    // Nobody has the link: she can be invited again.
    if (auto const done = take_back(operator_, id); !done) return done;
    return Refusal{
        Reason::conflict, N_("The email could not be sent. Please try again later."), {}, {}};
}

std::vector<Invitation> Accounts::invitations(MemberId inviter) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Invitation> found;
        reader.each(sql::invitations_of, {{"member", inviter}},
                    [&](store::Row const &row) { found.push_back(invitation_from(row)); });
        return found;
    });
}

std::vector<Invitation> Accounts::all_invitations(store::Reader &reader, MemberId inviter) {
    std::vector<Invitation> found;
    reader.each(sql::all_invitations_of, {{"member", inviter}},
                [&](store::Row const &row) { found.push_back(invitation_from(row)); });
    return found;
}

Done Accounts::take_back(MemberId inviter, InvitationId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::take_back_invitation,
                       {{"member", inviter}, {"id", id}, {"now", state_->clock.now()}}) == 0) {
            return Refusal{
                Reason::not_found, N_("This invitation has been used or has expired."), {}, {}};
        }
        store::tell(writer, InvitationTakenBack{inviter, id});
        return {};
    });
}

std::vector<Newcomer> Accounts::came_by(MemberId inviter) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Newcomer> found;
        reader.each(sql::came_by, {{"member", inviter}}, [&](store::Row const &row) {
            found.push_back({MemberId{row.integer(0)}, name_from(row, 1), row.get<Time>(9)});
        });
        return found;
    });
}

} // namespace goen::account
