// SPDX-License-Identifier: Apache-2.0
// Codes: shown by one, typed or scanned by the other.
#include "account/directory.hpp"
#include "circle_events/events.hpp"
#include "exchange/exchange_state.hpp"
#include "exchange/spoken_code.hpp"

namespace goen::exchange {

namespace directory = account::directory;

namespace {

// Wrong, expired, used up, blocked: one sentence for all.
Refusal not_valid() {
    return {Reason::not_found,
            N_("This code is no longer valid. Please ask the other person for a new one.")};
}

Code code_from(store::Row const &row) {
    using at = sql::code_columns;
    return {.id = row.get<CodeId>(at::id),
            .owner = row.get<MemberId>(at::member_id),
            .card = row.get<CardId>(at::card_id),
            .digits = row.get<std::string>(at::digits),
            .secret = row.get<std::string>(at::secret),
            .place = row.get<std::string>(at::place),
            .expires = row.get<Time>(at::expires_at),
            .uses_left = row.get<int>(at::uses_left)};
}

// The same reads whether or not there is such a code.
Code find_code(store::Reader &reader, TypedCode const &typed) {
    auto const hash = typed.hash();
    auto const found = directory::find(reader, hash, directory::Kind::code);
    Code code;
    reader.each(sql::code_found, {{"owner", found.member}, {"code", found.thing}},
                [&](store::Row const &row) { code = code_from(row); });
    return code; // owner 0 when there is none
}

// Whether there was one.
bool drop_code(store::Writer &writer, MemberId me) {
    auto const dropped = writer.one<std::string, std::string>(sql::drop_code_of, {{"me", me}});
    if (!dropped) return false;
    auto const &[digits, secret] = *dropped;
    directory::drop(writer, digits_hash(digits), me);
    directory::drop(writer, secret_hash(secret), me);
    return true;
}

// The same reads whether or not there is such a code.
bool is_for(store::Reader &reader, Code const &code, MemberId me) {
    bool const is_blocked = reader.any(sql::either_has_blocked, {{"a", me}, {"b", code.owner}});
    return code.owner && !is_blocked;
}

} // namespace

Result<Code> Exchange::show_code(MemberId me, CardId card, int minutes_, int uses,
                                 std::string place) {
    if (minutes_ < 1 || minutes_ > max_minutes) {
        return Refusal{Reason::invalid,
                       N_("Please choose how long the code is valid."),
                       {{"minutes", N_("Between 1 and 1,440 minutes.")}}};
    }
    if (uses < 0 || uses > max_uses) {
        return Refusal{Reason::invalid,
                       N_("Please choose how many people can use the code."),
                       {{"uses", N_("Between 0 (everyone) and 1,000.")}}};
    }
    auto const where = parse_place(place);
    if (!where) return where.why();

    return state_->database.write([&](store::Writer &writer) -> Result<Code> {
        writer.lock(me.value);
        if (!state_->cards.live(writer, me, card)) return not_my_card();
        auto const now = state_->clock.now();
        Code code{state_->ids.make<CodeId>(),
                  me,
                  card,
                  {},
                  state_->random.secret(),
                  *where,
                  now + minutes{minutes_},
                  uses == 0 ? -1 : uses};
        drop_code(writer, me);
        // Six digits are plenty until a great many codes live at once; then a few draws find free
        // ones.
        for (int draw = 0; draw < 200; ++draw) {
            auto digits = std::to_string(state_->random.below(1'000'000));
            code.digits = std::string(6 - digits.size(), '0') + digits;
            auto const by_digits = digits_hash(code.digits), by_secret = secret_hash(code.secret);
            directory::Entry entry{by_digits, directory::Kind::code, me, code.id.value,
                                   code.expires};
            if (!directory::put(writer, entry, now)) continue; // a living code has these digits
            entry.hash = by_secret;
            ensure(directory::put(writer, entry, now), "no two secrets are alike");
            writer.put(sql::put_code, {{"me", me},
                                       {"id", code.id},
                                       {"card", card},
                                       {"digits", code.digits},
                                       {"secret", code.secret},
                                       {"place", code.place},
                                       {"expires", code.expires},
                                       {"uses", code.uses_left}});
            store::tell(writer, CodeShown{me, code.id});
            return code;
        }
        return Refusal{Reason::too_many,
                       N_("Too many codes are in use right now. Please try again in a minute."),
                       {},
                       seconds{60}};
    });
}

std::optional<Code> Exchange::my_code(MemberId me) {
    auto const now = state_->clock.now();
    return state_->database.read([&](store::Reader &reader) {
        std::optional<Code> code;
        reader.each(sql::code_of, {{"me", me}},
                    [&](store::Row const &row) { code = code_from(row); });
        if (code && !code->is_live(now)) code.reset();
        return code;
    });
}

Done Exchange::end_code(MemberId me) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (drop_code(writer, me)) store::tell(writer, CodeEnded{me});
        return {};
    });
}

std::vector<MemberId> Exchange::lately_met(MemberId me) {
    // By the code I show now or showed last: an old partner's name does not stand above a new code.
    auto const now = state_->clock.now();
    return state_->database.read([&](store::Reader &reader) {
        Code code;
        reader.each(sql::code_of, {{"me", me}},
                    [&](store::Row const &row) { code = code_from(row); });
        auto const since = code.is_live(now) ? Time{} : now - std::chrono::hours{1};
        std::vector<MemberId> found;
        reader.each(sql::lately_met, {{"me", me}, {"since", since}, {"code", code.id}},
                    [&](store::Row const &row) { found.push_back(row.get<MemberId>(0)); });
        return found;
    });
}

namespace {

Refusal unreadable() {
    return {Reason::invalid,
            N_("A code has six digits."),
            {{"code", N_("Please enter the six digits you were given.")}}};
}
Refusal slow_down(seconds wait) {
    return {Reason::too_many,
            N_("Too many incorrect codes. Please wait a while, or scan the QR code."),
            {},
            wait};
}
Refusal own_code() {
    return {Reason::conflict,
            N_("This is your own code. Ask the other person to enter or scan it.")};
}

} // namespace

bool Exchange::is_live(std::string_view secret) {
    auto const typed = read_code(secret);
    if (!typed || typed->is_digits) return false;
    auto const now = state_->clock.now();
    return state_->database.read(
        [&](store::Reader &reader) { return find_code(reader, *typed).is_live(now); });
}

Result<Code> Exchange::look_up(MemberId me, std::string_view digits_or_secret,
                               std::string_view peer) {
    auto const typed = read_code(digits_or_secret);
    if (!typed) return unreadable();
    auto const now = state_->clock.now();
    // A secret of 256 bits cannot be guessed; counting those would only stop honest people with an
    // old picture.
    if (typed->is_digits) {
        if (auto const wait = state_->brake.begin(me, peer, now); wait > seconds{0})
            return slow_down(wait);
    }
    auto code = state_->database.read([&](store::Reader &reader) {
        auto found = find_code(reader, *typed);
        bool const fits = is_for(reader, found, me) && found.is_live(now);
        return fits ? found : Code{};
    });
    if (!code.owner) return not_valid();
    if (typed->is_digits) state_->brake.was_right(me, peer, now);
    if (code.owner == me) return own_code();
    code.digits.clear();
    code.secret.clear();
    return code;
}

Result<std::string> Exchange::secret_for_stranger(std::string_view digits_or_secret,
                                                  std::string_view peer) {
    auto const typed = read_code(digits_or_secret);
    if (!typed) return unreadable();
    auto const now = state_->clock.now();
    if (typed->is_digits) {
        if (auto const wait = state_->brake.begin_stranger(peer, now); wait > seconds{0})
            return slow_down(wait);
    }
    auto const code =
        state_->database.read([&](store::Reader &reader) { return find_code(reader, *typed); });
    if (!code.owner || !code.is_live(now)) return not_valid();
    if (typed->is_digits) state_->brake.stranger_was_right(peer);
    return code.secret;
}

Result<policy::Tie> Exchange::redeem(MemberId me, std::string_view digits_or_secret, CardId my_card,
                                     std::string place, std::string_view peer) {
    auto const typed = read_code(digits_or_secret);
    if (!typed) return unreadable();
    auto const where = parse_place(place);
    if (!where) return where.why();
    auto const now = state_->clock.now();
    if (typed->is_digits) {
        if (auto const wait = state_->brake.begin(me, peer, now); wait > seconds{0})
            return slow_down(wait);
    }
    bool is_right = false;
    auto made = state_->database.write([&](store::Writer &writer) -> Result<policy::Tie> {
        is_right = false;
        auto const code = find_code(writer, *typed);
        if (!is_for(writer, code, me)) return not_valid();
        if (code.owner == me) {
            if (!code.is_live(now)) return not_valid();
            is_right = true;
            return own_code();
        }
        lock_pair(writer, me, code.owner);
        if (writer.run(sql::note_use,
                       {{"owner", code.owner}, {"code", code.id}, {"user", me}, {"at", now}}) ==
            0) {
            // A second tap: what the first one made stands, even when the code has been used up
            // since.
            auto standing = state_->policy.tie(writer, me, code.owner);
            if (!standing || !standing->is_live()) return not_valid();
            is_right = true;
            return *standing;
        }
        if (code.uses_left < 0) {
            if (!code.is_live(now)) return not_valid();
        } else if (writer.run(sql::take_use,
                              {{"owner", code.owner}, {"code", code.id}, {"now", now}}) == 0) {
            return not_valid(); // and the noted use is undone with the rest
        }
        is_right = true;
        return tie(writer, {me,
                            code.owner,
                            my_card,
                            code.card,
                            typed->is_digits ? policy::Means::code : policy::Means::qr,
                            code.place.empty() ? *where : code.place,
                            {},
                            now});
    });
    if (typed->is_digits && is_right) state_->brake.was_right(me, peer, now);
    return made;
}

void Exchange::tidy() {
    auto const now = state_->clock.now();
    auto const done = state_->database.write([&](store::Writer &writer) -> Done {
        writer.run(sql::drop_expired_codes, {{"now", now}});
        writer.run(sql::drop_old_uses, {{"before", now - std::chrono::hours{48}}});
        return {};
    });
    ensure(done, "tidying refuses nothing");
}

} // namespace goen::exchange
