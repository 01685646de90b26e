// SPDX-License-Identifier: Apache-2.0
// A member's name of now, and the other names by which people know or knew her.
#include "card/other_names_view.hpp"
#include "i18n/dates.hpp"
#include "membership/membership_pages.hpp"
#include "membership/name_form.hpp"
#include "web/form_version.hpp"

#include <cstdio>

namespace goen::membership {

using namespace html;
using account::Accounts;
using account::NameKind;
using web::field;
using web::Visit;

namespace {

std::vector<web::Choice> who_may_see(i18n::Words const &w) {
    return {{"nobody", w("Only me"), ""},
            {"close", w("People close to me"), ""},
            {"colleague", w("People I work with"), ""},
            {"exchanged", w("People I exchanged cards with"), ""},
            {"none", w("All members"), ""}};
}

std::string label_of(i18n::Words const &w, std::string_view visible) {
    for (auto const &choice : who_may_see(w)) {
        if (choice.value == visible) return choice.label;
    }
    return std::string{visible};
}

// 平成10年4月 -> 1998-04. What cannot be read goes on as typed, for the verb to refuse in words.
std::string as_stored_date(std::string_view typed) {
    auto const date = typed.empty() ? std::nullopt : i18n::read_date(typed);
    if (!date) return std::string{typed};
    char text[24];
    if (date->day) {
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", date->year, *date->month, *date->day);
    } else if (date->month) {
        std::snprintf(text, sizeof text, "%04d-%02u", date->year, *date->month);
    } else {
        std::snprintf(text, sizeof text, "%04d", date->year);
    }
    return text;
}

web::FormParts name_parts(i18n::Words const &w) {
    return {{"family", w("Family name")},
            {"given", w("Given name")},
            {"family_kana", w("Family name in kana")},
            {"given_kana", w("Given name in kana")},
            {"family_romaji", w("Family name in romaji")},
            {"given_romaji", w("Given name in romaji")},
            {"middle", w("Middle name")},
            web::choice_part("order", w("Name order"),
                             {{"family_first", w("Family name first (山田 花子)"), ""},
                              {"given_first", w("Given name first (Maria Garcia)"), ""}})};
}

http::Response name_page(Visit const &visit, web::FormState const &state, int status) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Name"),
        all(p(w("The name you use at work. Your cards keep their current name until you edit "
                "them.")),
            web::form(
                visit, Url{"/settings/name"},
                all(web::form_errors(visit, state), web::form_version(visit, state),
                    name_fields(visit, state),
                    web::checkbox(visit, state, "keep", w("Keep the old name as a former name"),
                                  w("Nobody sees it until you change this under \"Other names\". "
                                    "After that, people who know you by that name can find you.")),
                    div(cls("actions"), web::submit(w("Save"))))),
            back_to_settings(visit)),
        in_settings(status));
}

http::Response rename(Visit const &visit, Accounts &accounts) {
    auto const name = names::PersonName::parse(name_input(visit.form), names::NameRule::member);
    if (!name) return name_page(visit, web::typed_again(visit, name.why()), 422);
    auto const old = visit.form.has("keep") ? Accounts::OldName::keep : Accounts::OldName::forget;
    http::Params meant;
    put_name(meant, *name);
    std::optional<web::FormState> stale;
    auto const done =
        accounts.rename(visit.member, *name, old, [&](account::Member const &now) -> Done {
            http::Params stored;
            put_name(stored, now.name);
            stale = web::stale_form(name_parts(visit.words), visit.form, stored, meant);
            if (stale) return web::changed_meanwhile();
            return {};
        });
    if (stale) return name_page(visit, *stale, 409);
    if (!done) {
        return name_page(visit, web::typed_again(visit, done.why()),
                         web::status_of(done.why().reason));
    }
    return web::go(visit, "/settings",
                   {N_("Your name has been changed. Please check your cards too.")});
}

http::Response names_page(Visit const &visit, Accounts &accounts, web::FormState const &state,
                          int status) {
    auto const &w = visit.words;
    auto const records = accounts.name_records(visit.member);
    std::vector<web::Choice> kinds;
    for (auto const kind : {NameKind::maiden, NameKind::alias, NameKind::legal, NameKind::pen}) {
        kinds.push_back({std::string{to_string(kind)}, card::kind_of_name(kind, w), ""});
    }
    return web::page(
        visit, w("Other names"),
        all(p(w("A former name, work name or pen name. You can let people who can see a name find "
                "you by it.")),
            when(!records.empty(),
                 [&] {
                     return div(
                         cls("list"), each(records, [&](account::NameRecord const &one) {
                             auto const dates = one.since.empty() && one.until.empty()
                                                    ? std::string{}
                                                    : one.since + " – " + one.until;
                             return div(
                                 cls("list-item"),
                                 div(strong(one.name.display()),
                                     when(!one.name.kana().empty(),
                                          [&] {
                                              return all(" ", small("(", one.name.kana(), ")"));
                                          }),
                                     p(cls("what"), card::kind_of_name(one.kind, w),
                                       when(!dates.empty(), [&] { return all(", ", dates); })),
                                     p(cls("what"),
                                       w("Visible to: {1}", {label_of(w, one.visible)}),
                                       when(one.findable,
                                            [&] { return all(", ", w("searchable")); }))),
                                 div(cls("aside"),
                                     web::post_button(
                                         visit, Url{"/settings/names/" + one.id.text() + "/remove"},
                                         w("Delete"))));
                         }));
                 }),
            h2(w("Add a name")),
            web::form(
                visit, Url{"/settings/names"},
                all(web::form_errors(visit, state),
                    web::select_field(visit, state, "kind", w("Type of name"), kinds),
                    name_fields(visit, state, NameHints::no),
                    div(cls("pair"),
                        field(visit, state, "since", w("From"),
                              {.hint = w("A year is enough. Optional."), .max_length = 40}),
                        field(visit, state, "until", w("Until"), {.max_length = 40})),
                    web::select_field(visit, state, "visible", w("Who can see it"), who_may_see(w)),
                    web::checkbox(visit, state, "findable",
                                  w("People who can see this name can find me by it")),
                    div(cls("actions"), web::submit(w("Add"))))),
            back_to_settings(visit)),
        in_settings(status));
}

http::Response add_name(Visit const &visit, Accounts &accounts) {
    auto const &form = visit.form;
    auto const name = names::PersonName::parse(name_input(form), names::NameRule::contact);
    if (!name) return names_page(visit, accounts, web::typed_again(visit, name.why()), 422);
    auto const kind = account::name_kind_of(form.get("kind"));
    if (!kind)
        return names_page(visit, accounts, {form, {{"kind", N_("Please choose one.")}}, {}}, 422);
    account::NameRecord const record{{},
                                     *kind,
                                     *name,
                                     as_stored_date(form.get("since")),
                                     as_stored_date(form.get("until")),
                                     std::string{form.get("visible")},
                                     form.has("findable")};
    if (auto const added = accounts.add_name_record(visit.member, record); !added) {
        return names_page(visit, accounts, web::typed_again(visit, added.why()),
                          web::status_of(added.why().reason));
    }
    return web::go(visit, "/settings/names", {N_("Saved.")});
}

} // namespace

void add_name_pages(web::Doors &doors, Accounts &accounts) {
    using web::Who;
    doors.get("/settings/name", Who::member, [&](Visit const &visit) {
        auto const me = accounts.find(visit.member);
        web::FormState state;
        if (me) put_name(state.typed, me->name);
        state.version = web::version_of(name_parts(visit.words), state.typed);
        return name_page(visit, state, 200);
    });
    doors.post("/settings/name", Who::member,
               [&](Visit const &visit) { return rename(visit, accounts); });
    doors.get("/settings/names", Who::member, [&](Visit const &visit) {
        web::FormState state;
        state.typed.add("visible", "nobody");
        state.typed.add("order", "family_first");
        return names_page(visit, accounts, state, 200);
    });
    doors.post("/settings/names", Who::member,
               [&](Visit const &visit) { return add_name(visit, accounts); });
    doors.post("/settings/names/{id}/remove", Who::member, [&](Visit const &visit) {
        auto const done = accounts.remove_name_record(visit.member, visit.path_id<NameRecordId>());
        return done ? web::go(visit, "/settings/names", {N_("The name has been deleted.")})
                    : web::refused(visit, done.why());
    });
}

} // namespace goen::membership
