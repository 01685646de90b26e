// SPDX-License-Identifier: Apache-2.0
// The page that says what goes and what stays, and the button.
#include "leaving/leaving.hpp"
#include "web/page.hpp"

namespace goen::leaving {

using namespace html;
using web::Visit;

namespace {

http::Response leave_page(Visit const &visit, Leaving &leaving, web::FormState const &state,
                          int status) {
    auto const &w = visit.words;
    auto const written = leaving.in_the_feed(visit.member);
    auto const sent = leaving.in_messages(visit.member);
    return web::page(
        visit, w("Leave {1}", {visit.network_name}),
        all(p(w("You can leave at any time. This takes effect immediately and cannot be undone.")),
            h2(w("What is deleted")),
            ul(li(w("Your account: name, other names, email address, password, settings, all "
                    "logged-in devices and API tokens.")),
               li(w("Your cards, their codes and everything on them that nobody has received.")),
               li(w("Your contacts: memos, tags, meetings, private contacts, and the cards you "
                    "received.")),
               li(w("Requests you sent or received, with their messages, and your open "
                    "invitations.")),
               li(w("Everything you wrote in the feed, with others' comments on it. Posts: {1}. "
                    "Comments: {2}. Photos: {3}.",
                    {std::to_string(written.posts), std::to_string(written.comments),
                     std::to_string(written.pictures)})),
               li(w(
                   "Your own copies of conversations, your drafts, and files you have not sent."))),
            h2(w("What stays")),
            ul(li(w("People you exchanged cards with keep the cards they received. They see that "
                    "you have left, and get no further updates.")),
               li(w("What others wrote about you in their own memos.")),
               li(w("Messages you sent stay with the people you wrote to, under your present name. "
                    "Messages: {1}. Photos and files: {2}. Before you leave, you can delete each "
                    "for everyone.",
                    {std::to_string(sent.messages), std::to_string(sent.files)})),
               li(w("Backups made before you leave, until the operators delete them."))),
            p(a(href(Url{"/settings/archive"}), w("Export all your data first"))),
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
                        a(cls("button quiet"), href(Url{"/settings"}), w("Cancel")))))),
        {.section = "settings", .narrow = true, .status = status});
}

http::Response leave(Visit const &visit, Leaving &leaving) {
    web::FormState state;
    if (!visit.form.has("sure")) {
        state.errors.push_back(
            {"sure", N_("Please tick the box to confirm. Nothing has been deleted.")});
        return leave_page(visit, leaving, state, 422);
    }
    auto const done = leaving.leave(visit.member, visit.form.get("password"), visit.request.peer);
    if (!done) {
        state.message = done.why().message;
        state.errors = done.why().fields;
        if (visit.form.has("sure")) state.typed.add("sure", "1");
        return leave_page(visit, leaving, state, web::status_of(done.why().reason));
    }
    auto response = web::go(
        visit, "/",
        {N_("You have left, and your data has been deleted. Thank you for being a member.")});
    response.add("set-cookie", to_string(membership::ended_session_cookie(
                                   visit.public_url.starts_with("https:"))));
    return response;
}

} // namespace

void add_pages(web::Doors &doors, Leaving &leaving) {
    doors.get("/settings/leave", web::Who::member,
              [&leaving](Visit const &visit) { return leave_page(visit, leaving, {}, 200); });
    doors.post("/settings/leave", web::Who::member, web::HashesPassword{},
               [&leaving](Visit const &visit) { return leave(visit, leaving); });
}

} // namespace goen::leaving
