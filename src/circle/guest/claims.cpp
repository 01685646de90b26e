// SPDX-License-Identifier: Apache-2.0
// The one letter to a guest, and what its link does: by joining, or with the account she has.
#include "account/directory.hpp"
#include "card/card_store.hpp"
#include "card/card_view.hpp"
#include "circle_events/events.hpp"
#include "guest/guest_state.hpp"
#include "i18n/dates.hpp"

namespace goen::guest {
namespace {

constexpr std::chrono::days address_rest{30};
constexpr int letters_to_address = 5; // from all members together, in that time

struct Accepted { // a guest contact's row
    CardId card;
    card::CardBody body;
    std::string place;
    Time met{};
    i18n::Language language = i18n::Language::ja;
    std::string mail() const {
        return body.emails.empty() ? std::string{} : body.emails.front().value;
    }
};

std::optional<Accepted> accepted(store::Reader &reader, MemberId me, ContactId contact) {
    std::optional<Accepted> found;
    reader.each(sql::guest_contact, {{"me", me}, {"contact", contact}}, [&](store::Row const &row) {
        found = Accepted{row.get<CardId>(0), card::from_stored(row.text(1)),
                         row.get<std::string>(2), row.get<Time>(3), i18n::language_of(row.text(4))};
    });
    return found;
}

Refusal no_guest() { return {Reason::not_found, N_("This contact was not found.")}; }
Refusal dead_claim() {
    return {Reason::not_found,
            N_("This invitation has been used, has expired, or its link is incomplete. Please ask "
               "the person who invited you for a new one.")};
}

std::string mail_hash(std::string_view mail) {
    return sha256_hex("goen claim " + account::mail_key(mail));
}

mail::Letter letter(account::Rules const &rules, Accepted const &guest,
                    card::CardBody const &inviter, std::string_view link, Time expires) {
    i18n::Words const w{guest.language};
    auto const name = guest.body.name.display(guest.language);
    auto who = inviter.name.display(guest.language);
    if (auto const *position = card::main_position(inviter, guest.language)) {
        who += w.is_ja() ? "（" : " (";
        who += card::position_line(*position, guest.language);
        who += w.is_ja() ? "）" : ")";
    }
    auto const text = w("Dear {1},", {name}) + "\n\n" +
                      w("You left your card with {2} on {1}. {2} now invites you to join {3}, a "
                        "network for exchanging business cards (meishi) and keeping in touch.",
                        {i18n::day_text(guest.met, guest.language), who, rules.network_name}) +
                      "\n\n" +
                      w("This link is only for you and can be used once, until {1}. If you join "
                        "with it, you will have each other's cards from the start:",
                        {i18n::day_text(expires, guest.language)}) +
                      "\n\n" + std::string{link} + "\n\n" +
                      w("If you do not want to join, you can ignore this email. Your address is "
                        "not used for anything else, and you will get at most one reminder.") +
                      "\n\n-- \n" + rules.network_name + "\n" + rules.public_url + "\n";
    return {guest.mail(), name,
            w("{1} invites you to {2}", {inviter.name.display(guest.language), rules.network_name}),
            text};
}

// Why no letter can go out now; nothing when one can.
std::optional<Refusal> why_not(store::Reader &reader, MemberId me, ContactId contact,
                               Accepted const &guest, Time now) {
    if (guest.mail().empty())
        return Refusal{Reason::conflict, N_("This person did not leave an email address.")};
    std::vector<Time> sent;
    reader.each(sql::claims_of, {{"me", me}, {"contact", contact}},
                [&](store::Row const &row) { sent.push_back(row.get<Time>(0)); });
    if (static_cast<int>(sent.size()) >= max_letters) {
        return Refusal{Reason::conflict,
                       N_("You have already invited this person twice, the maximum.")};
    }
    if (!sent.empty() && sent.front() + account::for_one_lives > now) {
        return Refusal{
            Reason::conflict,
            N_("Your invitation has been sent. You can send it once more after its link expires.")};
    }
    auto const hash = mail_hash(guest.mail());
    if (account::directory::count_letters(reader, hash, now) >= letters_to_address) {
        return Refusal{
            Reason::too_many,
            N_("Email cannot be sent to this address right now. Please try again in a month."),
            {},
            seconds{86400}};
    }
    return std::nullopt;
}

} // namespace

Result<Guests::Invitation> Guests::invitation(MemberId me, ContactId contact) {
    auto const now = state_->clock.now();
    return state_->database.read([&](store::Reader &reader) -> Result<Invitation> {
        auto const guest = accepted(reader, me, contact);
        if (!guest || !state_->contacts.is_private(reader, me, contact)) return no_guest();
        Invitation out;
        out.sent = reader.one<Time>(sql::claims_of, {{"me", me}, {"contact", contact}});
        out.why_not = why_not(reader, me, contact, *guest, now);
        auto version = state_->cards.live(reader, me, guest->card);
        if (!version) version = state_->cards.main_of(reader, me);
        auto const inviter = version ? policy::Policy::held_out(version->body) : card::CardBody{};
        auto const &rules = state_->accounts.rules();
        out.letter = letter(rules, *guest, inviter, rules.public_url + "/claim/…",
                            now + account::for_one_lives);
        return out;
    });
}

Done Guests::invite(MemberId me, ContactId contact) {
    auto &s = *state_;
    auto const now = s.clock.now();
    auto const invitation_id = s.ids.make<InvitationId>();
    auto const &rules = s.accounts.rules();
    auto const ready = s.database.write([&](store::Writer &writer) -> Result<mail::Letter> {
        writer.lock(me.value); // two taps send one letter
        auto const guest = accepted(writer, me, contact);
        if (!guest || !s.contacts.is_private(writer, me, contact)) return no_guest();
        if (auto const why = why_not(writer, me, contact, *guest, now)) return *why;
        auto version = s.cards.live(writer, me, guest->card);
        if (!version) version = s.cards.main_of(writer, me);
        if (!version) return no_guest();
        names::NameInput name;
        auto const &left = guest->body.name;
        name.family = left.family, name.given = left.given, name.middle = left.middle,
        name.order = left.order;
        auto const made = account::invite_one(writer, rules, invitation_id, s.random, now, me,
                                              {guest->mail(), name, guest->language});
        if (!made) return made.why();
        writer.run(sql::put_claim, {{"me", me},
                                    {"invitation", made->id},
                                    {"contact", contact},
                                    {"card", version->card},
                                    {"at", now}});
        auto const hash = mail_hash(guest->mail());
        account::directory::add_letter(writer, hash, me, made->id.value, now + address_rest);
        store::tell(writer, ClaimSent{me, contact});
        return letter(rules, *guest, policy::Policy::held_out(version->body),
                      rules.public_url + "/claim/" + made->secret, made->expires);
    });
    if (!ready) return ready.why();
    s.postman.post(*ready);
    return {};
}

namespace {

std::optional<ClaimRow> open_claim(store::Reader &reader, MemberId inviter,
                                   InvitationId invitation) {
    auto const row = reader.one<ContactId, CardId>(sql::open_claim,
                                                   {{"me", inviter}, {"invitation", invitation}});
    if (!row) return {};
    return ClaimRow{inviter, invitation, std::get<0>(*row), std::get<1>(*row)};
}

std::optional<ClaimRow> claim_behind(store::Reader &reader, std::string_view secret, Time now) {
    MemberId inviter;
    auto const invited = account::for_one(reader, secret, now, &inviter);
    return invited ? open_claim(reader, inviter, invited->id) : std::nullopt;
}

} // namespace

Result<Guests::Claim> Guests::claim(std::string_view secret) {
    return state_->database.read([&](store::Reader &reader) -> Result<Claim> {
        auto const row = claim_behind(reader, secret, state_->clock.now());
        if (!row) return dead_claim();
        auto version = state_->cards.live(reader, row->inviter, row->card);
        if (!version) version = state_->cards.main_of(reader, row->inviter);
        if (!version) return dead_claim();
        return Claim{row->inviter, version->card, policy::Policy::held_out(version->body)};
    });
}

Result<policy::Tie> Guests::take_claim(MemberId me, std::string_view secret) {
    return state_->database.write([&](store::Writer &writer) -> Result<policy::Tie> {
        auto const now = state_->clock.now();
        auto const row = claim_behind(writer, secret, now);
        if (!row) return dead_claim();
        if (row->inviter == me)
            return Refusal{Reason::conflict, N_("This is your own invitation.")};
        if (!account::use_for_one(writer, row->inviter, row->invitation, now)) return dead_claim();
        return state_->connect(writer, *row, me, "");
    });
}

void Guests::joined(store::Writer &writer, MemberId member) {
    auto const came = account::came_by_invitation(writer, member);
    if (!came) return;
    auto const row = open_claim(writer, came->inviter, came->invitation);
    if (!row) return;
    // A member who has taken the guest out of her book meanwhile has invited her all the same, but
    // there is no tie.
    (void)state_->connect(writer, *row, member, came->is_confirmed ? came->mail : std::string{});
}

Result<policy::Tie> Guests::State::connect(store::Writer &writer, ClaimRow const &claim,
                                           MemberId member, std::string_view proven_mail) {
    auto const now = clock.now();
    auto const me = claim.inviter;
    auto const guest = accepted(writer, me, claim.contact);
    if (!guest || !contacts.is_private(writer, me, claim.contact)) return dead_claim();
    if (policy.has_blocked(writer, me, member) || policy.has_blocked(writer, member, me))
        return dead_claim();
    auto mine = cards.live(writer, me, claim.card);
    if (!mine) mine = cards.main_of(writer, me);
    auto const hers = cards.of(writer, member);
    if (!mine || hers.empty()) return dead_claim();

    // She who proves the address on the card she left need not type that card again: its details
    // are on her new card, seen by those she exchanges with, and hers to change.
    if (!proven_mail.empty() &&
        account::mail_key(proven_mail) == account::mail_key(guest->mail())) {
        auto body = hers.front().live.body;
        if (body.emails.empty() && body.phones.empty() && body.ja.empty() && body.en.empty()) {
            body.ja = guest->body.ja, body.en = guest->body.en;
            body.emails = guest->body.emails, body.phones = guest->body.phones;
            cards.publish(writer, hers.front(), std::move(body), now);
        }
    }
    auto tie = exchange.tie(
        writer, {me, member, mine->card, hers.front().id, policy::Means::request, "", {}, now});
    if (!tie) return tie;
    contacts.adopt(writer, me, claim.contact, member, now);
    contacts.note_meeting(writer, member, ContactId{me.value},
                          {i18n::date_in_japan(guest->met), guest->place, ""}, now);
    writer.run(sql::use_claim, {{"me", me}, {"invitation", claim.invitation}, {"at", now}});
    writer.run(sql::drop_guest_contact, {{"me", me}, {"contact", claim.contact}});
    store::tell(writer, ClaimUsed{.member = member, .other = me, .contact = claim.contact});
    // The claimant's side for whoever asked.
    return policy::Tie{member,        me,         tie->since, tie->means, tie->place, {},
                       tie->received, tie->given, {},         tie->sees,  tie->tier,  {}};
}

} // namespace goen::guest
