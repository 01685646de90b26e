// SPDX-License-Identifier: Apache-2.0
// Logging in and out, the forgotten password, and the links in letters. Opening a link writes
// nothing: programs that look at mail open links too.
#include "membership/membership_pages.hpp"
#include "membership/name_form.hpp"
#include "membership/unsent_form.hpp"

namespace goen::membership {

using namespace html;
using account::Accounts;
using web::field;
using web::Visit;

namespace {

Html logged_out_notice(Visit const &visit, UnsentForm const &unsent) {
    auto const &w = visit.words;
    return web::notice(
        all(p(unsent.has_text()
                  ? w("You were logged out, so this was not sent. What you entered is still in "
                      "this page: log in here, check it and send it.")
                  : w("You were logged out, so nothing was changed. Log in and try again.")),
            when(!visit.files.empty(),
                 [&] { return p(w("Files are not kept. Please choose them again.")); })),
        "warn");
}

// With what was typed into another form, see log_in_again().
http::Response log_in_page(Visit const &visit, Accounts &accounts, web::FormState const &state,
                           int status, UnsentForm const &unsent = {}) {
    auto const &w = visit.words;
    auto const inner =
        all(web::form_errors(visit, state), hidden_inputs(unsent),
            input(type("hidden"), name("next"), value(http::safe_path(state.value("next")))),
            field(visit, state, "email", w("Email address"),
                  {.type = "email",
                   .autocomplete = "username",
                   .inputmode = "email",
                   .required = true,
                   .autofocus = true,
                   .max_length = 254}),
            field(visit, state, "password", w("Password"),
                  {.type = "password", .autocomplete = "current-password", .required = true}),
            div(cls("actions"), web::submit(w("Log in"))));
    bool const is_open = accounts.rules().policy != account::JoinPolicy::invitation;
    return web::page(
        visit, unsent.to.empty() ? w("Log in") : w("You were logged out"),
        all(when(!unsent.to.empty(), [&] { return logged_out_notice(visit, unsent); }),
            web::form(visit, Url{"/login"}, inner),
            p(a(href(Url{"/forgot"}), w("Forgot your password?"))),
            when(is_open, [&] { return p(a(href(Url{"/join"}), w("New here? Join"))); })),
        {.narrow = true, .status = status});
}

http::Response log_in(Visit const &visit, Accounts &accounts, Random &random,
                      web::Places const &places) {
    auto const &form = visit.form;
    auto const unsent = carried_form(form);
    auto const entered = accounts.log_in(form.get("email"), form.get("password"),
                                         visit.request.peer, visit.request.header("user-agent"));
    if (!entered) {
        auto response = log_in_page(visit, accounts, web::typed_again(visit, entered.why()),
                                    web::status_of(entered.why().reason), unsent);
        if (entered.why().retry_after.count() > 0)
            response.set("retry-after", std::to_string(entered.why().retry_after.count()));
        return response;
    }
    // Logged in over an open session: that one ends here, so that none is left behind unseen.
    if (visit.session) (void)accounts.log_out(visit.member, visit.session);
    auto response = http::see_other(http::safe_path(form.get("next")));
    if (auto const who = accounts.by_session(entered->secret); who && unsent.has_text()) {
        auto inside = visit;
        recognise(inside, *who, random, places);
        response = unsent.is_of(who->member)
                       ? unsent_form_page(inside, unsent, 200)
                       : web::go(inside, "/",
                                 {N_("What another member had entered on this device was not sent "
                                     "and has not been kept.")});
    }
    response.add("set-cookie", to_string(session_cookie(entered->secret, is_secure(visit))));
    return response;
}

http::Response log_out(Visit const &visit, Accounts &accounts) {
    if (auto const done = accounts.log_out(visit.member, visit.session); !done)
        return web::refused(visit, done.why());
    auto response = web::go(visit, "/", {N_("You are logged out.")});
    response.add("set-cookie", to_string(ended_session_cookie(is_secure(visit))));
    return response;
}

http::Response forgot_page(Visit const &visit, web::FormState const &state, int status) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Reset password"),
        web::form(
            visit, Url{"/forgot"},
            all(web::form_errors(visit, state),
                p(w("Enter your email address. We will send you a link to set a new password.")),
                field(visit, state, "email", w("Email address"),
                      {.type = "email",
                       .autocomplete = "email",
                       .inputmode = "email",
                       .required = true,
                       .max_length = 254}),
                div(cls("actions"), web::submit(w("Send email"))))),
        {.narrow = true, .status = status});
}

http::Response forgot(Visit const &visit, Accounts &accounts) {
    if (auto const done = accounts.forgot(visit.form.get("email"), visit.request.peer); !done) {
        return forgot_page(visit, web::typed_again(visit, done.why()),
                           web::status_of(done.why().reason));
    }
    auto const &w = visit.words;
    return web::page(
        visit, w("Check your email"),
        all(p(w("If there is an account with this address, we have sent you an email with a link. "
                "The link works for one hour, and so do links in earlier emails.")),
            p(w("If it does not arrive within a few minutes, please check your spam folder."))),
        {.narrow = true});
}

http::Response dead_link(Visit const &visit) {
    return web::refused(visit,
                        {Reason::not_found,
                         N_("This link has been used or has expired. Please request a new email."),
                         {},
                         {}});
}

http::Response reset_page(Visit const &visit, web::FormState const &state, std::string_view mail,
                          int status) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Set a new password"),
        web::form(
            visit, Url{"/reset/" + std::string{visit.path_param("secret")}},
            all(web::form_errors(visit, state),
                p(w("For the account {1}. All devices will be logged out, and all API tokens will "
                    "be revoked.",
                    {std::string{mail}})),
                // For password keepers, which store the new password under this name.
                input(type("hidden"), attr("autocomplete", "username"), value(mail)),
                field(
                    visit, state, "password", w("New password"),
                    {.type = "password",
                     .hint = w("At least 10 characters of any kind. A short sentence works well."),
                     .autocomplete = "new-password",
                     .required = true,
                     .autofocus = true}),
                div(cls("actions"), web::submit(w("Change password"))))),
        {.narrow = true, .status = status});
}

http::Response reset(Visit const &visit, Accounts &accounts) {
    auto const secret = visit.path_param("secret");
    auto const mail = accounts.link_for("reset", secret);
    if (!mail) return dead_link(visit);
    if (auto const done = accounts.reset(secret, visit.form.get("password")); !done) {
        return reset_page(visit, web::typed_again(visit, done.why()), *mail,
                          web::status_of(done.why().reason));
    }
    return web::go(visit, "/login", {N_("Your new password has been set. Please log in with it.")});
}

http::Response confirm_page(Visit const &visit, Accounts &accounts) {
    auto const &w = visit.words;
    auto const secret = std::string{visit.path_param("secret")};
    auto const mail = accounts.link_for("confirm", secret);
    if (!mail) return dead_link(visit);
    return web::page(
        visit, w("Confirm your email address"),
        all(p(w("Email from {1} has reached this address: {2}", {visit.network_name, *mail})),
            web::post_button(visit, Url{"/confirm/" + secret}, w("Confirm this address"),
                             "button primary")),
        {.narrow = true});
}

http::Response confirm(Visit const &visit, Accounts &accounts) {
    if (auto const done = accounts.confirm(visit.path_param("secret")); !done)
        return web::refused(visit, done.why());
    return web::go(visit, visit.is_member() ? "/" : "/login",
                   {N_("Thank you. Your email address has been confirmed.")});
}

} // namespace

http::Response log_in_again(Visit const &visit, Accounts &accounts) {
    auto const unsent = unsent_form(visit);
    web::FormState state;
    state.typed.add("next", unsent.page);
    return log_in_page(visit, accounts, state, web::status_of(Reason::unauthenticated), unsent);
}

std::optional<http::Response> check_before_sending(Visit const &visit) {
    auto const unsent = unsent_form(visit);
    if (!unsent.has_text() || !unsent.is_of(visit.member)) return {};
    return unsent_form_page(visit, unsent, web::status_of(Reason::forbidden));
}

void add_log_in_pages(web::Doors &doors, Accounts &accounts, Random &random,
                      web::Places const &places) {
    using web::Who;
    doors.get("/login", Who::anyone, [&](Visit const &visit) {
        if (visit.is_member()) return http::see_other(http::safe_path(visit.query("next")));
        web::FormState state;
        state.typed.add("next", std::string{visit.query("next")});
        return log_in_page(visit, accounts, state, 200);
    });
    doors.post("/login", Who::anyone, web::HashesPassword{},
               [&](Visit const &visit) { return log_in(visit, accounts, random, places); });
    doors.post("/logout", Who::member,
               [&](Visit const &visit) { return log_out(visit, accounts); });
    doors.get("/forgot", Who::anyone,
              [](Visit const &visit) { return forgot_page(visit, {}, 200); });
    doors.post("/forgot", Who::anyone, [&](Visit const &visit) { return forgot(visit, accounts); });
    doors.get("/reset/{secret}", Who::anyone, [&](Visit const &visit) {
        auto const mail = accounts.link_for("reset", visit.path_param("secret"));
        return mail ? reset_page(visit, {}, *mail, 200) : dead_link(visit);
    });
    doors.post("/reset/{secret}", Who::anyone, web::HashesPassword{},
               [&](Visit const &visit) { return reset(visit, accounts); });
    doors.get("/confirm/{secret}", Who::anyone,
              [&](Visit const &visit) { return confirm_page(visit, accounts); });
    doors.post("/confirm/{secret}", Who::anyone,
               [&](Visit const &visit) { return confirm(visit, accounts); });
}

void add_pages(web::Doors &doors, PageRooms rooms) {
    add_join_pages(doors, rooms.accounts, rooms.database);
    add_log_in_pages(doors, rooms.accounts, rooms.random, rooms.places);
    add_settings_pages(doors, rooms.accounts, rooms.places);
    add_name_pages(doors, rooms.accounts);
    add_invite_pages(doors, rooms.accounts);
    add_language_page(doors, rooms.accounts);
}

} // namespace goen::membership
