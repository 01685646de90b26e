// SPDX-License-Identifier: Apache-2.0
#include "admin/openings.hpp"
#include "i18n/dates.hpp"
#include "web/page.hpp"
#include "web/plain.hpp"

namespace goen::admin {

using namespace html;
using web::Visit;

namespace {

constexpr int openings_on_a_page = 50;

http::Response ask_page(Visit const &visit, account::Accounts &accounts,
                        web::FormState const &state, int status) {
    auto const &w = visit.words;
    auto const id = visit.path_id<MemberId>();
    auto const member = accounts.find(id);
    if (!member)
        return web::refused(visit, {Reason::not_found, N_("This member was not found."), {}, {}});
    return web::page(
        visit, w("Account of {1}", {member->name.display(w.language())}),
        all(p(w("To see this account's email address and status, enter the reason. Who viewed it, "
                "when and why is recorded, and the member can see the record.")),
            web::form(
                visit, Url{"/admin/members/" + id.text()},
                all(web::form_errors(visit, state),
                    web::field(
                        visit, state, "reason", w("Reason"),
                        {.hint = w("For example: called to ask which address they registered."),
                         .required = true,
                         .max_length = 300}),
                    div(cls("actions"), web::submit(w("Record and view"))))),
            p(a(href(Url{"/admin"}), w("Back to administration")))),
        {.narrow = true, .status = status});
}

// For somebody who cannot get in, or has lost her phone.
Html help_section(Visit const &visit, Openings::Sheet const &sheet) {
    auto const &w = visit.words;
    auto const button = [&](Help help, char const *label, std::string_view css_class) {
        return web::post_button(visit, Url{"/admin/members/" + sheet.member.id.text() + "/help"},
                                label, css_class,
                                {{"do", std::string{to_string(help)}},
                                 {"reason", std::string{visit.form.get("reason")}}});
    };
    return section(
        h2(w("Help with logging in")),
        p(cls("meta"), w("This is recorded with the same reason, and the member can see it.")),
        div(cls("actions"),
            when(!sheet.member.is_confirmed,
                 [&] {
                     return button(Help::confirmation, w("Resend the confirmation email"),
                                   "button");
                 }),
            button(Help::password, w("Send a password reset email"), "button"),
            when(sheet.devices + sheet.tokens > 0, [&] {
                return button(Help::log_out, w("Log out on all devices"), "button danger");
            })));
}

http::Response help(Visit const &visit, Openings &openings) {
    auto const whom = visit.path_id<MemberId>();
    auto const what = help_of(visit.form.get("do"));
    if (!what || *what == Help::account)
        return web::refused(visit, {Reason::invalid, N_("This action is not available."), {}, {}});
    auto const done =
        openings.help(visit.member, whom, *what, visit.form.get("reason"), visit.request.peer);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/admin/members/" + whom.text(),
                   *what == Help::log_out
                       ? Sentence{N_("Logged out on all devices. This has been recorded.")}
                       : Sentence{N_("The email has been sent. This has been recorded.")});
}

std::string_view in_words(std::string const &what, i18n::Words const &w) {
    switch (help_of(what).value_or(Help::account)) {
    case Help::account: break;
    case Help::confirmation: return w("Resent your confirmation email");
    case Help::password: return w("Sent you a password reset email");
    case Help::log_out: return w("Logged you out on all devices");
    }
    return w("Viewed: your account");
}

http::Response open(Visit const &visit, account::Accounts &accounts, Openings &openings) {
    auto const &w = visit.words;
    auto const sheet =
        openings.open(visit.member, visit.path_id<MemberId>(), visit.form.get("reason"));
    if (!sheet) {
        if (sheet.why().reason == Reason::not_found) return web::refused(visit, sheet.why());
        return ask_page(visit, accounts, {visit.form, sheet.why().fields, {}}, 422);
    }
    auto const language = w.language();
    auto const &member = sheet->member;
    auto const fact = [](std::string_view what, Html is) { return div(dt(what), dd(is)); };
    auto const yes_or_no = [&](bool yes) { return yes ? w("yes") : w("no"); };
    return web::page(
        visit, w("Account of {1}", {member.name.display(language)}),
        all(web::notice(p(w("This view is recorded, and the member can see the record."))),
            dl(cls("facts"), fact(w("Name"), member.name.display()),
               fact(w("Email address"), member.email),
               fact(w("Email confirmed"), yes_or_no(member.is_confirmed)),
               fact(w("Joined"), i18n::day_text(member.joined, language)),
               fact(w("Language"), member.language == i18n::Language::ja ? "日本語" : "English"),
               fact(w("Devices logged in"), std::to_string(sheet->devices)),
               fact(w("API tokens"), std::to_string(sheet->tokens))),
            help_section(visit, *sheet), p(a(href(Url{"/admin"}), w("Back to administration")))),
        {.narrow = true});
}

http::Response own_log(Visit const &visit, Openings &openings) {
    auto const &w = visit.words;
    auto const language = w.language();
    auto const before = parse_id(visit.query("before")).value_or(0);
    int const count = web::is_plain(visit.request) ? 10 : openings_on_a_page;
    auto found = openings.of(visit.member, before, count + 1);
    bool const has_more = found.size() > static_cast<std::size_t>(count);
    if (has_more) found.pop_back();
    return web::page(
        visit, w("Access log"),
        all(p(w("Operators cannot read your contacts, memos or messages. When an operator views "
                "your account, it is recorded here.")),
            when(found.empty(),
                 [&] {
                     return web::empty_state(w("Not viewed"),
                                             p(w("No operator has viewed your account.")));
                 }),
            when(!found.empty(),
                 [&] {
                     return div(
                         cls("list"), each(found, [&](Opening const &one) {
                             return div(
                                 cls("list-item"),
                                 div(strong(one.by_name ? one.by_name->display(language)
                                                        : std::string{w("A former operator")}),
                                     p(cls("what"), in_words(one.what, w)),
                                     p(w("Reason: {1}", {one.reason}))),
                                 p(cls("aside"), i18n::time_text(one.at, language)));
                         }));
                 }),
            when(has_more,
                 [&] {
                     return p(a(
                         href(Url{"/settings/openings?before=" + std::to_string(found.back().id)}),
                         attr("rel", "next"), attr("accesskey", "6"), w("Older")));
                 }),
            p(a(href(Url{"/settings"}), w("Back to settings")))),
        {.section = "settings", .narrow = true});
}

} // namespace

void add_opening_pages(web::Doors &doors, account::Accounts &accounts, Openings &openings) {
    using web::Who;
    doors.get("/admin/members/{id}", Who::operator_,
              [&](Visit const &visit) { return ask_page(visit, accounts, {}, 200); });
    doors.post("/admin/members/{id}", Who::operator_,
               [&](Visit const &visit) { return open(visit, accounts, openings); });
    doors.post("/admin/members/{id}/help", Who::operator_,
               [&](Visit const &visit) { return help(visit, openings); });
    doors.get("/settings/openings", Who::member,
              [&](Visit const &visit) { return own_log(visit, openings); });
}

} // namespace goen::admin
