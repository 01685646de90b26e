// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of the network are hung, and this room's parts of other rooms'
// pages. What Rooms refers to must outlive `doors`.
#pragma once

#include "html/html.hpp"
#include "network/network.hpp"
#include "web/doors.hpp"

#include <functional>

namespace goen::network {

struct Rooms {
    store::Database &database;
    Network &network;
    // What `me` may see of members; who is not there for her is not_found.
    std::function<std::vector<Result<policy::Sight>>(MemberId me,
                                                     std::vector<MemberId> const &others)>
        look_at;
    Result<policy::Sight> look(MemberId me, MemberId other) const {
        return look_at(me, {other}).front();
    }
};

void add_pages(web::Doors &doors, Rooms rooms); // /m/{id}/paths /network/suggestions
void add_api(web::Doors &doors, Rooms rooms);   // /graph

// "2nd" beside a name; nothing for 0.
html::Html badge(int degree, i18n::Words const &words);
// Of a page's people, by one question; all 0 while the network is not ready.
std::vector<int> badges(web::Visit const &visit, Network *network,
                        std::vector<MemberId> const &people);
// The line below a member's name: degree, acquaintances in common, the way to the paths. It depends
// on other people's ties, of which the journal does not name the reader: never to be kept with a
// page.
html::Html member_part(web::Visit const &visit, Network &network, MemberId other);

} // namespace goen::network
