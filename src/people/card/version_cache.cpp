// SPDX-License-Identifier: Apache-2.0
#include "card/version_cache.hpp"

namespace goen::card {
namespace {

std::size_t heap_of(std::string const &text) {
    return text.capacity() > 15 ? text.capacity() + 1 : 0;
}

std::size_t heap_of(std::vector<Labelled> const &list) {
    auto bytes = list.capacity() * sizeof(Labelled);
    for (auto const &item : list) bytes += heap_of(item.label) + heap_of(item.value);
    return bytes;
}

std::size_t heap_of(Side const &side) {
    auto bytes = side.positions.capacity() * sizeof(Position);
    for (auto const &position : side.positions) {
        bytes += heap_of(position.company) + heap_of(position.title) +
                 position.department.capacity() * sizeof(std::string);
        for (auto const &level : position.department) bytes += heap_of(level);
    }
    auto const &a = side.address;
    return bytes + heap_of(a.postal_code) + heap_of(a.region) + heap_of(a.locality) +
           heap_of(a.street) + heap_of(a.building) + heap_of(a.country);
}

} // namespace

std::size_t bytes_of(Version const &version) {
    auto const &b = version.body;
    auto const &n = b.name;
    std::size_t bytes = sizeof(Version) + 200; // two slots, the allocator's share
    for (auto const *part : {&b.label, &n.family, &n.given, &n.middle, &n.family_kana,
                             &n.given_kana, &n.family_romaji, &n.given_romaji}) {
        bytes += heap_of(*part);
    }
    bytes +=
        heap_of(b.ja) + heap_of(b.en) + heap_of(b.emails) + heap_of(b.phones) + heap_of(b.urls);
    bytes += heap_of(b.photo.hash) + heap_of(b.logo.hash);
    return bytes + b.show.size() * 96;
}

} // namespace goen::card
