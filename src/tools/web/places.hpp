// SPDX-License-Identifier: Apache-2.0
// Places: points of pages, named by the room that owns the page, where other rooms hang their
// parts; the menu; and what waits for an answer behind each of its entries. Rooms register while
// the house is being built; afterwards nothing changes, and threads share it.
//
//     inline constexpr web::Place<CardId> below_card{"card/below"};            // the owner's door
//     places.hang(below_card, 20, [&](web::Visit const &visit, CardId id) { … }); // any room above
//     it body += places.show(below_card, visit, card.id);                         // the owner's
//     page
#pragma once

#include "html/html.hpp"
#include "web/visit.hpp"

#include <any>
#include <functional>
#include <map>
#include <string_view>
#include <type_traits>
#include <vector>

namespace goen::web {

// `About` is what the page is about: a CardId, a ContactId, or nothing.
template <class... About> struct Place {
    std::string_view name; // "card/below": the page, then where on it
};

// Of the home page, above every room: lines (home_places.hpp) of the day.
inline constexpr Place<> home_day{"home/day"};

// A place of the whole site, the same in every edition. `section` is what PageOptions::section of
// its pages says, and the name of its icon; `words` a msgid in N_().
struct MenuEntry {
    int order;
    std::string_view section, path;
    char const *words;
    std::string_view access_key = {};
};

class Places {
public:
    template <class... About> using Part = std::function<html::Html(Visit const &, About...)>;

    // Parts of one place stand by their order; those of the same order as they were hung.
    template <class... About>
    void hang(Place<About...> place, int order, std::type_identity_t<Part<About...>> part) {
        put(place.name, order, std::move(part));
    }
    // All parts that hang there, one after the other; empty ones take no room.
    template <class... About> html::Html show(Place<About...> place, Visit const &visit,
                                              std::type_identity_t<About>... about) const {
        html::Html parts;
        auto const found = parts_.find(place.name);
        if (found == parts_.end()) return parts;
        for (auto const &[order, part] : found->second)
            parts += std::any_cast<Part<About...> const &>(part)(visit, about...);
        return parts;
    }

    void add(MenuEntry entry);
    std::vector<MenuEntry> const &menu() const { return menu_; } // in order

    // Counts what waits for a member behind a section's entry; several counts of one section are
    // added up.
    void count(std::string_view section, std::function<int(MemberId)> waiting);
    std::vector<Visit::Waiting> waiting(MemberId member) const; // of each section that counts

private:
    struct Hung {
        int order;
        std::any part;
    };
    void put(std::string_view place, int order, std::any part);

    std::map<std::string_view, std::vector<Hung>> parts_;
    std::vector<MenuEntry> menu_;
    std::vector<std::pair<std::string_view, std::function<int(MemberId)>>> counts_;
};

} // namespace goen::web
