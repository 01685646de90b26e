// SPDX-License-Identifier: Apache-2.0
#include "graph/members.hpp"

#include "base/result.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <sys/mman.h>

namespace goen::graph {

Pages::Pages(std::size_t size) : size_(size) {
    if (size == 0) return;
    at_ = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                 -1, 0);
    if (at_ == MAP_FAILED) {
        at_ = nullptr;
        throw Trouble{"there is no memory left for the graph"};
    }
    (void)::madvise(at_, size, MADV_HUGEPAGE);
}

void Pages::keep(std::size_t size) {
    constexpr std::size_t page = 4096;
    auto const kept = (size + page - 1) / page * page;
    if (kept >= size_) return;
    (void)::munmap(data() + kept, size_ - kept);
    size_ = kept;
}

Pages::~Pages() {
    if (at_) (void)::munmap(at_, size_);
}

Members::Members(std::span<MemberId const> rising, std::uint32_t room)
    : newcomers_owner_(nullptr, std::free) {
    ensure(rising.size() < (1u << 31) - room, "more members than the graph can number");
    auto const count = static_cast<std::uint32_t>(rising.size());
    capacity_ = (count + room + 63) / 64 * 64;
    id_pages_ = Pages{sizeof(std::int64_t) * capacity_};
    ids_ = id_pages_.as<std::int64_t>();
    flag_pages_ = Pages{flags * capacity_ / 8};
    for (std::size_t f = 0; f < flags; ++f)
        flags_[f] = flag_pages_.as<std::uint64_t>() + f * (capacity_ / 64);
    std::uint32_t living = 0;
    // Four fifths full: a word more on the way costs little, for words lie side by side.
    base_room_ = std::max(16u, count / 4 + count + 1);
    number_bits_ = static_cast<std::uint32_t>(std::bit_width(count));
    base_pages_ = Pages{sizeof(std::uint32_t) * base_room_};
    auto *const words = base_pages_.as<std::uint32_t>();
    for (std::uint32_t n = 0; n < count; ++n) {
        constexpr std::uint32_t ahead = 16;
        if (n + ahead < count)
            __builtin_prefetch(words + home(hash(rising[n + ahead]), base_room_), 1);
        ids_[n] = rising[n].value;
        if (ids_[n] == 0) continue; // deleted
        ++living;
        if (ids_[n] < last_id_) is_rising_ = false; // of a snapshot
        last_id_ = std::max(last_id_, ids_[n]);
        auto const hashed = hash(rising[n]);
        auto at = home(hashed, base_room_);
        while (words[at] != 0) at = at + 1 == base_room_ ? 0 : at + 1;
        words[at] = mark(hashed) | (n + 1);
    }
    base_ = words;
    count_ = count;
    living_ = living;
}

std::optional<Ordinal> Members::find(MemberId id) const {
    if (!id) return std::nullopt;
    auto const hashed = hash(id);
    auto const marked = mark(hashed);
    auto at = home(hashed, base_room_);
    for (auto word = base_[at]; word != 0; word = base_[at]) {
        auto const plus_one = number(word);
        if (word - plus_one == marked && this->id(plus_one - 1) == id) return plus_one - 1;
        at = at + 1 == base_room_ ? 0 : at + 1;
    }
    return find_newcomer(id);
}

std::optional<Ordinal> Members::find_newcomer(MemberId id) const {
    auto *const table = newcomers_.load(std::memory_order_acquire);
    if (!table) return std::nullopt;
    auto at = home(hash(id), table->room);
    for (std::uint32_t tries = 0; tries < table->room; ++tries) {
        auto const word = std::atomic_ref{table->words()[at]}.load(std::memory_order_acquire);
        if (word == 0) return std::nullopt;
        if (this->id(word - 1) == id) return word - 1;
        at = at + 1 == table->room ? 0 : at + 1;
    }
    return std::nullopt;
}

void Members::prefetch(MemberId id) const {
    __builtin_prefetch(base_ + home(hash(id), base_room_));
}

void Members::prefetch_id(MemberId id) const {
    auto const hashed = hash(id);
    auto at = home(hashed, base_room_);
    for (auto word = base_[at]; word != 0; word = base_[at]) {
        auto const plus_one = number(word);
        if (word - plus_one == mark(hashed)) return __builtin_prefetch(ids_ + plus_one - 1);
        at = at + 1 == base_room_ ? 0 : at + 1;
    }
}

std::uint64_t Members::bytes() const {
    return std::uint64_t{count()} * sizeof(std::int64_t) +
           std::uint64_t{base_room_} * sizeof(std::uint32_t) + flags * std::uint64_t{count()} / 8;
}

Ordinal Members::add(MemberId id, Epochs &epochs) {
    ensure(id && !find(id), "a member is added twice");
    auto const ordinal = count();
    if (ordinal >= capacity_)
        throw Trouble{"the graph is full: it is built anew at the next start"};
    auto *table = newcomers_.load(std::memory_order_relaxed);
    if (!table || (std::uint64_t{table->used} + 1) * 5 > std::uint64_t{table->room} * 3) {
        auto const room = table ? table->room * 2 : 1024;
        auto *const larger =
            static_cast<Table *>(std::calloc(1, sizeof(Table) + 4 * std::size_t{room}));
        if (!larger) throw std::bad_alloc{};
        larger->room = room;
        for (std::uint32_t at = 0; table && at < table->room; ++at) {
            auto const word = table->words()[at];
            if (word == 0 || !this->id(word - 1)) continue;
            auto to = home(hash(this->id(word - 1)), room);
            while (larger->words()[to] != 0) to = to + 1 == room ? 0 : to + 1;
            larger->words()[to] = word;
            ++larger->used;
        }
        newcomers_.store(larger, std::memory_order_release);
        newcomers_owner_.release();
        newcomers_owner_.reset(larger);
        if (table) epochs.retire(table, std::free);
        table = larger;
    }
    std::atomic_ref{ids_[ordinal]}.store(id.value, std::memory_order_relaxed);
    if (id.value < last_id_) is_rising_ = false;
    last_id_ = std::max(last_id_, id.value);
    auto at = home(hash(id), table->room);
    while (table->words()[at] != 0) at = at + 1 == table->room ? 0 : at + 1;
    std::atomic_ref{table->words()[at]}.store(ordinal + 1, std::memory_order_release);
    ++table->used;
    count_.store(ordinal + 1, std::memory_order_release);
    living_.fetch_add(1, std::memory_order_relaxed);
    return ordinal;
}

void Members::forget(Ordinal ordinal) {
    if (!id(ordinal)) return;
    set(bridge, ordinal, false);
    set(veiled, ordinal, false);
    std::atomic_ref{ids_[ordinal]}.store(0, std::memory_order_relaxed);
    living_.fetch_sub(1, std::memory_order_relaxed);
}

void Members::set(Flag flag, Ordinal ordinal, bool on) {
    if (is(flag, ordinal) == on) return;
    std::atomic_ref word{flag_words(flag)[ordinal / 64]};
    if (on) {
        word.fetch_or(std::uint64_t{1} << ordinal % 64, std::memory_order_relaxed);
    } else {
        word.fetch_and(~(std::uint64_t{1} << ordinal % 64), std::memory_order_relaxed);
    }
    if (flag == veiled) veiled_count_.fetch_add(on ? 1u : ~0u, std::memory_order_relaxed);
}

void Members::take_flags(Flag flag, std::span<std::uint64_t const> words) {
    std::uint32_t set_bits = 0;
    for (std::size_t n = 0; n < words.size() && n < (std::size_t{count()} + 63) / 64; ++n) {
        flag_words(flag)[n] = words[n];
        set_bits += static_cast<std::uint32_t>(std::popcount(words[n]));
    }
    if (flag == veiled) veiled_count_ = set_bits;
}

} // namespace goen::graph
