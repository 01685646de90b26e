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
    std::size_t bytes = sizeof(Version) + 200; // the slot, the map's node, the allocator's share
    for (auto const *part : {&b.label, &n.family, &n.given, &n.middle, &n.family_kana,
                             &n.given_kana, &n.family_romaji, &n.given_romaji}) {
        bytes += heap_of(*part);
    }
    bytes +=
        heap_of(b.ja) + heap_of(b.en) + heap_of(b.emails) + heap_of(b.phones) + heap_of(b.urls);
    bytes += heap_of(b.photo.hash) + heap_of(b.logo.hash);
    return bytes + b.show.size() * 96;
}

std::size_t VersionCache::Shard::home(std::int64_t id) const {
    // The highest bits of the same product choose the shard.
    return ((static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15u) >> 20) & (slots.size() - 1);
}

VersionCache::Slot *VersionCache::Shard::find(std::int64_t id) {
    if (slots.empty()) return nullptr;
    for (auto at = home(id);; at = (at + 1) & (slots.size() - 1)) {
        if (slots[at].id == id) return &slots[at];
        if (slots[at].id == 0) return nullptr;
    }
}

void VersionCache::Shard::put(Slot slot) {
    auto at = home(slot.id);
    while (slots[at].id != 0) at = (at + 1) & (slots.size() - 1);
    slots[at] = std::move(slot);
}

void VersionCache::Shard::grow() {
    auto const old = std::exchange(slots, std::vector<Slot>(slots.empty() ? 16 : slots.size() * 2));
    for (auto const &slot : old) {
        if (slot.id != 0) put(slot);
    }
}

void VersionCache::Shard::take_out(std::size_t at) {
    bytes -= slots[at].bytes;
    --count;
    // Those who were pushed on by this one move back, so that no search ends at the gap too early.
    auto const mask = slots.size() - 1;
    for (auto next = (at + 1) & mask; slots[next].id != 0; next = (next + 1) & mask) {
        if (((next - home(slots[next].id)) & mask) >= ((next - at) & mask)) {
            slots[at] = std::move(slots[next]);
            at = next;
        }
    }
    slots[at] = Slot{};
}

void VersionCache::Shard::drop_one() {
    while (true) {
        hand = (hand + 1) & (slots.size() - 1);
        auto &slot = slots[hand];
        if (slot.id == 0) continue;
        if (!slot.used_since) return take_out(hand);
        slot.used_since = false;
    }
}

std::shared_ptr<Version const> VersionCache::find(VersionId id) {
    if (!id) return nullptr;
    auto &shard = shard_of(id);
    std::lock_guard const held{shard.mutex};
    auto *const slot = shard.find(id.value);
    if (!slot) return nullptr;
    slot->used_since = true;
    return slot->version;
}

void VersionCache::keep(std::shared_ptr<Version const> version) {
    auto const bytes = bytes_of(*version);
    if (!version->id || bytes > bytes_a_shard_) return;
    auto &shard = shard_of(version->id);
    std::lock_guard const held{shard.mutex};
    if (shard.find(version->id.value)) return;
    while (shard.count > 0 &&
           (shard.count >= entries_a_shard_ || shard.bytes + bytes > bytes_a_shard_))
        shard.drop_one();
    if ((shard.count + 1) * 2 > shard.slots.size()) shard.grow();
    auto const id = version->id.value;
    shard.put({id, std::move(version), static_cast<std::uint32_t>(bytes), false});
    shard.bytes += bytes;
    ++shard.count;
}

std::size_t VersionCache::count() {
    std::size_t total = 0;
    for (auto &shard : shards_) {
        std::lock_guard const held{shard.mutex};
        total += shard.count;
    }
    return total;
}

std::size_t VersionCache::bytes() {
    std::size_t total = 0;
    for (auto &shard : shards_) {
        std::lock_guard const held{shard.mutex};
        total += shard.bytes;
    }
    return total;
}

} // namespace goen::card
