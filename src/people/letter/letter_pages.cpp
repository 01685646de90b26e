// SPDX-License-Identifier: Apache-2.0
#include "letter/letter_doors.hpp"
#include "web/form_version.hpp"
#include "web/plain.hpp"

namespace goen::letter {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

constexpr std::array days{N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
                          N_("Friday"), N_("Saturday"), N_("Sunday")};

char const *question(Kind kind, Words const &w) {
    switch (kind) {
    case Kind::request: return w("Someone asks to exchange cards with me");
    case Kind::introduction: return w("An introduction is waiting for my answer");
    case Kind::message: return w("Messages that I have not read");
    case Kind::mention: return w("Someone mentions me");
    case Kind::reply: return w("Someone answers my comment");
    case Kind::comment: return w("Someone comments on my post");
    case Kind::exchange: return w("Someone accepted and we have exchanged cards");
    case Kind::guest: return w("A guest left a card with me");
    case Kind::reaction: return w("Someone reacts to my post");
    case Kind::move: return w("New positions of people I exchanged cards with");
    case Kind::reminder: return w("Reminders, on the morning of their day");
    }
    return "";
}

std::vector<web::Choice> choices(Kind kind, Words const &w) {
    if (kind == Kind::reminder)
        return {{"daily", w("Email at 7:00"), ""}, {"never", w("No email"), ""}};
    std::vector<web::Choice> out;
    if (is_possible(kind, Mode::at_once)) out.push_back({"at_once", w("An email every time"), ""});
    out.push_back({"daily", w("At most one email a day"), ""});
    out.push_back({"weekly", w("Once a week"), ""});
    out.push_back({"never", w("No email"), ""});
    return out;
}

std::string mail_field(Kind kind) { return std::string{to_string(kind)}; }
std::string day_field(std::size_t day) { return "day_" + std::to_string(day + 1); }

web::FormParts parts(Words const &w) {
    web::FormParts parts;
    for (auto const kind : kinds)
        parts.push_back(web::choice_part(mail_field(kind), question(kind, w), choices(kind, w)));
    parts.push_back({"quiet_from", w("No email from")});
    parts.push_back({"quiet_to", w("No email until")});
    for (std::size_t day = 0; day < days.size(); ++day)
        parts.push_back(web::checkbox_part(day_field(day), w(days[day]), w));
    parts.push_back(web::checkbox_part("business_days_only", w("Only on business days"), w));
    return parts;
}

http::Params form_of(Settings const &settings) {
    http::Params form;
    for (auto const kind : kinds)
        form.add(mail_field(kind), std::string{to_string(settings.of(kind))});
    auto const &schedule = settings.schedule;
    bool const is_quiet = schedule.quiet_from != schedule.quiet_to;
    form.add("quiet_from", is_quiet ? clock_time(schedule.quiet_from) : "");
    form.add("quiet_to", is_quiet ? clock_time(schedule.quiet_to) : "");
    for (std::size_t day = 0; day < days.size(); ++day) {
        if ((schedule.weekdays & (1u << day)) != 0) form.add(day_field(day), "1");
    }
    if (schedule.business_days_only) form.add("business_days_only", "1");
    return form;
}

// What was typed, laid over what is stored: a form of an earlier goen names four kinds only.
Settings typed(http::Params const &form, Settings settings, std::vector<FieldError> &errors) {
    for (auto const kind : kinds) {
        if (!form.has(mail_field(kind))) continue;
        auto const mode = mode_of(form.get(mail_field(kind)));
        if (mode && is_possible(kind, *mode)) {
            settings.set(kind, *mode);
        } else {
            errors.push_back({mail_field(kind), N_("Please choose one.")});
        }
    }
    if (!form.has("quiet_from")) return settings;
    auto &schedule = settings.schedule;
    auto const time = [&](char const *field, int &to) {
        auto const text = form.get(field);
        auto const minutes = text.empty() ? std::optional{0} : read_clock_time(text);
        if (!minutes) errors.push_back({field, N_("Please enter a time like 22:00.")});
        to = minutes.value_or(0);
    };
    time("quiet_from", schedule.quiet_from);
    time("quiet_to", schedule.quiet_to);
    schedule.weekdays = 0;
    for (std::size_t day = 0; day < days.size(); ++day) {
        if (form.get(day_field(day)) == "1") schedule.weekdays |= 1u << day;
    }
    if (schedule.weekdays == 0)
        errors.push_back({day_field(0), N_("Please choose at least one day of the week.")});
    schedule.business_days_only = form.get("business_days_only") == "1";
    return settings;
}

http::Response settings_page(Visit const &visit, web::FormState const &state, int status) {
    auto const &w = visit.words;
    Html mail, weekdays;
    for (auto const kind : kinds)
        mail +=
            web::select_field(visit, state, mail_field(kind), question(kind, w), choices(kind, w));
    for (std::size_t day = 0; day < days.size(); ++day)
        weekdays += web::checkbox(visit, state, day_field(day), w(days[day]));
    web::FieldOptions time;
    time.inputmode = "text";
    time.placeholder = "22:00";
    time.max_length = 5;
    return web::page(
        visit, w("Notice settings"),
        all(p(w("These emails tell you who or what is waiting for you. They never contain more "
                "than "
                "you can see here. Emails about your account are always sent.")),
            web::form(
                visit, Url{"/notices/settings"},
                all(web::form_errors(visit, state), web::form_version(visit, state), h2(w("Email")),
                    mail, h2(w("When")),
                    p(cls("hint"), w("Times are in Japan. Leave both empty for no quiet hours.")),
                    web::field(visit, state, "quiet_from", w("No email from"), time),
                    web::field(visit, state, "quiet_to", w("No email until"), time),
                    fieldset(legend(w("Weekly emails come on")), weekdays),
                    web::checkbox(visit, state, "business_days_only", w("Only on business days"),
                                  w("Not on weekends, holidays and from 29 December to 3 January. "
                                    "Reminders come on their day.")),
                    div(cls("actions"), web::submit(w("Save"))))),
            p(a(href(Url{"/settings/push"}), w("Notifications on your devices"))),
            p(a(href(Url{"/settings"}), w("Back to settings")))),
        {.section = "settings", .narrow = true, .status = status});
}

http::Response open_settings(Visit const &visit, Letters &letters) {
    web::FormState state{form_of(letters.settings(visit.member)), {}, {}};
    state.version = web::version_of(parts(visit.words), state.typed);
    return settings_page(visit, state, 200);
}

http::Response choose(Visit const &visit, Letters &letters) {
    web::FormState state{visit.form, {}, {}};
    (void)typed(visit.form, letters.settings(visit.member), state.errors);
    if (!state.errors.empty()) return settings_page(visit, state, 422);
    std::optional<web::FormState> stale;
    auto const done = letters.choose(visit.member, [&](Settings const &now) -> Result<Settings> {
        std::vector<FieldError> errors;
        auto const wanted = typed(visit.form, now, errors);
        auto form = form_of(wanted);
        form.add("version", std::string{visit.form.get("version")});
        stale = web::stale_form(parts(visit.words), form, form_of(now));
        if (stale) return web::changed_meanwhile();
        return wanted;
    });
    if (stale) return settings_page(visit, *stale, 409);
    if (!done)
        return settings_page(visit, web::typed_again(visit, done.why()),
                             web::status_of(done.why().reason));
    return web::go(visit, "/notices/settings", {N_("Saved.")});
}

http::Response turned_off_page(Visit const &visit) {
    auto const &w = visit.words;
    return web::page(
        visit, w("Emails turned off"),
        all(p(w("You will no longer get these emails. You can change this at any time.")),
            p(a(href(Url{"/notices/settings"}), w("All email notifications")))),
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
                     all(p(w("Emails that will stop:")),
                         ul(each(link->kinds, [&](Kind kind) { return li(question(kind, w)); })),
                         web::form(visit, Url{"/letters/off/" + std::string{key}},
                                   div(cls("actions"), web::submit(w("Turn off these emails")))),
                         p(a(href(Url{"/notices/settings"}), w("All email notifications")))),
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
    for (auto const *path : {"/notices/settings", "/settings/letters"}) {
        doors.get(path, web::Who::member, with(open_settings));
        doors.post(path, web::Who::member, with(choose));
    }
    doors.get(std::string{off_page}, web::Who::anyone, with(turn_off_form));
    doors.post(std::string{off_page}, web::Who::anyone, with(turn_off));
}

} // namespace goen::letter
