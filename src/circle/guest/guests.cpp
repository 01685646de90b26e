// SPDX-License-Identifier: Apache-2.0
// Links to cards, and the cards that guests leave.
#include "account/directory.hpp"
#include "base/peer.hpp"
#include "base/text.hpp"
#include "card/card_store.hpp"
#include "circle_events/events.hpp"
#include "guest/guest_state.hpp"
#include "i18n/dates.hpp"
#include "store/derived.hpp"

namespace goen::guest {

namespace directory = account::directory;

namespace {

Refusal not_shown() {
    return {Reason::not_found,
            N_("This link or code is no longer valid. Please ask the other person for a new one.")};
}
Refusal no_such_guest() {
    return {Reason::not_found, N_("This card has already been answered or no longer exists.")};
}
Refusal no_such_card() { return {Reason::not_found, N_("This card was not found.")}; }

Guest guest_from(store::Row const &row, MemberId owner) {
    return {row.get<GuestId>(0),     owner,
            row.get<CardId>(1),      card::from_stored(row.text(2)),
            row.get<std::string>(3), row.get<std::string>(4),
            row.get<bool>(5),        i18n::language_of(row.text(6)),
            row.get<Time>(7)};
}

} // namespace

std::string link_hash(std::string_view secret) {
    return sha256_hex("goen card link " + std::string{secret});
}

bool is_token(std::string_view text) {
    if (text.size() != 43) return false;
    for (char const c : text) {
        bool const fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!fits) return false;
    }
    return true;
}

Guests::Guests(store::Database &database, card::Cards &cards, contacts::Contacts &contacts,
               exchange::Exchange &exchange, policy::Policy &policy, account::Accounts &accounts,
               mail::Postman &postman, IdMaker &ids, Clock &clock, Random &random)
    : state_(std::make_shared<State>(database, cards, contacts, exchange, policy, accounts, postman,
                                     ids, clock, random)) {}

Result<std::string> Guests::make_link(MemberId me, CardId card) {
    return state_->database.write([&](store::Writer &writer) -> Result<std::string> {
        writer.lock(me.value);
        if (!state_->cards.live(writer, me, card)) return no_such_card();
        if (auto const secret = writer.one<std::string>(sql::link_of, {{"me", me}, {"card", card}}))
            return *secret;
        auto const secret = state_->random.secret();
        auto const hash = link_hash(secret);
        auto const now = state_->clock.now();
        writer.run(sql::put_link, {{"me", me}, {"card", card}, {"secret", secret}, {"at", now}});
        bool const is_new = directory::put(
            writer, {hash, directory::Kind::link, me, card.value, std::nullopt}, now);
        ensure(is_new, "no two secrets are alike");
        store::tell(writer, CardLinkMade{me, card});
        return secret;
    });
}

std::optional<std::string> Guests::link(MemberId me, CardId card) {
    return state_->database.read([&](store::Reader &reader) {
        return reader.one<std::string>(sql::link_of, {{"me", me}, {"card", card}});
    });
}

namespace {

// Whether there was one.
bool drop_link(store::Writer &writer, MemberId me, CardId card) {
    auto const secret = writer.one<std::string>(sql::drop_link, {{"me", me}, {"card", card}});
    if (secret) directory::drop(writer, link_hash(*secret), me);
    return secret.has_value();
}

} // namespace

Done Guests::end_link(MemberId me, CardId card) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (drop_link(writer, me, card)) {
            store::tell(writer, CardLinkEnded{me, card});
        }
        return {};
    });
}

void Guests::card_changed(store::Writer &writer, card::Cards::Change const &change) {
    if (!change.next) drop_link(writer, change.owner, change.card);
}

Result<Shown> Guests::shown(std::string_view token) {
    if (!is_token(token)) return not_shown();
    Shown found;
    if (auto const code = state_->exchange.look_up(MemberId{}, token, ""); code) {
        found.owner = code->owner, found.card = code->card, found.place = code->place,
        found.is_code = true;
    }
    return state_->database.read([&](store::Reader &reader) -> Result<Shown> {
        if (!found.owner) {
            auto const hash = link_hash(token);
            auto const link = directory::find(reader, hash, directory::Kind::link);
            if (!link.member) return not_shown();
            found.owner = link.member;
            found.card = CardId{link.thing};
        }
        auto const version = state_->cards.live(reader, found.owner, found.card);
        if (!version) return not_shown();
        found.body = policy::Policy::held_out(version->body);
        found.to_all = card::seen(version->body, card::Tier::none);
        return found;
    });
}

Done Guests::leave(std::string_view token, LeftCard const &left, i18n::Language language,
                   std::string_view peer) {
    auto const seen = shown(token);
    if (!seen) return seen.why();
    bool const is_too_many = !is_private_address(peer) && !state_->of_address.take(peer_key(peer));
    if (is_too_many || !state_->of_link.take(link_hash(token))) {
        return Refusal{Reason::too_many,
                       N_("Too many cards have been left recently. Please try again in an hour."),
                       {},
                       seconds{3600}};
    }
    auto const now = state_->clock.now();
    auto const id = state_->ids.make<GuestId>();
    auto const body = card::to_stored(left.body);
    auto const digest = sha256_hex(seen->card.text() + '\n' + body + '\n' + left.word);
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.one<std::int64_t>(sql::count_guests, {{"me", seen->owner}}).value_or(0) >=
            max_waiting) {
            return Refusal{
                Reason::too_many,
                N_("Too many cards are already waiting here. Please try again another day."),
                {},
                seconds{86400}};
        }
        auto const put = writer.run(sql::put_guest, {{"me", seen->owner},
                                                     {"id", id},
                                                     {"card", seen->card},
                                                     {"body", body},
                                                     {"word", left.word},
                                                     {"place", seen->place},
                                                     {"by_code", seen->is_code},
                                                     {"language", i18n::code(language)},
                                                     {"digest", digest},
                                                     {"at", now}});
        if (put > 0) store::tell(writer, GuestLeftCard{seen->owner, id});
        return {};
    });
}

void Guests::keep_in(store::DerivedMemory &memory) {
    memory.keep("guest_cards_waiting", state_->waiting);
}

int Guests::waiting(MemberId me) {
    auto const now = state_->clock.now();
    if (auto const kept = state_->waiting.find(me, now)) return *kept;
    auto const known = state_->waiting.known();
    auto const count = state_->database.read([&](store::Reader &reader) {
        return static_cast<int>(
            reader.one<std::int64_t>(sql::count_guests, {{"me", me}}).value_or(0));
    });
    state_->waiting.keep(me, known, {me.value}, count, now);
    return count;
}

std::vector<Guest> Guests::list(MemberId me, GuestId before, int limit) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Guest> found;
        reader.each(sql::guests_of,
                    {{"me", me}, {"before", before ? before.value : INT64_MAX}, {"count", limit}},
                    [&](store::Row const &row) { found.push_back(guest_from(row, me)); });
        return found;
    });
}

Result<ContactId> Guests::accept(MemberId me, GuestId id, std::optional<std::string> place) {
    if (place) {
        auto const fine = exchange::parse_place(*place);
        if (!fine) return fine.why();
        place = *fine;
    }
    return state_->database.write([&](store::Writer &writer) -> Result<ContactId> {
        std::optional<Guest> guest;
        writer.each(sql::guest, {{"me", me}, {"id", id}},
                    [&](store::Row const &row) { guest = guest_from(row, me); });
        // Of two answers at once, one finds the row.
        if (!guest || writer.run(sql::drop_guest, {{"me", me}, {"id", id}}) == 0)
            return no_such_guest();
        auto const now = state_->clock.now();
        auto const where = place ? *place : guest->place;
        contacts::Edit edit;
        edit.body = guest->body;
        edit.met = {{i18n::date_in_japan(guest->left), where, guest->word}};
        auto const contact =
            state_->contacts.receive_from_guest(writer, me, std::move(edit), guest->left);
        if (!contact) return contact.why();
        auto const body = card::to_stored(guest->body);
        writer.run(sql::put_guest_contact, {{"me", me},
                                            {"contact", *contact},
                                            {"card", guest->card},
                                            {"body", body},
                                            {"place", where},
                                            {"met_at", guest->left},
                                            {"language", i18n::code(guest->language)},
                                            {"at", now}});
        store::tell(writer, GuestAccepted{me, *contact});
        return *contact;
    });
}

std::vector<Guest> Guests::all(store::Reader &reader, MemberId me) {
    std::vector<Guest> found;
    reader.each(sql::all_guests_of, {{"me", me}},
                [&](store::Row const &row) { found.push_back(guest_from(row, me)); });
    return found;
}

Done Guests::decline(MemberId me, GuestId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::drop_guest, {{"me", me}, {"id", id}}) == 0) return no_such_guest();
        store::tell(writer, GuestDeclined{me, id});
        return {};
    });
}

void Guests::member_leaves(store::Writer &writer, MemberId member) {
    for (auto const *query :
         {&sql::leave_links, &sql::leave_guests, &sql::leave_guest_contacts, &sql::leave_claims})
        writer.put(*query, {{"me", member}});
}

void Guests::tidy() {
    auto const done = state_->database.write([&](store::Writer &writer) -> Done {
        writer.run(sql::drop_old_guests, {{"before", state_->clock.now() - guest_life}});
        return {};
    });
    ensure(done, "tidying refuses nothing");
}

} // namespace goen::guest
