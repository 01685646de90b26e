// SPDX-License-Identifier: Apache-2.0
// Links in letters: confirmation, forgotten password, change of address.
#include "account/account_state.hpp"
#include "base/peer.hpp"
#include "base/security_log.hpp"
#include "base/text.hpp"
#include "people_events/events.hpp"

namespace goen::account {
namespace {

Refusal dead_link() {
    return {Reason::not_found,
            N_("This link has been used or has expired. Please request a new email."),
            {},
            {}};
}

} // namespace

std::optional<Accounts::State::LinkRow> Accounts::State::live_link(store::Reader &reader,
                                                                   std::string_view text) {
    auto const secret = Secret::parse(text);
    if (!secret) return {};
    std::optional<LinkRow> found;
    reader.each(sql::link_by_secret,
                {{"member", secret->member}, {"hash", secret->hash}, {"now", clock.now()}},
                [&](store::Row const &row) {
                    found = LinkRow{row.integer(0), secret->member, std::string{row.text(1)},
                                    std::string{row.text(2)}};
                });
    return found;
}

std::int64_t Accounts::State::add_link(store::Writer &writer, std::string_view kind,
                                       Secret const &secret, std::string_view mail, seconds lives) {
    auto const now = clock.now();
    auto const id = ids.next();
    writer.run(sql::trim_links,
               {{"member", secret.member}, {"kind", kind}, {"kept", letters_an_hour}});
    writer.run(sql::add_link, {{"member", secret.member},
                               {"id", id},
                               {"kind", kind},
                               {"hash", secret.hash},
                               {"mail", mail},
                               {"now", now},
                               {"expires", Time{now + lives}}});
    return id;
}

void Accounts::State::send_link(
    MemberId member, std::string_view kind, std::string const &mail, seconds lives,
    std::function<mail::Letter(std::string const &secret)> const &letter) {
    auto const ration = ration_key(kind, mail);
    if (!letters_to_address.take(ration)) return;
    auto const text = Secret::make(member, random);
    auto const id = database.write([&](store::Writer &writer) -> Result<std::int64_t> {
        if (!member_by_id(writer, member)) // she has left meanwhile
            return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
        store::tell(writer, LetterAsked{member});
        return add_link(writer, kind, *Secret::parse(text), mail, lives);
    });
    if (!id) return;
    bool const has_left = postman.post(letter(text));
    if (!has_left) letters_to_address.give_back(ration);
    // When this letter has left, one that went to another address was a mistake of hers: what it
    // opens ends now. When it has not, nobody holds its link. No journal entry: nothing is derived
    // from links.
    Done const done = database.write([&](store::Writer &writer) -> Done {
        if (has_left)
            writer.run(sql::drop_links_elsewhere,
                       {{"member", member}, {"kind", kind}, {"mail", mail}});
        else
            writer.run(sql::use_link, {{"member", member}, {"id", *id}});
        return {};
    });
    ensure(done.has_value(), "tidying links refuses nothing");
}

Done Accounts::send_confirmation(MemberId id) {
    auto &s = *state_;
    auto const member = find(id);
    if (!member) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
    if (member->is_confirmed)
        return Refusal{Reason::conflict, N_("Your email address is already confirmed."), {}, {}};
    s.send_link(id, "confirm", member->email, std::chrono::days{7}, [&](auto const &secret) {
        return letters::confirm(s.rules, {member->email, "", member->language}, secret);
    });
    return {};
}

Done Accounts::prove_address(MemberId id) {
    auto &s = *state_;
    auto const member = find(id);
    if (!member) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
    if (!member->is_confirmed) return send_confirmation(id);
    s.send_link(id, "confirm", member->email, std::chrono::days{7}, [&](auto const &secret) {
        return letters::confirm_again(s.rules, s.to(*member), secret);
    });
    return {};
}

std::optional<std::string> Accounts::link_for(std::string_view kind, std::string_view secret) {
    return state_->database.read([&](store::Reader &reader) -> std::optional<std::string> {
        auto const link = state_->live_link(reader, secret);
        if (!link || (link->kind == "reset") != (kind == "reset")) return {};
        return link->mail;
    });
}

Done Accounts::confirm(std::string_view secret) {
    auto &s = *state_;
    struct Moved {
        Member before;
        std::string mail;
    };
    auto const moved = s.database.write([&](store::Writer &writer) -> Result<std::optional<Moved>> {
        auto const link = s.live_link(writer, secret);
        if (!link || link->kind == "reset") return dead_link();
        auto const member = member_by_id(writer, link->member);
        if (!member || writer.run(sql::use_link, {{"member", link->member}, {"id", link->id}}) == 0)
            return dead_link();
        auto const now = s.clock.now();
        auto const key = mail_key(link->mail), old_key = mail_key(member->email);
        if (link->kind == "confirm") {
            if (writer.run(sql::set_confirmed,
                           {{"id", member->id}, {"mail_key", key}, {"now", now}}) == 0)
                return dead_link();
            s.confirmed(writer, link->mail);
            store::tell(writer, MemberConfirmed{member->id});
            return std::optional<Moved>{};
        }
        if (key != old_key) {
            if (writer.run(sql::claim_mail, {{"mail_key", key}, {"member", member->id}}) == 0) {
                return Refusal{Reason::conflict,
                               N_("This email address is now used by another member."),
                               {},
                               {}};
            }
            writer.run(sql::free_mail, {{"mail_key", old_key}, {"member", member->id}});
        }
        writer.run(sql::set_mail,
                   {{"id", member->id}, {"mail", link->mail}, {"mail_key", key}, {"now", now}});
        s.confirmed(writer, link->mail);
        // Letters to the old address must not open anything any more.
        writer.run(sql::drop_all_links, {{"member", member->id}});
        store::tell(writer, MemberMailChanged{member->id});
        return std::optional{Moved{*member, link->mail}};
    });
    if (!moved) return moved.why();
    if (*moved)
        s.postman.post(letters::address_changed(s.rules, s.to((*moved)->before), (*moved)->mail));
    return {};
}

Done Accounts::forgot(std::string_view typed, std::string_view peer) {
    auto &s = *state_;
    auto const email = parse_email(typed);
    if (!email) return email.why();
    Refusal const too_many{Reason::too_many,
                           N_("Too many emails have been requested. Please try again in an hour."),
                           {},
                           seconds{3600}};
    if (!is_private_address(peer) && !s.letters_of_peer.take(peer_key(peer))) {
        security_log::note("letters-braked", account_hash(*email), peer);
        return too_many;
    }
    bool const is_taken = s.after_answer.add([&s, key = mail_key(*email)] {
        auto const member = s.database.read([&](store::Reader &reader) -> std::optional<Member> {
            auto const id = reader.one<MemberId>(sql::member_of_mail, {{"mail_key", key}});
            return id ? member_by_id(reader, *id) : std::nullopt;
        });
        if (!member) return;
        s.send_link(
            member->id, "reset", member->email, std::chrono::hours{1},
            [&](auto const &secret) { return letters::reset(s.rules, s.to(*member), secret); });
    });
    if (!is_taken) return too_many;
    return {};
}

Done Accounts::reset(std::string_view secret, std::string_view password) {
    auto &s = *state_;
    auto const owner = s.database.read([&](store::Reader &reader) -> std::optional<Member> {
        auto const link = s.live_link(reader, secret);
        return link && link->kind == "reset" ? member_by_id(reader, link->member) : std::nullopt;
    });
    if (!owner) return dead_link();
    if (auto const good = check_password(password, s.owner(*owner)); !good) return good.why();
    auto const hash = s.passwords.hash(password);
    auto const member = s.database.write([&](store::Writer &writer) -> Result<Member> {
        auto const link = s.live_link(writer, secret);
        if (!link || link->kind != "reset" ||
            writer.run(sql::use_link, {{"member", link->member}, {"id", link->id}}) == 0) {
            return dead_link();
        }
        auto const found = member_by_id(writer, link->member);
        if (!found) return dead_link();
        writer.run(sql::set_password, {{"id", found->id}, {"password_hash", hash}});
        writer.run(sql::end_sessions_but, {{"member", found->id}, {"kept", SessionId{}}});
        writer.run(sql::end_tokens, {{"member", found->id}});
        writer.run(sql::drop_links, {{"member", found->id}, {"kind", "reset"}});
        // The letter came through, so the address is proven too, if it still is hers.
        if (!found->is_confirmed) {
            writer.run(
                sql::set_confirmed,
                {{"id", found->id}, {"mail_key", mail_key(link->mail)}, {"now", s.clock.now()}});
        }
        s.signed_out(writer, found->id, SignedOut::new_password);
        store::tell(writer, PasswordReset{found->id});
        return *found;
    });
    if (!member) return member.why();
    s.postman.post(letters::password_changed(s.rules, s.to(*member), {true, true}));
    return {};
}

Done Accounts::change_mail(MemberId id, std::string_view password, std::string_view typed,
                           std::string_view peer) {
    auto &s = *state_;
    auto const email = parse_email(typed);
    if (!email) return email.why();
    auto const member = find(id);
    if (!member) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
    if (*email == member->email) {
        return Refusal{Reason::conflict,
                       N_("This is already your email address."),
                       {{"email", N_("This is already your email address.")}},
                       {}};
    }
    if (auto const proved = s.prove(member->email, password, peer); !proved) {
        if (proved.why().reason != Reason::unauthenticated) return proved.why();
        return Refusal{Reason::invalid,
                       N_("The password is incorrect."),
                       {{"password", N_("The password is incorrect.")}},
                       {}};
    }
    // After the answer: whether the address is somebody's already is hers to know, not the asker's.
    bool const is_taken = s.after_answer.add([&s, member = *member, email = *email] {
        auto const other = s.database.read([&](store::Reader &reader) -> std::optional<Member> {
            auto const found =
                reader.one<MemberId>(sql::member_of_mail, {{"mail_key", mail_key(email)}});
            return found && *found != member.id ? member_by_id(reader, *found) : std::nullopt;
        });
        if (other) {
            s.post_rationed("in use", letters::address_in_use(s.rules, s.to(*other)));
            return;
        }
        s.send_link(member.id, "change_mail", email, std::chrono::hours{24},
                    [&](auto const &secret) {
                        return letters::new_address(s.rules, {email, "", member.language}, secret);
                    });
    });
    if (!is_taken) throw Trouble{"too many letters wait to be written"};
    return {};
}

} // namespace goen::account
