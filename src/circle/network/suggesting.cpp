// SPDX-License-Identifier: Apache-2.0
// ご縁のありそうな方: whom I may know, by acquaintances in common. From ties only: private books
// play no part, and nobody is told that she was suggested.
#include "circle_events/events.hpp"
#include "network/network_state.hpp"

#include "store/id_list.hpp"

#include <algorithm>
#include <unordered_set>

namespace goen::network {
namespace {

// "You were both at the spring meeting" would be a fine reason, and is none here, because nobody
// has agreed to tell it. That she exchanged cards there on that day stands in two rows: hers and
// that of the person she met. To be a bridge means that those one exchanged with may learn WHOM one
// knows ("see that you know somebody"), not where and when; she herself, as a rule no bridge, is
// met as the end of a question only; and where she was on a day is nobody's to give away (a fair
// for those who look for work, a patients' evening). Nor may it weigh in the order, which can be
// read as well. Until there is a choice of one's own ("people who were there may know that I was"),
// places and days of other people's exchanges are not read in this room; a test holds that.
constexpr std::chrono::days asked_lately{30};
constexpr std::size_t acquaintances_shown = 3;

std::vector<std::string> companies_of(card::CardBody const &body) {
    std::vector<std::string> found;
    for (auto const *side : {&body.ja, &body.en}) {
        for (auto const &position : side->positions) {
            if (!position.company.empty() &&
                std::find(found.begin(), found.end(), position.company) == found.end())
                found.push_back(position.company);
        }
    }
    return found;
}

} // namespace

std::optional<Suggestions> Network::suggestions(MemberId me, std::size_t count) {
    auto const live = state_->live();
    if (!live || !me) return std::nullopt;
    return state_->database.read([&](store::Reader &reader) -> Suggestions {
        Suggestions out;
        graph::SuggestAsk ask{.k = std::min<std::size_t>(1000, count * 5 + 20),
                              .hub_limit = hub_limit,
                              .not_these = state_->blocked_by(reader, me)};
        auto leave_out = [&](store::Row const &row) {
            ask.not_these.push_back(row.get<MemberId>(0));
        };
        reader.each(sql::not_interested_of, {{"me", me}}, leave_out);
        reader.each(sql::asked_since, {{"me", me}, {"since", state_->clock.now() - asked_lately}},
                    leave_out);
        auto reading = live->read(graph::View::over_bridges(me), State::cost());
        auto const found = reading.suggest(me, ask);
        if (!found) return out; // she is not in the graph: nobody knows her yet
        out.hubs_left_out = static_cast<int>(found->hubs_left_out);
        out.is_exact = found->is_exact || found->hubs_left_out > 0;
        auto const mine = state_->policy.look(reader, me, me);
        auto const my_companies = companies_of(mine.card());
        std::vector<MemberId> proposed;
        for (auto const &[id, mutual] : found->people) proposed.push_back(id);
        // Whoever wants to be asked by code only does not want to be found either.
        std::unordered_set<MemberId> by_code_only;
        reader.each(sql::reached_by_code_only, {{"members", store::id_list(proposed)}},
                    [&](store::Row const &row) { by_code_only.insert(row.get<MemberId>(0)); });
        auto seen = state_->people(reader, me, proposed);
        std::vector<std::vector<MemberId>> in_common; // with each suggested
        for (std::size_t i = 0; i < proposed.size() && out.people.size() < count; ++i) {
            auto const &[id, mutual] = found->people[i];
            if (by_code_only.contains(id) || !seen[i].id) continue;
            Suggestion one{std::move(seen[i]), mutual, {}, {}};
            in_common.emplace_back();
            if (auto both = reading.mutual(me, id, State::most_weighed)) {
                one.mutual = both->count;
                in_common.back() = std::move(both->first);
            }
            for (auto const &company : companies_of(one.person.card)) {
                if (std::find(my_companies.begin(), my_companies.end(), company) !=
                    my_companies.end())
                    one.companies.push_back(company);
            }
            out.people.push_back(std::move(one));
        }
        auto const nearest = state_->nearest_of(reader, me, in_common, acquaintances_shown);
        std::vector<MemberId> everybody;
        for (auto const &some : nearest)
            everybody.insert(everybody.end(), some.begin(), some.end());
        auto const known = state_->people(reader, me, everybody);
        auto next = known.begin();
        for (std::size_t i = 0; i < out.people.size(); ++i) {
            for (auto left = nearest[i].size(); left > 0; --left, ++next) {
                if (next->id) out.people[i].acquaintances.push_back(*next);
            }
        }
        std::stable_sort(out.people.begin(), out.people.end(),
                         [](Suggestion const &a, Suggestion const &b) {
                             return std::pair{a.mutual, a.companies.size()} >
                                    std::pair{b.mutual, b.companies.size()};
                         });
        return out;
    });
}

Done Network::dismiss(MemberId me, MemberId other) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        auto const sight = state_->policy.look(writer, me, other);
        if (me == other || (!sight.sees_name() && !sight.tie)) {
            return Refusal{Reason::not_found,
                           N_("This page was not found, or you do not have access to it.")};
        }
        writer.run(sql::put_not_interested,
                   {{"me", me}, {"other", other}, {"at", state_->clock.now()}});
        // Whom it concerns is not said: nobody else is told.
        store::tell(writer, SuggestionDismissed{me});
        return {};
    });
}

Done Network::undismiss(MemberId me, MemberId other) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::drop_not_interested, {{"me", me}, {"other", other}}) == 0) {
            return Refusal{Reason::not_found,
                           N_("This page was not found, or you do not have access to it.")};
        }
        store::tell(writer, SuggestionRestored{me});
        return {};
    });
}

void Network::member_leaves(store::Writer &writer, MemberId member) {
    writer.put(sql::leave_not_interested, {{"me", member}});
}

std::vector<MemberId> Network::dismissed(MemberId me) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<MemberId> found;
        reader.each(sql::not_interested_of, {{"me", me}},
                    [&](store::Row const &row) { found.push_back(row.get<MemberId>(0)); });
        return found;
    });
}

} // namespace goen::network
