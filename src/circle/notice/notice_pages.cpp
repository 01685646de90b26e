// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "notice/notice_doors.hpp"
#include "notice/notice_view.hpp"
#include "web/plain.hpp"

namespace goen::notice {

using web::Visit;

namespace {

constexpr int on_a_page = 30, on_a_small_page = 10;
web::PageOptions const in_notices{.section = "notices"};

http::Response list(Notices &notices, Visit const &visit) {
    auto const after = visit.query("after");
    auto const before = after.empty() ? std::optional<std::int64_t>{0} : parse_id(after);
    if (!before)
        return web::refused(visit, {Reason::not_found, N_("This page is not available."), {}, {}});
    auto const limit = web::is_plain(visit.request) ? on_a_small_page : on_a_page;
    auto const page = notices.list(visit.member, visit.words, *before, limit);
    return web::page(visit, visit.words("Notices"), notices_page(visit, page, *before == 0),
                     in_notices);
}

http::Response read_all(Notices &notices, Visit const &visit) {
    auto const up_to = parse_id(visit.form.get("up_to")).value_or(0);
    if (auto const done = notices.read_all(visit.member, up_to); !done)
        return web::refused(visit, done.why());
    return web::go(visit, "/notices");
}

http::Response undo(Notices &notices, Visit const &visit) {
    if (auto const done = notices.undo_read_all(visit.member); !done)
        return web::refused(visit, done.why());
    return web::go(visit, "/notices", N_("What was not read before is marked as new again."));
}

// Marks the group as read and goes where it leads.
http::Response open(Notices &notices, Visit const &visit) {
    auto const kind = letter::kind_of(visit.form.get("kind"));
    auto const about = visit.form.get("about") == "0" ? std::optional<std::int64_t>{0}
                                                      : parse_id(visit.form.get("about"));
    auto const up_to = parse_id(visit.form.get("up_to"));
    if (!kind || !about || !up_to)
        return web::refused(visit,
                            {Reason::not_found, N_("This notice is not available."), {}, {}});
    if (auto const done = notices.opened(visit.member, *kind, *about, *up_to); !done)
        return web::refused(visit, done.why());
    return web::go(visit, http::safe_path(visit.form.get("to")));
}

} // namespace

void add_parts(web::Places &places, Notices &notices) {
    places.add({40, "notices", "/notices", N_("Notices")});
    places.count("notices", [&notices](MemberId me) { return notices.unread(me); });
}

void add_pages(web::Doors &doors, Notices &notices) {
    auto const with = [&notices](http::Response (*page)(Notices &, Visit const &)) {
        return [&notices, page](Visit const &visit) { return page(notices, visit); };
    };
    doors.get("/notices", web::Who::member, with(list));
    doors.post("/notices/read", web::Who::member, with(read_all));
    doors.post("/notices/read/undo", web::Who::member, with(undo));
    doors.post("/notices/open", web::Who::member, with(open));
}

} // namespace goen::notice
