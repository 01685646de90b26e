// SPDX-License-Identifier: Apache-2.0
#include "reminder/reminder_view.hpp"

#include "contacts/contacts_view.hpp"
#include "i18n/holidays.hpp"
#include "reminder/day_view.hpp"
#include "web/form_version.hpp"
#include "web/plain.hpp"

namespace goen::reminder {

using namespace html;
using i18n::Words;

namespace {

std::string path_of(ReminderId id, std::string_view more = "") {
    return "/reminders/" + id.text() + std::string{more};
}

Html tabs(Words const &w, std::string_view current) {
    auto const tab = [&](char const *to, std::string_view text) {
        return a(href(Url{to}), current == to ? attr("aria-current", "page") : no_attribute(),
                 text);
    };
    return nav(cls("tabs"), attr("aria-label", w("Reminders")), tab("/reminders", w("Pending")),
               " ", tab("/reminders/dates", w("Important dates")), " ",
               tab("/reminders/done", w("Done")), " ", tab("/contacts/long-ago", w("Reconnect")));
}

Html years_form(web::Visit const &visit, i18n::Years years) {
    auto const &w = visit.words;
    bool const is_era = years == i18n::Years::era;
    return web::form(
        visit, Url{"/reminders/years"},
        all(is_era ? w("Years are shown by Japanese era.")
                   : w("Years are shown in the western calendar."),
            " ",
            button(cls("link"), type("submit"), name("years"), value(is_era ? "western" : "era"),
                   is_era ? w("Show western years") : w("Show Japanese eras"))),
        "inline");
}

Html who_link(ContactId id, names::PersonName const &name, Words const &w) {
    return a(href(Url{"/contacts/" + id.text()}), contacts::name_with_reading(name, w));
}

names::PersonName const &name_in(Names const &names, ContactId id) {
    static names::PersonName const nobody;
    auto const found = names.find(id);
    return found == names.end() ? nobody : found->second;
}

Html line_of(web::Visit const &visit, Reminder const &one, ListPage const &page) {
    auto const &w = visit.words;
    return li(day_time(one.on, page.years, w),
              div(p(who_link(one.contact, name_in(page.names, one.contact), w)),
                  when(!one.note.empty(), [&] { return p(one.note); }),
                  div(cls("row"),
                      web::post_button(visit, Url{path_of(one.id, "/done")}, w("Done"), "button"),
                      a(href(Url{path_of(one.id)}), w("Postpone or change")))));
}

// Choices with the day each would be, and what it was moved away from.
Html when_fields(web::Visit const &visit, web::FormState const &state, Date today,
                 i18n::Years years) {
    auto const &w = visit.words;
    auto const choice = [&](When when, std::string_view label, std::string hint = {}) {
        return web::Choice{std::string{to_string(when)},
                           std::string{label} + (w.is_ja() ? "　" : " · ") +
                               day_with_weekday(day_of(when, today), years, w),
                           std::move(hint)};
    };
    return all(web::radio_group(visit, state, "when", w("When"),
                                {choice(When::next_business_day, w("Next business day")),
                                 choice(When::three_business_days, w("In three business days")),
                                 choice(When::one_week, w("In a week")),
                                 choice(When::one_month, w("In a month")),
                                 {"typed", w("On the date below"), ""}}),
               p(cls("hint"), w("Excludes weekends, national holidays and the New Year period.")),
               web::field(visit, state, "on", w("Date"),
                          {.hint = w("For example 2026-04-01, R8.4.1 or 4/1.")}));
}

Html note_field(web::Visit const &visit, web::FormState const &state) {
    return web::text_area(visit, state, "note", visit.words("Note"), 2,
                          {.max_length = static_cast<int>(max_note)});
}

} // namespace

std::string day_with_weekday(Date date, i18n::Years years, Words const &w) {
    auto const day = i18n::date_text(date, years, w.language());
    std::string const weekday{i18n::weekday_text(date, w.language())};
    return w.is_ja() ? day + "（" + weekday + "）" : weekday + ", " + day;
}

Html day_time(Date date, i18n::Years years, Words const &w) {
    auto const holiday = i18n::holiday_name(date);
    return element(
        "time", attr("datetime", iso_date(date)), day_with_weekday(date, years, w),
        when(!holiday.empty(), [&] { return all(" ", span(cls("meta"), lang("ja"), holiday)); }));
}

Html list_page(web::Visit const &visit, ListPage const &page) {
    auto const &w = visit.words;
    Html body = h1(w("Reminders"));
    body += tabs(w, "/reminders");
    if (page.just) {
        body += web::notice(
            all(p(w("Saved.")), web::post_button(visit, Url{path_of(page.just, "/undo")}, w("Undo"),
                                                 "button quiet")),
            "good");
    }
    if (page.reminders.empty()) {
        body +=
            web::empty_state(w("No reminders"), p(w("You can set a reminder on a contact's page.")),
                             a(cls("button"), href(Url{"/contacts"}), w("Contacts")));
    }
    auto const rows = web::rows_of(visit, page.reminders.size(), "/reminders", 8);
    std::vector<Html> due, later;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &one = page.reminders[i];
        (one.on <= page.today ? due : later).push_back(line_of(visit, one, page));
    }
    if (!due.empty()) {
        body += section(attr("aria-labelledby", "due"), h2(id("due"), w("Due")),
                        ol(cls("timeline"), due));
    }
    if (!later.empty()) {
        body += section(attr("aria-labelledby", "later"), h2(id("later"), w("Upcoming")),
                        ol(cls("timeline"), later));
    }
    if (page.has_more) body += p(cls("meta"), w("Only the first 200 are shown."));
    body += rows.links;
    body += years_form(visit, page.years);
    return body;
}

Html done_page(web::Visit const &visit, ListPage const &page) {
    auto const &w = visit.words;
    Html body = h1(w("Reminders"));
    body += tabs(w, "/reminders/done");
    if (page.reminders.empty())
        body +=
            web::empty_state(w("Nothing completed yet"), p(w("Completed reminders appear here.")));
    auto const rows = web::rows_of(visit, page.reminders.size(), "/reminders/done", 8);
    std::vector<Html> items;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &one = page.reminders[i];
        items.push_back(li(day_time(one.on, page.years, w),
                           div(p(who_link(one.contact, name_in(page.names, one.contact), w)),
                               when(!one.note.empty(), [&] { return p(one.note); }),
                               web::post_button(visit, Url{path_of(one.id, "/undo")},
                                                w("Mark as not done"), "button quiet"))));
    }
    if (!items.empty()) body += ol(cls("timeline"), items);
    body += rows.links;
    return body;
}

Html one_page(web::Visit const &visit, OnePage const &page, web::FormState const &state) {
    auto const &w = visit.words;
    return all(h1(w("Reminder: {1}", {page.name.display(w.language())})),
               p(day_time(page.reminder.on, page.years, w), " ",
                 who_link(page.reminder.contact, page.name, w)),
               web::form(visit, Url{path_of(page.reminder.id)},
                         all(web::form_errors(visit, state), web::form_version(visit, state),
                             when_fields(visit, state, page.today, page.years),
                             note_field(visit, state), web::submit(w("Save")))),
               web::post_button(visit, Url{path_of(page.reminder.id, "/delete")}, w("Delete"),
                                "button danger"),
               p(a(href(Url{"/reminders"}), w("Back to reminders"))));
}

Html contact_reminders_page(web::Visit const &visit, ContactReminders const &page,
                            web::FormState const &state) {
    auto const &w = visit.words;
    auto const back = "/contacts/" + page.contact.text();
    auto const rows = web::rows_of(visit, page.reminders.size(), back + "/reminders", 5);
    std::vector<Html> items;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &one = page.reminders[i];
        items.push_back(
            li(day_time(one.on, page.years, w),
               div(when(!one.note.empty(), [&] { return p(one.note); }),
                   div(cls("row"),
                       web::post_button(visit, Url{path_of(one.id, "/done")}, w("Done"), "button"),
                       a(href(Url{path_of(one.id)}), w("Postpone or change"))))));
    }
    return all(h1(w("Reminders: {1}", {page.name.display(w.language())})),
               when(!items.empty(), [&] { return ol(cls("timeline"), items); }), rows.links,
               web::form(visit, Url{back + "/reminders"},
                         all(web::form_errors(visit, state),
                             when_fields(visit, state, page.today, page.years),
                             note_field(visit, state), web::submit(w("Set reminder")))),
               p(cls("meta"), w("It appears on your home page on that day. Only you can see it, "
                                "and no email is sent.")),
               p(cls("row"), a(href(Url{back}), w("Back to contact")), " ",
                 a(href(Url{"/reminders"}), w("All my reminders"))));
}

Html contact_view(web::Visit const &visit, ContactReminders const &page,
                  std::vector<ImportantDate> const &dates) {
    auto const &w = visit.words;
    auto const own = "/contacts/" + page.contact.text();
    constexpr std::size_t shown = 3;
    std::vector<Html> lines;
    for (auto const &one : page.reminders) {
        if (lines.size() == shown) break;
        lines.push_back(
            div(dt(day_time(one.on, page.years, w)), dd(one.note.empty() ? "―" : one.note)));
    }
    std::vector<Html> days;
    for (auto const &one : dates) {
        if (days.size() == shown) break;
        days.push_back(
            div(dt(kind_text(one, w)), dd(date_with_years(one, page.today, page.years, w))));
    }
    return section(cls("panel"), attr("aria-labelledby", "days"),
                   h2(id("days"), w("Reminders and dates")),
                   when(!lines.empty(), [&] { return dl(cls("facts"), lines); }),
                   when(!days.empty(), [&] { return dl(cls("facts"), days); }),
                   p(cls("row"), a(href(Url{own + "/reminders"}), w("Set reminder")), " ",
                     a(href(Url{own + "/dates"}), w("Birthday and other dates"))));
}

} // namespace goen::reminder
