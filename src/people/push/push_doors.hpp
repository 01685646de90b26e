// SPDX-License-Identifier: Apache-2.0
// Pages and endpoints of the push room.
#pragma once

#include "card/cards.hpp"
#include "push/push.hpp"
#include "web/doors.hpp"

#include <functional>

namespace goen::push {

// What the page that works offline needs of others.
struct Offline {
    card::Cards &cards;
    // Set by the room that knows them: the lasting link of a card of hers ("https://…/c/…"), if
    // there is one; and making it.
    std::function<std::optional<std::string>(MemberId, CardId)> link{};
    std::function<Done(MemberId, CardId)> make_link{};
};

// Pages: /settings/push, /offline, and /sw.js, the worker of the browser. `offline` outlives them.
void add_pages(web::Doors &doors, Push &push, Offline &offline);
// API: /push/key, /push/subscriptions, /push/settings
void add_api(web::Doors &doors, Push &push);

} // namespace goen::push
