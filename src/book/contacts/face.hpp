// SPDX-License-Identifier: Apache-2.0
// A face: of one card as one tier sees it, just what a list line and a search need. A version never
// changes, so the face of (version, tier) is made once and never goes stale; Faces keeps the ones
// lately used. Threads may share it.
#pragma once

#include "base/shard_table.hpp"
#include "card/cards.hpp"

#include <memory>
#include <string>
#include <vector>

namespace goen::contacts {

struct Work { // the main position
    std::string company, department, title;
    bool operator==(Work const &) const = default;
};

struct Face {
    names::PersonName name;
    Work ja, en; // for readers of each language
    card::Picture photo;
    std::string find;         // folded: name, companies, departments, titles, numbers, addresses
    std::size_t name_end = 0; // where the name's part of `find` ends
    // Its place in the book. Of cards only: a private contact's stands in its row.
    std::string sort_key, head;

    Work const &work(i18n::Language reader) const { return reader == i18n::Language::ja ? ja : en; }
};
using FacePtr = std::shared_ptr<Face const>;

// Of a body that is already as seen.
Face face_of(card::CardBody const &seen);
// 営業本部 第一営業部
std::string joined(std::vector<std::string> const &department);

// The face of a private contact as it lies in its row, without the find key (which is a column of
// its own).
std::string packed(Face const &face);
Face unpacked(std::string_view text);

class Faces {
public:
    explicit Faces(card::Cards &cards, std::size_t capacity = 65'536);
    // Null when the owner has no such version. Must not be called while `reader` is reading rows.
    FacePtr of(store::Reader &reader, MemberId owner, VersionId version, card::Tier tier);
    // Of many, in their order; one query for all whose versions are not in memory.
    struct Wanted {
        MemberId owner;
        VersionId version;
        card::Tier tier{};
    };
    std::vector<FacePtr> of(store::Reader &reader, std::vector<Wanted> const &wanted);

    TableNumbers numbers() const { return table_.numbers(); }

private:
    struct Key {
        VersionId version;
        card::Tier tier{};
        bool operator==(Key const &) const = default;
    };
    struct Hash {
        std::size_t operator()(Key const &key) const noexcept {
            return std::hash<VersionId>{}(key.version) + static_cast<std::size_t>(key.tier);
        }
    };
    FacePtr made(card::VersionPtr const &whole, card::Tier tier);
    card::Cards &cards_;
    ShardTable<Key, FacePtr, 6, Hash> table_;
};

} // namespace goen::contacts
