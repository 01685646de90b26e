// SPDX-License-Identifier: Apache-2.0
#include "graph/packed_list.hpp"

namespace goen::graph {

void pack(std::span<Ordinal const> numbers, std::uint32_t universe,
          std::vector<std::uint8_t> &out) {
    auto const degree = static_cast<std::uint32_t>(numbers.size());
    if (degree == 0) return;
    auto const low_bits = low_bits_of(universe, degree);
    std::uint32_t const zeros = numbers.back() >> low_bits;
    std::uint32_t const high_bits = zeros + degree;
    if (degree >= long_list) {
        std::uint32_t const sample_count = zeros / sample_step;
        auto at = out.size();
        out.resize(at + 4 + 4 * std::size_t{sample_count});
        std::memcpy(out.data() + at, &high_bits, 4);
        // The high part h begins after its h-th zero, which stands behind all numbers with smaller
        // high parts.
        std::uint32_t h = sample_step;
        for (std::uint32_t i = 0; i < degree; ++i) {
            for (; h <= numbers[i] >> low_bits && h <= zeros; h += sample_step) {
                std::uint32_t const bit = h + i;
                std::memcpy(out.data() + (at += 4), &bit, 4);
            }
        }
    }
    auto const lows_at = out.size();
    auto const highs_at = lows_at + (std::uint64_t{degree} * low_bits + 7) / 8;
    out.resize(highs_at + (high_bits + 7) / 8);
    std::uint64_t const mask = (std::uint64_t{1} << low_bits) - 1;
    std::uint64_t gathered = 0;
    unsigned gathered_bits = 0;
    auto *low = out.data() + lows_at;
    auto *const high = out.data() + highs_at;
    for (std::uint32_t i = 0; i < degree; ++i) {
        gathered |= (numbers[i] & mask) << gathered_bits;
        gathered_bits += low_bits;
        for (; gathered_bits >= 8; gathered_bits -= 8, gathered >>= 8)
            *low++ = static_cast<std::uint8_t>(gathered);
        std::uint32_t const bit = (numbers[i] >> low_bits) + i;
        high[bit / 8] = static_cast<std::uint8_t>(high[bit / 8] | 1u << bit % 8);
    }
    if (gathered_bits > 0) *low = static_cast<std::uint8_t>(gathered);
}

bool is_packed_list(std::uint8_t const *at, std::uint8_t const *end, std::uint32_t degree,
                    std::uint32_t universe, std::uint32_t members) {
    if (degree == 0) return at == end;
    if (universe == 0) return false;
    auto const size = static_cast<std::uint64_t>(end - at);
    auto const low_bits = low_bits_of(universe, degree);
    std::uint64_t const low_bytes = (std::uint64_t{degree} * low_bits + 7) / 8;
    std::uint32_t told_bits = 0, sample_count = 0;
    std::uint8_t const *samples = nullptr;
    if (degree >= long_list) {
        if (size < 4) return false;
        std::memcpy(&told_bits, at, 4);
        if (told_bits < degree) return false;
        sample_count = (told_bits - degree) / sample_step;
        samples = at + 4;
        if (size < 4 + 4 * std::uint64_t{sample_count}) return false;
        at += 4 + 4 * std::size_t{sample_count};
    }
    auto const left = static_cast<std::uint64_t>(end - at);
    if (left <= low_bytes) return false;
    auto const *const highs = at + low_bytes;
    std::uint64_t const room = (left - low_bytes) * 8;
    auto const fill =
        low_bytes * 8 - std::uint64_t{degree} * low_bits; // zero, so that a list has one form only
    if (fill > 0 && at[low_bytes - 1] >> (8 - fill) != 0) return false;
    std::uint64_t const mask = (std::uint64_t{1} << low_bits) - 1;
    std::uint64_t low_bit = 0, last_bit = 0;
    std::int64_t before = -1;
    std::uint32_t i = 0, sampled = 0;
    for (std::uint64_t base = 0; base < room; base += 64) {
        std::uint64_t word;
        std::memcpy(&word, highs + base / 8, 8);
        if (room - base < 64) word &= (std::uint64_t{1} << (room - base)) - 1;
        for (; word != 0; word &= word - 1) {
            if (i == degree) return false;
            std::uint64_t const bit = base + static_cast<unsigned>(std::countr_zero(word));
            std::uint64_t const high = bit - i;
            std::uint64_t low;
            std::memcpy(&low, at + low_bit / 8, 8);
            low = low >> low_bit % 8 & mask;
            low_bit += low_bits;
            auto const number = static_cast<std::int64_t>(high << low_bits | low);
            if (number <= before || number >= std::int64_t{members}) return false;
            before = number;
            for (; sampled < sample_count && (std::uint64_t{sampled} + 1) * sample_step <= high;
                 ++sampled) {
                std::uint32_t sample;
                std::memcpy(&sample, samples + 4 * std::size_t{sampled}, 4);
                if (sample != (sampled + 1) * sample_step + i) return false;
            }
            last_bit = bit;
            ++i;
        }
    }
    if (i != degree || sampled != sample_count) return false;
    if (degree >= long_list && last_bit + 1 != told_bits) return false;
    return room == (last_bit / 8 + 1) * 8;
}

} // namespace goen::graph
