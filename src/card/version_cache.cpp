// SPDX-License-Identifier: Apache-2.0
#include "card/version_cache.hpp"

namespace goen::card {
namespace {

std::size_t heap_of(std::string const& text) { return text.capacity() > 15 ? text.capacity() + 1 : 0; }

std::size_t heap_of(std::vector<Labelled> const& list) {
    auto bytes = list.capacity() * sizeof(Labelled);
    for (auto const& item : list) bytes += heap_of(item.label) + heap_of(item.value);
    return bytes;
}

std::size_t heap_of(Side const& side) {
    auto bytes = side.positions.capacity() * sizeof(Position);
    for (auto const& position : side.positions) {
        bytes += heap_of(position.company) + heap_of(position.title) + position.department.capacity() * sizeof(std::string);
        for (auto const& level : position.department) bytes += heap_of(level);
    }
    auto const& a = side.address;
    return bytes + heap_of(a.postal_code) + heap_of(a.region) + heap_of(a.locality) + heap_of(a.street) +
           heap_of(a.building) + heap_of(a.country);
}

} // namespace

std::size_t bytes_of(Version const& version) {
    auto const& b = version.body;
    auto const& n = b.name;
    std::size_t bytes = sizeof(Version) + 200; // the slot, the map's node, the allocator's share
    for (auto const* part : {&b.label, &n.family, &n.given, &n.middle, &n.family_kana, &n.given_kana,
                             &n.family_romaji, &n.given_romaji}) {
        bytes += heap_of(*part);
    }
    bytes += heap_of(b.ja) + heap_of(b.en) + heap_of(b.emails) + heap_of(b.phones) + heap_of(b.urls);
    return bytes + b.show.size() * 96;
}

std::shared_ptr<Version const> VersionCache::find(VersionId id) {
    auto& shard = shard_of(id);
    std::lock_guard const held{shard.mutex};
    auto const found = shard.where.find(id.value);
    if (found == shard.where.end()) return nullptr;
    auto& slot = shard.slots[found->second];
    slot.used_since = true;
    return slot.version;
}

void VersionCache::keep(std::shared_ptr<Version const> version) {
    auto const bytes = bytes_of(*version);
    if (bytes > bytes_a_shard_) return;
    auto& shard = shard_of(version->id);
    std::lock_guard const held{shard.mutex};
    if (shard.where.contains(version->id.value)) return;
    while (!shard.where.empty() &&
           (shard.where.size() >= entries_a_shard_ || shard.bytes + bytes > bytes_a_shard_)) {
        shard.drop_one();
    }
    std::uint32_t at;
    if (shard.free.empty()) {
        at = static_cast<std::uint32_t>(shard.slots.size());
        shard.slots.emplace_back();
    } else {
        at = shard.free.back();
        shard.free.pop_back();
    }
    shard.where.emplace(version->id.value, at);
    shard.slots[at] = Slot{std::move(version), bytes, false};
    shard.bytes += bytes;
}

void VersionCache::Shard::drop_one() {
    while (true) {
        hand = hand + 1 < slots.size() ? hand + 1 : 0;
        auto& slot = slots[hand];
        if (!slot.version) continue;
        if (slot.used_since) {
            slot.used_since = false;
            continue;
        }
        where.erase(slot.version->id.value);
        bytes -= slot.bytes;
        slot = Slot{};
        free.push_back(static_cast<std::uint32_t>(hand));
        return;
    }
}

std::size_t VersionCache::count() {
    std::size_t total = 0;
    for (auto& shard : shards_) {
        std::lock_guard const held{shard.mutex};
        total += shard.where.size();
    }
    return total;
}

std::size_t VersionCache::bytes() {
    std::size_t total = 0;
    for (auto& shard : shards_) {
        std::lock_guard const held{shard.mutex};
        total += shard.bytes;
    }
    return total;
}

} // namespace goen::card
