// SPDX-License-Identifier: Apache-2.0
#include "graph/versions.hpp"

#include "base/result.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace goen::graph {
namespace {

void *bytes(std::size_t size) {
    void *const made = std::malloc(size);
    if (!made) throw std::bad_alloc{};
    return made;
}
void free_bytes(void *thing) { std::free(thing); }

template <class T> T *copy_of(T const &from) {
    auto *const to = static_cast<T *>(bytes(sizeof(T)));
    std::memcpy(static_cast<void *>(to), &from, sizeof(T));
    return to;
}

Group *group_with(std::uint32_t room, std::uint64_t stamp) {
    auto *const group = static_cast<Group *>(bytes(sizeof(Group) + 8 * std::size_t{room}));
    *group = {stamp, 0, room};
    return group;
}

LayerRoot *layer_with(std::uint32_t nodes) {
    auto *const layer = static_cast<LayerRoot *>(bytes(sizeof(LayerRoot) + sizeof(Node *) * nodes));
    *layer = {0, nodes, 0, 0};
    std::fill(layer->nodes(), layer->nodes() + nodes, nullptr);
    return layer;
}

} // namespace

bool Version::has(Layer layer, Ordinal a, Ordinal b) const { return contains(find(layer, a), b); }

void Version::changes_of(Group const &group, std::uint32_t local, List &list) {
    auto const *const end = group.words() + group.count;
    std::uint64_t const first = std::uint64_t{local % fan} << 33;
    list.changes = std::lower_bound(group.words(), end, first);
    list.changes_end = list.changes;
    while (list.changes_end != end && *list.changes_end >> 33 == local % fan) ++list.changes_end;
}

std::size_t unpack(List const &list, Ordinal *out) {
    if (list.changes == list.changes_end) {
        kernels().unpack(list.base, out);
        return list.base.degree;
    }
    // The base behind the changes' room, then both merged forward: never more is written than has
    // been read.
    auto const changes = static_cast<std::size_t>(list.changes_end - list.changes);
    Ordinal *base = out + changes;
    if (list.base.degree > 0) kernels().unpack(list.base, base);
    Ordinal const *const base_end = base + list.base.degree;
    Ordinal *to = out;
    for (auto const *change = list.changes; change != list.changes_end; ++change) {
        auto const other = Group::other(*change);
        while (base != base_end && *base < other) *to++ = *base++;
        if (base != base_end && *base == other) ++base;
        if (Group::there(*change)) *to++ = other;
    }
    while (base != base_end) *to++ = *base++;
    return static_cast<std::size_t>(to - out);
}

namespace {

// 1 there, 0 taken away, -1 nothing is said.
int change_of(List const &list, Ordinal number) {
    auto const *const at =
        std::lower_bound(list.changes, list.changes_end, number,
                         [](std::uint64_t word, Ordinal n) { return Group::other(word) < n; });
    return at == list.changes_end || Group::other(*at) != number ? -1 : Group::there(*at) ? 1 : 0;
}

} // namespace

bool contains(List const &list, Ordinal number) {
    if (list.changes != list.changes_end) {
        if (auto const change = change_of(list, number); change >= 0) return change == 1;
    }
    return kernels().contains(list.base, number);
}

std::size_t common(Ordinal const *numbers, std::size_t count, List const &list, Ordinal *out,
                   std::size_t enough) {
    if (list.changes == list.changes_end)
        return kernels().common(numbers, count, list.base, out, enough);
    std::size_t found = 0;
    for (std::size_t i = 0; i < count && found < enough; ++i) {
        if (contains(list, numbers[i])) out[found++] = numbers[i];
    }
    return found;
}

Versions::Versions() {
    auto *const root = static_cast<Root *>(bytes(sizeof(Root)));
    *root = {};
    for (auto &layer : root->layer) layer = layer_with(0);
    current_ = root;
}

Versions::~Versions() {
    publish();
    auto *const root = current_.load();
    for (auto *layer : root->layer) {
        for (std::uint32_t n = 0; n < layer->node_count; ++n) {
            auto *const node = layer->nodes()[n];
            if (!node) continue;
            for (auto const &slot : node->slots) {
                if (slot.base) slot.base->drop();
                if (!slot.changes) continue;
                for (auto *group : slot.changes->groups) std::free(group);
                std::free(slot.changes);
            }
            std::free(node);
        }
        std::free(layer);
    }
    std::free(root);
}

template <class T> void Versions::discard(T *thing) {
    if (!thing) return;
    if (thing->stamp == stamp_) {
        std::free(thing);
    } else {
        epochs_.retire(thing, free_bytes);
    }
}

Root *Versions::own_root() {
    if (draft_) return draft_;
    auto *const was = current_.load();
    draft_ = copy_of(*was);
    draft_->stamp = stamp_;
    return draft_;
}

LayerRoot *Versions::own_layer(Layer which, std::uint32_t nodes) {
    auto *&layer = own_root()->layer[static_cast<std::size_t>(which)];
    if (layer->stamp == stamp_ && nodes <= layer->node_count) return layer;
    auto *const was = layer;
    auto *const fresh = layer_with(std::max(nodes, was->node_count));
    auto const count = fresh->node_count;
    std::memcpy(static_cast<void *>(fresh), was,
                sizeof(LayerRoot) + sizeof(Node *) * was->node_count);
    fresh->node_count = count;
    fresh->stamp = stamp_;
    layer = fresh;
    // discard() looks at the stamp: a layer this draft made and has outgrown is nobody else's.
    discard(was);
    return layer;
}

Slot &Versions::own_slot(Layer which, std::uint32_t chunk) {
    auto *const layer = own_layer(which, chunk / fan + 1);
    auto *&node = layer->nodes()[chunk / fan];
    if (!node || node->stamp != stamp_) {
        auto *const was = node;
        if (was) {
            node = copy_of(*was);
        } else {
            node = static_cast<Node *>(bytes(sizeof(Node)));
            *node = {};
        }
        node->stamp = stamp_;
        discard(was);
    }
    return node->slots[chunk % fan];
}

void Versions::set_members(std::uint32_t members) { own_root()->members = members; }
void Versions::set_seq(std::int64_t seq) { own_root()->seq = seq; }
void Versions::set_pairs(Layer layer, std::uint64_t pairs) { own_layer(layer)->pairs = pairs; }

void Versions::note(Layer layer, Ordinal member, Ordinal other, bool there) {
    auto &slot = own_slot(layer, member / chunk_members);
    if (!slot.changes || slot.changes->stamp != stamp_) {
        auto *const was = slot.changes;
        if (was) {
            slot.changes = copy_of(*was);
        } else {
            slot.changes = static_cast<Changes *>(bytes(sizeof(Changes)));
            *slot.changes = {};
        }
        slot.changes->stamp = stamp_;
        discard(was);
    }
    auto &changes = *slot.changes;
    auto *&group = changes.groups[member % chunk_members / fan];
    auto const word = Group::word(member % chunk_members, other, there);
    std::uint32_t at = 0;
    bool is_known = false;
    if (group) {
        auto *const found = std::lower_bound(group->words(), group->words() + group->count,
                                             word & ~std::uint64_t{1});
        at = static_cast<std::uint32_t>(found - group->words());
        is_known = at < group->count && *found >> 1 == word >> 1;
    }
    if (!group || group->stamp != stamp_ || (!is_known && group->count == group->room)) {
        auto *const was = group;
        auto const count = was ? was->count : 0;
        group = group_with(count + count / 2 + 6, stamp_);
        if (was) std::memcpy(group->words(), was->words(), 8 * std::size_t{count});
        group->count = count;
        discard(was);
    }
    if (!is_known) {
        std::memmove(group->words() + at + 1, group->words() + at,
                     8 * std::size_t{group->count - at});
        ++group->count;
        ++own_layer(layer)->changed;
        if (++changes.count == limit_) crowded_.emplace_back(layer, member / chunk_members);
    }
    group->words()[at] = word;
}

bool Versions::set(Layer layer, Ordinal a, Ordinal b, bool there) {
    ensure(a != b, "a member is tied to herself");
    auto const now = draft();
    auto const [few, many] =
        now.about(layer, a) <= now.about(layer, b) ? std::pair{a, b} : std::pair{b, a};
    if (now.has(layer, few, many) == there) return false;
    note(layer, a, b, there);
    note(layer, b, a, there);
    auto *const top = own_layer(layer);
    top->pairs = there ? top->pairs + 1 : top->pairs - 1;
    return true;
}

void Versions::put_base(Layer layer, std::uint32_t chunk, Chunk const *base) {
    auto &slot = own_slot(layer, chunk);
    ensure(!slot.changes, "a base is put over changes");
    if (slot.base) epochs_.retire(const_cast<Chunk *>(slot.base), Chunk::drop_it);
    slot.base = base;
}

void Versions::publish() {
    if (draft_) {
        auto *const was = current_.load();
        current_.store(draft_);
        draft_ = nullptr;
        epochs_.retire(was, free_bytes);
    }
    ++stamp_;
    epochs_.sweep();
}

Chunk const *Versions::packed(Version version, Layer layer, std::uint32_t chunk) {
    auto const first = chunk * chunk_members;
    auto const *const slot = version.slot_of(layer, first);
    auto const count =
        std::min(chunk_members, version.members() - std::min(first, version.members()));
    auto const *const base = slot ? slot->base : nullptr;
    auto universe = std::max(version.members(), 1u);
    // A universe that is still about right lets lists be copied as they are.
    if (base && base->universe() <= universe && universe / 2 <= base->universe())
        universe = base->universe();
    static thread_local ChunkMaker maker;
    static thread_local std::vector<Ordinal> numbers;
    maker.begin(count, universe);
    bool is_empty = true;
    for (std::uint32_t local = 0; local < count; ++local) {
        auto const list = version.find(layer, first + local);
        if (list.room() == 0) {
            maker.list({});
            continue;
        }
        if (list.changes == list.changes_end && base && base->universe() == universe) {
            maker.copy(base->list_bytes(local), list.base.degree);
            is_empty = false;
            continue;
        }
        numbers.resize(list.room() + unpack_room);
        auto const degree = unpack(list, numbers.data());
        maker.list({numbers.data(), degree});
        is_empty = is_empty && degree == 0;
    }
    return is_empty ? nullptr : Chunk::make(maker.finish());
}

void Versions::replace(Layer layer, std::uint32_t chunk, Chunk const *packed, Slot const &was) {
    auto &slot = own_slot(layer, chunk);
    ensure(slot.base == was.base, "a chunk is packed by two at once");
    auto *const now = slot.changes;
    auto *const top = own_layer(layer);
    Changes *left = nullptr;
    for (std::size_t g = 0; now && g < now->groups.size(); ++g) {
        auto *const group = now->groups[g];
        if (!group) continue;
        auto const *const packed_group = was.changes ? was.changes->groups[g] : nullptr;
        Group *kept = nullptr;
        if (group != packed_group) {
            auto const *old = packed_group ? packed_group->words() : nullptr;
            auto const *const old_end = packed_group ? old + packed_group->count : nullptr;
            for (std::uint32_t i = 0; i < group->count; ++i) {
                auto const word = group->words()[i];
                while (old != old_end && *old >> 1 < word >> 1) ++old;
                if (old != old_end && *old == word) continue;
                if (!kept) kept = group_with(group->count - i, stamp_);
                kept->words()[kept->count++] = word;
            }
        }
        top->changed -= group->count;
        if (kept) {
            if (!left) {
                left = static_cast<Changes *>(bytes(sizeof(Changes)));
                *left = {};
                left->stamp = stamp_;
            }
            left->groups[g] = kept;
            left->count += kept->count;
            top->changed += kept->count;
        }
        discard(group);
    }
    discard(now);
    if (slot.base) epochs_.retire(const_cast<Chunk *>(slot.base), Chunk::drop_it);
    slot.base = packed;
    slot.changes = left;
}

} // namespace goen::graph
