// SPDX-License-Identifier: Apache-2.0
// A snapshot of the graph with any bytes: it is refused, or every question about it ends. Checksums
// are put right first, else nothing behind them would ever be reached.
#include "graph/snapshot.hpp"

#include <cstdlib>
#include <cstring>

using namespace goen::graph;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t given) {
    // The head's meaningful bytes first; the zeros that fill it up to 4096 are not for the fuzzer
    // to find.
    constexpr std::size_t head = 216;
    if (given < head) return 0;
    auto const size = 4096 + given - head;
    std::vector<std::uint64_t> room(size / 8 + 8); // aligned, and with something behind
    auto *const bytes = reinterpret_cast<std::uint8_t *>(room.data());
    std::memcpy(bytes, data, head);
    std::memcpy(bytes + 4096, data + head, given - head);
    std::span<std::uint8_t const> const all{bytes, size};
    std::memcpy(bytes + 64, &size, 8);
    auto const number = [&](std::size_t at, std::size_t width) {
        std::uint64_t value = 0;
        std::memcpy(&value, bytes + at, width);
        return value;
    };
    auto const put_right = [&](std::size_t at, std::uint64_t offset, std::uint64_t length) {
        if (offset > size || length > size - offset) return;
        auto const crc = crc32c(all.subspan(offset, length));
        std::memcpy(bytes + at, &crc, 4);
    };
    {
        constexpr std::size_t parts = 72;
        for (std::size_t p = 3; p < 6; ++p) { // the chunks, by their directories
            auto const offset = number(parts + 24 * p, 8), length = number(parts + 24 * p + 8, 8);
            for (std::uint64_t e = 0; e + 24 <= length && length <= size && offset <= size - length;
                 e += 24) {
                put_right(offset + e + 12, number(offset + e, 8), number(offset + e + 8, 4));
            }
        }
        for (std::size_t p = 0; p < 6; ++p)
            put_right(parts + 24 * p + 16, number(parts + 24 * p, 8),
                      number(parts + 24 * p + 8, 8));
        put_right(4092, 0, 4092);
    }
    auto opened = open_snapshot(nullptr, all, number(16, 8), 64);
    if (!opened) return 0;
    auto const version = opened->versions->pinned();
    std::vector<Ordinal> list;
    try {
        for (auto const layer : {Layer::ties, Layer::hidden, Layer::blocked}) {
            for (Ordinal n = 0; n < version.members(); ++n) {
                auto const found = version.find(layer, n);
                list.resize(found.room() + unpack_room);
                auto const count = unpack(found, list.data());
                for (std::size_t i = 0; i < count; ++i) {
                    if (list[i] >= version.members() || (i > 0 && list[i] <= list[i - 1]) ||
                        !contains(found, list[i]))
                        std::abort();
                }
            }
        }
    } catch (SnapshotDamaged const &) {
        // Said clearly: all one can ask.
    }
    return 0;
}
