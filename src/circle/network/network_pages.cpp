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
    auto const sight = rooms.look(visit.member, to);
    if (!sight) return web::refused(visit, sight.why());
    if (sight->is_self) return web::go(visit, "/m/" + to.text());
    WaysPage page{to, name_of({to, sight->card()}, visit.words), sight->is_tied(), {}};
    if (!page.is_tied) {
        auto ways = rooms.network.ways(visit.member, to);
        if (ways) page.ways = std::move(*ways);
        // Somebody of whom the graph knows nothing yet has no ways.
        else
            page.ways = Ways{{}, true, true};
    }
    return web::page(visit, visit.words("Ways to {1}", {page.name}), ways_page(visit, page),
                     in_contacts);
}

http::Response show_suggestions(Rooms const &rooms, Visit const &visit) {
    SuggestionsPage page{rooms.network.suggestions(visit.member, suggested), {}};
    for (auto const id : rooms.network.dismissed(visit.member)) {
        if (page.dismissed.size() == set_aside_shown) break;
        if (auto const sight = rooms.look(visit.member, id))
            page.dismissed.push_back({id, sight->card()});
    }
    return web::page(visit, visit.words("People you may know"), suggestions_page(visit, page),
                     in_contacts);
}

http::Response dismiss(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.network.dismiss(visit.member, visit.path_id<MemberId>());
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/network/suggestions",
                   N_("This person will not be suggested any more. You can undo it below."));
}

http::Response restore(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.network.undismiss(visit.member, visit.path_id<MemberId>());
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/network/suggestions", N_("This person may be suggested again."));
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
