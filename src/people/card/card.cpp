// SPDX-License-Identifier: Apache-2.0
#include "card/card.hpp"

#include <algorithm>

namespace goen::card {

std::string_view to_string(Tier tier) {
    switch (tier) {
    case Tier::none: return "none";
    case Tier::exchanged: return "exchanged";
    case Tier::colleague: return "colleague";
    case Tier::close: return "close";
    case Tier::owner: return "owner";
    }
    return "owner";
}

std::optional<Tier> tier_of(std::string_view text) {
    for (auto const tier : {Tier::none, Tier::exchanged, Tier::colleague, Tier::close}) {
        if (text == to_string(tier)) return tier;
    }
    return std::nullopt;
}

std::string_view to_string(Kind kind) {
    switch (kind) {
    case Kind::company: return "company";
    case Kind::own: return "own";
    case Kind::private_: return "private";
    }
    return "own";
}

std::optional<Kind> kind_of(std::string_view text) {
    for (auto const kind : {Kind::company, Kind::own, Kind::private_}) {
        if (text == to_string(kind)) return kind;
    }
    return std::nullopt;
}

std::string_view to_string(Style style) {
    switch (style) {
    case Style::mincho_white: return "mincho_white";
    case Style::mincho_cream: return "mincho_cream";
    case Style::mincho_navy: return "mincho_navy";
    case Style::gothic_white: return "gothic_white";
    case Style::gothic_navy: return "gothic_navy";
    }
    return "mincho_white";
}

std::optional<Style> style_of(std::string_view text) {
    for (auto const style : styles) {
        if (text == to_string(style)) return style;
    }
    return std::nullopt;
}

std::string picture_path(Picture const &picture, int size) {
    return "/pictures/" + picture.owner.text() + "/" + picture.hash + "/" + std::to_string(size);
}

Tier least_tier(CardBody const &body, std::string_view part) {
    auto const found = body.show.find(std::string{part});
    bool const is_named = found != body.show.end();
    if (part == "logo") {
        auto const company = least_tier(body, "positions");
        return is_named ? std::max(company, found->second) : company;
    }
    if (is_named) return found->second;
    if (auto const dot = part.find('.'); dot != part.npos)
        return least_tier(body, part.substr(0, dot));
    return Tier::exchanged;
}

CardBody seen(CardBody const &body, Tier tier) {
    if (tier == Tier::owner) return body;
    auto const sees = [&](std::string_view part) { return tier >= least_tier(body, part); };

    // Built up from nothing: a part that is added to a card later stays unseen until somebody says
    // here who sees it.
    CardBody out;
    if (sees("name")) out.name = body.name;
    if (sees("positions")) {
        out.ja.positions = body.ja.positions;
        out.en.positions = body.en.positions;
    }
    if (sees("address")) {
        out.ja.address = body.ja.address;
        out.en.address = body.en.address;
    }
    if (sees("emails")) out.emails = body.emails;
    if (sees("urls")) out.urls = body.urls;
    for (auto const &phone : body.phones) {
        if (sees("phones." + phone.label)) out.phones.push_back(phone);
    }
    if (sees("photo")) out.photo = body.photo;
    if (sees("logo")) out.logo = body.logo;
    // How it is set tells nothing of its owner, and her card should look like her card. Kind, label
    // and show are her own notes: they stay at their defaults.
    out.layout = body.layout;
    out.style = body.style;
    return out;
}

Position const *main_position(CardBody const &body, i18n::Language reader) {
    auto const &first = reader == i18n::Language::ja ? body.ja.positions : body.en.positions;
    auto const &second = reader == i18n::Language::ja ? body.en.positions : body.ja.positions;
    auto const &positions = first.empty() ? second : first;
    if (positions.empty()) return nullptr;
    auto const main =
        std::find_if(positions.begin(), positions.end(), [](Position const &p) { return p.main; });
    return main == positions.end() ? &positions.front() : &*main;
}

} // namespace goen::card
