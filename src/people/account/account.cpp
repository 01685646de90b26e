// SPDX-License-Identifier: Apache-2.0
// Who there is, and the small words of the room. Proving is in proving.cpp, joining in joining.cpp
// and inviting.cpp, links in links.cpp, the rest in settings.cpp.
#include "account/account.hpp"

#include "account/account_state.hpp"
#include "account/directory.hpp"
#include "account/other_names.hpp"
#include "base/text.hpp"
#include "people_events/events.hpp"

#include <algorithm>
#include <array>

namespace goen::account {

std::string_view to_string(Reach reach) {
    switch (reach) {
    case Reach::anyone: return "anyone";
    case Reach::code_only: return "code_only";
    case Reach::distance_two: break;
    }
    return "distance_two";
}

std::optional<Reach> reach_of(std::string_view text) {
    for (auto const reach : {Reach::anyone, Reach::distance_two, Reach::code_only}) {
        if (to_string(reach) == text) return reach;
    }
    return {};
}

std::string_view to_string(NameKind kind) {
    switch (kind) {
    case NameKind::maiden: return "maiden";
    case NameKind::legal: return "legal";
    case NameKind::pen: return "pen";
    case NameKind::alias: break;
    }
    return "alias";
}

std::optional<NameKind> name_kind_of(std::string_view text) {
    for (auto const kind : {NameKind::maiden, NameKind::alias, NameKind::legal, NameKind::pen}) {
        if (to_string(kind) == text) return kind;
    }
    return {};
}

Accounts::Accounts(store::Database &database, IdMaker &ids, Clock &clock, Random &random,
                   mail::Postman &postman, PasswordCost cost, Rules rules)
    : state_(
          std::make_shared<State>(database, ids, clock, random, postman, cost, std::move(rules))) {
    state_->start_writing_seen();
}

Rules const &Accounts::rules() const { return state_->rules; }

bool Accounts::is_reserved(names::PersonName const &name) const {
    return names::is_reserved(name, state_->rules.network_name);
}

std::string Accounts::hash_password(std::string_view password) {
    return state_->passwords.hash(password);
}

Result<MemberId> Accounts::add(NewMember member) {
    auto email = parse_email(member.email);
    if (!email) return email.why();
    member.email = std::move(*email);
    if (!member.password.empty()) {
        auto const &network = state_->rules.network_name;
        if (auto const good = check_password(member.password, {member.email, member.name, network});
            !good)
            return good.why();
    }
    if (is_reserved(member.name)) return reserved_name();
    auto const hash = member.password.empty() ? std::string{} : hash_password(member.password);
    return state_->database.write([&](store::Writer &writer) -> Result<MemberId> {
        auto const id = add(writer, member, hash, state_->clock.now());
        if (!id)
            return Refusal{Reason::conflict, N_("This email address is already in use."), {}, {}};
        return id;
    });
}

MemberId Accounts::add(store::Writer &writer, NewMember const &member,
                       std::string const &password_hash, Time joined) {
    auto const id = state_->ids.make<MemberId>();
    auto const confirmed = member.is_confirmed ? std::optional{joined} : std::nullopt;
    if (!add_member(writer, {id, member, password_hash, confirmed, joined, joined, {}, {}, ""}))
        return {};
    if (!member.brings_card) {
        for (auto const &hook : state_->join_hooks) hook(writer, id, member.name);
    }
    store::tell(writer, MemberJoined{.member = id, .other = {}});
    return id;
}

std::optional<Member> Accounts::find(store::Reader &reader, MemberId id) {
    return member_by_id(reader, id);
}

std::optional<Member> Accounts::find_by_email(store::Reader &reader, std::string_view email) {
    auto const id =
        reader.one<MemberId>(sql::member_of_mail, {{"mail_key", mail_key(trimmed(email))}});
    return id ? member_by_id(reader, *id) : std::nullopt;
}

store::Database &Accounts::database() { return state_->database; }

std::vector<std::optional<Member>> Accounts::find(store::Reader &reader,
                                                  std::vector<MemberId> const &ids) {
    return members_by_id(reader, ids);
}

std::optional<Member> Accounts::find(MemberId id) {
    return state_->database.read([&](store::Reader &reader) { return member_by_id(reader, id); });
}

void Accounts::on_join(
    std::function<void(store::Writer &, MemberId, names::PersonName const &)> hook) {
    state_->join_hooks.push_back(std::move(hook));
}

void Accounts::tidy() {
    auto const now = state_->clock.now();
    Done const done = state_->database.write([&](store::Writer &writer) -> Done {
        writer.run(sql::tidy_sessions,
                   {{"idle", Time{now - idle_session}}, {"oldest", Time{now - oldest_session}}});
        writer.run(sql::tidy_tokens, {{"idle", Time{now - idle_token}}});
        fill_name_keys(writer);
        writer.run(sql::tidy_links, {{"now", now}});
        directory::tidy(writer, now);
        writer.run(sql::tidy_invitations, {{"long_ago", Time{now - std::chrono::days{90}}}});
        return {};
    });
    ensure(done.has_value(), "tidying refuses nothing");
}

void Accounts::finish_letters() { state_->after_answer.finish(); }

void Accounts::write_seen() { state_->write_seen(); }

} // namespace goen::account
