// SPDX-License-Identifier: Apache-2.0
// A new graph from rows: a list is packed as soon as it is whole, so nothing but the result is
// held.
#include "graph/live.hpp"

#include <algorithm>

namespace goen::graph {
namespace {

constexpr std::size_t field_size = std::size_t{64} << 20;

// A stretch of huge pages on which many chunks lie.
struct Field final : Ground {
    explicit Field(std::size_t size) : pages(size) {}
    Pages pages;
};

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    auto h = a * 0x9E3779B97F4A7C15u + b;
    h = (h ^ h >> 31) * 0xBF58476D1CE4E5B9u;
    return (h ^ h >> 27) * 0x94D049BB133111EBu;
}

} // namespace

struct Filling::State {
    Options options;
    std::vector<MemberId> ids; // also as the order of the rows
    std::unique_ptr<Members> members;
    std::unique_ptr<Versions> versions = std::make_unique<Versions>();
    ChunkMaker maker;
    std::uint32_t next = 0; // whose list comes next
    std::vector<Ordinal> numbers;
    std::uint64_t skipped = 0, ends = 0, balance = 0;
    std::shared_ptr<Field> field;
    std::size_t used = 0;

    std::uint32_t count() const { return static_cast<std::uint32_t>(ids.size()); }
    void begin_chunk() {
        maker.begin(std::min(chunk_members, count() - next), std::max(1u, count()));
    }
    void end_list() {
        for (Ordinal const number : numbers) {
            auto const each = mixed(std::min(next, number), std::max(next, number));
            balance += next < number ? each : 0 - each;
        }
        ends += numbers.size();
        maker.list(numbers);
        numbers.clear();
        ++next;
        if (next % chunk_members == 0 || next == count()) end_chunk();
    }
    void end_chunk() {
        auto const bytes = maker.finish();
        auto const chunk = (next - 1) / chunk_members;
        auto const size = (bytes.size() + 63) / 64 * 64;
        if (!field || used + size > field->pages.size()) {
            if (field) field->pages.keep(used);
            field = std::make_shared<Field>(std::max(field_size, size));
            used = 0;
        }
        std::memcpy(field->pages.data() + used, bytes.data(), bytes.size());
        versions->put_base(Layer::ties, chunk,
                           Chunk::on(field, {field->pages.data() + used, bytes.size()}));
        used += size;
        if (next < count()) begin_chunk();
    }
    void go_to(std::uint32_t member) {
        while (next < member) end_list();
    }
};

Filling::Filling(std::vector<MemberId> members, Options const &options)
    : state_(std::make_unique<State>()) {
    ensure(std::adjacent_find(members.begin(), members.end(), std::greater_equal{}) ==
                   members.end() &&
               (members.empty() || members.front().value > 0),
           "members must come rising, each once");
    state_->options = options;
    state_->ids = std::move(members);
    state_->members = std::make_unique<Members>(state_->ids, options.room_for_members);
    if (state_->count() > 0) state_->begin_chunk();
}
Filling::~Filling() = default;

Done Filling::tie(MemberId member, MemberId other) {
    auto &state = *state_;
    if (state.next >= state.count()) {
        ++state.skipped;
        return {};
    }
    auto const now = state.ids[state.next];
    if (member < now) {
        if (!state.members->find(member)) return ++state.skipped, Done{};
        return Refusal{
            Reason::invalid, N_("The rows of the graph must be ordered by member."), {}, {}};
    }
    if (member != now) {
        auto const found = state.members->find(member);
        if (!found) return ++state.skipped, Done{};
        state.go_to(*found);
    }
    auto const found = state.members->find(other);
    if (!found || member == other) return ++state.skipped, Done{};
    if (!state.numbers.empty() && *found <= state.numbers.back()) {
        if (*found == state.numbers.back()) return ++state.skipped, Done{};
        return Refusal{
            Reason::invalid, N_("The rows of the graph must be ordered by member."), {}, {}};
    }
    state.numbers.push_back(*found);
    return {};
}

void Filling::list(std::uint32_t member, std::span<std::uint32_t const> others) {
    auto &state = *state_;
    ensure(member < state.count() && member >= state.next, "lists must come in order");
    state.go_to(member);
    for (auto const other : others) {
        bool const is_wrong = other >= state.count() || other == member ||
                              (!state.numbers.empty() && other <= state.numbers.back());
        if (is_wrong) {
            ++state.skipped;
        } else {
            state.numbers.push_back(other);
        }
    }
    state.end_list();
}

void Filling::flag(MemberId member, Change::Kind kind) {
    auto const found = state_->members->find(member);
    if (!found) return;
    ensure(kind == Change::Kind::bridge || kind == Change::Kind::veiled, "this is no flag");
    state_->members->set(kind == Change::Kind::bridge ? Members::bridge : Members::veiled, *found,
                         true);
}

std::uint64_t Filling::skipped() const { return state_->skipped; }
bool Filling::is_two_sided() const {
    state_->go_to(state_->count());
    return state_->balance == 0;
}

std::unique_ptr<Live> Live::fill(Filling &&filling, std::int64_t seq, Options options) {
    auto &from = *filling.state_;
    from.go_to(from.count());
    if (from.field) from.field->pages.keep(from.used);
    from.versions->set_members(from.count());
    from.versions->set_pairs(Layer::ties, from.ends / 2);
    from.versions->set_seq(seq);
    from.versions->publish();
    auto live =
        std::make_unique<Live>(Options{.packs_in_background = false, .room_for_members = 64});
    live->state_->options = options;
    live->state_->members = std::move(from.members);
    live->state_->versions = std::move(from.versions);
    live->state_->start();
    return live;
}

} // namespace goen::graph
