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
    for (; n > 0; --n)
        word &= word - 1;
    return static_cast<unsigned>(__builtin_ctzll(word));
#endif
}

GOEN_KERNELS_TARGET void unpack(PackedList const &list, Ordinal *out) {
    std::uint32_t const degree = list.degree, low_bits = list.low_bits;
    std::uint64_t const mask = (std::uint64_t{1} << low_bits) - 1;
    auto const *highs = list.highs;
    std::uint64_t low_bit = 0;
    std::uint32_t i = 0;
    std::uint32_t base = 0; // of the word, less the numbers before
    while (i < degree) {
        std::uint64_t word = word_at(highs);
        auto count = static_cast<std::uint32_t>(__builtin_popcountll(word));
        if (count > degree - i) count = degree - i;
        for (std::uint32_t k = 0; k < count; ++k) {
            auto const high = base - i + static_cast<std::uint32_t>(__builtin_ctzll(word));
            word &= word - 1;
            out[i++] =
                high << low_bits |
                static_cast<std::uint32_t>(word_at(list.lows + low_bit / 8) >> low_bit % 8 & mask);
            low_bit += low_bits;
        }
        highs += 8;
        base += 64;
    }
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
    while (a != a_end && b != b_end && found < enough) {
        auto const x = *a, y = *b;
        out[found] = x;
        found += x == y;
        a += x <= y;
        b += y <= x;
    }
    return found;
}

} // namespace GOEN_KERNELS_NAMESPACE
