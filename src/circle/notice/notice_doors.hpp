// SPDX-License-Identifier: Apache-2.0
// Where the page and the endpoints of notices are hung. What is passed must outlive `doors`.
// (Settings, /notices/settings, belong to the letter room.)
#pragma once

#include "notice/notice.hpp"
#include "web/doors.hpp"
#include "web/live.hpp"
#include "web/places.hpp"

namespace goen::push {
class Push;
}

namespace goen::notice {

void add_pages(web::Doors &doors, Notices &notices); // /notices…
// Comments, answers, mentions, reactions and guests' cards on a member's devices; the other kinds
// are told of by their own rooms, in the transaction of the deed.
void write_notifications(push::Push &push, Notices &notices);
void add_api(web::Doors &doors, Notices &notices);     // /notices…
void add_parts(web::Places &places, Notices &notices); // the entry of the menu and its badge
void add_live(web::Live &live, Notices &notices);      // `notice`

} // namespace goen::notice
