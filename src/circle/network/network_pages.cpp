// SPDX-License-Identifier: Apache-2.0
// /m/{id}/paths, /network/suggestions.
#include "network/network_doors.hpp"
#include "network/network_view.hpp"
#include "web/plain.hpp"

namespace goen::network {
namespace {

using web::Visit;

web::PageOptions const in_contacts{.section = "contacts"};

constexpr std::size_t suggested = 20, set_aside_shown = 50;

http::Response show_ways(Rooms const &rooms, Visit const &visit, MemberId to) {
    auto const found = rooms.database.read([&](store::Reader &) -> Result<WaysPage> {
        auto const sight = rooms.look(visit.member, to);
        if (!sight) return sight.why();
        WaysPage page{to, name_of({to, sight->card()}, visit.words), sight->is_tied(), {}};
        if (sight->is_self || page.is_tied) return page;
        // Somebody of whom the graph knows nothing yet has no ways.
        auto ways = rooms.network.ways(visit.member, to);
        page.ways = ways ? std::move(*ways) : Ways{{}, true, true};
        return page;
    });
    if (!found) return web::refused(visit, found.why());
    if (to == visit.member) return web::go(visit, "/m/" + to.text());
    return web::page(visit, visit.words("Connections to {1}", {found->name}),
                     ways_page(visit, *found), in_contacts);
}

http::Response show_suggestions(Rooms const &rooms, Visit const &visit) {
    SuggestionsPage page;
    rooms.database.read([&](store::Reader &) {
        page.found = rooms.network.suggestions(visit.member, suggested);
        auto const set_aside = rooms.network.dismissed(visit.member);
        auto const sights = rooms.look_at(visit.member, set_aside);
        for (std::size_t i = 0; i < set_aside.size(); ++i) {
            if (page.dismissed.size() == set_aside_shown) break;
            if (sights[i]) page.dismissed.push_back({set_aside[i], sights[i]->card()});
        }
    });
    return web::page(visit, visit.words("People you may know"), suggestions_page(visit, page),
                     in_contacts);
}

http::Response dismiss(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.network.dismiss(visit.member, visit.path_id<MemberId>());
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/network/suggestions",
                   N_("This person will no longer be suggested. You can undo this below."));
}

http::Response restore(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.network.undismiss(visit.member, visit.path_id<MemberId>());
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/network/suggestions", N_("This person can be suggested again."));
}

} // namespace

void add_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    doors.get("/m/{id}/paths", Who::member, [rooms](Visit const &visit) {
        return show_ways(rooms, visit, visit.path_id<MemberId>());
    });
    doors.get("/network/suggestions", Who::member,
              [rooms](Visit const &visit) { return show_suggestions(rooms, visit); });
    doors.post("/network/suggestions/{id}/dismiss", Who::member,
               [rooms](Visit const &visit) { return dismiss(rooms, visit); });
    doors.post("/network/suggestions/{id}/restore", Who::member,
               [rooms](Visit const &visit) { return restore(rooms, visit); });
}

} // namespace goen::network
