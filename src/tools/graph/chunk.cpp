// SPDX-License-Identifier: Apache-2.0
#include "graph/chunk.hpp"

#include "base/result.hpp"
#include "graph/snapshot.hpp"

#include <array>

namespace goen::graph {
namespace {

constexpr std::size_t head_size = 16;

std::uint32_t number_at(std::uint8_t const *at) {
    std::uint32_t number;
    std::memcpy(&number, at, 4);
    return number;
}

constexpr auto crc_table = [] {
    std::array<std::array<std::uint32_t, 256>, 8> table{};
    for (std::uint32_t n = 0; n < 256; ++n) {
        std::uint32_t crc = n;
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0x82F63B78u : crc >> 1;
        table[0][n] = crc;
    }
    for (std::uint32_t n = 0; n < 256; ++n) {
        for (std::size_t k = 1; k < 8; ++k)
            table[k][n] = table[k - 1][n] >> 8 ^ table[0][table[k - 1][n] & 255];
    }
    return table;
}();

std::uint32_t crc_by_table(std::uint8_t const *at, std::size_t size, std::uint32_t crc) {
    for (; size >= 8; size -= 8, at += 8) {
        auto const low = number_at(at) ^ crc, high = number_at(at + 4);
        crc = crc_table[7][low & 255] ^ crc_table[6][low >> 8 & 255] ^
              crc_table[5][low >> 16 & 255] ^ crc_table[4][low >> 24] ^ crc_table[3][high & 255] ^
              crc_table[2][high >> 8 & 255] ^ crc_table[1][high >> 16 & 255] ^
              crc_table[0][high >> 24];
    }
    for (; size > 0; --size, ++at) crc = crc >> 8 ^ crc_table[0][(crc ^ *at) & 255];
    return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc_by_processor(std::uint8_t const *at,
                                                                 std::size_t size,
                                                                 std::uint32_t crc) {
    std::uint64_t wide = crc;
    for (; size >= 8; size -= 8, at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    crc = static_cast<std::uint32_t>(wide);
    for (; size > 0; --size, ++at) crc = __builtin_ia32_crc32qi(crc, *at);
    return crc;
}
#endif

} // namespace

std::uint32_t crc32c(std::span<std::uint8_t const> bytes, std::uint32_t so_far) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2"))
        return ~crc_by_processor(bytes.data(), bytes.size(), ~so_far);
#endif
    return ~crc_by_table(bytes.data(), bytes.size(), ~so_far);
}

void Chunk::place(std::span<std::uint8_t const> bytes, std::uint32_t count,
                  std::uint32_t universe) {
    bytes_ = bytes.data();
    size_ = bytes.size();
    count_ = count;
    universe_ = universe;
    lists_ = bytes_ + head_size + sizeof(ListPlace) * count_;
}

Chunk *Chunk::make(std::span<std::uint8_t const> bytes) {
    auto *const chunk = new Chunk;
    chunk->own_.reset(new std::uint8_t[bytes.size()]);
    std::memcpy(chunk->own_.get(), bytes.data(), bytes.size());
    chunk->place({chunk->own_.get(), bytes.size()}, number_at(bytes.data()),
                 number_at(bytes.data() + 4));
    chunk->places_ = reinterpret_cast<ListPlace const *>(chunk->bytes_ + head_size);
    return chunk;
}

Chunk *Chunk::on(std::shared_ptr<Ground> ground, std::span<std::uint8_t const> bytes) {
    auto *const chunk = new Chunk;
    chunk->ground_ = std::move(ground);
    chunk->place(bytes, number_at(bytes.data()), number_at(bytes.data() + 4));
    chunk->places_ = reinterpret_cast<ListPlace const *>(chunk->bytes_ + head_size);
    return chunk;
}

Chunk *Chunk::in_file(std::shared_ptr<Ground> ground, std::span<std::uint8_t const> bytes,
                      FileChunk file) {
    auto *const chunk = new Chunk;
    chunk->ground_ = std::move(ground);
    chunk->place(bytes, file.count, file.universe);
    chunk->file_ = file;
    return chunk;
}

void Chunk::check() const {
    if (is_checked()) return;
    std::span const bytes{bytes_, size_};
    if (crc32c(bytes) != file_.crc)
        throw SnapshotDamaged{"a chunk of the graph's snapshot does not have its checksum"};
    if (auto const fault = chunk_fault(bytes, file_.members); !fault.empty()) {
        throw SnapshotDamaged{"a chunk of the graph's snapshot is damaged: " + std::string{fault}};
    }
    if (number_at(bytes_) != count_ || number_at(bytes_ + 4) != universe_) {
        throw SnapshotDamaged{"a chunk of the graph's snapshot is not the one its directory names"};
    }
    // Several readers may come here at once: all write the same.
    auto const *const places = reinterpret_cast<ListPlace const *>(bytes_ + head_size);
    places_.store(places, std::memory_order_release);
}

PackedList Chunk::checked_list(std::uint32_t local) const {
    check();
    return list(local);
}

std::span<std::uint8_t const> Chunk::list_bytes(std::uint32_t local) const {
    check();
    auto const *const places = places_.load(std::memory_order_acquire);
    auto const end = local + 1 < count_ ? places[local + 1].offset : number_at(bytes_ + 8);
    return {lists_ + places[local].offset, lists_ + end};
}

std::uint64_t Chunk::ends() const {
    check();
    std::uint64_t sum = 0;
    for (std::uint32_t local = 0; local < count_; ++local) sum += degree(local);
    return sum;
}

void ChunkMaker::begin(std::uint32_t count, std::uint32_t universe) {
    ensure(count <= chunk_members, "a chunk has too many members");
    count_ = count;
    universe_ = universe == 0 ? 1 : universe;
    next_ = 0;
    bytes_.assign(head_size + sizeof(ListPlace) * count, 0);
}

void ChunkMaker::list(std::span<Ordinal const> numbers) {
    auto const offset = bytes_.size() - head_size - sizeof(ListPlace) * count_;
    ensure(next_ < count_ && offset < 0xF000'0000u, "a chunk has too many lists, or too long ones");
    ListPlace const place{static_cast<std::uint32_t>(offset),
                          static_cast<std::uint32_t>(numbers.size())};
    std::memcpy(bytes_.data() + head_size + sizeof(ListPlace) * next_++, &place, sizeof place);
    pack(numbers, universe_, bytes_);
}

void ChunkMaker::copy(std::span<std::uint8_t const> packed, std::uint32_t degree) {
    auto const offset = bytes_.size() - head_size - sizeof(ListPlace) * count_;
    ensure(next_ < count_ && offset < 0xF000'0000u, "a chunk has too many lists, or too long ones");
    ListPlace const place{static_cast<std::uint32_t>(offset), degree};
    std::memcpy(bytes_.data() + head_size + sizeof(ListPlace) * next_++, &place, sizeof place);
    bytes_.insert(bytes_.end(), packed.begin(), packed.end());
}

std::span<std::uint8_t const> ChunkMaker::finish() {
    while (next_ < count_) list({});
    auto const lists =
        static_cast<std::uint32_t>(bytes_.size() - head_size - sizeof(ListPlace) * count_);
    std::memcpy(bytes_.data(), &count_, 4);
    std::memcpy(bytes_.data() + 4, &universe_, 4);
    std::memcpy(bytes_.data() + 8, &lists, 4);
    bytes_.resize((bytes_.size() + padding + 7) / 8 * 8, 0);
    return bytes_;
}

std::string_view chunk_fault(std::span<std::uint8_t const> bytes, std::uint32_t members) {
    if (bytes.size() < head_size + padding || bytes.size() % 8 != 0) return "too short";
    auto const count = number_at(bytes.data()), universe = number_at(bytes.data() + 4),
               lists = number_at(bytes.data() + 8);
    if (count > chunk_members || universe == 0) return "its head makes no sense";
    auto const before = head_size + sizeof(ListPlace) * count;
    if (bytes.size() != (before + std::uint64_t{lists} + padding + 7) / 8 * 8)
        return "its length is another";
    auto const *const first = bytes.data() + before;
    for (std::uint32_t local = 0; local < count; ++local) {
        auto const *const place = bytes.data() + head_size + sizeof(ListPlace) * local;
        auto const offset = number_at(place), degree = number_at(place + 4);
        auto const end = local + 1 < count ? number_at(place + sizeof(ListPlace)) : lists;
        if (local == 0 && offset != 0) return "its first list lies elsewhere";
        if (offset > end || end > lists) return "its lists overlap";
        if (degree > members ||
            !is_packed_list(first + offset, first + end, degree, universe, members))
            return "a list is not a list";
    }
    return {};
}

} // namespace goen::graph
