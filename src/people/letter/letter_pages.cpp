// SPDX-License-Identifier: Apache-2.0
#include "letter/letter_doors.hpp"
#include "web/form_version.hpp"

namespace goen::letter {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

char const *question(Kind kind, Words const &w) {
    switch (kind) {
    case Kind::request: return w("Someone asks to exchange cards with me");
    case Kind::introduction: return w("An introduction is waiting for my answer");
    case Kind::exchange: return w("Someone accepted and we have exchanged cards");
    case Kind::reminder: return w("Reminders, on the morning of their day");
    }
    return "";
}

std::vector<web::Choice> choices(Kind kind, Words const &w) {
    if (kind == Kind::reminder)
        return {{"daily", w("Email at 7:00"), ""}, {"never", w("No email"), ""}};
    return {{"daily", w("At most one email a day"), ""},
            {"at_once", w("An email every time"), ""},
            {"never", w("No email"), ""}};
}

web::FormParts parts(Words const &w) {
    web::FormParts parts;
    for (auto const kind : kinds)
        parts.push_back(
            web::choice_part(std::string{to_string(kind)}, question(kind, w), choices(kind, w)));
    return parts;
}

http::Params form_of(Settings const &settings) {
    http::Params form;
    for (auto const kind : kinds)
        form.add(std::string{to_string(kind)}, std::string{to_string(settings.of(kind))});
    return form;
}

http::Response settings_page(Visit const &visit, web::FormState const &state, int status) {
    auto const &w = visit.words;
    Html groups;
    for (auto const kind : kinds)
        groups +=
            web::radio_group(visit, state, to_string(kind), question(kind, w), choices(kind, w));
    return web::page(
        visit, w("Email notifications"),
        all(p(w("These emails tell you who or what is waiting for you. They never contain more "
                "than "
                "you can see here. Emails about your account are always sent.")),
            web::form(visit, Url{"/settings/letters"},
                      all(web::form_errors(visit, state), web::form_version(visit, state), groups,
                          div(cls("actions"), web::submit(w("Save"))))),
            p(a(href(Url{"/settings"}), w("Back to settings")))),
        {.section = "settings", .narrow = true, .status = status});
}

http::Response open_settings(Visit const &visit, Letters &letters) {
    web::FormState state{form_of(letters.settings(visit.member)), {}, {}};
    state.version = web::version_of(parts(visit.words), state.typed);
    return settings_page(visit, state, 200);
}

http::Response choose(Visit const &visit, Letters &letters) {
    Settings wanted;
    web::FormState state{visit.form, {}, {}};
    for (auto const kind : kinds) {
        auto const mode = mode_of(visit.form.get(std::string{to_string(kind)}));
        if (mode)
            wanted.set(kind, *mode);
        else
            state.errors.push_back({std::string{to_string(kind)}, N_("Please choose one.")});
    }
    if (!state.errors.empty()) return settings_page(visit, state, 422);
    std::optional<web::FormState> stale;
    auto const done = letters.choose(visit.member, [&](Settings const &now) -> Result<Settings> {
        stale = web::stale_form(parts(visit.words), visit.form, form_of(now));
        if (stale) return web::changed_meanwhile();
        return wanted;
    });
    if (stale) return settings_page(visit, *stale, 409);
    if (!done)
        return settings_page(visit, web::typed_again(visit, done.why()),
                             web::status_of(done.why().reason));
    return web::go(visit, "/settings/letters", {N_("Saved.")});
}

http::Response turned_off_page(Visit const &visit) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Emails turned off"),
        all(p(w("You will no longer get these emails. You can change this at any time.")),
            p(a(href(Url{"/settings/letters"}), w("All email notifications")))),
        {.narrow = true});
}

http::Response turn_off_form(Visit const &visit, Letters &letters) {
    auto const &w = visit.words;
    auto const key = visit.path_param("key");
    auto const link = letters.off_link(key);
    if (!link)
        return web::refused(visit, {Reason::not_found, N_("This link no longer works."), {}, {}});
    if (link->is_off) return turned_off_page(visit);
    return web::page(visit, w("Turn off emails"),
                     all(p(w("Emails that will stop: {1}", {question(link->kind, w)})),
                         web::form(visit, Url{"/letters/off/" + std::string{key}},
                                   div(cls("actions"), web::submit(w("Turn off these emails")))),
                         p(a(href(Url{"/settings/letters"}), w("All email notifications")))),
                     {.narrow = true});
}

http::Response turn_off(Visit const &visit, Letters &letters) {
    if (auto const done = letters.turn_off(visit.path_param("key")); !done)
        return web::refused(visit, done.why());
    return turned_off_page(visit);
}

} // namespace

void add_pages(web::Doors &doors, Letters &letters) {
    auto const with = [&letters](http::Response (*page)(Visit const &, Letters &)) {
        return [&letters, page](Visit const &visit) { return page(visit, letters); };
    };
    doors.get("/settings/letters", web::Who::member, with(open_settings));
    doors.post("/settings/letters", web::Who::member, with(choose));
    doors.get(std::string{off_page}, web::Who::anyone, with(turn_off_form));
    doors.post(std::string{off_page}, web::Who::anyone, with(turn_off));
}

} // namespace goen::letter
