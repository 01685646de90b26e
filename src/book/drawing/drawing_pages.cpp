// SPDX-License-Identifier: Apache-2.0
// /network/map, /network/years.
#include "drawing/drawing_doors.hpp"
#include "drawing/drawing_view.hpp"

#include <algorithm>

namespace goen::drawing {
namespace {

using web::Visit;

web::PageOptions const in_contacts{.section = "contacts"};

http::Response show_map(Visit const &visit, contacts::Contacts &contacts) {
    auto const &w = visit.words;
    auto const by = by_of(visit.query("by")).value_or(By::company);
    auto const people = people_of(contacts, visit.member, w.language());
    if (people.empty()) return web::page(visit, w("Network map"), empty_page(visit), in_contacts);
    auto const groups = groups_of(people, by);
    auto const key = visit.query("group");
    if (key.empty())
        return web::page(visit, w("Network map"), map_page(visit, groups, by), in_contacts);
    auto const open = std::find_if(groups.begin(), groups.end(),
                                   [&](Group const &group) { return group.key == key; });
    if (open == groups.end())
        return web::refused(visit,
                            {Reason::not_found, N_("None of your contacts are here."), {}, {}});
    return web::page(visit, title_of(*open, by, w), group_page(visit, people, *open, by),
                     in_contacts);
}

http::Response show_years(Visit const &visit, contacts::Contacts &contacts) {
    auto const &w = visit.words;
    auto const people = people_of(contacts, visit.member, w.language());
    if (people.empty())
        return web::page(visit, w("Exchanges by month"), empty_page(visit), in_contacts);
    auto const years = years_of(people);
    auto const asked = parse_id(visit.query("year")).value_or(0);
    auto year = std::find_if(years.years.begin(), years.years.end(),
                             [&](Year const &one) { return one.year == asked; });
    if (year == years.years.end()) year = years.years.begin();
    return web::page(visit, w("Exchanges by month"),
                     years_page(visit, years, years.years.empty() ? nullptr : &*year), in_contacts);
}

} // namespace

void add_pages(web::Doors &doors, contacts::Contacts &contacts) {
    using web::Who;
    doors.get("/network/map", Who::member,
              [&contacts](Visit const &visit) { return show_map(visit, contacts); });
    doors.get("/network/years", Who::member,
              [&contacts](Visit const &visit) { return show_years(visit, contacts); });
}

} // namespace goen::drawing
