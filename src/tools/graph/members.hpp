// SPDX-License-Identifier: Apache-2.0
// Who has which dense number, and what a member allows. Numbers are given in the order of ids at
// build, then in order of arrival, and never twice; a deleted member's number stays empty until the
// graph is built anew. Read by many without locks, written by one. Flags and deletions count at
// once, also for readers of older versions.
#pragma once

#include "base/ids.hpp"
#include "graph/epoch.hpp"
#include "graph/packed_list.hpp"

#include <functional>
#include <span>
#include <utility>

namespace goen::graph {

// Pages of memory without names; huge where the system allows. Bytes read as zero until written.
class Pages {
public:
    Pages() = default;
    explicit Pages(std::size_t size);
    ~Pages();
    Pages(Pages &&other) noexcept
        : at_(std::exchange(other.at_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    Pages &operator=(Pages &&other) noexcept {
        std::swap(at_, other.at_);
        std::swap(size_, other.size_);
        return *this;
    }
    template <class T> T *as() const { return static_cast<T *>(at_); }
    std::uint8_t *data() const { return static_cast<std::uint8_t *>(at_); }
    std::size_t size() const { return size_; }
    void keep(std::size_t size); // gives the rest back

private:
    void *at_ = nullptr;
    std::size_t size_ = 0;
};

class Members {
public:
    enum Flag : std::uint32_t {
        bridge = 0,
        veiled = 1
    }; // may be asked for introductions; hides all her ties
    static constexpr std::size_t flags = 2;

    // Room for this many more members than there are at first.
    explicit Members(std::span<MemberId const> rising = {}, std::uint32_t room = 1u << 22);

    std::optional<Ordinal> find(MemberId id) const;
    MemberId id(Ordinal ordinal) const {
        return MemberId{std::atomic_ref{ids_[ordinal]}.load(std::memory_order_relaxed)};
    } // 0: deleted
    bool is(Flag flag, Ordinal ordinal) const {
        return std::atomic_ref{flag_words(flag)[ordinal / 64]}.load(std::memory_order_relaxed) >>
                   ordinal % 64 &
               1;
    }
    // Whether numbers are in the order of ids; so it is until somebody with a smaller id comes
    // late.
    bool is_rising() const { return is_rising_.load(std::memory_order_relaxed); }
    bool comes_before(Ordinal a, Ordinal b) const { return is_rising() ? a < b : id(a) < id(b); }
    bool any_veiled() const { return veiled_count_.load(std::memory_order_relaxed) > 0; }
    std::uint32_t count() const {
        return count_.load(std::memory_order_acquire);
    } // numbers given, of the deleted too
    std::uint32_t living() const { return living_.load(std::memory_order_relaxed); }
    // What find() reads first, and what it reads next.
    void prefetch(MemberId id) const;
    void prefetch_id(MemberId id) const;

    // The writer.
    Ordinal add(MemberId id, Epochs &epochs); // throws Trouble when the room is used up
    void forget(Ordinal ordinal);
    void set(Flag flag, Ordinal ordinal, bool on);

    std::uint64_t bytes() const; // ids, flags and the table of those there at build

    // For the snapshot: the words as they are.
    std::span<std::int64_t const> id_words() const { return {ids_, count()}; }
    std::span<std::uint64_t const> flag_span(Flag flag) const {
        return {flag_words(flag), (std::size_t{count()} + 63) / 64};
    }
    void take_flags(Flag flag, std::span<std::uint64_t const> words);

private:
    struct Table { // open addressing, at most 0.6 full; ordinal + 1, 0 = free
        std::uint32_t room = 0, used = 0;
        std::uint32_t *words() { return reinterpret_cast<std::uint32_t *>(this + 1); }
    };
    static std::uint64_t hash(MemberId id) {
        auto h = static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15u;
        h ^= h >> 29;
        return h * 0xBF58476D1CE4E5B9u;
    }
    static std::uint32_t home(std::uint64_t hash, std::uint32_t room) {
        return static_cast<std::uint32_t>((hash >> 32) * room >> 32);
    }
    // Of those who were there at build, ordinal + 1 needs only so many bits of a word; the bits
    // above hold some of the id's hash, so that hardly ever another's id is looked at in vain.
    std::uint32_t mark(std::uint64_t hash) const {
        return static_cast<std::uint32_t>((hash >> 12 & 0xFFFFF) << number_bits_);
    }
    std::uint32_t number(std::uint32_t word) const {
        return word & static_cast<std::uint32_t>((std::uint64_t{1} << number_bits_) - 1);
    }
    std::optional<Ordinal> find_newcomer(MemberId id) const;
    std::uint64_t *flag_words(Flag flag) const { return flags_[flag]; }

    std::uint32_t capacity_ = 0;
    Pages id_pages_, flag_pages_, base_pages_;
    std::int64_t *ids_ = nullptr;
    std::array<std::uint64_t *, flags> flags_{};
    std::uint32_t const *base_ = nullptr;
    std::uint32_t base_room_ = 0, number_bits_ = 32;
    std::unique_ptr<void, void (*)(void *)> newcomers_owner_;
    std::atomic<Table *> newcomers_{nullptr};
    std::atomic<std::uint32_t> count_{0}, living_{0}, veiled_count_{0};
    std::atomic<bool> is_rising_{true};
    std::int64_t last_id_ = 0;
};

} // namespace goen::graph
