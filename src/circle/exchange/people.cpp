// SPDX-License-Identifier: Apache-2.0
// Looking at members and finding them by name, as far as they let one.
#include "base/text.hpp"
#include "exchange/exchange_state.hpp"
#include "exchange/lists.hpp"
#include "exchange/person_keys.hpp"
#include "names/prefix_key.hpp"
#include "names/search_key.hpp"
#include "policy/other_names.hpp"

#include <algorithm>
#include <set>

namespace goen::exchange {
namespace {

constexpr int rows_a_prefix = 400;
constexpr int after_names = 5; // found by another name: after every rank of the name of now

bool is_blank(card::CardBody const &body) {
    return body.name.empty() && body.ja.empty() && body.en.empty() && body.emails.empty() &&
           body.phones.empty() && body.urls.empty();
}

bool is_open(std::optional<account::Member> const &member) {
    return member && member->is_confirmed && member->is_approved;
}

} // namespace

void keep_person_keys(store::Writer &writer, card::Cards::Change const &change) {
    writer.run(sql::drop_person_keys, {{"member", change.owner}, {"card", change.card}});
    if (!change.next) return;
    auto const shown = card::seen(change.next->body, card::Tier::none);
    if (shown.name.empty()) return;
    for (auto const &key : names::prefix_keys(shown.name)) {
        writer.run(sql::put_person_key,
                   {{"member", change.owner}, {"card", change.card}, {"name_key", key}});
    }
}

std::vector<MemberId> people_like(store::Reader &reader, std::string_view query) {
    std::set<MemberId> seen;
    std::vector<MemberId> found;
    for (auto const &prefix : names::prefixes_of(query)) {
        reader.each(
            sql::people_with_prefix,
            {{"lower", prefix}, {"upper", names::after_prefix(prefix)}, {"count", rows_a_prefix}},
            [&](store::Row const &row) {
                if (auto const id = row.get<MemberId>(0); seen.insert(id).second)
                    found.push_back(id);
            });
    }
    return found;
}

Result<policy::Sight> Exchange::State::member(store::Reader &reader, MemberId me, MemberId other) {
    auto sight = policy.look(reader, me, other);
    if (sight.is_self || sight.is_tied()) return sight;
    if (sight.tie && accounts.find(reader, other))
        return sight; // an exchange that has ended, unless she has left
    // To be asked, one must be seen; and no account is asked about before that, so that both kinds
    // of nothing cost the same.
    if (is_blank(sight.card()) || !is_open(accounts.find(reader, other))) return no_such_member();
    return sight;
}

std::vector<Result<policy::Sight>> Exchange::State::members(store::Reader &reader, MemberId me,
                                                            std::vector<MemberId> const &others) {
    std::vector<Result<policy::Sight>> found;
    found.reserve(others.size());
    auto const there = accounts.find(reader, others);
    auto sights = policy.look(reader, me, others);
    for (std::size_t i = 0; i < others.size(); ++i) {
        auto &sight = sights[i];
        bool const is_known = sight.is_self || sight.is_tied() || (sight.tie && there[i]);
        if (is_known || (!is_blank(sight.card()) && is_open(there[i])))
            found.emplace_back(std::move(sight));
        else
            found.emplace_back(no_such_member());
    }
    return found;
}

std::vector<Result<policy::Sight>> Exchange::members(MemberId me,
                                                     std::vector<MemberId> const &others) {
    return state_->database.read(
        [&](store::Reader &reader) { return state_->members(reader, me, others); });
}

Result<policy::Sight> Exchange::member(MemberId me, MemberId other) {
    return state_->database.read(
        [&](store::Reader &reader) { return state_->member(reader, me, other); });
}

std::vector<account::NameRecord> Exchange::other_names(MemberId me, MemberId other) {
    return state_->database.read([&](store::Reader &reader) {
        return policy::other_names(reader, me, other, state_->policy.look(reader, me, other));
    });
}

std::vector<FoundPerson> Exchange::people(MemberId me, std::string_view query, int limit) {
    auto found = people(me, query, MemberId{}, limit);
    return found ? std::move(found->people) : std::vector<FoundPerson>{};
}

Result<People> Exchange::people(MemberId me, std::string_view query, MemberId after, int limit) {
    if (limit < 1 || limit > 100) {
        return Refusal{Reason::invalid,
                       N_("The limit must be a number from 1 to 100."),
                       {{"limit", N_("The limit must be a number from 1 to 100.")}}};
    }
    query = trimmed(query);
    if (query.empty() || query.size() > 200 || !is_clean_utf8(query)) return People{};
    names::NameQuery const asked{query};
    if (asked.empty()) return People{};
    return state_->database.read([&](store::Reader &reader) -> Result<People> {
        // Those whose cards I hold: they may show me a name that they do not show to everyone.
        std::vector<MemberId> candidates;
        if (auto const mine = state_->contacts.list(me, {.q = std::string{query}, .limit = 100},
                                                    i18n::Language::ja)) {
            for (auto const &line : mine->lines) {
                if (line.is_live) candidates.push_back(MemberId{line.id.value});
            }
        }
        struct Ranked {
            int rank;
            std::string sort_key;
            FoundPerson person;
        };
        auto const by_other_name = policy::known_as(reader, state_->policy, me, query);
        for (auto const id : people_like(reader, query)) candidates.push_back(id);
        for (auto const &[id, record] : by_other_name) candidates.push_back(id);
        std::sort(candidates.begin(), candidates.end());
        candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
        std::erase(candidates, me);
        // Whom I have blocked I find among the blocked; who has blocked me is like any stranger.
        for (auto const &block : blocks_in(reader, me)) std::erase(candidates, block.other);
        std::vector<Ranked> ranked;
        // The index proposes; the policy decides, on the card as it is now.
        auto const sights = state_->policy.look(reader, me, candidates);
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            auto const id = candidates[i];
            auto const &sight = sights[i];
            auto body = sight.card();
            if (body.name.empty()) continue;
            FoundPerson person{id, {}, sight.is_tied(), {}};
            int rank = after_names;
            if (asked.matches(names::find_key(body.name))) {
                rank = asked.rank(body.name);
            } else if (auto const other = by_other_name.find(id); other != by_other_name.end()) {
                person.known_as = other->second;
            } else {
                continue;
            }
            auto sort_key = names::sort_key(body.name);
            person.card = std::move(body);
            ranked.push_back({rank, std::move(sort_key), std::move(person)});
        }
        std::sort(ranked.begin(), ranked.end(), [](Ranked const &a, Ranked const &b) {
            return std::tie(a.rank, a.sort_key, a.person.id) <
                   std::tie(b.rank, b.sort_key, b.person.id);
        });
        auto next = ranked.begin();
        if (after) {
            next = std::find_if(ranked.begin(), ranked.end(),
                                [&](Ranked const &one) { return one.person.id == after; });
            if (next == ranked.end()) {
                return Refusal{
                    Reason::invalid,
                    N_("This page of the list was not found. Please start from the first page."),
                    {{"after", N_("This page of the list was not found. Please start from the "
                                  "first page.")}}};
            }
            ++next;
        }
        std::vector<MemberId> rest;
        for (auto one = next; one != ranked.end(); ++one) rest.push_back(one->person.id);
        auto const there = state_->accounts.find(reader, rest);
        People found;
        for (auto one = there.begin(); next != ranked.end(); ++next, ++one) {
            if (!next->person.is_tied && !is_open(*one)) continue;
            if (static_cast<int>(found.people.size()) == limit) {
                found.next = found.people.back().id;
                break;
            }
            found.people.push_back(std::move(next->person));
        }
        return found;
    });
}

} // namespace goen::exchange
