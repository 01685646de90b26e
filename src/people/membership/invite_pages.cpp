// SPDX-License-Identifier: Apache-2.0
// Invitations: a link to hand on, and who came by it.
#include "i18n/dates.hpp"
#include "membership/membership_pages.hpp"
#include "membership/name_form.hpp"
#include "web/link_line.hpp"

#include <charconv>

namespace goen::membership {

using namespace html;
using account::Accounts;
using web::field;
using web::Visit;

namespace {

http::Response invite_page(Visit const &visit, Accounts &accounts, web::FormState const &state,
                           int status, std::string const &link = {}) {
    auto const &w = visit.words;
    auto const language = w.language();
    std::vector<account::Invitation> invitations;
    std::vector<account::Newcomer> came;
    accounts.database().read([&](store::Reader &) {
        invitations = accounts.invitations(visit.member);
        came = accounts.came_by(visit.member);
    });
    return web::page(
        visit, w("Invite people"),
        all(when(!link.empty(),
                 [&] {
                     return web::notice(
                         all(p(w("Here is your invitation link. Send it to the person yourself, by "
                                 "email or message. It is shown only this once.")),
                             web::link_line(visit, link, visit.network_name)),
                         "good");
                 }),
            p(w("Invite people you know and would introduce to others. Each link works once, "
                "within 14 days. goen does not email anyone on its own.")),
            web::form(visit, Url{"/invite"},
                      all(web::form_errors(visit, state),
                          field(visit, state, "note", w("Who is it for?"),
                                {.hint = w("A note for yourself. Only you can see it."),
                                 .max_length = 100}),
                          when(visit.is_operator,
                               [&] {
                                   return field(visit, state, "uses",
                                                w("How many people can use it"),
                                                {.hint = w("As an operator, you can create a link "
                                                           "for up to 1,000 people."),
                                                 .inputmode = "numeric",
                                                 .max_length = 4});
                               }),
                          div(cls("actions"), web::submit(w("Create invitation link"))))),
            when(!invitations.empty(),
                 [&] {
                     return all(
                         h2(w("Your invitations")),
                         div(cls("list"), each(invitations, [&](account::Invitation const &one) {
                                 auto const what = !one.mail.empty()  ? one.mail
                                                   : one.note.empty() ? std::string{w("Invitation")}
                                                                      : one.note;
                                 auto const how =
                                     one.uses_left == 0  ? std::string{w("used")}
                                     : one.uses_left < 0 ? std::string{w("cancelled")}
                                     : !one.is_live(visit.now)
                                         ? std::string{w("expired")}
                                         : w("until {1}", {i18n::day_text(one.expires, language)});
                                 return div(
                                     cls("list-item"), div(strong(what), p(cls("what"), how)),
                                     when(one.is_live(visit.now), [&] {
                                         return div(cls("aside"),
                                                    web::post_button(
                                                        visit,
                                                        Url{"/invite/" + one.id.text() + "/end"},
                                                        w("Cancel invitation")));
                                     }));
                             })));
                 }),
            when(!came.empty(),
                 [&] {
                     return all(h2(w("People who joined")),
                                div(cls("list"), each(came, [&](account::Newcomer const &one) {
                                        return div(
                                            cls("list-item"),
                                            a(cls("who"), href(Url{"/m/" + one.id.text()}),
                                              one.name.display(language)),
                                            p(cls("aside"), i18n::day_text(one.joined, language)));
                                    })));
                 }),
            p(a(href(Url{"/settings"}), w("Back to settings")))),
        {.section = "settings", .narrow = true, .status = status});
}

http::Response invite(Visit const &visit, Accounts &accounts) {
    int uses = 1;
    if (auto const typed = visit.form.get("uses"); visit.is_operator && !typed.empty()) {
        auto const [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), uses);
        if (error != std::errc{} || end != typed.data() + typed.size() || uses < 1 || uses > 1000) {
            return invite_page(
                visit, accounts,
                {visit.form, {{"uses", N_("Please enter a number from 1 to 1000.")}}, {}}, 422);
        }
    }
    auto const made = accounts.invite(visit.member, visit.form.get("note"), uses);
    if (!made)
        return invite_page(visit, accounts, web::typed_again(visit, made.why()),
                           web::status_of(made.why().reason));
    return invite_page(visit, accounts, {}, 200, made->link);
}

} // namespace

void add_invite_pages(web::Doors &doors, Accounts &accounts) {
    using web::Who;
    doors.get("/invite", Who::member,
              [&](Visit const &visit) { return invite_page(visit, accounts, {}, 200); });
    doors.post("/invite", Who::member, [&](Visit const &visit) { return invite(visit, accounts); });
    doors.post("/invite/{id}/end", Who::member, [&](Visit const &visit) {
        auto const done = accounts.take_back(visit.member, visit.path_id<InvitationId>());
        return done ? web::go(visit, "/invite", {N_("The invitation has been cancelled.")})
                    : web::refused(visit, done.why());
    });
}

} // namespace goen::membership
