// SPDX-License-Identifier: Apache-2.0
// Ties: made, moved nearer or farther, ended, blocked.
#include "exchange/exchange.hpp"

#include "base/text.hpp"
#include "circle_events/events.hpp"
#include "exchange/exchange_state.hpp"
#include "exchange/person_keys.hpp"
#include "store/derived.hpp"
#include "store/id_list.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace goen::exchange {
namespace {

constexpr std::size_t most_in_common = 5;

} // namespace

Exchange::Exchange(store::Database &database, policy::Policy &policy, card::Cards &cards,
                   contacts::Contacts &contacts, account::Accounts &accounts, IdMaker &ids,
                   Clock &clock, Random &random)
    : state_(std::make_shared<State>(database, policy, cards, contacts, accounts, ids, clock,
                                     random)) {}

void Exchange::use(network::Network &network) { state_->network = &network; }

void Exchange::use(letter::Letters &letters) { state_->letters = &letters; }
void Exchange::use(push::Push &push) { state_->pushes = &push; }

void Exchange::put_exchange_letter(store::Writer &writer, MemberId to, MemberId with) {
    state_->put_letter(writer, to, letter::Kind::exchange, with.value);
}

void Exchange::keep_in(store::DerivedMemory &memory) {
    memory.keep("requests_waiting", state_->waiting);
}

Result<std::string> parse_place(std::string_view typed) {
    typed = trimmed(typed);
    if (!is_clean_utf8(typed) || typed.find_first_of("\r\n\t") != typed.npos) {
        return Refusal{Reason::invalid,
                       N_("The place could not be read."),
                       {{"place", N_("Please enter the place on one line.")}}};
    }
    if (count_code_points(typed) > max_place) {
        return Refusal{Reason::invalid,
                       N_("The place is too long."),
                       {{"place", N_("Please keep this to 200 characters or fewer.")}}};
    }
    return std::string{typed};
}

Result<policy::Tie> Exchange::tie(store::Writer &writer, Pair const &pair) {
    if (pair.a == pair.b)
        return Refusal{Reason::invalid, N_("You cannot exchange cards with yourself.")};
    lock_pair(writer, pair.a, pair.b);
    auto const [from_a, from_b] =
        state_->cards.both_live(writer, pair.a, pair.a_gives, pair.b, pair.b_gives);
    if (!from_a) return not_my_card();
    if (!from_b)
        return Refusal{Reason::conflict, N_("The card you were offered is no longer available. "
                                            "Please ask the other person again.")};

    using Run = std::function<void(store::Binds)>;
    auto const put = [&](policy::Tie const &t, Run const &run) {
        run({{"member", t.member},
             {"other", t.other},
             {"at", pair.at},
             {"means", policy::to_string(pair.means)},
             {"place", pair.place},
             {"introducer", pair.introducer},
             {"given", t.given},
             {"received", t.received},
             {"version", t.version}});
    };
    policy::Tie mine{pair.a, pair.b,       {},           pair.means, {},
                     {},     pair.a_gives, from_b->card, from_b->id};
    put(mine, [&](store::Binds binds) {
        writer.each(sql::put_tie, binds, [&](store::Row const &row) {
            mine.since = row.get<Time>(0);
            mine.means = policy::means_of(row.text(1)).value_or(pair.means);
            mine.place = row.get<std::string>(2);
            mine.introducer = row.get<MemberId>(3);
            mine.tier = row.get<card::Tier>(4);
            mine.sees = row.get<card::Tier>(5);
        });
    });
    // Both sides live and die together, so the other one need not be read.
    auto theirs = mine;
    std::swap(theirs.member, theirs.other);
    std::swap(theirs.tier, theirs.sees);
    theirs.given = pair.b_gives;
    theirs.received = from_a->card;
    theirs.version = from_a->id;
    put(theirs, [&](store::Binds binds) { writer.put(sql::put_tie, binds); });

    bool const is_meeting = pair.means == policy::Means::code || pair.means == policy::Means::qr ||
                            pair.means == policy::Means::event;
    for (auto const *side : {&mine, &theirs}) {
        state_->contacts.receive(writer, {side->member, side->other, side->version, side->sees,
                                          pair.at, pair.place, is_meeting});
    }
    if (mine.since == pair.at) {
        store::tell(writer, TieMade{pair.a, pair.b});
    } else {
        store::tell(writer, TieRenewed{pair.a, pair.b});
    }
    return mine;
}

void Exchange::card_changed(store::Writer &writer, card::Cards::Change const &change) {
    // An exchange that is being written now is waited for, and so is not missed.
    writer.lock(change.owner.value);
    writer.run(sql::move_holders, {{"version", change.next ? change.next->id : VersionId{}},
                                   {"owner", change.owner},
                                   {"card", change.card}});
    keep_person_keys(writer, change);
}

Done Exchange::set_tier(MemberId me, MemberId other, card::Tier tier) {
    return set_tier(me, other, [&](store::Reader &, policy::Tie const &) -> Result<card::Tier> {
        return tier;
    });
}

Done Exchange::set_tier(MemberId me, MemberId other, Choosing const &choosing) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        lock_pair(writer, me, other);
        auto const tie = state_->policy.tie(writer, me, other);
        if (!tie || !tie->is_live()) return not_exchanged();
        auto const chosen = choosing(writer, *tie);
        if (!chosen) return chosen.why();
        auto const tier = *chosen;
        if (tier != card::Tier::exchanged && tier != card::Tier::colleague &&
            tier != card::Tier::close) {
            return Refusal{Reason::invalid,
                           N_("Please choose a sharing level."),
                           {{"tier", N_("Please choose a sharing level.")}}};
        }
        writer.run(sql::set_my_tier, {{"tier", tier}, {"me", me}, {"other", other}});
        auto const version = writer.one<VersionId>(sql::set_what_they_see,
                                                   {{"tier", tier}, {"me", me}, {"other", other}});
        ensure(version, "a tie has one side only");
        auto const now = state_->clock.now();
        state_->contacts.refresh(writer, other, me, *version, tier, now);
        // Whom it concerns is not said as `other`: nobody is told.
        store::tell(writer, TieTierChanged{me, other});
        return {};
    });
}

Done Exchange::end(MemberId me, MemberId other) {
    return end(me, other, [](store::Reader &, policy::Tie const &) { return Done{}; });
}

Done Exchange::end(MemberId me, MemberId other, Agreeing const &may) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        lock_pair(writer, me, other);
        auto const tie = state_->policy.tie(writer, me, other);
        if (!tie || !tie->is_live()) return not_exchanged();
        if (auto const agreed = may(writer, *tie); !agreed) return agreed.why();
        auto const now = state_->clock.now();
        writer.run(sql::end_tie, {{"at", now}, {"member", me}, {"other", other}});
        writer.run(sql::end_tie, {{"at", now}, {"member", other}, {"other", me}});
        store::tell(writer, TieEnded{.member = me, .other = other});
        return {};
    });
}

Done Exchange::block(MemberId me, MemberId other) {
    if (me == other) return Refusal{Reason::invalid, N_("You cannot block yourself.")};
    return state_->database.write([&](store::Writer &writer) -> Done {
        lock_pair(writer, me, other);
        auto const now = state_->clock.now();
        auto const since = now - request_life;
        // Who is not there for me cannot be blocked: else blocking would tell which numbers are
        // members. Somebody who has asked me is there for me, whether or not I may see her name.
        if (!state_->member(writer, me, other) &&
            !writer.any(sql::asked_me, {{"me", me}, {"them", other}, {"since", since}}) &&
            !state_->policy.has_blocked(writer, me, other)) {
            return no_such_member();
        }
        writer.put(sql::put_block, {{"me", me}, {"other", other}, {"at", now}});
        writer.put(sql::put_blocked_by, {{"me", me}, {"other", other}});
        // What was asked either way is over. The other's own row stays as it is: she is told
        // nothing.
        writer.run(sql::decline_all_from, {{"me", me}, {"them", other}});
        writer.run(sql::withdraw_all_in, {{"me", me}, {"them", other}});
        writer.run(sql::withdraw_all_out, {{"me", me}, {"them", other}});
        if (writer.run(sql::end_tie, {{"at", now}, {"member", me}, {"other", other}}) > 0) {
            writer.run(sql::end_tie, {{"at", now}, {"member", other}, {"other", me}});
            store::tell(writer, TieEnded{.member = me, .other = other});
        }
        store::tell(writer, BlockSet{me, other});
        return {};
    });
}

Done Exchange::unblock(MemberId me, MemberId other) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        lock_pair(writer, me, other);
        // The same for a number that is nobody's: only one's own blocks are asked.
        if (writer.run(sql::drop_block, {{"me", me}, {"other", other}}) == 0) {
            return Refusal{Reason::not_found, N_("You have not blocked this person.")};
        }
        writer.put(sql::drop_blocked_by, {{"me", me}, {"other", other}});
        store::tell(writer, BlockLifted{me, other});
        return {};
    });
}

std::vector<MemberId> Exchange::blocked(MemberId me) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<MemberId> found;
        reader.each(sql::blocked_by, {{"me", me}},
                    [&](store::Row const &row) { found.push_back(row.get<MemberId>(0)); });
        return found;
    });
}

std::vector<MemberId> Exchange::in_common(MemberId me, MemberId other) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<MemberId> known;
        reader.each(sql::in_common, {{"me", me}, {"them", other}},
                    [&](store::Row const &row) { known.push_back(row.get<MemberId>(0)); });
        std::vector<MemberId> found;
        for (auto const &member : state_->accounts.find(reader, known)) {
            if (member && member->bridge && found.size() < most_in_common)
                found.push_back(member->id);
        }
        return found;
    });
}

std::vector<std::vector<MemberId>> Exchange::in_common(MemberId me,
                                                       std::vector<MemberId> const &others) {
    std::vector<std::vector<MemberId>> found(others.size());
    if (others.empty()) return found;
    state_->database.read([&](store::Reader &reader) {
        std::unordered_map<MemberId, std::vector<MemberId>> known;
        std::vector<MemberId> everybody;
        reader.each(sql::in_common_with, {{"me", me}, {"others", store::id_list(others)}},
                    [&](store::Row const &row) {
                        auto const id = row.get<MemberId>(1);
                        known[row.get<MemberId>(0)].push_back(id);
                        everybody.push_back(id);
                    });
        std::sort(everybody.begin(), everybody.end());
        everybody.erase(std::unique(everybody.begin(), everybody.end()), everybody.end());
        std::unordered_set<MemberId> bridges;
        for (auto const &member : state_->accounts.find(reader, everybody)) {
            if (member && member->bridge) bridges.insert(member->id);
        }
        for (std::size_t i = 0; i < others.size(); ++i) {
            for (auto const id : known[others[i]]) {
                if (bridges.contains(id) && found[i].size() < most_in_common)
                    found[i].push_back(id);
            }
        }
    });
    return found;
}

bool Exchange::has_blocked(MemberId me, MemberId other) {
    return state_->database.read(
        [&](store::Reader &reader) { return state_->policy.has_blocked(reader, me, other); });
}

} // namespace goen::exchange
