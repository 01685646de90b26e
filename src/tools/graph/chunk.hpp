// SPDX-License-Identifier: Apache-2.0
// A chunk: the packed lists of 4,096 members that follow one another, as one relocatable block of
// bytes, the same in memory and in a snapshot file. Immutable; shared by counting.
//
//     u32 count, u32 universe, u32 bytes of lists, u32 0
//     count times: u32 offset of the list, u32 degree      (one cache line read finds a list)
//     lists (packed_list.hpp), then `padding` zero bytes
#pragma once

#include "graph/packed_list.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string_view>

namespace goen::graph {

inline constexpr std::uint32_t chunk_members = 4096;

struct ListPlace {
    std::uint32_t offset, degree;
};

// Where blocks of bytes live: a mapped file, or a run of huge pages. Freed with the last chunk in
// it.
struct Ground {
    virtual ~Ground() = default;
};

// What a snapshot's directory says of a chunk. Its bytes are held against it when somebody first
// looks at them; SnapshotDamaged is thrown when they are not whole.
struct FileChunk {
    std::uint32_t crc = 0, count = 0, universe = 0;
    std::uint32_t members = 0; // numbers in the lists are below this
};

class Chunk {
public:
    // Memory of its own, or a place on some ground. With `file` the bytes are checked when first
    // looked at.
    static Chunk *make(std::span<std::uint8_t const> bytes);
    static Chunk *on(std::shared_ptr<Ground> ground, std::span<std::uint8_t const> bytes);
    static Chunk *in_file(std::shared_ptr<Ground> ground, std::span<std::uint8_t const> bytes,
                          FileChunk file);

    void share() const { shares_.fetch_add(1, std::memory_order_relaxed); }
    void drop() const {
        if (shares_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
    }
    static void drop_it(void *chunk) { static_cast<Chunk *>(chunk)->drop(); }

    PackedList list(std::uint32_t local) const {
        auto const *const places = places_.load(std::memory_order_acquire);
        return places ? list_at(places, local) : checked_list(local);
    }
    std::uint32_t degree(std::uint32_t local) const {
        auto const *const places = places_.load(std::memory_order_acquire);
        if (!places) return checked_list(local).degree;
        return local < count_ ? places[local].degree : 0;
    }
    void prefetch(std::uint32_t local) const {
        auto const *const places = places_.load(std::memory_order_relaxed);
        if (places && local < count_) __builtin_prefetch(places + local);
    }
    void prefetch_list(std::uint32_t local) const {
        auto const *const places = places_.load(std::memory_order_relaxed);
        if (!places || local >= count_) return;
        __builtin_prefetch(lists_ + places[local].offset);
        __builtin_prefetch(lists_ + places[local].offset + 64);
    }
    std::uint32_t count() const { return count_; }
    std::uint32_t universe() const { return universe_; }
    std::span<std::uint8_t const> bytes() const { return {bytes_, size_}; }
    bool is_checked() const { return places_.load(std::memory_order_acquire) != nullptr; }
    void check() const; // a chunk of a file, now
    // The bytes of one list, for copying.
    std::span<std::uint8_t const> list_bytes(std::uint32_t local) const;
    std::uint64_t ends() const; // the sum of all degrees

private:
    Chunk() = default;
    ~Chunk() = default;
    void place(std::span<std::uint8_t const> bytes, std::uint32_t count, std::uint32_t universe);
    PackedList list_at(ListPlace const *places, std::uint32_t local) const {
        if (local >= count_) return {};
        return {lists_ + places[local].offset, places[local].degree, universe_};
    }
    PackedList checked_list(std::uint32_t local) const;

    mutable std::atomic<std::uint32_t> shares_{1};
    std::uint32_t count_ = 0, universe_ = 1;
    mutable std::atomic<ListPlace const *> places_{nullptr};
    std::uint8_t const *lists_ = nullptr;
    std::uint8_t const *bytes_ = nullptr;
    std::size_t size_ = 0;
    FileChunk file_;
    std::shared_ptr<Ground> ground_;
    std::unique_ptr<std::uint8_t[]> own_;
};

// Makes the bytes of a chunk, list by list.
class ChunkMaker {
public:
    void begin(std::uint32_t count, std::uint32_t universe);
    void list(std::span<Ordinal const> numbers); // of the next member
    void copy(std::span<std::uint8_t const> packed,
              std::uint32_t degree);        // packed for the same universe
    std::span<std::uint8_t const> finish(); // valid until begin()

private:
    std::vector<std::uint8_t> bytes_;
    std::uint32_t count_ = 0, universe_ = 1, next_ = 0;
};

// Empty when the bytes are a whole chunk whose numbers are below `members`; else what is wrong.
std::string_view chunk_fault(std::span<std::uint8_t const> bytes, std::uint32_t members);

std::uint32_t crc32c(std::span<std::uint8_t const> bytes, std::uint32_t so_far = 0);

} // namespace goen::graph
