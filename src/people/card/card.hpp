// SPDX-License-Identifier: Apache-2.0
// A card (名刺): one of several a member has. Published versions are immutable; the newest is the
// live one. Each part names the least tier that sees it; seen() is the only way from a card to an
// output.
#pragma once

#include "base/ids.hpp"
#include "names/person_name.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::card {

// 距離: what an owner lets somebody see. Ordered; `owner` is the owner herself.
enum class Tier { none, exchanged, colleague, close, owner };
std::string_view to_string(Tier tier); // "none" …; not for owner
std::optional<Tier> tier_of(std::string_view text);

enum class Kind { company, own, private_ };
std::string_view to_string(Kind kind); // "company" "own" "private"
std::optional<Kind> kind_of(std::string_view text);

struct Position {
    std::string company;                 // exact: 株式会社見本, not (株)
    std::vector<std::string> department; // 営業本部, 第一営業部
    std::string title;                   // 課長
    bool main = false;
    bool operator==(Position const &) const = default;
};
struct Address {
    std::string postal_code, region, locality, street, building, country;
    bool empty() const {
        return postal_code.empty() && region.empty() && locality.empty() && street.empty() &&
               building.empty();
    }
    bool operator==(Address const &) const = default;
};
struct Side { // 面
    std::vector<Position> positions;
    Address address;
    bool empty() const { return positions.empty() && address.empty(); }
    bool operator==(Side const &) const = default;
};
struct Labelled {
    std::string label, value;
    bool operator==(Labelled const &) const = default;
};
enum class Layout { horizontal, vertical };
// The typeface and the paper a card is printed on.
enum class Style { mincho_white, mincho_cream, mincho_navy, gothic_white, gothic_navy };
inline constexpr std::array styles{Style::mincho_white, Style::mincho_cream, Style::mincho_navy,
                                   Style::gothic_white, Style::gothic_navy};
std::string_view to_string(Style style); // "mincho_white" …
std::optional<Style> style_of(std::string_view text);

// A photograph or a logo: which of its owner's pictures (the picture room keeps them), and its
// shape.
struct Picture {
    MemberId owner;
    std::string hash; // of what is seen: 32 hex digits; empty: none
    int width = 0, height = 0;
    bool empty() const { return hash.empty(); }
    bool operator==(Picture const &) const = default;
};

// What is on it. The parts of `show` are: name positions emails phones address urls photo logo, and
// phones.LABEL.
struct CardBody {
    Kind kind = Kind::own;
    std::string label; // 本業
    names::PersonName name;
    Side ja, en;
    std::vector<Labelled> emails; // label: work home other
    std::vector<Labelled> phones; // label: main direct mobile fax extension home
    std::vector<Labelled> urls;   // label: web
    Layout layout = Layout::horizontal;
    Style style = Style::mincho_white;
    Picture photo, logo;
    std::map<std::string, Tier> show; // a part not named is seen from `exchanged` on
    bool operator==(CardBody const &) const = default;
};

// Where a page finds it, in the print that is `size` pixels wide (media::print_sizes). The API has
// the same path below its root.
std::string picture_path(Picture const &picture, int size);

// The least tier that sees a part: "phones.mobile" falls back to "phones", that to exchanged. A
// logo says where somebody works, so it is as public as the positions, or less when `show` says so.
Tier least_tier(CardBody const &body, std::string_view part);

// What `tier` sees: everything above it taken out, and `show` emptied unless tier is owner. A card
// of which nothing is seen has an empty name and no parts.
CardBody seen(CardBody const &body, Tier tier);

struct Version {
    VersionId id;
    CardId card;
    MemberId owner;
    Time published{};
    CardBody body;
};

// The position to show in a list for a reader: main one, else the first; of her language's side,
// else the other.
Position const *main_position(CardBody const &body, i18n::Language reader);

} // namespace goen::card
