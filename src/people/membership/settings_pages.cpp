// SPDX-License-Identifier: Apache-2.0
// The settings: one page that says how things stand and leads to a small page for each.
#include "i18n/dates.hpp"
#include "membership/membership_pages.hpp"
#include "membership/name_form.hpp"
#include "web/form_version.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::membership {

using namespace html;
using account::Accounts;
using web::field;
using web::Visit;

namespace {

constexpr web::PageOptions settings_page{.section = "settings", .narrow = true};

char const *in_words(i18n::Words const &w, account::Reach reach) {
    switch (reach) {
    case account::Reach::anyone: return w("All members can send me requests");
    case account::Reach::code_only: return w("Only people I show a code to");
    case account::Reach::distance_two: break;
    }
    return w("People I exchanged cards with, and people they know");
}

html::Html line(std::string_view what, html::Html const &how, char const *path,
                std::string_view change) {
    return div(cls("list-item"), div(h2(what), p(how)),
               p(cls("aside"), a(href(Url{path}), change, span(cls("unseen"), ": ", what))));
}

http::Response overview(Visit const &visit, Accounts &accounts, web::Places const &places) {
    auto const &w = visit.words;
    auto const me = accounts.find(visit.member);
    if (!me)
        return web::refused(visit, {Reason::not_found, N_("This member was not found."), {}, {}});
    auto const records = accounts.name_records(visit.member);
    auto const devices = accounts.sessions(visit.member).size();
    auto const change = std::string{w("Change")};
    return web::page(
        visit, w("Settings"),
        all(when(!me->is_confirmed,
                 [&] {
                     return web::notice(
                         all(p(w("Please confirm your email address by opening the link we emailed "
                                 "you. Other members cannot see you until you do.")),
                             web::post_button(visit, Url{"/settings/confirm"}, w("Resend email"))),
                         "warn");
                 }),
            places.show(settings_notices, visit),
            div(cls("list"),
                line(w("Name"),
                     all(me->name.display(),
                         when(!me->name.kana().empty(),
                              [&] { return all(" ", small("(", me->name.kana(), ")")); })),
                     "/settings/name", change),
                line(w("Other names"),
                     w.n("{1} name", "{1} names", static_cast<std::int64_t>(records.size())),
                     "/settings/names", change),
                line(w("Language, requests, introductions"),
                     all(me->language == i18n::Language::ja ? "日本語" : "English", br(),
                         in_words(w, me->reach)),
                     "/settings/choices", change),
                line(w("Email address"), me->email, "/settings/mail", change),
                line(w("Notices and emails"), w("Of what you are told, how often and when."),
                     "/notices/settings", change),
                line(w("Notifications on your devices"),
                     w("What your phone or computer tells you, and your card offline."),
                     "/settings/push", change),
                line(w("Password"), w("Your password is stored in a form nobody can read."),
                     "/settings/password", change),
                line(w("Devices and API tokens"),
                     w.n("logged in on {1} device", "logged in on {1} devices",
                         static_cast<std::int64_t>(devices)),
                     "/settings/devices", w("View")),
                line(w("Blocked people"), w("Only you can see who you have blocked."), "/blocked",
                     w("View")),
                line(w("Hidden posts"), w("Only you can see whose posts you have hidden."),
                     "/settings/feed", w("View")),
                line(w("Messages"), w("Whether others see that you have read a message."),
                     "/settings/messages", change),
                line(w("Invitations"), w("Invite people you know to the network."), "/invite",
                     w("View")),
                line(w("Access log"), w("Which operator viewed your account, when and why."),
                     "/settings/openings", w("View")),
                line(w("Export all your data"),
                     w("Download everything in one file, which you can import into another goen."),
                     "/settings/archive", w("View")),
                line(w("Leave the network"), w("What is deleted and what stays."),
                     "/settings/leave", w("View")))),
        settings_page);
}

// ---- language, reach, bridge ----

std::vector<web::Choice> languages() { return {{"ja", "日本語", ""}, {"en", "English", ""}}; }

std::vector<web::Choice> reaches(i18n::Words const &w) {
    return {{"distance_two", w("People I exchanged cards with, and people they know"),
             w("People who share a contact with you. Most members choose this.")},
            {"anyone", w("All members can send me requests"),
             w("Good for those who look for new customers, staff or friends.")},
            {"code_only", w("Only people I show a code to"),
             w("You only exchange cards in person, and you are not suggested to other members.")}};
}

http::Params choices_of(account::Member const &me) {
    http::Params form;
    form.add("language", std::string{i18n::code(me.language)});
    form.add("reach", std::string{to_string(me.reach)});
    if (me.bridge) form.add("bridge", "1");
    return form;
}

web::FormParts choices_parts(i18n::Words const &w) {
    return {web::choice_part("language", w("Language"), languages()),
            web::choice_part("reach", w("Who can send me exchange requests?"), reaches(w)),
            web::checkbox_part("bridge", w("Accept requests for introductions"), w)};
}

http::Response choices_page(Visit const &visit, web::FormState const &state, int status) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Language, requests, introductions"),
        all(web::form(
                visit, Url{"/settings/choices"},
                all(web::form_errors(visit, state), web::form_version(visit, state),
                    web::radio_group(visit, state, "language", w("Language"), languages()),
                    web::radio_group(visit, state, "reach", w("Who can send me exchange requests?"),
                                     reaches(w)),
                    web::checkbox(
                        visit, state, "bridge", w("Accept requests for introductions"),
                        w("Members can see that you can introduce them to someone. You are asked "
                          "first each time. If this is off, you are never shown as a connection.")),
                    div(cls("actions"), web::submit(w("Save"))))),
            back_to_settings(visit)),
        in_settings(status));
}

http::Response open_choices(Visit const &visit, Accounts &accounts) {
    auto const me = accounts.find(visit.member);
    if (!me)
        return web::refused(visit, {Reason::not_found, N_("This member was not found."), {}, {}});
    web::FormState state{choices_of(*me), {}, {}};
    state.version = web::version_of(choices_parts(visit.words), state.typed);
    return choices_page(visit, state, 200);
}

http::Response choose(Visit const &visit, Accounts &accounts) {
    auto const reach = account::reach_of(visit.form.get("reach"));
    auto const language = visit.form.get("language");
    web::FormState state{visit.form, {}, {}};
    if (!reach) state.errors.push_back({"reach", N_("Please choose one.")});
    if (language != "ja" && language != "en")
        state.errors.push_back({"language", N_("Please choose one.")});
    if (!state.errors.empty()) return choices_page(visit, state, 422);
    std::optional<web::FormState> stale;
    auto const done = accounts.change(
        visit.member, [&](store::Reader &, account::Member const &now) -> Result<account::Member> {
            stale = web::stale_form(choices_parts(visit.words), visit.form, choices_of(now));
            if (stale) return web::changed_meanwhile();
            auto me = now;
            me.language = i18n::language_of(language);
            me.reach = *reach;
            me.bridge = visit.form.has("bridge");
            return me;
        });
    if (stale) return choices_page(visit, *stale, 409);
    if (!done) return web::refused(visit, done.why());
    auto response = web::go(visit, "/settings", {N_("Saved.")});
    // The same cookie with which visitors choose, so that the language stays after logging out.
    response.add("set-cookie",
                 to_string(http::Cookie{"lang", std::string{language}, std::chrono::days{365}, true,
                                        is_secure(visit), "Lax"}));
    return response;
}

// ---- mail, password ----

http::Response mail_page(Visit const &visit, Accounts &accounts, web::FormState const &state,
                         int status) {
    auto const &w = visit.words;
    auto const me = accounts.find(visit.member);
    return web::page(
        visit, w("Email address"),
        all(p(w("Your email address is {1}. To change it, enter the new address. We will send a "
                "confirmation link there, and then notify the old address.",
                {me ? me->email : ""})),
            web::form(
                visit, Url{"/settings/mail"},
                all(web::form_errors(visit, state),
                    field(visit, state, "email", w("New email address"),
                          {.type = "email",
                           .autocomplete = "email",
                           .inputmode = "email",
                           .required = true,
                           .max_length = 254}),
                    field(
                        visit, state, "password", w("Password"),
                        {.type = "password", .autocomplete = "current-password", .required = true}),
                    div(cls("actions"), web::submit(w("Send email"))))),
            back_to_settings(visit)),
        in_settings(status));
}

http::Response change_mail(Visit const &visit, Accounts &accounts) {
    auto const done = accounts.change_mail(visit.member, visit.form.get("password"),
                                           visit.form.get("email"), visit.request.peer);
    if (!done)
        return mail_page(visit, accounts, web::typed_again(visit, done.why()),
                         web::status_of(done.why().reason));
    return web::go(visit, "/settings",
                   {N_("We have sent an email to your new address. Please open the link in it "
                       "within 24 hours.")});
}

http::Response password_page(Visit const &visit, web::FormState const &state, int status) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Password"),
        all(web::form(
                visit, Url{"/settings/password"},
                all(web::form_errors(visit, state),
                    field(
                        visit, state, "old_password", w("Current password"),
                        {.type = "password", .autocomplete = "current-password", .required = true}),
                    field(visit, state, "password", w("New password"),
                          {.type = "password",
                           .hint = w(
                               "At least 10 characters of any kind. A short sentence works well."),
                           .autocomplete = "new-password",
                           .required = true}),
                    web::checkbox(visit, state, "end_devices", w("Log out all other devices"),
                                  w("Anyone who knows the old password may still be logged in "
                                    "somewhere. This device stays logged in.")),
                    web::checkbox(visit, state, "end_tokens", w("Revoke all API tokens"),
                                  w("Programs that use your tokens will need new ones.")),
                    div(cls("actions"), web::submit(w("Change password"))))),
            p(a(href(Url{"/forgot"}), w("Forgot your password?"))), back_to_settings(visit)),
        in_settings(status));
}

http::Response change_password(Visit const &visit, Accounts &accounts) {
    Accounts::AlsoEnd const also{visit.form.has("end_devices"), visit.form.has("end_tokens")};
    auto const done =
        accounts.change_password(visit.member, visit.session, visit.form.get("old_password"),
                                 visit.form.get("password"), visit.request.peer, also);
    if (!done)
        return password_page(visit, web::typed_again(visit, done.why()),
                             web::status_of(done.why().reason));
    if (also.other_devices && also.tokens) {
        return web::go(visit, "/settings",
                       {N_("Password changed. All other devices have been logged out, and your API "
                           "tokens have been revoked.")});
    }
    if (also.other_devices) {
        return web::go(visit, "/settings",
                       {N_("Password changed. All other devices have been logged out.")});
    }
    if (also.tokens) {
        return web::go(visit, "/settings",
                       {N_("Password changed. Your API tokens have been revoked.")});
    }
    return web::go(visit, "/settings", {N_("Password changed.")});
}

http::Response open_password(Visit const &visit) {
    web::FormState state;
    state.typed.add("end_devices", "1");
    state.typed.add("end_tokens", "1");
    return password_page(visit, state, 200);
}

// ---- devices and tokens ----

std::string what_it_may(i18n::Words const &w, std::string const &scopes) {
    if (scopes.empty()) return std::string{w("full access")};
    if (scopes == account::no_scope) return std::string{w("no access")};
    return w("access: {1}", {scopes});
}

http::Response devices_page(Visit const &visit, Accounts &accounts) {
    auto const &w = visit.words;
    std::vector<account::SessionInfo> sessions;
    std::vector<account::TokenInfo> tokens;
    accounts.database().read([&](store::Reader &) {
        sessions = accounts.sessions(visit.member);
        tokens = accounts.tokens(visit.member);
    });
    auto const language = w.language();
    auto const rows = web::rows_of(visit, sessions.size(), "/settings/devices");
    return web::page(
        visit, w("Devices and API tokens"),
        all(h2(w("Logged-in devices")),
            div(cls("list"),
                each(sessions,
                     [&](account::SessionInfo const &one) {
                         if (!rows.has(static_cast<std::size_t>(&one - sessions.data())))
                             return Html{};
                         bool const is_this = one.id == visit.session;
                         return div(
                             cls("list-item"),
                             div(strong(one.device.empty() ? std::string{w("Unknown device")}
                                                           : one.device),
                                 when(is_this,
                                      [&] { return all(" ", span(cls("tag"), w("this device"))); }),
                                 p(cls("what"),
                                   w("last active {1}, logged in {2}",
                                     {i18n::ago_text(is_this ? visit.now : one.last_seen, visit.now,
                                                     language),
                                      i18n::day_text(one.started, language)}))),
                             when(!is_this, [&] {
                                 return div(cls("aside"),
                                            web::post_button(
                                                visit,
                                                Url{"/settings/devices/" + one.id.text() + "/end"},
                                                w("Log out")));
                             }));
                     })),
            rows.links,
            when(sessions.size() > 1,
                 [&] {
                     return web::post_button(visit, Url{"/settings/devices/end-others"},
                                             w("Log out all other devices"));
                 }),
            h2(w("API tokens")),
            when(tokens.empty(), [&] { return p(w("There are no API tokens.")); }),
            when(!tokens.empty(),
                 [&] {
                     return div(
                         cls("list"), each(tokens, [&](account::TokenInfo const &one) {
                             return div(
                                 cls("list-item"),
                                 div(strong(one.label), p(cls("what"), what_it_may(w, one.scopes)),
                                     p(cls("what"),
                                       w("last used {1}, created {2}",
                                         {i18n::ago_text(one.used, visit.now, language),
                                          i18n::day_text(one.made, language)}))),
                                 div(cls("aside"),
                                     web::post_button(
                                         visit, Url{"/settings/tokens/" + one.id.text() + "/end"},
                                         w("Delete"))));
                         }));
                 }),
            back_to_settings(visit)),
        settings_page);
}

http::Response done_or_refused(Visit const &visit, Done const &done, std::string_view path,
                               char const *said) {
    return done ? web::go(visit, path, {said}) : web::refused(visit, done.why());
}

} // namespace

void add_settings_pages(web::Doors &doors, Accounts &accounts, web::Places const &places) {
    using web::Who;
    doors.get("/settings", Who::member,
              [&](Visit const &visit) { return overview(visit, accounts, places); });
    doors.post("/settings/confirm", Who::member, [&](Visit const &visit) {
        return done_or_refused(visit, accounts.send_confirmation(visit.member), "/settings",
                               N_("We have sent you an email. Please open the link in it."));
    });
    doors.get("/settings/choices", Who::member,
              [&](Visit const &visit) { return open_choices(visit, accounts); });
    doors.post("/settings/choices", Who::member,
               [&](Visit const &visit) { return choose(visit, accounts); });
    doors.get("/settings/mail", Who::member,
              [&](Visit const &visit) { return mail_page(visit, accounts, {}, 200); });
    doors.post("/settings/mail", Who::member, web::HashesPassword{},
               [&](Visit const &visit) { return change_mail(visit, accounts); });
    doors.get("/settings/password", Who::member,
              [](Visit const &visit) { return open_password(visit); });
    doors.post("/settings/password", Who::member, web::HashesPassword{},
               [&](Visit const &visit) { return change_password(visit, accounts); });
    doors.get("/settings/devices", Who::member,
              [&](Visit const &visit) { return devices_page(visit, accounts); });
    doors.post("/settings/devices/end-others", Who::member, [&](Visit const &visit) {
        return done_or_refused(visit, accounts.end_other_sessions(visit.member, visit.session),
                               "/settings/devices", N_("All other devices have been logged out."));
    });
    doors.post("/settings/devices/{id}/end", Who::member, [&](Visit const &visit) {
        return done_or_refused(visit,
                               accounts.end_session(visit.member, visit.path_id<SessionId>()),
                               "/settings/devices", N_("The device has been logged out."));
    });
    doors.post("/settings/tokens/{id}/end", Who::member, [&](Visit const &visit) {
        return done_or_refused(visit, accounts.end_token(visit.member, visit.path_id<TokenId>()),
                               "/settings/devices", N_("The token has been deleted."));
    });
}

} // namespace goen::membership
