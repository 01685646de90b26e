// SPDX-License-Identifier: Apache-2.0
// The page that says what goes and what stays, and the button.
#include "leaving/leaving.hpp"
#include "web/page.hpp"

namespace goen::leaving {

using namespace html;
using web::Visit;

namespace {

http::Response leave_page(Visit const &visit, web::FormState const &state, int status) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Leave {1}", {visit.network_name}),
        all(p(w("You can leave at any time. It takes effect at once and cannot be undone.")),
            h2(w("What is deleted")),
            ul(li(w("Your account: name, other names, mail address, password, settings, every "
                    "log-in and API token.")),
               li(w("Your cards, their codes and everything on them that nobody has received.")),
               li(w("Your address book: memos, tags, meetings, private contacts, and the cards you "
                    "received.")),
               li(w("Requests you sent or received, with their messages, and your open "
                    "invitations."))),
            h2(w("What stays")),
            ul(li(w("People you exchanged cards with keep the cards they received, as one keeps "
                    "paper cards. They see that you have left, and nothing new.")),
               li(w("What others wrote about you in their own memos is theirs.")),
               li(w("Backups that the operators made before stay until they are thrown away."))),
            p(a(href(Url{"/settings/archive"}), w("Take everything with you first"))),
            h2(w("Leave now")),
            web::form(
                visit, Url{"/settings/leave"},
                all(web::form_errors(visit, state),
                    web::field(
                        visit, state, "password", w("Password"),
                        {.type = "password", .autocomplete = "current-password", .required = true}),
                    web::checkbox(visit, state, "sure",
                                  w("I have read what is deleted and want to leave")),
                    div(cls("actions"), web::submit(w("Leave and delete my data"), "button danger"),
                        a(cls("button quiet"), href(Url{"/settings"}), w("Stay")))))),
        {.section = "settings", .narrow = true, .status = status});
}

http::Response leave(Visit const &visit, Leaving &leaving) {
    web::FormState state;
    if (!visit.form.has("sure")) {
        state.errors.push_back({"sure", N_("Please tick the box first. Nothing was deleted.")});
        return leave_page(visit, state, 422);
    }
    auto const done = leaving.leave(visit.member, visit.form.get("password"), visit.request.peer);
    if (!done) {
        state.message = done.why().message;
        state.errors = done.why().fields;
        if (visit.form.has("sure")) state.typed.add("sure", "1");
        return leave_page(visit, state, web::status_of(done.why().reason));
    }
    auto response =
        web::go(visit, "/",
                {N_("You have left, and your data is deleted. Thank you for having been here.")});
    response.add("set-cookie", to_string(membership::ended_session_cookie(
                                   visit.public_url.starts_with("https:"))));
    return response;
}

} // namespace

void add_pages(web::Doors &doors, Leaving &leaving) {
    doors.get("/settings/leave", web::Who::member,
              [](Visit const &visit) { return leave_page(visit, {}, 200); });
    doors.post("/settings/leave", web::Who::member, web::HashesPassword{},
               [&leaving](Visit const &visit) { return leave(visit, leaving); });
}

} // namespace goen::leaving
