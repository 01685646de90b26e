// SPDX-License-Identifier: Apache-2.0
// Links in letters: confirmation, forgotten password, change of address.
#include "account/account_state.hpp"
#include "base/text.hpp"

namespace goen::account {
namespace {

Refusal dead_link() {
    return {Reason::not_found,
            N_("This link has been used or has ended. Please ask for a new letter."),
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

void Accounts::State::add_link(store::Writer &writer, std::string_view kind, Secret const &secret,
                               std::string_view mail, seconds lives) {
    auto const now = clock.now();
    writer.run(sql::drop_links, {{"member", secret.member}, {"kind", kind}});
    writer.run(sql::add_link, {{"member", secret.member},
                               {"id", ids.next()},
                               {"kind", kind},
                               {"hash", secret.hash},
                               {"mail", mail},
                               {"now", now},
                               {"expires", Time{now + lives}}});
}

Done Accounts::send_confirmation(MemberId id) {
    auto &s = *state_;
    auto const text = Secret::make(id, s.random);
    auto const member = s.database.write([&](store::Writer &writer) -> Result<Member> {
        auto const found = member_by_id(writer, id);
        if (!found) return Refusal{Reason::not_found, N_("There is no such member."), {}, {}};
        if (found->is_confirmed)
            return Refusal{Reason::conflict, N_("Your mail address is confirmed already."), {}, {}};
        s.add_link(writer, "confirm", *Secret::parse(text), found->email, std::chrono::days{7});
        writer.journal("letter.asked", id.value);
        return *found;
    });
    if (!member) return member.why();
    s.post_rationed(letters::confirm(s.rules, {member->email, "", member->language}, text));
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
            writer.journal("member.confirmed", member->id.value);
            return std::optional<Moved>{};
        }
        if (key != old_key) {
            if (writer.run(sql::claim_mail, {{"mail_key", key}, {"member", member->id}}) == 0) {
                return Refusal{Reason::conflict,
                               N_("This mail address has become another member's meanwhile."),
                               {},
                               {}};
            }
            writer.run(sql::free_mail, {{"mail_key", old_key}, {"member", member->id}});
        }
        writer.run(sql::set_mail,
                   {{"id", member->id}, {"mail", link->mail}, {"mail_key", key}, {"now", now}});
        // Letters to the old address must not open anything any more.
        writer.run(sql::drop_all_links, {{"member", member->id}});
        writer.journal("member.mail_changed", member->id.value);
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
    if (!s.letters_of_peer.take(peer_key(peer))) {
        return Refusal{
            Reason::too_many,
            N_("Too many letters were asked for from here. Please try again in an hour."),
            {},
            seconds{3600}};
    }
    auto const random = s.random.secret();
    struct Found {
        Member member;
        std::string link;
    };
    auto const found = s.database.write([&](store::Writer &writer) -> Result<std::optional<Found>> {
        auto const id = writer.one<MemberId>(sql::member_of_mail, {{"mail_key", mail_key(*email)}});
        auto const member = id ? member_by_id(writer, *id) : std::nullopt;
        // Something is committed either way, so that the time does not tell who is a member.
        writer.journal("letter.asked", 0);
        if (!member) return std::optional<Found>{};
        auto const text = id->text() + '.' + random;
        s.add_link(writer, "reset", *Secret::parse(text), member->email, std::chrono::hours{1});
        return std::optional{Found{*member, text}};
    });
    if (!found) return found.why();
    if (*found) s.post_rationed(letters::reset(s.rules, s.to((*found)->member), (*found)->link));
    return {};
}

Done Accounts::reset(std::string_view secret, std::string_view password) {
    auto &s = *state_;
    auto const mail = link_for("reset", secret);
    if (!mail) return dead_link();
    if (auto const good = check_password(password, *mail); !good) return good.why();
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
        // The letter came through, so the address is proven too, if it still is hers.
        if (!found->is_confirmed) {
            writer.run(
                sql::set_confirmed,
                {{"id", found->id}, {"mail_key", mail_key(link->mail)}, {"now", s.clock.now()}});
        }
        writer.journal("member.password_reset", found->id.value);
        return *found;
    });
    if (!member) return member.why();
    s.postman.post(letters::password_changed(s.rules, s.to(*member)));
    return {};
}

Done Accounts::change_mail(MemberId id, std::string_view password, std::string_view typed,
                           std::string_view peer) {
    auto &s = *state_;
    auto const email = parse_email(typed);
    if (!email) return email.why();
    auto const member = find(id);
    if (!member) return Refusal{Reason::not_found, N_("There is no such member."), {}, {}};
    if (*email == member->email) {
        return Refusal{Reason::conflict,
                       N_("This is your mail address already."),
                       {{"email", N_("This is your mail address already.")}},
                       {}};
    }
    if (auto const proved = s.prove(member->email, password, peer); !proved) {
        if (proved.why().reason != Reason::unauthenticated) return proved.why();
        return Refusal{Reason::invalid,
                       N_("This is not your password."),
                       {{"password", N_("This is not your password.")}},
                       {}};
    }
    auto const text = Secret::make(id, s.random);
    auto const taken_by =
        s.database.write([&](store::Writer &writer) -> Result<std::optional<Member>> {
            auto const other =
                writer.one<MemberId>(sql::member_of_mail, {{"mail_key", mail_key(*email)}});
            writer.journal("letter.asked", id.value);
            if (other && *other != id) return member_by_id(writer, *other);
            s.add_link(writer, "change_mail", *Secret::parse(text), *email, std::chrono::hours{24});
            return std::optional<Member>{};
        });
    if (!taken_by) return taken_by.why();
    s.post_rationed(*taken_by
                        ? letters::address_in_use(s.rules, s.to(**taken_by))
                        : letters::new_address(s.rules, {*email, "", member->language}, text));
    return {};
}

} // namespace goen::account
