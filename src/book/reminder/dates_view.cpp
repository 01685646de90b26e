// SPDX-License-Identifier: Apache-2.0
// Important dates, and people met long ago.
#include "contacts/contacts_view.hpp"
#include "reminder/day_view.hpp"
#include "reminder/reminder_view.hpp"
#include "web/plain.hpp"

namespace goen::reminder {

using namespace html;
using i18n::Words;

namespace {

Html who_link(ContactId id, Names const &names, Words const &w) {
    static names::PersonName const nobody;
    auto const found = names.find(id);
    return a(href(Url{"/contacts/" + id.text()}),
             contacts::name_with_reading(found == names.end() ? nobody : found->second, w));
}

} // namespace

std::string kind_text(ImportantDate const &date, Words const &w) {
    switch (date.kind) {
    case Kind::birthday: return w("Birthday");
    case Kind::founding: return w("Company anniversary");
    case Kind::anniversary: return w("Anniversary");
    case Kind::connected: return w("Connected on");
    case Kind::other: break;
    }
    return date.label;
}

std::string date_with_years(ImportantDate const &date, Date today, i18n::Years years,
                            Words const &w) {
    auto const text = i18n::loose_date_text(date.date, years, w.language());
    auto const reached = date.years(today);
    if (!reached) return text;
    auto const number = std::to_string(*reached);
    if (date.kind != Kind::birthday)
        return w("{1} ({2})", {text, w.n("{1} year", "{1} years", *reached)});
    // Without the day of birth it is the age reached in this year.
    return date.date.has_day() ? w("{1} (age {2})", {text, number})
                               : w("{1} (age {2} this year)", {text, number});
}

std::string coming_text(Coming const &coming, Words const &w) {
    auto const kind = kind_text(coming.date, w);
    if (!coming.years || *coming.years == 0) return kind;
    auto const number = std::to_string(*coming.years);
    return coming.date.kind == Kind::birthday
               ? w("{1} (age {2})", {kind, number})
               : w("{1} ({2})", {kind, w.n("{1} year", "{1} years", *coming.years)});
}

std::string old_text(Old const &old, i18n::Years years, Words const &w) {
    auto const on = i18n::date_text(old.on, years, w.language());
    auto const number = w.n("{1} year", "{1} years", old.years);
    if (old.why == Old::Why::long_since)
        return w("Last met {1} ago ({2}). Nothing recorded since.", {number, on});
    if (old.is_exchange)
        return w("You exchanged cards around this date, {1} ago ({2}).", {number, on});
    if (old.where.empty()) return w("You met around this date, {1} ago ({2}).", {number, on});
    return w("You met around this date, {1} ago ({2}, {3}).", {number, on, old.where});
}

Html contact_dates_page(web::Visit const &visit, ContactDates const &page,
                        web::FormState const &state) {
    auto const &w = visit.words;
    auto const back = "/contacts/" + page.contact.text();
    auto const to = back + "/dates";
    Html body = h1(w("Important dates: {1}", {page.name.display(w.language())}));
    if (page.just) {
        body +=
            web::notice(all(p(w("The date was removed.")),
                            web::post_button(visit, Url{to + "/" + page.just.text() + "/restore"},
                                             w("Undo"), "button quiet")));
    }
    auto const rows = web::rows_of(visit, page.dates.size(), to, 8);
    std::vector<Html> items;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &one = page.dates[i];
        items.push_back(li(cls("row"), strong(kind_text(one, w)), " ",
                           span(date_with_years(one, page.today, page.years, w)), " ",
                           web::post_button(visit, Url{to + "/" + one.id.text() + "/delete"},
                                            w("Remove"), "link")));
    }
    if (!items.empty()) body += ul(cls("stack"), items);
    body += rows.links;
    body += web::form(
        visit, Url{to},
        all(web::form_errors(visit, state),
            web::select_field(visit, state, "kind", w("Type"),
                              {{"birthday", w("Birthday"), ""},
                               {"founding", w("Company anniversary"), ""},
                               {"anniversary", w("Anniversary"), ""},
                               {"connected", w("Connected on"), ""},
                               {"other", w("Other (enter a name below)"), ""}}),
            web::field(visit, state, "label", w("Name of the date"),
                       {.max_length = static_cast<int>(max_label)}),
            web::field(
                visit, state, "date", w("Date"),
                {.hint = w("Enter what you know. For example: 1953, S28, 昭和28年5月3日, 5/3."),
                 .required = true,
                 .max_length = 60}),
            web::submit(w("Add"))));
    body += p(cls("meta"), w("Only you can see this."));
    body += p(a(href(Url{back}), w("Back to contact")));
    return body;
}

Html dates_page(web::Visit const &visit, std::vector<Coming> const &coming, Names const &names,
                i18n::Years years) {
    auto const &w = visit.words;
    Html body = h1(w("Important dates"));
    body += p(cls("lead"), w("Dates in the next 60 days."));
    if (coming.empty()) {
        body += web::empty_state(w("No upcoming dates"),
                                 p(w("You can add birthdays, company anniversaries and other dates "
                                     "on a contact's page.")),
                                 a(cls("button"), href(Url{"/contacts"}), w("Contacts")));
    }
    auto const rows = web::rows_of(visit, coming.size(), "/reminders/dates");
    std::vector<Html> items;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &one = coming[i];
        items.push_back(li(day_time(one.on, years, w), div(p(who_link(one.date.contact, names, w)),
                                                           p(cls("meta"), coming_text(one, w)))));
    }
    if (!items.empty()) body += ol(cls("timeline"), items);
    body += rows.links;
    body += p(a(href(Url{"/reminders"}), w("Back to reminders")));
    return body;
}

Html long_ago_page(web::Visit const &visit, std::vector<Old> const &old, Names const &names,
                   i18n::Years years) {
    auto const &w = visit.words;
    Html body = h1(w("Reconnect"));
    body +=
        p(cls("lead"), w("People you met around this date in an earlier year, or have no record of "
                         "meeting for three years. Only you can see this, and nobody is told."));
    if (old.empty()) {
        body += web::empty_state(
            w("No one right now"),
            p(w("Based on the dates of meetings you recorded and of card exchanges.")));
    }
    auto const rows = web::rows_of(visit, old.size(), "/contacts/long-ago");
    std::vector<Html> items;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &one = old[i];
        items.push_back(li(
            p(who_link(one.contact, names, w)), p(cls("meta"), old_text(one, years, w)),
            p(a(href(Url{"/contacts/" + one.contact.text() + "/reminders"}), w("Set reminder")))));
    }
    if (!items.empty()) body += ul(cls("stack"), items);
    body += rows.links;
    return body;
}

} // namespace goen::reminder
