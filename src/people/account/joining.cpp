// SPDX-License-Identifier: Apache-2.0
// Joining, and what operators decide about applicants.
#include "account/account_state.hpp"
#include "base/peer.hpp"
#include "base/text.hpp"
#include "names/search_key.hpp"
#include "people_events/events.hpp"

#include <algorithm>

namespace goen::account {

std::string Accounts::State::ration_key(std::string_view kind, std::string_view mail) {
    return std::string{kind} + ' ' + sha256_hex(mail_key(mail));
}

void Accounts::State::post_rationed(std::string_view kind, mail::Letter letter) {
    auto const key = ration_key(kind, letter.to);
    if (letters_to_address.take(key) && !postman.post(std::move(letter)))
        letters_to_address.give_back(key);
}

std::optional<Invitation> Accounts::invitation(std::string_view text) {
    auto const secret = Secret::parse(text);
    if (!secret) return {};
    return state_->database.read([&](store::Reader &reader) {
        std::optional<Invitation> found;
        reader.each(
            sql::invitation_by_secret,
            {{"member", secret->member}, {"hash", secret->hash}, {"now", state_->clock.now()}},
            [&](store::Row const &row) { found = invitation_from(row); });
        return found;
    });
}

Result<Accounts::Joined> Accounts::join(NewMember member, std::string_view invitation_secret,
                                        std::string_view application, std::string_view peer,
                                        std::string_view user_agent) {
    auto &s = *state_;
    auto email = parse_email(member.email);
    if (!email) return email.why();
    member.email = std::move(*email);
    member.is_operator = member.is_confirmed = false; // nobody makes herself an operator
    if (auto const good =
            check_password(member.password, {member.email, member.name, s.rules.network_name});
        !good)
        return good.why();
    if (is_reserved(member.name)) return reserved_name();
    if (count_code_points(application) > 1000 || !is_clean_utf8(application)) {
        return Refusal{Reason::invalid,
                       N_("Please keep this to 1,000 characters or fewer."),
                       {{"application", N_("Please keep this to 1,000 characters or fewer.")}},
                       {}};
    }
    auto const invited = invitation(invitation_secret);
    if (!invited && s.rules.policy == JoinPolicy::invitation) {
        return Refusal{Reason::forbidden,
                       N_("This invitation has been used, has expired, or its link is incomplete. "
                          "Please ask the person who invited you for a new one."),
                       {},
                       {}};
    }
    if (!is_private_address(peer) && !s.joins_of_peer.take(peer_key(peer))) {
        return Refusal{
            Reason::too_many,
            N_("Too many people have joined from here just now. Please try again in an hour."),
            {},
            seconds{3600}};
    }

    auto const inviter = invited ? Secret::parse(invitation_secret)->member : MemberId{};
    // Who holds the secret of a letter to this address has shown that letters reach her.
    bool const is_proven =
        invited && !invited->mail.empty() && mail_key(invited->mail) == mail_key(member.email);
    bool const is_approved =
        s.rules.policy != JoinPolicy::approval || (invited && invited->by_operator);
    auto const hash = s.passwords.hash(member.password); // also for a known address: the same time
    auto const id = s.ids.make<MemberId>();
    auto const session = s.ids.make<SessionId>();
    auto const session_secret = Secret::make(id, s.random), link_text = Secret::make(id, s.random);
    auto const now = s.clock.now();

    struct Outcome {
        std::optional<Member> known;
        std::optional<LoggedIn> logged_in;
    };
    auto const outcome = s.database.write([&](store::Writer &writer) -> Result<Outcome> {
        // A use is spent also when the address is known: otherwise the link itself would tell.
        if (invited && writer.run(sql::use_invitation,
                                  {{"member", inviter}, {"id", invited->id}, {"now", now}}) == 0) {
            return Refusal{Reason::conflict, N_("This invitation has just been used."), {}, {}};
        }
        Outcome out;
        auto const confirmed = is_proven ? std::optional{now} : std::nullopt;
        auto const approved = is_approved ? std::optional{now} : std::nullopt;
        if (!add_member(writer, {id, member, hash, confirmed, approved, now, inviter,
                                 invited ? invited->id : InvitationId{}, application})) {
            if (is_proven) {
                return Refusal{
                    Reason::conflict,
                    N_("There is already an account with this email address. Please log in."),
                    {},
                    {}};
            }
            auto const known =
                writer.one<MemberId>(sql::member_of_mail, {{"mail_key", mail_key(member.email)}});
            if (known) out.known = member_by_id(writer, *known);
            store::tell(writer, JoinRepeated{});
            return out;
        }
        if (is_approved) {
            for (auto const &hook : s.join_hooks) hook(writer, id, member.name);
        }
        if (is_proven) {
            out.logged_in = s.add_session(writer, id, session, session_secret, user_agent, now);
        } else {
            s.add_link(writer, "confirm", *Secret::parse(link_text), member.email,
                       std::chrono::days{7});
        }
        if (is_approved) {
            store::tell(writer, MemberJoined{.member = id, .other = inviter});
        } else {
            store::tell(writer, MemberApplied{.member = id, .other = inviter});
        }
        return out;
    });
    if (!outcome) return outcome.why();

    if (!outcome->logged_in) {
        // No name in it: a stranger could have typed anything there, and would write to anybody
        // through us.
        letters::To const to{member.email, "", member.language};
        s.post_rationed("join",
                        outcome->known ? letters::already_a_member(s.rules, s.to(*outcome->known))
                        : is_approved  ? letters::confirm(s.rules, to, link_text)
                                       : letters::application_received(s.rules, to, link_text));
    }
    return Joined{member.email, outcome->logged_in};
}

// ---- operators ----

namespace {

MemberLine line_from(store::Row const &row) {
    constexpr int after = sql::member_columns::end;
    return {member_from(row), row.get<MemberId>(after), row.get<std::string>(after + 1)};
}

} // namespace

std::vector<MemberLine> Accounts::members(MemberId before, int limit) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<MemberLine> lines;
        reader.each(sql::members_before,
                    {{"before", before ? before.value : INT64_MAX}, {"count", limit}},
                    [&](store::Row const &row) { lines.push_back(line_from(row)); });
        return lines;
    });
}

std::vector<MemberLine> Accounts::members_named(std::string_view typed, int limit) {
    names::NameQuery const query{typed};
    if (query.empty()) return {};
    std::vector<std::pair<int, MemberLine>> found;
    constexpr int piece = 1000;
    for (MemberId before;;) {
        auto const lines = members(before, piece);
        for (auto const &line : lines) {
            auto const &name = line.member.name;
            if (!query.matches(names::find_key(name))) continue;
            auto const rank = query.rank(name);
            found.emplace_back(rank, line);
        }
        constexpr std::size_t plenty = 2000; // more than anybody reads
        if (lines.size() < piece || found.size() > plenty) break;
        before = lines.back().member.id;
    }
    std::stable_sort(found.begin(), found.end(),
                     [](auto const &a, auto const &b) { return a.first < b.first; });
    std::vector<MemberLine> best;
    for (auto &[rank, line] : found) {
        if (best.size() == static_cast<std::size_t>(limit)) break;
        best.push_back(std::move(line));
    }
    return best;
}

std::vector<MemberLine> Accounts::applicants() {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<MemberLine> lines;
        reader.each(sql::applicants, {},
                    [&](store::Row const &row) { lines.push_back(line_from(row)); });
        return lines;
    });
}

std::int64_t Accounts::count_members() {
    return state_->database.read([](store::Reader &reader) {
        return reader.one<std::int64_t>(sql::count_members, {}).value_or(0);
    });
}

Accounts::Census Accounts::census(Time newcomers_since) {
    return state_->database.read([&](store::Reader &reader) {
        Census census;
        census.members = reader.one<std::int64_t>(sql::count_members, {}).value_or(0);
        census.newcomers =
            reader.one<std::int64_t>(sql::count_newcomers, {{"since", newcomers_since}})
                .value_or(0);
        census.invited =
            reader.one<std::int64_t>(sql::count_invited, {{"now", state_->clock.now()}})
                .value_or(0);
        return census;
    });
}

Done Accounts::approve(MemberId operator_, MemberId applicant) {
    auto &s = *state_;
    auto const member = s.database.write([&](store::Writer &writer) -> Result<Member> {
        auto const now = s.clock.now();
        auto const by = member_by_id(writer, operator_);
        if (!by || !by->is_operator)
            return Refusal{Reason::not_found, N_("This application was not found."), {}, {}};
        if (writer.run(sql::approve, {{"id", applicant}, {"now", now}}) == 0) {
            return Refusal{
                Reason::not_found, N_("This application has already been decided."), {}, {}};
        }
        auto const found = member_by_id(writer, applicant);
        ensure(found.has_value(), "an approved applicant is there");
        for (auto const &hook : s.join_hooks) hook(writer, applicant, found->name);
        writer.run(sql::add_decision, {{"member", applicant},
                                       {"id", s.ids.next()},
                                       {"operator", operator_},
                                       {"decision", "approved"},
                                       {"now", now}});
        store::tell(writer, MemberJoined{.member = applicant, .other = operator_});
        return *found;
    });
    if (!member) return member.why();
    s.postman.post(letters::welcome(s.rules, s.to(*member)));
    return {};
}

Done Accounts::decline(MemberId operator_, MemberId applicant) {
    auto &s = *state_;
    auto const member = s.database.write([&](store::Writer &writer) -> Result<Member> {
        auto const by = member_by_id(writer, operator_);
        if (!by || !by->is_operator)
            return Refusal{Reason::not_found, N_("This application was not found."), {}, {}};
        auto const found = member_by_id(writer, applicant);
        if (!found || writer.run(sql::drop_applicant, {{"id", applicant}}) == 0) {
            return Refusal{
                Reason::not_found, N_("This application has already been decided."), {}, {}};
        }
        writer.run(sql::free_mail, {{"mail_key", mail_key(found->email)}, {"member", applicant}});
        writer.run(sql::drop_all_links, {{"member", applicant}});
        writer.run(sql::add_decision, {{"member", applicant},
                                       {"id", s.ids.next()},
                                       {"operator", operator_},
                                       {"decision", "declined"},
                                       {"now", s.clock.now()}});
        store::tell(writer, MemberDeclined{.member = applicant, .other = operator_});
        return *found;
    });
    if (!member) return member.why();
    // An address that was never confirmed may be somebody else's: she need not hear of it.
    if (member->is_confirmed) s.postman.post(letters::declined(s.rules, s.to(*member)));
    return {};
}

} // namespace goen::account
