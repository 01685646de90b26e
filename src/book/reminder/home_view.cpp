// SPDX-License-Identifier: Apache-2.0
// What reminders say on the home page: a few lines of the day, and beside the feed people one has
// not met for long.
#include "contacts/contacts_view.hpp"
#include "i18n/dates.hpp"
#include "i18n/partial_dates.hpp"
#include "reminder/day_view.hpp"
#include "reminder/reminder_view.hpp"
#include "web/home_places.hpp"

#include <algorithm>

namespace goen::reminder {

using namespace html;
using i18n::Words;

namespace {

constexpr std::size_t most_due = 2, most_coming = 1, most_old = 2;

Html person_of(Today const &today, ContactId id, Words const &w) {
    static names::PersonName const nobody;
    auto const *name = today.name_of(id);
    return a(cls("person"), href(Url{"/contacts/" + id.text()}),
             (name ? *name : nobody).display(w.language()));
}

// 今日, 明日, or the day.
std::string near_day(Date date, Today const &today, Words const &w) {
    auto const ahead = (std::chrono::sys_days{date} - std::chrono::sys_days{today.day}).count();
    if (ahead == 0) return w("Today");
    if (ahead == 1) return w("Tomorrow");
    return day_with_weekday(date, today.years, w);
}

Html due_line(web::Visit const &visit, Today const &today, Reminder const &one) {
    auto const &w = visit.words;
    bool const is_late = one.on < today.day;
    return web::day_line(
        "clock",
        all(person_of(today, one.contact, w),
            when(!one.note.empty(), [&] { return all(" ", one.note); }),
            when(is_late,
                 [&] {
                     return all(" ", span(cls("meta"), day_with_weekday(one.on, today.years, w)));
                 })),
        web::post_button(visit, Url{"/reminders/" + one.id.text() + "/done"}, w("Done"), "link"));
}

} // namespace

Html home_lines(web::Visit const &visit, Today const &today) {
    auto const &w = visit.words;
    Html lines;
    auto const shown = std::min(today.due.size(), most_due);
    for (std::size_t i = 0; i < shown; ++i) lines += due_line(visit, today, today.due[i]);
    auto const more = today.due_count - static_cast<std::int64_t>(shown);
    auto const others = when(more > 0, [&] {
        return a(href(Url{"/reminders"}),
                 w.n("{1} more reminder is due", "{1} more reminders are due", more));
    });
    auto const coming = std::min(today.coming.size(), most_coming);
    for (std::size_t i = 0; i < coming; ++i) {
        auto const &one = today.coming[i];
        lines += web::day_line("calendar",
                               all(near_day(one.on, today, w), " ",
                                   person_of(today, one.date.contact, w), " ", coming_text(one, w)),
                               a(href(Url{"/reminders/dates"}), w("Important dates")));
    }
    if (!others.empty()) lines += web::day_line("info", others);
    return lines;
}

Html home_reconnect(web::Visit const &visit, Today const &today) {
    auto const &w = visit.words;
    if (today.old.empty()) return {};
    Html people;
    for (std::size_t i = 0; i < std::min(today.old.size(), most_old); ++i) {
        auto const &one = today.old[i];
        people +=
            li(p(person_of(today, one.contact, w)), p(cls("meta"), old_text(one, today.years, w)));
    }
    return section(cls("panel"), attr("aria-labelledby", "home-old"),
                   h2(id("home-old"), w("Reconnect")), ul(cls("stack"), people),
                   p(a(href(Url{"/contacts/long-ago"}), w("Show more"))));
}

} // namespace goen::reminder
