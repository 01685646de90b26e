// SPDX-License-Identifier: Apache-2.0
// The operator's desk. It shows names and dates; mail addresses only of applicants, whose
// application is at hand.
#include "account/for_one.hpp"
#include "admin/admin_doors.hpp"
#include "admin/guest_list.hpp"
#include "admin/outbox_pages.hpp"
#include "base/text.hpp"
#include "i18n/dates.hpp"
#include "i18n/file_text.hpp"
#include "web/page.hpp"
#include "web/plain.hpp"

#include <unordered_map>

namespace goen::admin {

using namespace html;
using account::Accounts;
using account::JoinPolicy;
using web::Visit;

namespace {

constexpr int members_on_a_page = 50;

char const *in_words(i18n::Words const &w, JoinPolicy policy) {
    switch (policy) {
    case JoinPolicy::open: return w("Anyone can join.");
    case JoinPolicy::approval: return w("Anyone can apply. An operator approves each application.");
    case JoinPolicy::invitation: break;
    }
    return w("Only invited people can join.");
}

Html applications_row(Visit const &visit, Accounts &accounts) {
    auto const &w = visit.words;
    auto const waiting = static_cast<std::int64_t>(accounts.applicants().size());
    return li(a(href(Url{"/admin/applicants"}), w("Applications")), when(waiting > 0, [&] {
                  return all(" ",
                             span(cls("tag"), w.n("{1} application", "{1} applications", waiting)));
              }));
}

void hang_figures(web::Places &places, Accounts &accounts, mail::Postman &postman) {
    places.hang(figures, 10, [&accounts](Visit const &visit) {
        auto const &w = visit.words;
        auto const census = accounts.census(visit.now - std::chrono::days{7});
        auto const count = [&](std::int64_t number, std::string_view of_what) {
            return figure(i18n::number_text(number, w.language()), of_what);
        };
        return all(count(census.members, w("members")),
                   count(census.newcomers, w("joined in the last seven days")),
                   count(census.invited, w("invited, not here yet")));
    });
    places.hang(figures, 20, [&postman](Visit const &visit) {
        auto const letters = postman.undelivered();
        auto const all_of_them = letters.waiting + letters.given_up;
        return figure(i18n::number_text(all_of_them, visit.words.language()),
                      visit.words("undelivered emails"),
                      all_of_them > 0 ? Mood::needs_care : Mood::plain);
    });
}

http::Response overview(Visit const &visit, web::Places const &places, Accounts &accounts) {
    auto const &w = visit.words;
    auto const language = w.language();
    auto const before = MemberId::parse(visit.query("before")).value_or(MemberId{});
    std::size_t const count = web::is_plain(visit.request) ? 10 : members_on_a_page;
    auto const q = trimmed(visit.query("q"));
    bool const is_search = !q.empty() && q.size() <= 400 && is_clean_utf8(q);
    auto lines = is_search ? accounts.members_named(q, static_cast<int>(count))
                           : accounts.members(before, static_cast<int>(count) + 1);
    bool const has_more = lines.size() > count;
    if (has_more) lines.pop_back();
    auto const of_others = places.show(tiles, visit);
    auto const members = all(
        ul(cls("link-rows"), applications_row(visit, accounts)),
        element("form", cls("search"), attr("method", "get"), action(Url{"/admin"}),
                attr("role", "search"),
                label(cls("unseen"), attr("for", "admin-q"), w("Name, reading or romaji")),
                input(id("admin-q"), name("q"), type("search"), value(is_search ? q : ""),
                      attr("maxlength", "100"), attr("placeholder", w("Name, reading or romaji"))),
                web::submit(w("Search"), "button")),
        when(is_search,
             [&] { return p(a(href(Url{"/admin"}), w("Show all members, newest first"))); }),
        when(is_search && lines.empty(), [&] { return p(w("No members found with that name.")); }),
        div(cls("list"),
            each(lines,
                 [&](account::MemberLine const &one) {
                     auto const &member = one.member;
                     return div(cls("list-item"),
                                a(cls("who"), href(Url{"/m/" + member.id.text()}),
                                  member.name.display(language)),
                                p(cls("what"), member.name.kana(),
                                  when(member.is_operator,
                                       [&] { return all(" ", span(cls("tag"), w("operator"))); }),
                                  when(!member.is_confirmed,
                                       [&] {
                                           return all(" ",
                                                      span(cls("tag"), w("email not confirmed")));
                                       })),
                                p(cls("aside"), i18n::day_text(member.joined, language), " ",
                                  a(href(Url{"/admin/members/" + member.id.text()}), w("Account"),
                                    span(cls("unseen"), ": ", member.name.display(language)))));
                 })),
        when(has_more, [&] {
            return p(a(href(Url{"/admin?before=" + lines.back().member.id.text()}),
                       attr("rel", "next"), attr("accesskey", "6"), w("Older")));
        }));
    auto const invitations =
        ul(cls("link-rows"), li(a(href(Url{"/admin/invite"}), w("Invite many by email"))),
           li(a(href(Url{"/invite"}), w("Create invitation link"))));
    return web::page(
        visit, w("Administration"),
        all(ul(cls("figures"), places.show(figures, visit)),
            nav(cls("tabs"), attr("aria-label", w("On this page")),
                a(href(Url{"#members"}), w("Members")),
                a(href(Url{"#invitations"}), w("Invitations")),
                a(href(Url{"#settings"}), w("Settings"))),
            h2(id("members"), is_search ? w("Members found") : w("Members, newest first")), members,
            h2(id("invitations"), w("Invitations")), invitations,
            when(!of_others.empty(), [&] { return ul(cls("link-rows"), of_others); }),
            h2(id("settings"), w("Settings")),
            p(in_words(w, accounts.rules().policy), " ",
              w("Set this with the --join option when starting the server."))));
}

http::Response applicants_page(Visit const &visit, store::Database &database, Accounts &accounts) {
    auto const &w = visit.words;
    auto const language = w.language();
    std::vector<account::MemberLine> lines;
    std::unordered_map<MemberId, names::PersonName> inviters;
    database.read([&](store::Reader &reader) {
        lines = accounts.applicants();
        std::vector<MemberId> ids;
        for (auto const &one : lines) ids.push_back(one.invited_by);
        for (auto const &member : accounts.find(reader, ids)) {
            if (member) inviters.emplace(member->id, member->name);
        }
    });
    return web::page(
        visit, w("Applications"),
        all(when(lines.empty(),
                 [&] {
                     return web::empty_state(w("No applications"),
                                             p(w("New applications appear here, oldest first.")));
                 }),
            each(lines,
                 [&](account::MemberLine const &one) {
                     auto const &member = one.member;
                     auto const inviter = inviters.find(one.invited_by);
                     auto const path = "/admin/applicants/" + member.id.text();
                     return section(
                         cls("panel"), h2(member.name.display()), p(member.name.kana()),
                         p(member.email, " ",
                           when(!member.is_confirmed,
                                [&] { return span(cls("tag"), w("email not confirmed")); })),
                         p(w("Applied on {1}", {i18n::time_text(member.joined, language)})),
                         when(inviter != inviters.end(),
                              [&] {
                                  return p(
                                      w("Invited by {1}", {inviter->second.display(language)}));
                              }),
                         when(!one.application.empty(),
                              [&] { return blockquote(p(one.application)); }),
                         div(cls("actions"),
                             web::post_button(visit, Url{path + "/approve"},
                                              w("Accept application"), "button primary"),
                             web::post_button(visit, Url{path + "/decline"},
                                              w("Decline and delete"))));
                 }),
            p(a(href(Url{"/admin"}), w("Back to administration")))),
        {.narrow = true});
}

// ---- inviting many ----

// `ready` invitations of the list in the form were found good and can be sent now.
http::Response list_page(Visit const &visit, web::FormState const &state, html::Html results,
                         int status, std::int64_t ready = 0) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Invite many by email"),
        all(results,
            p(w("Paste the table from your spreadsheet, including its header row, or choose a CSV "
                "file. One column must contain email addresses. Names and readings are filled in "
                "on each person's sign-up form. Each person gets an email with a personal link "
                "that is valid for 30 days.")),
            web::upload_form(
                visit, Url{"/admin/invite"},
                all(web::form_errors(visit, state),
                    web::text_area(visit, state, "list", w("List of people"), 12,
                                   {.hint = "氏名,ふりがな,メール"}),
                    web::file_field(visit, state, "file", w("Or a file"), ".csv,.tsv,.txt,text/csv",
                                    w("A CSV file in UTF-8 or Shift_JIS.")),
                    when(ready == 0,
                         [&] {
                             return p(cls("hint"),
                                      w("You can check every line before anything is sent."));
                         }),
                    div(cls("actions"),
                        when(ready > 0,
                             [&] {
                                 return button(
                                     cls("button primary"), type("submit"), name("send"),
                                     value("1"),
                                     w.n("Send {1} invitation", "Send {1} invitations", ready));
                             }),
                        web::submit(ready > 0 ? w("Check again") : w("Check the list"),
                                    ready > 0 ? "button" : "button primary")))),
            p(a(href(Url{"/admin"}), w("Back to administration")))),
        {.status = status});
}

// Sends, or only says what sending would say.
Done invited(Visit const &visit, store::Database &database, Accounts &accounts,
             account::Invitee const &guest, bool only_check) {
    if (!only_check) return accounts.invite(visit.member, guest);
    return database.read([&](store::Reader &reader) -> Done {
        auto const may =
            account::may_send_invitation(reader, visit.member, guest, accounts.rules(), visit.now);
        if (!may) return may.why();
        return {};
    });
}

http::Response invite_many(Visit const &visit, store::Database &database, Accounts &accounts) {
    auto const &w = visit.words;
    auto const *file = visit.file("file");
    std::optional<std::string> text{visit.form.get("list")};
    if (file) {
        if (!trimmed(*text).empty())
            return list_page(
                visit,
                {visit.form,
                 {{"file", {N_("Please send either the table or the file, not both.")}}},
                 {}},
                {}, 422);
        text = i18n::text_of_file(file->bytes);
        if (!text)
            return list_page(visit,
                             {visit.form,
                              {{"file",
                                {N_("This file is not UTF-8 or Shift_JIS text. Please save the "
                                    "table as CSV and try again.")}}},
                              {}},
                             {}, 415);
    }
    auto const rows = read_guest_list(*text);
    if (!rows)
        return list_page(visit, {visit.form, {{file ? "file" : "list", rows.why().message}}, {}},
                         {}, web::status_of(rows.why().reason));
    // Nothing is sent that was not shown line by line before.
    bool const only_check = !visit.form.has("send");
    std::int64_t good = 0, bad = 0;
    std::vector<Html> lines;
    std::vector<bool> is_refused;
    for (auto const &row : *rows) {
        Sentence said = only_check ? Sentence{N_("OK")} : Sentence{N_("email sent")};
        auto const *guest = std::get_if<account::Invitee>(&row.what);
        bool is_good = guest != nullptr;
        if (!guest) {
            said = std::get<Sentence>(row.what);
        } else {
            auto const done = invited(visit, database, accounts, *guest, only_check);
            is_good = done.has_value();
            if (!done) said = done.why().message;
        }
        (is_good ? good : bad) += 1;
        is_refused.push_back(!is_good);
        lines.push_back(li(cls("import-row"),
                           div(cls("import-name"), strong(row.shown),
                               small(w("No. {1}", {std::to_string(row.line)}))),
                           p(cls("meta"), is_good ? span(w(said)) : strong(w(said)))));
    }
    auto results =
        all(web::notice(p(only_check
                              ? w.n("{1} line is OK.", "{1} lines are OK.", good)
                              : w.n("{1} email has been sent.", "{1} emails have been sent.", good),
                          " ",
                          bad > 0 ? w.n("{1} line was skipped. See the reason below.",
                                        "{1} lines were skipped. See the reasons below.", bad)
                                  : ""),
                        bad > 0 ? "warn" : "good"),
            h2(w("Results by line")), ul(cls("import-rows"), lines));
    // After sending, the lines that were sent are not offered again: whoever presses twice would
    // only see "invited already". Those that were refused stay, to be put right; what was checked
    // stays too, also when it came as a file, which a browser would not send a second time.
    web::FormState state;
    state.typed.add("list", only_check ? std::move(*text) : rest_of_list(*text, *rows, is_refused));
    return list_page(visit, state, std::move(results), 200, only_check ? good : 0);
}

} // namespace

html::Html figure(std::string_view number, std::string_view of_what, Mood mood) {
    return li(mood == Mood::needs_care ? cls("needs-care") : no_attribute(), strong(number), " ",
              span(of_what));
}

void add_pages(web::Doors &doors, web::Places &places, store::Database &database,
               Accounts &accounts, mail::Postman &postman, std::string outbox_folder) {
    using web::Who;
    hang_figures(places, accounts, postman);
    doors.get("/admin", Who::operator_, [&](Visit const &visit) {
        return database.read([&](store::Reader &) { return overview(visit, places, accounts); });
    });
    doors.get("/admin/applicants", Who::operator_,
              [&](Visit const &visit) { return applicants_page(visit, database, accounts); });
    doors.post("/admin/applicants/{id}/approve", Who::operator_, [&](Visit const &visit) {
        auto const done = accounts.approve(visit.member, visit.path_id<MemberId>());
        return done ? web::go(visit, "/admin/applicants", {N_("Accepted. An email has been sent.")})
                    : web::refused(visit, done.why());
    });
    doors.post("/admin/applicants/{id}/decline", Who::operator_, [&](Visit const &visit) {
        auto const done = accounts.decline(visit.member, visit.path_id<MemberId>());
        return done ? web::go(visit, "/admin/applicants",
                              {N_("Declined. The application has been deleted.")})
                    : web::refused(visit, done.why());
    });
    doors.get("/admin/invite", Who::operator_,
              [](Visit const &visit) { return list_page(visit, {}, {}, 200); });
    doors.post(
        "/admin/invite", Who::operator_,
        [&](Visit const &visit) { return invite_many(visit, database, accounts); },
        web::Upload{2 * 1024 * 1024});
    if (!outbox_folder.empty()) add_outbox_pages(doors, std::move(outbox_folder));
}

} // namespace goen::admin
