// SPDX-License-Identifier: Apache-2.0
// /messages/{id}/about: who is in a thread, its name, muting and leaving.
#include "message/page_doors.hpp"

#include <algorithm>

namespace goen::message {
namespace {

using web::Visit;

constexpr web::PageOptions as_form{.section = "messages", .narrow = true};

http::Params name_fields(std::string const &name) {
    http::Params fields;
    if (!name.empty()) fields.add("name", name);
    return fields;
}

http::Response about(Rooms const &rooms, Visit const &visit, std::optional<web::FormState> name,
                     bool has_searched, int status) {
    auto thread = rooms.messages.thread(visit.member, visit.path_id<ThreadId>());
    if (!thread) return web::refused(visit, thread.why());
    AboutView view;
    view.thread = std::move(*thread);
    if (name) {
        view.name = std::move(*name);
    } else {
        view.name.typed = name_fields(view.thread.name);
        view.name.version = web::version_of(name_parts(visit.words), view.name.typed);
    }
    view.has_searched = has_searched;
    if (has_searched) {
        view.q = visit.form.get("q");
        view.found = people_to_write_to(rooms, visit, view.q);
        std::erase_if(view.found, [&](contacts::Line const &line) {
            return std::ranges::any_of(view.thread.members, [&](Person const &one) {
                return one.id.value == line.id.value;
            });
        });
    }
    auto options = as_form;
    options.status = status;
    return web::page(visit, title_of(view.thread, visit.words), about_page(visit, view), options);
}

http::Response back_to(Visit const &visit, Sentence said) {
    return web::go(visit, path_of(visit.path_id<ThreadId>(), "about"), std::move(said));
}

MemberId member_in(Visit const &visit) {
    return MemberId::parse(visit.form.get("member")).value_or(MemberId{});
}

http::Response rename(Rooms const &rooms, Visit const &visit) {
    Messages::Change change;
    change.name = std::string{visit.form.get("name")};
    std::optional<web::FormState> stale;
    auto const done = rooms.messages.change(
        visit.member, visit.path_id<ThreadId>(), change, [&](Thread const &now) -> Done {
            stale = web::stale_form(name_parts(visit.words), visit.form, name_fields(now.name));
            if (stale) return web::changed_meanwhile();
            return {};
        });
    if (stale) return about(rooms, visit, std::move(stale), false, 409);
    if (done) return back_to(visit, N_("Saved."));
    if (done.why().fields.empty()) return web::refused(visit, done.why());
    return about(rooms, visit, web::typed_again(visit, done.why()), false,
                 web::status_of(done.why().reason));
}

http::Response mute(Rooms const &rooms, Visit const &visit) {
    Messages::Change change;
    change.is_muted = visit.form.get("muted") == "1";
    auto const done = rooms.messages.change(visit.member, visit.path_id<ThreadId>(), change);
    if (!done) return web::refused(visit, done.why());
    return back_to(visit, *change.is_muted ? Sentence{N_("Muted. Nobody is told.")}
                                           : Sentence{N_("New messages are counted again.")});
}

http::Response add(Rooms const &rooms, Visit const &visit) {
    if (visit.form.get("do") != "add") return about(rooms, visit, {}, true, 200);
    auto const who = member_in(visit);
    auto const done = rooms.messages.add(visit.member, visit.path_id<ThreadId>(), who,
                                         visit.form.get("history") == "1");
    if (!done) return not_sent(visit, done.why(), who);
    return back_to(visit, N_("Added. Everyone in the conversation sees it."));
}

http::Response take_out(Rooms const &rooms, Visit const &visit) {
    auto const done =
        rooms.messages.remove_member(visit.member, visit.path_id<ThreadId>(), member_in(visit));
    if (!done) return web::refused(visit, done.why());
    return back_to(visit, N_("Removed. Everyone in the conversation sees it."));
}

http::Response hand_over(Rooms const &rooms, Visit const &visit) {
    auto const done =
        rooms.messages.hand_over(visit.member, visit.path_id<ThreadId>(), member_in(visit));
    if (!done) return web::refused(visit, done.why());
    return back_to(visit, N_("Handed over. Everyone in the conversation sees it."));
}

http::Response leave(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.messages.leave(visit.member, visit.path_id<ThreadId>());
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/messages", N_("You have left the conversation."));
}

} // namespace

void add_about_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    doors.get("/messages/{id}/about", Who::member,
              [rooms](Visit const &visit) { return about(rooms, visit, {}, false, 200); });
    doors.post("/messages/{id}/name", Who::member, with(rename));
    doors.post("/messages/{id}/mute", Who::member, with(mute));
    doors.post("/messages/{id}/members", Who::member, with(add));
    doors.post("/messages/{id}/remove", Who::member, with(take_out));
    doors.post("/messages/{id}/owner", Who::member, with(hand_over));
    doors.post("/messages/{id}/leave", Who::member, with(leave));
}

} // namespace goen::message
