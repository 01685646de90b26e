// SPDX-License-Identifier: Apache-2.0
#include "graph/made_network.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace goen::graph {
namespace {

// How many ties the members of Facebook had in 2011: the upper end of each percentile (Ugander,
// Karrer, Backstrom, Marlow: The Anatomy of the Facebook Social Graph, 2011), as the LDBC data
// generator has them (ldbc/ldbc_snb_datagen_spark,
// src/main/resources/dictionaries/facebookBucket100.dat, Apache-2.0). The hundredth is open above;
// here it is a Pareto tail with alpha 1.5, cut at 30,000.
constexpr std::array<double, 100> percentile_ends{
    1,   1,   1.5, 2.2, 3.55, 4.37, 5.37, 6.61, 8.13, 10,  11.22, 12,  14,  16,   17,  19,  20,
    22,  23,  25,  26,  28,   30,   31,   33,   35,   36,  38,    40,  42,  44,   46,  49,  51,
    54,  56,  59,  61,  64,   66,   69,   72,   75,   78,  82,    85,  88,  92,   95,  99,  102,
    106, 110, 113, 117, 122,  126,  130,  135,  139,  144, 149,   154, 160, 166,  172, 180, 188,
    196, 204, 211, 217, 223,  229,  236,  243,  252,  261, 272,   283, 295, 307,  320, 334, 349,
    365, 383, 402, 423, 447,  478,  519,  570,  623,  674, 723,   781, 863, 1029, 5000};
constexpr double alpha = 1.5, most = 30'000;

std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}
double part(std::uint64_t x) { return static_cast<double>(mixed(x) >> 11) * 0x1p-53; }

// A keyed permutation of [0, count): a Feistel network, walked until it is back inside.
class Permutation {
public:
    Permutation(std::uint64_t count, std::uint64_t key) : count_(count), key_(key) {
        auto const bits = std::max(2, static_cast<int>(std::bit_width(count - 1)));
        low_bits_ = bits / 2;
        low_mask_ = (std::uint64_t{1} << low_bits_) - 1;
        high_mask_ = (std::uint64_t{1} << (bits - low_bits_)) - 1;
    }
    std::uint64_t operator()(std::uint64_t x) const {
        do {
            for (std::uint64_t r = 0; r < 4; ++r) x = turned(x, r);
        } while (x >= count_);
        return x;
    }
    std::uint64_t back(std::uint64_t x) const {
        do {
            for (std::uint64_t r = 4; r-- > 0;) x = turned(x, r);
        } while (x >= count_);
        return x;
    }

private:
    std::uint64_t turned(std::uint64_t x, std::uint64_t round) const {
        auto low = x & low_mask_, high = x >> low_bits_;
        auto const from = round % 2 == 0 ? low : high;
        auto hash = (from + key_ + round * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
        hash *= 0xD6E8FEB86659FD93u;
        hash >>= 32;
        if (round % 2 == 0) {
            high ^= hash & high_mask_;
        } else {
            low ^= hash & low_mask_;
        }
        return high << low_bits_ | low;
    }
    std::uint64_t count_, key_;
    int low_bits_;
    std::uint64_t low_mask_, high_mask_;
};

struct Kind {
    double share;
    std::uint32_t least, most;
};
constexpr std::array<Kind, 4> kinds{
    {{0.40, 8, 300}, {0.25, 15, 500}, {0.17, 5'000, 100'000}, {0, 0, 0}}};

} // namespace

MadeNetwork::MadeNetwork(std::uint32_t members, double ties, std::uint64_t seed)
    : members_(members), seed_(seed) {
    for (std::size_t l = 0; l < layer_count; ++l) {
        auto &layer = layers_[l];
        layer.key = mixed(seed * 8 + l + 1);
        layer.starts.push_back(0);
        if (l + 1 < layer_count) {
            for (std::uint64_t at = 0, group = 0; at < members; ++group) {
                // Sizes spread evenly over orders of magnitude.
                auto const span = std::log(static_cast<double>(kinds[l].most) / kinds[l].least);
                at += static_cast<std::uint64_t>(kinds[l].least *
                                                 std::exp(span * part(layer.key + group)));
                layer.starts.push_back(
                    static_cast<std::uint32_t>(std::min<std::uint64_t>(at, members)));
            }
        } else {
            layer.starts.push_back(members);
        }
    }
    double mean = 0;
    constexpr int sample = 100'000;
    for (int n = 0; n < sample; ++n) mean += stubs_of(static_cast<Ordinal>(n), 1);
    double scale = ties / (mean / sample);
    make(scale);
    // Repeats fall away: once more with as much more as a sample lacks.
    std::vector<Ordinal> out;
    std::uint64_t found = 0, wanted = 0;
    for (std::uint32_t n = 0; n < 4000; ++n) {
        auto const member = static_cast<Ordinal>(mixed(seed + n) % members);
        list(member, out);
        found += out.size();
        wanted += stubs_of(member, scale);
    }
    if (found == 0) return;
    scale *= static_cast<double>(wanted) / static_cast<double>(found);
    make(scale);
}

std::uint32_t MadeNetwork::stubs_of(Ordinal member, double scale) const {
    auto const u = part(seed_ * 0x9E3779B97F4A7C15u + member) * 100;
    auto const row = std::min<std::size_t>(99, static_cast<std::size_t>(u));
    auto const within = u - static_cast<double>(row);
    double ties;
    if (row == 99) {
        ties = percentile_ends[98] / std::pow(std::max(1e-9, 1 - within), 1 / alpha);
    } else {
        auto const from = row == 0 ? 0 : percentile_ends[row - 1];
        ties = from + within * (percentile_ends[row] - from);
    }
    return static_cast<std::uint32_t>(
        std::clamp(ties * scale + 0.5, 1.0, std::min(most, members_ / 4.0)));
}

std::size_t MadeNetwork::group_of(Layer const &layer, std::uint32_t place) const {
    return static_cast<std::size_t>(
               std::upper_bound(layer.starts.begin(), layer.starts.end(), place) -
               layer.starts.begin()) -
           1;
}

void MadeNetwork::make(double scale) {
    std::vector<std::uint32_t> left(members_); // stubs that no small group has taken
    for (Ordinal member = 0; member < members_; ++member) left[member] = stubs_of(member, scale);
    for (std::size_t l = 0; l < layer_count; ++l) {
        auto &layer = layers_[l];
        Permutation const order{members_, layer.key};
        layer.stubs.assign(std::size_t{members_} + 1, 0);
        std::uint64_t sum = 0;
        for (std::size_t g = 0; g + 1 < layer.starts.size(); ++g) {
            auto const size = layer.starts[g + 1] - layer.starts[g];
            for (auto place = layer.starts[g]; place < layer.starts[g + 1]; ++place) {
                auto const member = static_cast<Ordinal>(order.back(place));
                auto stubs = left[member];
                if (l + 1 < layer_count) {
                    auto const share =
                        static_cast<std::uint32_t>(stubs_of(member, scale) * kinds[l].share + 0.5);
                    stubs = std::min({stubs, share, (size - 1) / 2});
                    left[member] -= stubs;
                }
                sum += stubs;
                layer.stubs[std::size_t{place} + 1] = static_cast<std::uint32_t>(sum);
            }
        }
        layer.finds.assign(sum / 64 + 2, members_ - 1);
        std::size_t next = 0;
        for (std::uint32_t place = 0; place < members_; ++place) {
            for (; next * 64 < layer.stubs[std::size_t{place} + 1]; ++next)
                layer.finds[next] = place;
        }
    }
}

void MadeNetwork::list(Ordinal member, std::vector<Ordinal> &out) const {
    out.clear();
    for (auto const &layer : layers_) {
        Permutation const order{members_, layer.key};
        auto const place = static_cast<std::uint32_t>(order(member));
        auto const group = group_of(layer, place);
        auto const first = layer.stubs[layer.starts[group]];
        std::uint64_t const count = layer.stubs[layer.starts[group + 1]] - first;
        if (count < 2) continue;
        Permutation const shuffle{count, layer.key ^ mixed(group + 1)};
        for (auto stub = layer.stubs[place] - first;
             stub < layer.stubs[std::size_t{place} + 1] - first; ++stub) {
            auto const next = shuffle(stub) ^ 1;
            if (next >= count) continue;
            auto const at = first + static_cast<std::uint32_t>(shuffle.back(next));
            auto other = layer.finds[at / 64];
            while (layer.stubs[std::size_t{other} + 1] <= at) ++other;
            out.push_back(static_cast<Ordinal>(order.back(other)));
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    if (auto const own = std::lower_bound(out.begin(), out.end(), member);
        own != out.end() && *own == member)
        out.erase(own);
}

} // namespace goen::graph
