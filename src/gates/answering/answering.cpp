// SPDX-License-Identifier: Apache-2.0
// Whose letter it is, whether it has been done, and what its writer is told.
#include "answering/reply.hpp"

#include "answering/queries.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/security_log.hpp"
#include "base/text.hpp"
#include "gates_events/events.hpp"
#include "mail/address.hpp"

namespace goen::answering {
namespace {

constexpr milliseconds hold_for{std::chrono::minutes{2}}; // longer than any answer takes
constexpr std::chrono::days answers_kept{letter::reply_life + std::chrono::days{10}};

// What is left of a letter that is too large to be read: its head, so that its writer can be told.
std::string_view head_of(std::string_view bytes, mail_in::Limits const &limits) {
    auto const end = std::min(bytes.find("\r\n\r\n"), bytes.find("\n\n"));
    return bytes.substr(0, std::min({end, bytes.size(), limits.head_bytes}));
}

bool is_nobody(std::string_view envelope_from) {
    auto const from = lower_ascii(envelope_from);
    return from == "<>" || from.starts_with("mailer-daemon");
}

bool looks_like_reply(std::string_view address) {
    return lower_ascii(address.substr(0, 6)) == "reply+";
}

std::string_view word_of(mail_in::Kind kind) {
    switch (kind) {
    case mail_in::Kind::reply: return "reply";
    case mail_in::Kind::bounce: return "bounce";
    case mail_in::Kind::automatic: return "automatic";
    case mail_in::Kind::loop: return "loop";
    case mail_in::Kind::list: return "list";
    case mail_in::Kind::spam: return "spam";
    }
    return "";
}

} // namespace

Outcome Answering::take(std::string_view bytes, Envelope const &envelope) {
    mail_in::Options const options{settings_.limits, settings_.own_domain,
                                   settings_.trusted_server};
    auto letter = mail_in::read(bytes, options);
    std::optional<Refusal> unread;
    if (!letter) {
        unread = letter.why();
        letter = mail_in::read(head_of(bytes, settings_.limits), options);
        if (!letter) {
            log::warn("a letter that came in cannot be read", {{"bytes", bytes.size()}});
            return Outcome::ignored;
        }
    }
    auto const to = envelope.to.empty() ? letter->to : std::vector<std::string>{envelope.to};
    for (auto const &address : to) {
        if (auto const key = rooms_.addresses.bounced_key_of(address)) {
            bool const is_report = letter->kind == mail_in::Kind::bounce;
            if (!is_report || (!letter->bounce->is_failure && letter->bounce->status[0] != '4'))
                return Outcome::ignored;
            count_bounce(*key, *letter, bytes);
            return Outcome::counted;
        }
        auto const read = rooms_.addresses.reply_of(address);
        if (!read) continue;
        auto const member = rooms_.accounts.find(read->who);
        if (!member) return Outcome::nobody; // she has left
        if (letter->kind != mail_in::Kind::reply || is_nobody(envelope.from)) {
            log::info("a letter that came in is no answer", {{"kind", word_of(letter->kind)}});
            return Outcome::ignored;
        }
        auto const key = sha256_hex(letter->message_id.empty() ? bytes : letter->message_id);
        return take_reply({*member, *read, *letter, key, unread});
    }
    for (auto const &address : to) {
        if (looks_like_reply(address)) security_log::note("reply-forged", "", "");
    }
    return Outcome::nobody;
}

void Answering::count_bounce(std::string const &key, mail_in::Letter const &letter,
                             std::string_view bytes) {
    auto const &bounce = *letter.bounce;
    auto const owner = rooms_.database.read([&](store::Reader &reader) {
        return rooms_.accounts.find_by_email(reader, bounce.recipient);
    });
    bool const is_hers = owner && rooms_.addresses.address_key(owner->email) == key;
    rooms_.bounces.count(key, bounce.is_failure ? bounce.status : "4.0.0",
                         letter.message_id.empty() ? sha256_hex(bytes) : letter.message_id,
                         is_hers ? owner->id : MemberId{});
}

Outcome Answering::take_reply(Reply const &reply) {
    using account::mail_key;
    auto const hash = account::account_hash(reply.member.email);
    if (reply.letter.proof == mail_in::Proof::failed) {
        security_log::note("reply-forged", hash, "");
        return Outcome::refused;
    }
    if (reply.letter.from.empty() || mail_key(reply.letter.from) != mail_key(reply.member.email)) {
        security_log::note("reply-forged", hash, "");
        // Where the mail server says who sent it, an address that it does not vouch for is not told
        // anything: it may be somebody else's.
        if (settings_.trusted_server.empty() || reply.letter.proof == mail_in::Proof::passed)
            tell(reply, "another address",
                 N_("Answers are taken from the email address of the member to whom we wrote only. "
                    "Please answer from that address, or log in and answer there."));
        return Outcome::refused;
    }
    auto const claimed = claim(reply.member.id, reply.key);
    if (claimed == Claim::done_before) return Outcome::done;
    if (claimed == Claim::held) return Outcome::again;
    // When it breaks, what was written before is found by the next try: as after a crash.
    auto const done = deliver(reply, claimed == Claim::ours_again);
    if (!done && done.why().reason == Reason::too_many) {
        give_back(reply.member.id, reply.key);
        return Outcome::again;
    }
    finish(reply.member.id, reply.key);
    if (done) return Outcome::done;
    auto const &answer = reply.address.answer;
    tell(reply,
         std::string{done.why().message.msgid} + ' ' + std::to_string(static_cast<int>(answer.to)) +
             ' ' + std::to_string(answer.id),
         done.why().message);
    return Outcome::refused;
}

Answering::Claim Answering::claim(MemberId member, std::string_view key) {
    auto const claimed = rooms_.database.write([&](store::Writer &writer) -> Result<Claim> {
        auto const now = rooms_.clock.now();
        auto const until = now + hold_for;
        if (writer.run(sql::claim,
                       {{"member", member}, {"key", key}, {"now", now}, {"until", until}}) > 0)
            return Claim::ours;
        if (writer.run(sql::claim_again,
                       {{"member", member}, {"key", key}, {"now", now}, {"until", until}}) > 0)
            return Claim::ours_again;
        auto const held =
            writer.one<std::int64_t>(sql::held_until, {{"member", member}, {"key", key}});
        return held.value_or(0) == 0 ? Claim::done_before : Claim::held;
    });
    ensure(claimed.has_value(), "claiming refuses nothing");
    return *claimed;
}

void Answering::finish(MemberId member, std::string_view key) {
    (void)rooms_.database.write([&](store::Writer &writer) -> Done {
        writer.put(sql::finish, {{"member", member}, {"key", key}});
        store::tell(writer, AnsweredByMail{member});
        return {};
    });
}

void Answering::give_back(MemberId member, std::string_view key) {
    (void)rooms_.database.write([&](store::Writer &writer) -> Done {
        writer.put(sql::give_back, {{"member", member}, {"key", key}});
        return {};
    });
}

void Answering::tell(Reply const &reply, std::string_view reason, Sentence const &why) {
    auto const &to = reply.letter.from;
    if (!mail::is_one_address(to)) return;
    auto const key = rooms_.addresses.address_key(to);
    auto const may = rooms_.database.write([&](store::Writer &writer) -> Result<bool> {
        auto const now = rooms_.clock.now();
        return writer.run(sql::may_tell, {{"key", key},
                                          {"reason", sha256_hex(reason)},
                                          {"now", now},
                                          {"day_before", now - std::chrono::days{1}}}) > 0;
    });
    if (!may || !*may) return;
    i18n::Words const w{reply.member.language};
    auto const &rules = rooms_.accounts.rules();
    mail::Letter letter;
    letter.to = to;
    letter.subject = w("{1}: Your answer by email was not taken", {rules.network_name});
    letter.text = std::string{w("We have not taken the email you sent us, for this reason:")} +
                  "\n\n" + w(why) + "\n\n" + rules.public_url + path_of(reply.address.answer) +
                  "\n\n-- \n" + rules.network_name + "\n" + rules.public_url + "\n";
    bool const is_hers = account::mail_key(to) == account::mail_key(reply.member.email);
    if (is_hers)
        letter.reply_to = rooms_.addresses.for_reply(reply.member.id, reply.address.answer);
    if (mail::is_one_address(reply.letter.message_id) && reply.letter.message_id.size() <= 200)
        letter.references = {reply.letter.message_id};
    if (!rooms_.postman.post(std::move(letter)))
        log::warn("an answer to a letter was not taken by the postman",
                  {{"member", reply.member.id.value}});
}

void Answering::member_leaves(store::Writer &writer, MemberId member) {
    writer.put(sql::leave_answers, {{"member", member}});
    if (rooms_.addresses.domain().empty()) return;
    if (auto const leaving = rooms_.accounts.find(writer, member))
        writer.put(sql::leave_refusals, {{"key", rooms_.addresses.address_key(leaving->email)}});
}

void Answering::tidy() {
    (void)rooms_.database.write([&](store::Writer &writer) -> Done {
        auto const now = rooms_.clock.now();
        writer.put(sql::tidy_answers, {{"before", now - answers_kept}});
        writer.put(sql::tidy_refusals, {{"before", now - std::chrono::days{2}}});
        return {};
    });
}

} // namespace goen::answering
