// SPDX-License-Identifier: Apache-2.0
// Answers: yes, later, no; taking back; thanks. Later and no touch one's own row only.
#include "circle_events/events.hpp"
#include "introduction/introduction_state.hpp"

namespace goen::introduction {

using Stands = introduction::State;

Result<Introductions::Answered> Introductions::accept(MemberId me, IntroductionId id, CardId card) {
    return state_->database.write([&](store::Writer &writer) -> Result<Answered> {
        auto const now = state_->clock.now();
        auto const mine = state_->locked_row(writer, me, id);
        if (!mine || mine->role != Role::party) return no_such_introduction();
        auto const them = mine->other();
        if (mine->state == Stands::made) { // a second tap
            auto standing = state_->policy.tie(writer, me, them);
            if (standing && standing->is_live()) return Answered{std::move(standing)};
            return no_such_introduction();
        }
        bool const again = mine->state == Stands::accepted && now < mine->lapses();
        if (!again && !mine->is_answerable(now)) return no_such_introduction();
        if (state_->is_cut_off(writer, *mine)) return no_such_introduction();
        if (!state_->cards.live(writer, me, card)) return not_my_card();
        auto const other = state_->row(writer, them, id);
        bool const is_asked = other && other->role == Role::asker;
        if (is_asked && other->state != Stands::introduced) return no_such_introduction();

        writer.run(sql::give_card, {{"card", card}, {"me", me}, {"id", id}});
        // The other's yes stands only with a card to give, and with nobody blocked: else this one
        // waits as it would for an answer.
        bool const both =
            is_asked || (other && other->state == Stands::accepted && now < other->lapses() &&
                         state_->cards.live(writer, them, other->card) &&
                         !state_->policy.has_blocked(writer, them, me));
        if (!both) {
            if (!again) state_->move(writer, me, id, Stands::accepted, mine->since);
            store::tell(writer, IntroductionAccepted{me, id});
            return Answered{};
        }
        auto tie = state_->exchange.tie(
            writer,
            {me, them, card, other->card, policy::Means::introduction, {}, mine->bridge, now});
        if (!tie) return tie.why();
        for (auto const whose : {me, them, mine->bridge})
            state_->move(writer, whose, id, Stands::made, now);
        store::tell(writer, IntroductionMade{.member = me, .other = them, .introduction = id});
        store::tell(writer, IntroductionCameAbout{mine->bridge, id});
        state_->exchange.put_exchange_letter(writer, them, me);
        return Answered{*std::move(tie)};
    });
}

namespace {

Done put_aside(Introductions::State &state, MemberId me, IntroductionId id, Stands to) {
    return state.database.write([&](store::Writer &writer) -> Done {
        auto const now = state.clock.now();
        auto const mine = state.locked_row(writer, me, id);
        if (!mine || mine->role == Role::asker) return no_such_introduction();
        if (mine->state == to) return {};
        // Who has said yes may still think better of it while the other has not.
        bool const was_yes =
            to == Stands::declined && mine->state == Stands::accepted && now < mine->lapses();
        if (!was_yes && (!mine->is_answerable(now) || state.is_cut_off(writer, *mine)))
            return no_such_introduction();
        state.move(writer, me, id, to, mine->since);
        if (to == Stands::held) {
            store::tell(writer, IntroductionHeld{me, id});
        } else {
            store::tell(writer, IntroductionDeclined{me, id});
        }
        return {};
    });
}

} // namespace

Done Introductions::hold(MemberId me, IntroductionId id) {
    return put_aside(*state_, me, id, Stands::held);
}

Done Introductions::decline(MemberId me, IntroductionId id) {
    return put_aside(*state_, me, id, Stands::declined);
}

Done Introductions::withdraw(MemberId me, IntroductionId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        auto const now = state_->clock.now();
        auto const mine = state_->locked_row(writer, me, id);
        if (!mine || mine->role == Role::party) return no_such_introduction();
        if (mine->state == Stands::withdrawn) return {};
        if (mine->state == Stands::made)
            return Refusal{Reason::conflict, N_("This introduction has already been made.")};
        bool const is_mine_to_end = mine->role == Role::asker || mine->state == Stands::introduced;
        if (!is_mine_to_end) return no_such_introduction();
        state_->move(writer, me, id, Stands::withdrawn, now);
        store::tell(writer, IntroductionWithdrawn{me, id});
        // It disappears from those who could still answer; nothing here changes what is answered.
        // An asker is not told that the bridge has thought better of it: to her it lapses.
        for (auto const whose : {mine->from, mine->bridge, mine->to}) {
            if (whose == me) continue;
            auto const theirs = state_->row(writer, whose, id);
            if (!theirs || theirs->role == Role::asker || theirs->state == Stands::declined)
                continue;
            state_->move(writer, whose, id, Stands::withdrawn, now);
            store::tell(writer, IntroductionGone{whose, id});
        }
        return {};
    });
}

Done Introductions::thank(MemberId me, IntroductionId id, int phrase) {
    if (phrase < 1 || phrase > thanks_phrases)
        return Refusal{Reason::invalid,
                       N_("Please choose a thank-you message."),
                       {{"phrase", N_("Please choose a thank-you message.")}}};
    return state_->database.write([&](store::Writer &writer) -> Done {
        auto const mine = state_->locked_row(writer, me, id);
        if (!mine || mine->role == Role::bridge || mine->state != Stands::made)
            return no_such_introduction();
        auto const &query = me == mine->from ? sql::thank_from : sql::thank_to;
        if (writer.run(query, {{"phrase", phrase}, {"me", me}, {"id", id}}) == 0) return {}; // once
        bool const arrives = !state_->policy.has_blocked(writer, mine->bridge, me);
        if (arrives) writer.run(query, {{"phrase", phrase}, {"me", mine->bridge}, {"id", id}});
        store::tell(writer, IntroductionThanked{.member = me,
                                                .other = arrives ? mine->bridge : MemberId{},
                                                .introduction = id});
        return {};
    });
}

} // namespace goen::introduction
