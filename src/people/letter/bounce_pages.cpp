// SPDX-License-Identifier: Apache-2.0
// Tells a member that letters to her come back, and lets her confirm her address again.
#include "letter/letter_doors.hpp"
#include "web/home_places.hpp"

namespace goen::letter {

using namespace html;
using web::Visit;

namespace {

bool is_dead(Visit const &visit, BounceRooms const &rooms) {
    if (!rooms.bounces.counts()) return false;
    auto const me = rooms.accounts.find(visit.member);
    return me && rooms.bounces.is_dead(me->email);
}

Html confirm_button(Visit const &visit) {
    return web::post_button(visit, Url{"/settings/letters/confirm"},
                            visit.words("Confirm the address again"));
}

} // namespace

Html bounce_notice(Visit const &visit, BounceRooms rooms) {
    if (!is_dead(visit, rooms)) return {};
    auto const &w = visit.words;
    return web::notice(
        all(p(w("Emails to your address come back, so we no longer send you any. Please check that "
                "your mailbox exists, is not full and accepts our emails. Then confirm the address "
                "again, or enter another one.")),
            confirm_button(visit), p(a(href(Url{"/settings/mail"}), w("Change email address")))),
        "warn");
}

Html bounce_line(Visit const &visit, BounceRooms rooms) {
    if (!is_dead(visit, rooms)) return {};
    auto const &w = visit.words;
    return web::day_line("messages", Html{span(w("Emails to your address come back"))},
                         a(href(Url{"/settings"}), w("What to do")));
}

void add_bounce_pages(web::Doors &doors, BounceRooms rooms) {
    doors.post("/settings/letters/confirm", web::Who::member, [rooms](Visit const &visit) {
        if (auto const done = rooms.accounts.prove_address(visit.member); !done)
            return web::refused(visit, done.why());
        return web::go(visit, "/settings",
                       {N_("We have sent you an email. Please open the link in it.")});
    });
}

} // namespace goen::letter
