// SPDX-License-Identifier: Apache-2.0
// The ties of one moment, and how they change. A version is a tree nobody alters once it is
// published: layer -> node of 64 chunks -> (base chunk, changes since it was packed) -> changes of
// 64 members. A writer copies the few small pieces it touches and publishes a new root with one
// store, so a reader sees a tie from both its ends or from none; what was replaced is retired
// (epoch.hpp). Three layers of the same kind: ties, hidden ties, blocked pairs.
#pragma once

#include "graph/chunk.hpp"
#include "graph/epoch.hpp"

#include <array>
#include <optional>
#include <utility>

namespace goen::graph {

enum class Layer : std::size_t { ties, hidden, blocked };
inline constexpr std::size_t layers = 3;
inline constexpr std::uint32_t fan = 64;

// Changes of 64 members: sorted words of member within the group (6 bits), other (32 bits), is
// there now (1 bit). A change stays until its chunk is packed anew, also when it was taken back.
struct Group {
    std::uint64_t stamp;
    std::uint32_t count, room;
    std::uint64_t *words() { return reinterpret_cast<std::uint64_t *>(this + 1); }
    std::uint64_t const *words() const { return reinterpret_cast<std::uint64_t const *>(this + 1); }
    static std::uint64_t word(std::uint32_t member, Ordinal other, bool there) {
        return std::uint64_t{member % fan} << 33 | std::uint64_t{other} << 1 | std::uint64_t{there};
    }
    static Ordinal other(std::uint64_t word) { return static_cast<Ordinal>(word >> 1); }
    static bool there(std::uint64_t word) { return (word & 1) != 0; }
};
struct Changes { // of a chunk
    std::uint64_t stamp;
    std::uint32_t count;
    std::array<Group *, chunk_members / fan> groups;
};
struct Slot {
    Chunk const *base;
    Changes *changes;
};
struct Node {
    std::uint64_t stamp;
    std::array<Slot, fan> slots;
};
struct LayerRoot {
    std::uint64_t stamp;
    std::uint32_t node_count;
    std::uint64_t pairs;   // undirected
    std::uint64_t changed; // words of all groups
    Node **nodes() { return reinterpret_cast<Node **>(this + 1); }
    Node *const *nodes() const { return reinterpret_cast<Node *const *>(this + 1); }
};
struct Root {
    std::uint64_t stamp;
    std::uint32_t members;
    std::int64_t seq;
    std::array<LayerRoot *, layers> layer;
};

// One member's list: packed, with what has changed since.
struct List {
    PackedList base;
    std::uint64_t const *changes = nullptr, *changes_end = nullptr;
    std::size_t room() const {
        return base.degree + static_cast<std::size_t>(changes_end - changes);
    } // at least its length
};

class Version { // of a pinned root
public:
    Version() = default;
    explicit Version(Root const *root) : root_(root) {}
    std::uint32_t members() const { return root_->members; }
    std::int64_t seq() const { return root_->seq; }
    std::uint64_t pairs(Layer layer) const { return root(layer).pairs; }
    std::uint64_t changed(Layer layer) const { return root(layer).changed; }
    Root const *operator->() const { return root_; }

    List find(Layer layer, Ordinal member) const {
        auto const *const slot = slot_of(layer, member);
        List list;
        if (!slot) return list;
        auto const local = member % chunk_members;
        if (slot->base) list.base = slot->base->list(local);
        if (slot->changes) {
            if (auto const *group = slot->changes->groups[local / fan])
                changes_of(*group, local, list);
        }
        return list;
    }
    // The length without what has changed: to choose the cheaper of two.
    std::uint32_t about(Layer layer, Ordinal member) const {
        auto const *const slot = slot_of(layer, member);
        return slot && slot->base ? slot->base->degree(member % chunk_members) : 0;
    }
    bool has(Layer layer, Ordinal a, Ordinal b) const;
    Slot const *slot_of(Layer layer, Ordinal member) const {
        auto const &top = root(layer);
        auto const chunk = member / chunk_members;
        if (chunk / fan >= top.node_count) return nullptr;
        auto const *const node = top.nodes()[chunk / fan];
        return node ? &node->slots[chunk % fan] : nullptr;
    }
    // Each from what the one before has brought: what says where a chunk and its changes lie; where
    // her list lies; the list; what has changed since.
    void prefetch_chunk(Layer layer, Ordinal member) const {
        auto const *const slot = slot_of(layer, member);
        if (!slot) return;
        if (slot->base) __builtin_prefetch(slot->base);
        if (slot->changes) __builtin_prefetch(&slot->changes->groups[member % chunk_members / fan]);
    }
    void prefetch(Layer layer, Ordinal member) const {
        auto const *const slot = slot_of(layer, member);
        if (slot && slot->base) slot->base->prefetch(member % chunk_members);
    }
    void prefetch_list(Layer layer, Ordinal member) const {
        auto const *const slot = slot_of(layer, member);
        if (slot && slot->base) slot->base->prefetch_list(member % chunk_members);
    }
    void prefetch_changes(Layer layer, Ordinal member) const {
        auto const *const slot = slot_of(layer, member);
        if (!slot || !slot->changes) return;
        if (auto const *const group = slot->changes->groups[member % chunk_members / fan])
            __builtin_prefetch(group);
    }

private:
    LayerRoot const &root(Layer layer) const {
        return *root_->layer[static_cast<std::size_t>(layer)];
    }
    static void changes_of(Group const &group, std::uint32_t local, List &list);
    Root const *root_ = nullptr;
};

// The list, whole, into `out` (room for list.room() + unpack_room); its length.
std::size_t unpack(List const &list, Ordinal *out);
bool contains(List const &list, Ordinal number);
// Those of the rising numbers that are in the list; `out` as in Kernels::common.
std::size_t common(Ordinal const *numbers, std::size_t count, List const &list, Ordinal *out,
                   std::size_t enough);

// The writer's side. One at a time: the owner's lock.
class Versions {
public:
    Versions();
    ~Versions();
    Versions(Versions const &) = delete;
    Versions &operator=(Versions const &) = delete;

    Epochs &epochs() { return epochs_; }
    Version pinned() const {
        return Version{current_.load()};
    } // by one who has a seat, or the writer
    Version draft() const {
        return Version{draft_ ? draft_ : current_.load()};
    } // the writer's own view

    // Changes between two publish() belong together.
    void set_members(std::uint32_t members);
    // Both directions. False when it was so already. Puts chunks that have grown many changes into
    // `crowded`.
    bool set(Layer layer, Ordinal a, Ordinal b, bool there);
    void put_base(Layer layer, std::uint32_t chunk, Chunk const *base); // takes the share over
    void set_pairs(Layer layer, std::uint64_t pairs);
    void set_seq(std::int64_t seq);
    void publish();

    // Packing: base and changes of a chunk into a new base, without lock but with a seat; then put
    // in place. Whatever has changed meanwhile stays a change.
    static Chunk const *packed(Version version, Layer layer, std::uint32_t chunk);
    void replace(Layer layer, std::uint32_t chunk, Chunk const *packed, Slot const &was);

    std::uint32_t chunk_count() const {
        return (draft().members() + chunk_members - 1) / chunk_members;
    }
    // Chunks with at least this many changes are noted in crowded().
    void set_limit(std::uint32_t changes) { limit_ = changes; }
    std::vector<std::pair<Layer, std::uint32_t>> &crowded() { return crowded_; }

private:
    Root *own_root();
    LayerRoot *own_layer(Layer layer, std::uint32_t nodes = 0);
    Slot &own_slot(Layer layer, std::uint32_t chunk);
    void note(Layer layer, Ordinal member, Ordinal other, bool there);
    template <class T>
    void discard(T *thing); // free it now if this draft made it, else when nobody sees it

    Epochs epochs_;
    std::atomic<Root *> current_{nullptr};
    Root *draft_ = nullptr;
    std::uint64_t stamp_ = 1; // of what this draft may alter in place
    std::uint32_t limit_ = 4096;
    std::vector<std::pair<Layer, std::uint32_t>> crowded_;
};

} // namespace goen::graph
