// SPDX-License-Identifier: Apache-2.0
// Asking for an introduction, passing it on, proposing one. What is refused here depends on what
// the one who asks did, on her ties and on settings: never on what another did with a question.
#include "base/text.hpp"
#include "circle_events/events.hpp"
#include "introduction/introduction_state.hpp"

namespace goen::introduction {
namespace {

constexpr std::chrono::hours day{24};

Result<std::string> parse_text(std::string_view typed, std::string const &field,
                               std::size_t longest, bool needed) {
    auto lines = with_unix_lines(trimmed(typed));
    auto const refuse = [&](Sentence why) {
        return Refusal{
            Reason::invalid, N_("Please check what you entered."), {{field, std::move(why)}}};
    };
    if (lines.empty() && needed) return refuse(N_("Please write a short message."));
    if (!is_clean_utf8(lines))
        return refuse(N_("This text contains characters that cannot be displayed."));
    if (count_code_points(lines) > longest)
        return refuse(
            {N_("Please keep this to {1} characters or fewer."), {std::to_string(longest)}});
    return lines;
}

struct Tally {
    std::int64_t count = 0;
    Time oldest{};
};
Tally tally(store::Reader &reader, store::Query const &query, store::Binds binds) {
    auto const [count, oldest] = *reader.one<std::int64_t, Time>(query, binds);
    return {count, oldest};
}

Refusal slow_down(Sentence why, Time again, Time now) {
    return {Reason::too_many,
            std::move(why),
            {},
            std::max(seconds{1}, std::chrono::ceil<seconds>(again - now))};
}

Refusal not_introduced() {
    return {Reason::conflict, N_("This person does not accept introductions.")};
}

std::optional<Refusal> too_many_asks(store::Reader &reader, MemberId me,
                                     Introductions::Ask const &ask, Time now) {
    auto const since = now - life;
    std::vector<MemberId> bridges;
    reader.each(sql::asked_for, {{"me", me}, {"to", ask.to}, {"since", since}},
                [&](store::Row const &row) { bridges.push_back(row.get<MemberId>(0)); });
    if (std::find(bridges.begin(), bridges.end(), ask.bridge) != bridges.end()) {
        return Refusal{Reason::conflict,
                       N_("You already asked for this introduction within the last 30 days.")};
    }
    if (bridges.size() >= bridges_to_one) {
        return Refusal{Reason::conflict,
                       N_("You have already asked two people for an introduction to this person "
                          "within the last 30 days. Please wait for their answers.")};
    }
    if (auto const today = tally(reader, sql::asked_today, {{"me", me}, {"since", now - day}});
        today.count >= asks_a_day) {
        return slow_down(N_("You have reached the limit of 5 introduction requests a day. Please "
                            "try again tomorrow."),
                         today.oldest + day, now);
    }
    if (auto const open = tally(reader, sql::asked_of_bridge,
                                {{"me", me}, {"bridge", ask.bridge}, {"since", since}});
        open.count >= open_with_one_bridge) {
        return slow_down(N_("You have three pending requests to this person, the maximum. Please "
                            "wait for answers or withdraw one."),
                         open.oldest + life, now);
    }
    if (auto const open = tally(reader, sql::asked_and_open, {{"me", me}, {"since", since}});
        open.count >= open_asks) {
        return slow_down(N_("You have 10 pending introduction requests, the maximum. Please wait "
                            "for answers or withdraw some."),
                         open.oldest + life, now);
    }
    return {};
}

} // namespace

Result<Introduction> Introductions::ask(MemberId me, Ask const &ask) {
    if (me == ask.to || me == ask.bridge || ask.to == ask.bridge)
        return Refusal{Reason::invalid, N_("An introduction needs three different people.")};
    auto const message = parse_text(ask.message, "message", max_message, true);
    if (!message) return message.why();
    auto const about = parse_text(ask.about, "about", max_about, false);
    if (!about) return about.why();
    auto const sight = state_->exchange.member(me, ask.to);
    if (!sight) return sight.why();

    return state_->database.write([&](store::Writer &writer) -> Result<Introduction> {
        auto const now = state_->clock.now();
        lock_all(writer, me, ask.bridge, ask.to);
        if (!state_->cards.live(writer, me, ask.card)) return not_my_card();
        if (state_->are_tied(writer, me, ask.to))
            return Refusal{Reason::conflict,
                           N_("You have already exchanged cards with this person.")};
        if (state_->policy.has_blocked(writer, me, ask.to))
            return Refusal{Reason::conflict,
                           N_("You have blocked this person. Please unblock them first.")};
        auto const bridge = state_->accounts.find(writer, ask.bridge);
        // Not a bridge, not known to me, not known to the other: the same words.
        if (!bridge || !bridge->bridge || !state_->are_tied(writer, me, ask.bridge) ||
            !state_->are_tied(writer, ask.bridge, ask.to)) {
            return Refusal{Reason::forbidden,
                           N_("This person cannot be asked for this introduction."),
                           {{"bridge", N_("Please choose someone you both know who accepts "
                                          "requests for introductions.")}}};
        }
        if (!state_->settings(writer, ask.to).found) return not_introduced();
        if (auto why = too_many_asks(writer, me, ask, now)) return *std::move(why);

        Introduction one;
        one.id = state_->ids.make<IntroductionId>();
        one.from = me, one.bridge = ask.bridge, one.to = ask.to;
        one.card = ask.card;
        one.message = *message, one.about = *about;
        one.sent = one.since = now;
        auto theirs = one;
        one.member = me, one.role = Role::asker;
        theirs.member = ask.bridge, theirs.role = Role::bridge, theirs.shown = ask.card,
        theirs.card = {};
        state_->put(writer, one);
        state_->put(writer, theirs);
        store::tell(writer,
                    IntroductionAsked{.member = me, .other = ask.bridge, .introduction = one.id});
        state_->put_letter(writer, ask.bridge, one.id);
        return one;
    });
}

Done Introductions::introduce(MemberId me, IntroductionId id, std::string_view typed) {
    auto const words = parse_text(typed, "words", max_words, true);
    if (!words) return words.why();
    return state_->database.write([&](store::Writer &writer) -> Done {
        auto const now = state_->clock.now();
        auto const mine = state_->locked_row(writer, me, id);
        if (!mine || mine->role != Role::bridge) return no_such_introduction();
        if (mine->state == introduction::State::introduced && !mine->proposed) return {}; // again
        if (!mine->is_answerable(now)) return no_such_introduction();
        auto const asker = state_->row(writer, mine->from, id);
        if (!asker || asker->state != introduction::State::open) return no_such_introduction();
        if (!state_->are_tied(writer, me, mine->from) || !state_->are_tied(writer, me, mine->to)) {
            return Refusal{
                Reason::conflict,
                N_("Your exchange with one of the two has ended, so you cannot introduce "
                   "them.")};
        }
        if (!state_->settings(writer, mine->to).found) return not_introduced();
        Introduction party = *mine;
        party.member = mine->to, party.role = Role::party;
        party.message.clear();
        party.words = *words;
        party.sent = party.since = now;
        // Kept from somebody who has blocked the asker: the same rows in the same time.
        bool const arrives = !state_->policy.has_blocked(writer, mine->to, mine->from);
        party.state = arrives ? introduction::State::open : introduction::State::declined;
        state_->put(writer, party);
        for (auto const whose : {me, mine->from}) {
            writer.run(sql::put_words, {{"words", *words}, {"me", whose}, {"id", id}});
            state_->move(writer, whose, id, introduction::State::introduced, now);
        }
        store::tell(writer,
                    IntroductionPassedOn{.member = me, .other = mine->from, .introduction = id});
        if (arrives) {
            store::tell(writer,
                        IntroductionArrived{.member = me, .other = mine->to, .introduction = id});
            state_->put_letter(writer, mine->to, id);
        } else {
            store::tell(writer, IntroductionKeptAway{me, id});
        }
        return {};
    });
}

Result<Introduction> Introductions::propose(MemberId me, MemberId one, MemberId another,
                                            std::string_view typed) {
    if (me == one || me == another || one == another)
        return Refusal{Reason::invalid, N_("An introduction needs three different people.")};
    auto const words = parse_text(typed, "words", max_words, true);
    if (!words) return words.why();
    return state_->database.write([&](store::Writer &writer) -> Result<Introduction> {
        auto const now = state_->clock.now();
        lock_all(writer, me, one, another);
        for (auto const who : {one, another}) {
            if (!state_->are_tied(writer, me, who))
                return Refusal{Reason::not_found,
                               N_("You have not exchanged cards with this person.")};
            if (!state_->settings(writer, who).found) return not_introduced();
        }
        if (writer.any(sql::proposed_pair,
                       {{"me", me}, {"since", now - life}, {"one", one}, {"another", another}})) {
            return Refusal{Reason::conflict,
                           N_("You already proposed this introduction within the last 30 days.")};
        }
        if (auto const today =
                tally(writer, sql::proposed_today, {{"me", me}, {"since", now - day}});
            today.count >= proposals_a_day) {
            return slow_down(N_("You have reached the limit of 10 introductions a day. Please try "
                                "again tomorrow."),
                             today.oldest + day, now);
        }
        Introduction mine;
        mine.id = state_->ids.make<IntroductionId>();
        mine.member = me, mine.role = Role::bridge, mine.proposed = true;
        mine.from = one, mine.bridge = me, mine.to = another;
        mine.words = *words;
        mine.sent = mine.since = now;
        mine.state = introduction::State::introduced;
        state_->put(writer, mine);
        store::tell(writer, IntroductionProposed{me, mine.id});
        for (auto const who : {one, another}) {
            auto party = mine;
            party.member = who, party.role = Role::party;
            bool const arrives = !state_->policy.has_blocked(writer, who, party.other());
            party.state = arrives ? introduction::State::open : introduction::State::declined;
            state_->put(writer, party);
            if (arrives) {
                store::tell(writer, IntroductionArrived{
                                        .member = me, .other = who, .introduction = mine.id});
                state_->put_letter(writer, who, mine.id);
            } else {
                store::tell(writer, IntroductionKeptAway{me, mine.id});
            }
        }
        return mine;
    });
}

} // namespace goen::introduction
