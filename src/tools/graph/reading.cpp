// SPDX-License-Identifier: Apache-2.0
// Questions in ids: refuse early, ask in numbers, answer in ids.
#include "graph/live.hpp"
#include "graph/search.hpp"

#include <algorithm>

namespace goen::graph {
namespace {

Refusal nobody_there() { return {Reason::not_found, N_("This member was not found."), {}, {}}; }
Refusal herself() { return {Reason::invalid, N_("These are the same member."), {}, {}}; }
Refusal out_of_range() { return {Reason::invalid, N_("This number is out of range."), {}, {}}; }

// A question has the seat's scratch; if it does not come to its end, the next one gets a fresh one.
class Asking {
public:
    explicit Asking(Reading::State &state)
        : state_(state), scratch_(state.seat->scratch && !state.seat->scratch->is_dirty
                                      ? *state.seat->scratch
                                      : *(state.seat->scratch = std::make_shared<Scratch>())),
          search_(state.version, *state.live->members, scratch_, viewer(state),
                  state.view.is_everything, state.budget, state.view.is_over_bridges),
          tells_of_hidden_(!state.view.is_over_bridges) {
        scratch_.is_dirty = true;
    }
    ~Asking() {
        if (std::uncaught_exceptions() == exceptions_) scratch_.is_dirty = false;
    }
    Asking(Asking const &) = delete;
    Asking &operator=(Asking const &) = delete;
    Search &operator*() { return search_; }
    Search *operator->() { return &search_; }
    // Whether to ask again with open eyes.
    bool is_to_look_again() { return tells_of_hidden_ && search_.has_left_out(); }
    bool tells_of_hidden() const { return tells_of_hidden_; }
    MemberId id(Ordinal n) const { return state_.live->members->id(n); }

private:
    static Ordinal viewer(Reading::State const &state) {
        if (state.view.is_everything) return Search::nobody;
        auto const found = state.live->members->find(state.view.viewer);
        return found && *found < state.version.members() ? *found : Search::nobody;
    }
    Reading::State &state_;
    Scratch &scratch_;
    Search search_;
    bool const tells_of_hidden_;
    int exceptions_ = std::uncaught_exceptions();
};

std::optional<Ordinal> ordinal(Reading::State const &state, MemberId id) {
    auto const found = state.live->members->find(id);
    return found && *found < state.version.members() ? found : std::nullopt;
}

// Both, and their lists on the way from memory.
std::pair<std::optional<Ordinal>, std::optional<Ordinal>> two(Reading::State const &state,
                                                              MemberId a, MemberId b) {
    auto const &members = *state.live->members;
    members.prefetch(a);
    members.prefetch(b);
    members.prefetch_id(a);
    members.prefetch_id(b);
    auto const one = ordinal(state, a);
    if (one) state.version.prefetch(Layer::ties, *one);
    auto const other = ordinal(state, b);
    if (other) state.version.prefetch(Layer::ties, *other);
    return {one, other};
}

} // namespace

Reading::Reading(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reading::Reading(Reading &&) noexcept = default;
Reading::~Reading() {
    if (state_) Epochs::leave(*state_->seat);
}

std::int64_t Reading::seq() const { return state_->version.seq(); }

Result<Degree> Reading::degree(MemberId a, MemberId b) {
    if (a == b && a) return herself();
    auto const [one, other] = two(*state_, a, b);
    if (!one || !other) return nobody_there();
    Asking ask{*state_};
    Degree answer;
    answer.degree = ask->degree(*one, *other);
    if (answer.degree == 0 && ask.is_to_look_again()) {
        ask->see_all();
        answer.is_hidden = ask->degree(*one, *other) != 0;
    }
    answer.is_exact = ask->is_exact();
    return answer;
}

Result<Distance> Reading::distance(MemberId a, MemberId b) {
    if (a == b && a) return herself();
    auto const [one, other] = two(*state_, a, b);
    if (!one || !other) return nobody_there();
    Asking ask{*state_};
    Distance answer;
    answer.hops = ask->hops(*one, *other, false, 0);
    if (!answer.hops && ask.is_to_look_again()) {
        ask->see_all();
        answer.is_hidden = ask->hops(*one, *other, false, 0).has_value();
    }
    answer.is_exact = ask->is_exact();
    return answer;
}

Result<Mutual> Reading::mutual(MemberId a, MemberId b, std::size_t first,
                               Strength const &strength) {
    if (a == b && a) return herself();
    auto const [one, other] = two(*state_, a, b);
    if (!one || !other) return nobody_there();
    Asking ask{*state_};
    auto const numbers = ask->mutual(*one, *other);
    bool const is_rising = state_->live->members->is_rising();
    Mutual answer;
    answer.first.reserve(std::min(first, numbers.size()));
    for (Ordinal const number : numbers) {
        auto const id = ask.id(number);
        if (!id) continue;
        ++answer.count;
        if (strength || !is_rising || answer.first.size() < first) answer.first.push_back(id);
    }
    if (!is_rising) {
        std::sort(answer.first.begin(), answer.first.end());
        if (!strength && answer.first.size() > first) answer.first.resize(first);
    }
    if (strength) {
        std::vector<std::pair<std::uint64_t, MemberId>> ranked;
        for (auto const id : answer.first) ranked.emplace_back(~strength(a, id), id);
        std::sort(ranked.begin(), ranked.end());
        answer.first.clear();
        for (std::size_t i = 0; i < ranked.size() && i < first; ++i)
            answer.first.push_back(ranked[i].second);
    }
    answer.is_exact = ask->is_exact();
    if (ask.is_to_look_again()) {
        ask->see_all();
        answer.is_hidden = ask->mutual(*one, *other).size() > answer.count;
    }
    return answer;
}

Result<Second> Reading::second(MemberId a) {
    auto const one = ordinal(*state_, a);
    if (!one) return nobody_there();
    Asking ask{*state_};
    Second answer;
    answer.count = ask->second(*one);
    answer.is_exact = ask->is_exact();
    if (ask.is_to_look_again()) {
        ask->see_all();
        answer.is_hidden = ask->second(*one) > answer.count;
    }
    return answer;
}

Result<bool> Reading::is_within_two(MemberId a, MemberId b) {
    if (a == b && a) return herself();
    auto const [one, other] = two(*state_, a, b);
    if (!one || !other) return nobody_there();
    Asking ask{*state_};
    return ask->knows(*one, *other) || !ask->mutual(*one, *other).empty();
}

Result<Suggestions> Reading::suggest(MemberId a, SuggestAsk const &asked) {
    if (asked.k < 1 || asked.k > 1000 || asked.not_these.size() > 100'000) return out_of_range();
    auto const one = ordinal(*state_, a);
    if (!one) return nobody_there();
    std::vector<Ordinal> not_these;
    for (auto const id : asked.not_these) {
        if (auto const found = ordinal(*state_, id)) not_these.push_back(*found);
    }
    Asking ask{*state_};
    Suggestions answer;
    for (auto const &[who, mutual] :
         ask->suggestions(*one, asked.k, asked.hub_limit, not_these, answer.hubs_left_out)) {
        if (auto const id = ask.id(who)) answer.people.push_back({id, mutual});
    }
    answer.is_exact = ask->is_exact() && answer.hubs_left_out == 0;
    answer.is_hidden = ask.is_to_look_again();
    return answer;
}

Result<Paths> Reading::paths(MemberId a, MemberId b, PathsAsk const &asked) {
    if (asked.k < 1 || asked.k > 100 || asked.at_most_hops < 0) return out_of_range();
    if (a == b && a) return herself();
    auto const [one, other] = two(*state_, a, b);
    if (!one || !other) return nobody_there();
    Asking ask{*state_};
    std::function<std::uint64_t(Ordinal)> strength;
    if (asked.strength) strength = [&](Ordinal first) { return asked.strength(a, ask.id(first)); };
    Paths answer;
    for (auto const &path :
         ask->paths(*one, *other, asked.k, asked.at_most_hops, !asked.over_everybody, strength)) {
        auto &out = answer.paths.emplace_back();
        for (Ordinal const number : path) out.push_back(ask.id(number));
        if (std::find(out.begin(), out.end(), MemberId{}) != out.end())
            answer.paths.pop_back(); // deleted just now
    }
    answer.is_exact = ask->is_exact();
    if (answer.paths.empty() && answer.is_exact && ask.tells_of_hidden() &&
        (ask.is_to_look_again() || !asked.over_everybody)) {
        ask->see_all();
        answer.is_hidden = ask->hops(*one, *other, false, asked.at_most_hops).has_value();
        answer.is_exact = ask->is_exact();
    }
    return answer;
}

Result<Degrees> Reading::degrees(MemberId a, std::span<MemberId const> others) {
    if (others.size() > 1000) return out_of_range();
    auto const one = ordinal(*state_, a);
    if (!one) return nobody_there();
    for (auto const id : others) state_->live->members->prefetch(id);
    std::vector<Ordinal> numbers;
    for (auto const id : others) numbers.push_back(ordinal(*state_, id).value_or(Search::nobody));
    Asking ask{*state_};
    Degrees answer;
    answer.degree.resize(others.size());
    ask->degrees(*one, numbers, answer.degree);
    answer.is_exact = ask->is_exact();
    answer.is_hidden =
        ask.is_to_look_again() && std::count(answer.degree.begin(), answer.degree.end(), 0) > 0;
    return answer;
}

MemberId Reach::member() const { return state_->member; }
std::int64_t Reach::seq() const { return state_->seq; }

Result<Reach> Reading::reach(MemberId a) {
    auto const one = ordinal(*state_, a);
    if (!one) return nobody_there();
    if (state_->view.is_over_bridges) return out_of_range();
    Asking ask{*state_};
    auto made = std::make_shared<Reach::State>();
    made->member = a;
    made->ordinal = *one;
    made->seq = seq();
    made->reach.reach(state_->version.members());
    ask->mark_second(*one, made->first, made->reach);
    made->is_exact = ask->is_exact();
    Reach out;
    out.state_ = std::move(made);
    return out;
}

Result<Degrees> Reading::degrees(Reach const &reach, std::span<MemberId const> others) {
    if (others.size() > 1000) return out_of_range();
    auto const &from = *reach.state_;
    for (auto const id : others) state_->live->members->prefetch(id);
    std::vector<Ordinal> numbers;
    for (auto const id : others) numbers.push_back(ordinal(*state_, id).value_or(Search::nobody));
    Asking ask{*state_};
    Degrees answer;
    answer.degree.resize(others.size());
    ask->degrees_by(from.first, from.reach, from.ordinal, numbers, answer.degree);
    answer.is_exact = ask->is_exact() && from.is_exact;
    answer.is_hidden =
        ask.is_to_look_again() && std::count(answer.degree.begin(), answer.degree.end(), 0) > 0;
    return answer;
}

Result<std::vector<MemberId>> Reading::ties(MemberId a) {
    auto const one = ordinal(*state_, a);
    if (!one) return nobody_there();
    Asking ask{*state_};
    std::vector<Ordinal> list;
    std::vector<MemberId> out;
    for (Ordinal const number : ask->around(*one, list)) {
        if (auto const id = ask.id(number)) out.push_back(id);
    }
    return out;
}

} // namespace goen::graph
