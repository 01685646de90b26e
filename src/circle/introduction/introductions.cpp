// SPDX-License-Identifier: Apache-2.0
// Reading introductions, and the settings for them.
#include "circle_events/events.hpp"
#include "introduction/introduction_state.hpp"
#include "policy/introduced.hpp"
#include "store/derived.hpp"
#include "store/id_list.hpp"

#include <unordered_map>

namespace goen::introduction {
namespace {

using Word = std::string_view;
constexpr std::array<Word, 3> roles{"asker", "bridge", "party"};
constexpr std::array<Word, 7> states{"open",     "held", "declined", "introduced",
                                     "accepted", "made", "withdrawn"};

template <class Kind, std::size_t n> Kind kind_of(std::array<Word, n> const &words, Word word) {
    auto const found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) throw Trouble("an introduction is in an unknown state");
    return static_cast<Kind>(found - words.begin());
}

store::Query const &query_of(Box box) {
    if (box == Box::waiting) return sql::waiting_introductions;
    return box == Box::made ? sql::introductions_made : sql::introductions_under_way;
}

} // namespace

std::string_view to_string(Role role) { return roles.at(static_cast<std::size_t>(role)); }
std::string_view to_string(State state) { return states.at(static_cast<std::size_t>(state)); }

bool Introduction::is_answerable(Time now) const {
    return role != Role::asker &&
           (state == introduction::State::open || state == introduction::State::held) &&
           now < lapses();
}

std::string_view Introduction::state_for_reader(Time now) const {
    using enum introduction::State;
    if (state == made || state == withdrawn) return to_string(state);
    if (now >= lapses()) return "lapsed";
    if (state == introduced) return "passed_on";
    return role == Role::asker ? "sent" : to_string(state);
}

Introduction introduction_from(store::Row const &row) {
    using at = sql::introduction_columns;
    Introduction one;
    one.member = row.get<MemberId>(at::member_id);
    one.id = row.get<IntroductionId>(at::id);
    one.role = kind_of<Role>(roles, row.text(at::role));
    one.proposed = row.get<bool>(at::proposed);
    one.from = row.get<MemberId>(at::from_id);
    one.bridge = row.get<MemberId>(at::bridge_id);
    one.to = row.get<MemberId>(at::to_id);
    one.card = row.get<CardId>(at::card_id);
    one.shown = row.get<CardId>(at::shown_id);
    one.message = row.get<std::string>(at::message);
    one.about = row.get<std::string>(at::about);
    one.words = row.get<std::string>(at::words);
    one.sent = row.get<Time>(at::sent_at);
    one.since = row.get<Time>(at::since);
    one.state = kind_of<State>(states, row.text(at::state));
    one.thanks_from = row.get<int>(at::thanks_from);
    one.thanks_to = row.get<int>(at::thanks_to);
    return one;
}

std::optional<Introduction> Introductions::State::row(store::Reader &reader, MemberId me,
                                                      IntroductionId id) {
    std::optional<Introduction> found;
    reader.each(sql::introduction, {{"me", me}, {"id", id}},
                [&](store::Row const &row) { found = introduction_from(row); });
    return found;
}

std::optional<Introduction> Introductions::State::locked_row(store::Writer &writer, MemberId me,
                                                             IntroductionId id) {
    auto const found = row(writer, me, id);
    if (!found) return {};
    lock_all(writer, found->from, found->bridge, found->to);
    return row(writer, me, id);
}

void Introductions::State::put(store::Writer &writer, Introduction const &one) {
    writer.put(sql::put_introduction,
               {{"me", one.member},
                {"id", one.id},
                {"role", to_string(one.role)},
                {"proposed", one.proposed},
                {"from", one.from},
                {"bridge", one.bridge},
                {"to", one.to},
                {"other", one.role == Role::bridge ? MemberId{} : one.other()},
                {"card", one.card},
                {"shown", one.shown},
                {"message", one.message},
                {"about", one.about},
                {"words", one.words},
                {"at", one.sent},
                {"state", to_string(one.state)}});
}

void Introductions::State::move(store::Writer &writer, MemberId whose, IntroductionId id,
                                introduction::State to, Time since) {
    writer.run(sql::move_introduction,
               {{"state", to_string(to)}, {"since", since}, {"me", whose}, {"id", id}});
}

bool Introductions::State::is_cut_off(store::Reader &reader, Introduction const &mine) {
    if (mine.role == Role::asker) return false;
    if (policy.has_blocked(reader, mine.member, mine.bridge)) return true;
    if (mine.role == Role::bridge) return false;
    return policy.has_blocked(reader, mine.member, mine.other()) ||
           (!mine.proposed && policy.has_blocked(reader, mine.other(), mine.member));
}

Introductions::Introductions(store::Database &database, policy::Policy &policy, card::Cards &cards,
                             exchange::Exchange &exchange, account::Accounts &accounts,
                             IdMaker &ids, Clock &clock)
    : state_(std::make_shared<State>(database, policy, cards, exchange, accounts, ids, clock)) {}

std::vector<Introduction> Introductions::list(MemberId me, Box box, IntroductionId before,
                                              int limit) {
    auto const since = state_->clock.now() - life;
    auto const last = before ? before.value : INT64_MAX;
    auto const count = std::clamp(limit, 1, 101);
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Introduction> found;
        auto take = [&](store::Row const &row) { found.push_back(introduction_from(row)); };
        if (box == Box::waiting) {
            reader.each(query_of(box),
                        {{"me", me}, {"since", since}, {"before", last}, {"count", count}}, take);
        } else {
            reader.each(query_of(box), {{"me", me}, {"before", last}, {"count", count}}, take);
        }
        return found;
    });
}

Result<Introduction> Introductions::find(MemberId me, IntroductionId id) {
    auto const now = state_->clock.now();
    return state_->database.read([&](store::Reader &reader) -> Result<Introduction> {
        auto const found = state_->row(reader, me, id);
        if (!found || found->state == introduction::State::declined) return no_such_introduction();
        bool const stands =
            found->role == Role::asker || found->state == introduction::State::made ||
            found->state == introduction::State::accepted ||
            found->state == introduction::State::introduced ||
            (found->role == Role::bridge && found->state == introduction::State::withdrawn);
        if (stands) return *found;
        if (!found->is_answerable(now) || state_->is_cut_off(reader, *found))
            return no_such_introduction();
        return *found;
    });
}

void Introductions::use(letter::Letters &letters) { state_->letters = &letters; }
void Introductions::use(push::Push &push) { state_->pushes = &push; }

void Introductions::keep_in(store::DerivedMemory &memory) {
    memory.keep("introductions_waiting", state_->waiting);
}

int Introductions::waiting(MemberId me) {
    auto const now = state_->clock.now();
    if (auto const kept = state_->waiting.find(me, now)) return *kept;
    auto const known = state_->waiting.known();
    auto const count = state_->database.read([&](store::Reader &reader) {
        return static_cast<int>(
            reader.one<std::int64_t>(sql::count_waiting, {{"me", me}, {"since", now - life}})
                .value_or(0));
    });
    state_->waiting.keep(me, known, {me.value}, count, now);
    return count;
}

std::vector<card::CardBody> Introductions::shown_of(std::vector<Party> const &parties) {
    std::vector<card::CardBody> shown(parties.size());
    if (parties.empty()) return shown;
    state_->database.read([&](store::Reader &reader) {
        std::vector<MemberId> members;
        for (auto const &party : parties) members.push_back(party.member);
        std::unordered_map<MemberId, CardId> chosen;
        reader.each(
            sql::settings_of, {{"members", store::id_list(members)}},
            [&](store::Row const &row) { chosen[row.get<MemberId>(0)] = row.get<CardId>(1); });
        std::vector<card::CardKey> cards;
        for (auto const &party : parties)
            cards.push_back({party.member, party.is_asker ? party.card : chosen[party.member]});
        auto const held_out = state_->cards.live(reader, cards);
        auto const mains = state_->cards.mains_of(reader, members);
        for (std::size_t i = 0; i < parties.size(); ++i) {
            if (parties[i].is_asker) {
                if (held_out[i]) shown[i] = policy::introduced(held_out[i]->body);
                continue;
            }
            auto const &version = held_out[i] ? held_out[i] : mains[i];
            if (version) shown[i] = card::seen(version->body, card::Tier::none);
        }
    });
    return shown;
}

Settings Introductions::State::settings(store::Reader &reader, MemberId of) {
    Settings found;
    if (auto const row = reader.one<CardId, bool>(sql::settings, {{"me", of}}))
        std::tie(found.card, found.found) = *row;
    if (auto const member = accounts.find(reader, of)) found.bridge = member->bridge;
    return found;
}

Settings Introductions::settings(MemberId me) {
    return state_->database.read(
        [&](store::Reader &reader) { return state_->settings(reader, me); });
}

std::vector<Introduction> Introductions::shown_after(store::Reader &reader, MemberId me, Time now,
                                                     IntroductionId after, int count) {
    std::vector<Introduction> found;
    reader.each(sql::introductions_after,
                {{"me", me}, {"after", after}, {"since", now - life}, {"count", count}},
                [&](store::Row const &row) { found.push_back(introduction_from(row)); });
    return found;
}

void Introductions::member_leaves(store::Writer &writer, MemberId member) {
    writer.put(sql::leave_introductions, {{"me", member}});
    writer.put(sql::leave_settings, {{"me", member}});
}

Done Introductions::choose(MemberId me, Settings const &settings,
                           std::function<Done(Settings const &now)> const &check) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        if (!state_->accounts.find(writer, me)) return no_such_introduction();
        auto const now = state_->settings(writer, me);
        if (auto const may = check ? check(now) : Done{}; !may) return may;
        if (settings.card && !state_->cards.live(writer, me, settings.card)) return not_my_card();
        writer.run(sql::put_settings,
                   {{"me", me}, {"card", settings.card}, {"found", settings.found}});
        store::tell(writer, IntroductionSettingsChanged{me});
        if (now.bridge != settings.bridge) state_->accounts.set_bridge(writer, me, settings.bridge);
        return {};
    });
}

} // namespace goen::introduction
