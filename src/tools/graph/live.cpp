// SPDX-License-Identifier: Apache-2.0
// The network in memory: changes in, packing behind.
#include "graph/live.hpp"

#include "base/log.hpp"
#include "graph/snapshot.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace goen::graph {
namespace {

// Packing can wait, and whoever asks cannot: where there are fewer cores than work, the packer is
// last. (On Linux a number of nice belongs to a thread.) Where it may not be said, it goes unsaid.
void stand_back() { (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10); }

// What a stretch of changes will look at, from memory into the cache: each step for all of them, so
// that they wait together. What they do to one another does not matter, for nothing is kept.
constexpr std::size_t stretch = 32;
void fetch(std::span<Change const> changes, Members const &members, Versions const &versions) {
    std::array<Ordinal, 2 * stretch> who;
    std::size_t count = 0;
    for (auto const &each : changes) {
        members.prefetch(each.a);
        members.prefetch(each.b);
    }
    for (auto const &each : changes) members.prefetch_id(each.a), members.prefetch_id(each.b);
    for (auto const &each : changes) {
        for (auto const id : {each.a, each.b}) {
            if (auto const found = members.find(id)) who[count++] = *found;
        }
    }
    auto const draft = versions.draft();
    for (std::size_t n = 0; n < count; ++n) draft.prefetch_chunk(Layer::ties, who[n]);
    for (std::size_t n = 0; n < count; ++n) draft.prefetch(Layer::ties, who[n]);
    for (std::size_t n = 0; n < count; ++n) draft.prefetch_list(Layer::ties, who[n]);
    for (std::size_t n = 0; n < count; ++n) draft.prefetch_changes(Layer::ties, who[n]);
}

} // namespace

void Live::State::start() {
    versions->set_limit(std::max(1u, options.changes_a_chunk));
    if (options.packs_in_background) packer = std::thread{[this] { work(); }};
}

void Live::State::stop() {
    if (!packer.joinable()) return;
    {
        std::lock_guard const lock{writing};
        is_closing = true;
    }
    crowded.notify_all();
    packer.join();
}

void Live::State::pack_one(Layer layer, std::uint32_t chunk) {
    auto &seat = versions->epochs().sit();
    struct Leave {
        Epochs::Seat &seat;
        ~Leave() { Epochs::leave(seat); }
    } const leave{seat};
    auto const version = versions->pinned();
    auto const *const slot = version.slot_of(layer, chunk * chunk_members);
    if (!slot || !slot->changes) return;
    auto const was = *slot;
    auto const *const packed = Versions::packed(version, layer, chunk);
    std::lock_guard const lock{writing};
    versions->replace(layer, chunk, packed, was);
    auto const *const now = versions->draft().slot_of(layer, chunk * chunk_members);
    if (now->changes && now->changes->count >= options.changes_a_chunk)
        versions->crowded().emplace_back(layer, chunk);
    versions->publish();
    packings.fetch_add(1, std::memory_order_relaxed);
}

void Live::State::pack_all() {
    std::lock_guard const lock{packing};
    std::uint32_t chunks;
    {
        std::lock_guard const now{writing};
        chunks = versions->chunk_count();
        versions->crowded().clear();
    }
    for (auto const layer : {Layer::ties, Layer::hidden, Layer::blocked}) {
        for (std::uint32_t chunk = 0; chunk < chunks; ++chunk) pack_one(layer, chunk);
    }
}

void Live::State::work() {
    stand_back();
    auto settled = std::chrono::steady_clock::now();
    std::unique_lock lock{writing};
    while (!is_closing) {
        crowded.wait_for(lock, std::chrono::seconds{1},
                         [&] { return is_closing || !versions->crowded().empty(); });
        if (is_closing) return;
        std::vector<std::pair<Layer, std::uint32_t>> chunks;
        chunks.swap(versions->crowded());
        lock.unlock();
        try {
            {
                std::lock_guard const mine{packing};
                for (auto const &[layer, chunk] : chunks) pack_one(layer, chunk);
            }
            if (std::chrono::steady_clock::now() - settled >= options.settle_after) {
                pack_all();
                settled = std::chrono::steady_clock::now();
            }
        } catch (std::exception const &trouble) {
            // A damaged chunk of the snapshot: whoever reads it is told the same.
            log::error("the graph could not be packed", {{"why", trouble.what()}});
            settled = std::chrono::steady_clock::now();
        }
        lock.lock();
    }
}

Live::Live(Options options) : state_(std::make_unique<State>()) {
    state_->options = options;
    state_->members =
        std::make_unique<Members>(std::span<MemberId const>{}, options.room_for_members);
    state_->versions = std::make_unique<Versions>();
    state_->start();
}

Live::~Live() {
    if (state_) state_->stop();
}

Result<std::unique_ptr<Live>> Live::open(std::filesystem::path const &file, Options options) {
    auto opened = open_snapshot(file, options.network, options.room_for_members);
    if (!opened) return opened.why();
    auto live =
        std::make_unique<Live>(Options{.packs_in_background = false, .room_for_members = 64});
    live->state_->options = options;
    live->state_->members = std::move(opened->members);
    live->state_->versions = std::move(opened->versions);
    if (options.checks_all_at_open) {
        if (auto const whole = live->check(); !whole) return whole.why();
    }
    live->state_->start();
    return live;
}

void Live::apply(std::span<Change const> changes, std::int64_t seq) {
    auto &state = *state_;
    bool is_crowded = false;
    std::uint64_t unpacked = 0;
    {
        std::lock_guard const lock{state.writing};
        auto &versions = *state.versions;
        auto &members = *state.members;
        if (seq != 0 && seq <= versions.draft().seq()) return;
        auto const known = [&](MemberId id) { return members.find(id); };
        auto const taken_in = [&](MemberId id) {
            auto const found = members.find(id);
            return found ? *found : members.add(id, versions.epochs());
        };
        auto const let_go = [&](Ordinal who) {
            std::vector<Ordinal> others;
            for (auto const layer : {Layer::ties, Layer::hidden, Layer::blocked}) {
                auto const list = versions.draft().find(layer, who);
                others.resize(list.room() + unpack_room);
                others.resize(unpack(list, others.data()));
                for (Ordinal const other : others) versions.set(layer, who, other, false);
            }
            members.forget(who);
        };
        for (std::size_t i = 0; i < changes.size(); ++i) {
            using enum Change::Kind;
            if (i % stretch == 0)
                fetch(changes.subspan(i, std::min(stretch, changes.size() - i)), members, versions);
            auto const &[kind, a, b] = changes[i];
            if (!a) continue;
            switch (kind) {
            case member: taken_in(a); break;
            case member_deleted:
                if (auto const who = known(a)) let_go(*who);
                break;
            case bridge:
            case no_bridge: {
                auto const who = kind == bridge ? std::optional{taken_in(a)} : known(a);
                if (who) members.set(Members::bridge, *who, kind == bridge);
                break;
            }
            case veiled:
            case unveiled: {
                auto const who = kind == veiled ? std::optional{taken_in(a)} : known(a);
                if (who) members.set(Members::veiled, *who, kind == veiled);
                break;
            }
            case tied:
            case untied:
            case hidden:
            case shown:
            case blocked:
            case unblocked: {
                if (!b || a == b) break;
                bool const there = kind == tied || kind == hidden || kind == blocked;
                auto const layer = kind == tied || kind == untied    ? Layer::ties
                                   : kind == hidden || kind == shown ? Layer::hidden
                                                                     : Layer::blocked;
                auto const one = there ? std::optional{taken_in(a)} : known(a);
                auto const other = there ? std::optional{taken_in(b)} : known(b);
                if (one && other) versions.set(layer, *one, *other, there);
                break;
            }
            }
        }
        versions.set_members(members.count());
        if (seq != 0) versions.set_seq(seq);
        unpacked = versions.draft().changed(Layer::ties);
        versions.publish();
        is_crowded = !versions.crowded().empty();
    }
    if (!is_crowded) return;
    if (state.options.packs_in_background) {
        state.crowded.notify_one();
        // Whoever brings changes faster than they can be packed packs some too, so that memory
        // stays bounded.
        auto const bound =
            32'000'000 + read(View::everything()).state_->version.pairs(Layer::ties) / 2;
        if (unpacked > bound) state.pack_all();
    }
}

std::int64_t Live::seq() const { return read(View::everything()).seq(); }

void Live::pack() { state_->pack_all(); }

void Live::save(std::filesystem::path const &file) const {
    auto const reading = read(View::everything());
    write_snapshot(file, reading.state_->version, *state_->members, state_->options.network);
}

Done Live::check() const {
    auto const reading = read(View::everything());
    auto const version = reading.state_->version;
    try {
        for (auto const layer : {Layer::ties, Layer::hidden, Layer::blocked}) {
            for (Ordinal first = 0; first < version.members(); first += chunk_members) {
                auto const *const slot = version.slot_of(layer, first);
                if (slot && slot->base) slot->base->check();
            }
        }
    } catch (SnapshotDamaged const &damage) {
        return Refusal{Reason::unsupported, Sentence{std::string{damage.what()}}, {}, {}};
    }
    return {};
}

Numbers Live::numbers() const {
    auto const reading = read(View::everything());
    auto const version = reading.state_->version;
    Numbers out;
    out.members = state_->members->living();
    out.ties = version.pairs(Layer::ties);
    out.hidden = version.pairs(Layer::hidden);
    out.blocked = version.pairs(Layer::blocked);
    out.seq = version.seq();
    out.packings = state_->packings.load(std::memory_order_relaxed);
    out.id_bytes = state_->members->bytes();
    for (auto const layer : {Layer::ties, Layer::hidden, Layer::blocked}) {
        out.unpacked_changes += version.changed(layer);
        for (Ordinal first = 0; first < version.members(); first += chunk_members) {
            auto const *const slot = version.slot_of(layer, first);
            if (!slot || !slot->base) continue;
            out.packed_bytes += slot->base->bytes().size();
            for (std::uint32_t n = 0; layer == Layer::ties && n < slot->base->count(); ++n) {
                out.most_ties = std::max(out.most_ties, slot->base->degree(n));
            }
        }
    }
    return out;
}

Reading Live::read(View const &view, Budget const &budget) const {
    auto &seat = state_->versions->epochs().sit();
    auto state = std::unique_ptr<Reading::State>{
        new Reading::State{state_.get(), &seat, state_->versions->pinned(), view, budget}};
    return Reading{std::move(state)};
}

} // namespace goen::graph
