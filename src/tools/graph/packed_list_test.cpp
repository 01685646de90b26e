// SPDX-License-Identifier: Apache-2.0
#include "graph/chunk.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>
#include <set>

using namespace goen::graph;

namespace {

std::vector<Ordinal> some_numbers(std::mt19937_64 &draw, std::uint32_t members) {
    std::size_t const wanted = draw() % 5 == 0 ? draw() % 5000 : draw() % 300;
    std::set<Ordinal> numbers;
    std::uint64_t const from = draw() % members,
                        width = 1 + draw() % members; // sometimes all close together
    for (std::size_t n = 0; n < wanted; ++n)
        numbers.insert(static_cast<Ordinal>((from + draw() % width) % members));
    return {numbers.begin(), numbers.end()};
}

} // namespace

TEST_CASE(
    "A packed list is the list that was packed, number by number, on every kind of processor") {
    CHECK(rc::check([] {
        std::mt19937_64 draw{*rc::gen::arbitrary<std::uint64_t>()};
        for (int each = 0; each < 10; ++each) {
            auto const members =
                static_cast<std::uint32_t>(1 + draw() % (draw() % 2 ? 3000 : 2'000'000'000));
            // What was the number of members when the chunk was packed may be out of date.
            auto const universe = static_cast<std::uint32_t>(
                std::max<std::uint64_t>(1, draw() % 3 ? members : members / (1 + draw() % 9)));
            auto const numbers = some_numbers(draw, members);
            std::vector<std::uint8_t> bytes;
            pack(numbers, universe, bytes);
            auto const size = bytes.size();
            bytes.resize(size + padding);
            for (auto n = size; n < bytes.size(); ++n)
                bytes[n] = static_cast<std::uint8_t>(draw()); // the next list
            auto const degree = static_cast<std::uint32_t>(numbers.size());
            RC_ASSERT(is_packed_list(bytes.data(), bytes.data() + size, degree, universe, members));
            PackedList const list{bytes.data(), degree, universe};
            auto const others = some_numbers(draw, members);
            std::vector<Ordinal> both;
            std::set_intersection(numbers.begin(), numbers.end(), others.begin(), others.end(),
                                  std::back_inserter(both));
            for (auto const *set : all_kernels()) {
                std::vector<Ordinal> out(degree + unpack_room);
                set->unpack(list, out.data());
                out.resize(degree);
                RC_ASSERT(out == numbers);
                for (auto const number : others)
                    RC_ASSERT(set->contains(list, number) ==
                              std::binary_search(numbers.begin(), numbers.end(), number));
                for (auto const number : numbers) RC_ASSERT(set->contains(list, number));
                std::vector<Ordinal> met(std::max(others.size(), numbers.size()) + 1);
                met.resize(
                    set->common(others.data(), others.size(), list, met.data(), ~std::size_t{0}));
                RC_ASSERT(met == both);
                met.assign(std::max(others.size(), numbers.size()) + 1, 0);
                met.resize(set->merge(others.data(), others.size(), numbers.data(), numbers.size(),
                                      met.data(), ~std::size_t{0}));
                RC_ASSERT(met == both);
                if (both.empty()) continue;
                RC_ASSERT(set->common(others.data(), others.size(), list, met.data(), 1) == 1u);
                // No more than enough, the least first.
                auto const enough = 1 + draw() % both.size();
                met.assign(enough, 0);
                RC_ASSERT(set->merge(others.data(), others.size(), numbers.data(), numbers.size(),
                                     met.data(), enough) == enough);
                RC_ASSERT(std::equal(met.begin(), met.end(), both.begin()));
            }
            // One bit another way: another list, or none; never a crash.
            if (size == 0) continue;
            auto const bit = draw() % (size * 8);
            bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1u << bit % 8);
            if (is_packed_list(bytes.data(), bytes.data() + size, degree, universe, members)) {
                std::vector<Ordinal> out(degree + unpack_room);
                kernels().unpack(list, out.data());
                out.resize(degree);
                RC_ASSERT(out != numbers);
                RC_ASSERT(std::is_sorted(out.begin(), out.end()));
                RC_ASSERT(out.back() < members);
            }
        }
    }));
}

TEST_CASE("The checksum is CRC-32C") {
    std::string_view const nine = "123456789"; // the check value of RFC 3720
    std::span const bytes{reinterpret_cast<std::uint8_t const *>(nine.data()), nine.size()};
    CHECK(crc32c(bytes) == 0xE3069283u);
    CHECK(crc32c(bytes.subspan(4), crc32c(bytes.first(4))) == 0xE3069283u);
}
