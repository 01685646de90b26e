// SPDX-License-Identifier: Apache-2.0
// Included by kernels.cpp only, once for each kind of processor: no include guard, on purpose.

namespace GOEN_KERNELS_NAMESPACE {

GOEN_KERNELS_TARGET inline std::uint64_t word_at(std::uint8_t const *at) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    return word;
}

GOEN_KERNELS_TARGET inline std::uint32_t low_of(PackedList const &list, std::uint64_t i) {
    std::uint64_t const bit = i * list.low_bits;
    return static_cast<std::uint32_t>(word_at(list.lows + bit / 8) >> bit % 8) &
           static_cast<std::uint32_t>((std::uint64_t{1} << list.low_bits) - 1);
}

// The position of the n-th one of the word (from 0); the word has it.
GOEN_KERNELS_TARGET inline unsigned nth_one(std::uint64_t word, unsigned n) {
#ifdef GOEN_KERNELS_BMI
    return static_cast<unsigned>(
        __builtin_ctzll(__builtin_ia32_pdep_di(std::uint64_t{1} << n, word)));
#else
    for (; n > 0; --n) word &= word - 1;
    return static_cast<unsigned>(__builtin_ctzll(word));
#endif
}

// The high parts of all numbers, not yet shifted.
GOEN_KERNELS_TARGET inline void unpack_highs(PackedList const &list, Ordinal *out) {
    auto const *highs = list.highs;
    auto *const end = out + list.degree;
    std::uint32_t base = 0; // of the word, less the numbers before it
#ifdef GOEN_KERNELS_WIDE
    // The places of the ones of a word are 0, 1, 2 … compressed by the word itself.
    auto const places = _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41,
        40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18,
        17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    auto const steps = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    while (out < end) {
        std::uint64_t const word = word_at(highs);
        auto const ones = _mm512_maskz_compress_epi8(word, places);
        auto const count = static_cast<std::uint32_t>(__builtin_popcountll(word));
        auto const first = _mm512_sub_epi32(_mm512_set1_epi32(static_cast<int>(base)), steps);
        // Up to 16 numbers more than there are may be written: see unpack_room.
        _mm512_storeu_si512(
            out, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(ones)), first));
        if (count > 16 && end - out > 16) {
            auto const more = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(ones, 1));
            _mm512_storeu_si512(
                out + 16, _mm512_add_epi32(more, _mm512_sub_epi32(first, _mm512_set1_epi32(16))));
        }
        if (count > 32 && end - out > 32) {
            auto const more = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(ones, 2));
            _mm512_storeu_si512(
                out + 32, _mm512_add_epi32(more, _mm512_sub_epi32(first, _mm512_set1_epi32(32))));
        }
        if (count > 48 && end - out > 48) {
            auto const more = _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(ones, 3));
            _mm512_storeu_si512(
                out + 48, _mm512_add_epi32(more, _mm512_sub_epi32(first, _mm512_set1_epi32(48))));
        }
        out += count;
        base += 64 - count;
        highs += 8;
    }
#else
    while (out < end) {
        std::uint64_t word = word_at(highs);
        auto count = static_cast<std::uint32_t>(__builtin_popcountll(word));
        auto const all = count;
        if (count > end - out) count = static_cast<std::uint32_t>(end - out);
        for (std::uint32_t k = 0; k < count; ++k) {
            out[k] = base - k + static_cast<std::uint32_t>(__builtin_ctzll(word));
            word &= word - 1;
        }
        out += count;
        base += 64 - all;
        highs += 8;
    }
#endif
}

GOEN_KERNELS_TARGET void unpack(PackedList const &list, Ordinal *out) {
    unpack_highs(list, out);
    std::uint32_t const degree = list.degree, low_bits = list.low_bits;
    std::uint32_t i = 0;
#ifdef GOEN_KERNELS_BMI
    if (low_bits < low_places.size()) {
        auto const &place = low_places[low_bits];
        auto const *lows = list.lows;
        auto const up = _mm_cvtsi32_si128(static_cast<int>(low_bits));
#ifdef GOEN_KERNELS_WIDE
        auto const wide_picks = _mm512_load_si512(place.pick);
        auto const wide_shifts = _mm512_load_si512(place.shift);
        auto const wide_mask = _mm512_set1_epi32(static_cast<int>((1u << low_bits) - 1));
        // Only the bytes that hold the sixteen are read.
        auto const there = (std::uint64_t{1} << (2 * low_bits)) - 1;
        for (; i + 16 <= degree; i += 16, lows += 2 * low_bits) {
            auto const bytes = _mm512_maskz_loadu_epi8(there, lows);
            auto const low = _mm512_and_si512(
                _mm512_srlv_epi32(_mm512_permutexvar_epi8(wide_picks, bytes), wide_shifts),
                wide_mask);
            auto *const at = out + i;
            _mm512_storeu_si512(at,
                                _mm512_or_si512(_mm512_sll_epi32(_mm512_loadu_si512(at), up), low));
        }
#endif
        // Eight numbers have low_bits bytes of low bits, so every eight lie alike: four of them in
        // each half of a register.
        auto const picks = _mm256_load_si256(reinterpret_cast<__m256i const *>(place.half_pick));
        auto const shifts = _mm256_load_si256(reinterpret_cast<__m256i const *>(place.shift));
        auto const mask = _mm256_set1_epi32(static_cast<int>((1u << low_bits) - 1));
        std::uint32_t const second = low_bits * 4 / 8;
        for (; i + 8 <= degree; i += 8, lows += low_bits) {
            auto const bytes = _mm256_inserti128_si256(
                _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<__m128i const *>(lows))),
                _mm_loadu_si128(reinterpret_cast<__m128i const *>(lows + second)), 1);
            auto const low = _mm256_and_si256(
                _mm256_srlv_epi32(_mm256_shuffle_epi8(bytes, picks), shifts), mask);
            auto *const at = reinterpret_cast<__m256i *>(out + i);
            _mm256_storeu_si256(at,
                                _mm256_or_si256(_mm256_sll_epi32(_mm256_loadu_si256(at), up), low));
        }
    }
#endif
    for (; i < degree; ++i) out[i] = out[i] << low_bits | low_of(list, i);
}

// Goes forward through a list from high part to high part.
struct Walk {
    PackedList const &list;
    std::uint64_t word;
    std::uint32_t word_bit = 0; // where the word stands
    std::uint32_t zeros = 0;    // before the word

    GOEN_KERNELS_TARGET explicit Walk(PackedList const &l) : list(l), word(word_at(l.highs)) {}

    // Whether the number is in the list; numbers asked for never fall. `past` says that no larger
    // one can be.
    GOEN_KERNELS_TARGET bool find(Ordinal number, bool &past) {
        std::uint32_t const high = number >> list.low_bits;
        // The zero after which the high part begins is the one with the number high - 1.
        if (high > 0) {
            std::uint32_t const wanted = high - 1;
            if (wanted >= zeros + sample_step && list.sample_count > 0) {
                auto const k = std::min(high / sample_step, list.sample_count);
                std::uint32_t bit;
                std::memcpy(&bit, list.samples + 4 * std::size_t{k - 1}, 4);
                bit -= 1; // that zero itself, so that it is not counted yet
                std::uint32_t const before = k * sample_step - 1;
                if (before >= zeros) jump(bit, before);
            }
            for (;;) {
                auto const here = 64 - static_cast<std::uint32_t>(__builtin_popcountll(word));
                if (zeros + here > wanted) break;
                zeros += here;
                word_bit += 64;
                if (word_bit - zeros >= list.degree) return past = true, false;
                word = word_at(list.highs + word_bit / 8);
            }
            return here(nth_one(~word, wanted - zeros) + 1, high, number, past);
        }
        return here(0, high, number, past);
    }

private:
    // To the word that holds the bit; `before` zeros stand before the bit.
    GOEN_KERNELS_TARGET void jump(std::uint32_t bit, std::uint32_t before) {
        word_bit = bit & ~63u;
        word = word_at(list.highs + word_bit / 8);
        std::uint64_t const under = (std::uint64_t{1} << bit % 64) - 1;
        zeros = before - static_cast<std::uint32_t>(__builtin_popcountll(~word & under));
    }
    // The high part begins `in_word` bits after the word's begin.
    GOEN_KERNELS_TARGET bool here(std::uint32_t in_word, std::uint32_t high, Ordinal number,
                                  bool &past) {
        std::uint32_t bit = word_bit + in_word;
        std::uint32_t i = bit - high;
        auto const low =
            static_cast<std::uint32_t>(number & ((std::uint64_t{1} << list.low_bits) - 1));
        for (; i < list.degree; ++i, ++bit) {
            if ((list.highs[bit / 8] >> bit % 8 & 1) == 0) return false;
            auto const found = low_of(list, i);
            if (found >= low) return found == low;
        }
        past = true;
        return false;
    }
};

GOEN_KERNELS_TARGET bool contains(PackedList const &list, Ordinal number) {
    if (list.degree == 0) return false;
    bool past = false;
    return Walk{list}.find(number, past);
}

GOEN_KERNELS_TARGET std::size_t common(Ordinal const *numbers, std::size_t count,
                                       PackedList const &list, Ordinal *out, std::size_t enough) {
    if (list.degree == 0 || enough == 0) return 0;
    Walk walk{list};
    std::size_t found = 0;
    bool past = false;
    for (std::size_t i = 0; i < count; ++i) {
        if (walk.find(numbers[i], past)) {
            out[found++] = numbers[i];
            if (found == enough) break;
        }
        if (past) break;
    }
    return found;
}

GOEN_KERNELS_TARGET std::size_t merge(Ordinal const *a, std::size_t a_count, Ordinal const *b,
                                      std::size_t b_count, Ordinal *out, std::size_t enough) {
    auto const *a_end = a + a_count, *b_end = b + b_count;
    std::size_t found = 0;
#ifdef GOEN_KERNELS_BMI
    // Eight against eight: every number of one block beside every number of the other, then the
    // block with the smaller end is left. Nothing is foretold, so nothing is foretold wrongly.
    while (a_end - a >= 8 && b_end - b >= 8) {
        auto const x = _mm256_loadu_si256(reinterpret_cast<__m256i const *>(a));
        auto const y = _mm256_loadu_si256(reinterpret_cast<__m256i const *>(b));
        auto const z = _mm256_permute2x128_si256(y, y, 1);
        auto const near =
            _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi32(x, y),
                                            _mm256_cmpeq_epi32(x, _mm256_shuffle_epi32(y, 0x39))),
                            _mm256_or_si256(_mm256_cmpeq_epi32(x, _mm256_shuffle_epi32(y, 0x4E)),
                                            _mm256_cmpeq_epi32(x, _mm256_shuffle_epi32(y, 0x93))));
        auto const far =
            _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi32(x, z),
                                            _mm256_cmpeq_epi32(x, _mm256_shuffle_epi32(z, 0x39))),
                            _mm256_or_si256(_mm256_cmpeq_epi32(x, _mm256_shuffle_epi32(z, 0x4E)),
                                            _mm256_cmpeq_epi32(x, _mm256_shuffle_epi32(z, 0x93))));
        auto hits = static_cast<std::uint32_t>(
            _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_or_si256(near, far))));
        auto const a_last = a[7], b_last = b[7];
        for (; hits != 0; hits &= hits - 1) {
            out[found++] = a[__builtin_ctz(hits)];
            if (found >= enough) return found;
        }
        a += a_last <= b_last ? 8 : 0;
        b += b_last <= a_last ? 8 : 0;
    }
#endif
    while (a != a_end && b != b_end && found < enough) {
        auto const x = *a, y = *b;
        out[found] = x;
        found += x == y;
        a += x <= y;
        b += y <= x;
    }
    return found;
}

GOEN_KERNELS_TARGET std::uint64_t count_ones(std::uint64_t const *words, std::size_t count) {
    std::uint64_t ones = 0;
    for (std::size_t i = 0; i < count; ++i)
        ones += static_cast<std::uint64_t>(__builtin_popcountll(words[i]));
    return ones;
}

} // namespace GOEN_KERNELS_NAMESPACE
