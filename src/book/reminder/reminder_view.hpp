// SPDX-License-Identifier: Apache-2.0
// Reminders, important dates and people met long ago as Html.
#pragma once

#include "reminder/reminder.hpp"
#include "web/page.hpp"

#include <map>

namespace goen::reminder {

// Who they are about, as this member reads them.
using Names = std::map<ContactId, names::PersonName>;

struct ListPage {
    std::vector<Reminder> reminders;
    Names names;
    Date today;
    i18n::Years years{};
    ReminderId just; // the one touched a moment ago: its step can be undone
    bool has_more = false;
};
html::Html list_page(web::Visit const &visit, ListPage const &page);
html::Html done_page(web::Visit const &visit, ListPage const &page);

struct OnePage {
    Reminder reminder;
    names::PersonName name;
    Date today;
    i18n::Years years{};
};
html::Html one_page(web::Visit const &visit, OnePage const &page, web::FormState const &state);

struct ContactReminders {
    ContactId contact;
    names::PersonName name;
    std::vector<Reminder> reminders;
    Date today;
    i18n::Years years{};
};
html::Html contact_reminders_page(web::Visit const &visit, ContactReminders const &page,
                                  web::FormState const &state);

struct ContactDates {
    ContactId contact;
    names::PersonName name;
    std::vector<ImportantDate> dates;
    Date today;
    i18n::Years years{};
    DateId just; // removed a moment ago
};
html::Html contact_dates_page(web::Visit const &visit, ContactDates const &page,
                              web::FormState const &state);

html::Html dates_page(web::Visit const &visit, std::vector<Coming> const &coming,
                      Names const &names, i18n::Years years);
html::Html long_ago_page(web::Visit const &visit, std::vector<Old> const &old, Names const &names,
                         i18n::Years years);

// On the home page (home_view.cpp): lines of the day, and a panel beside the feed.
html::Html home_lines(web::Visit const &visit, Today const &today);
html::Html home_reconnect(web::Visit const &visit, Today const &today);
html::Html contact_view(web::Visit const &visit, ContactReminders const &reminders,
                        std::vector<ImportantDate> const &dates);

} // namespace goen::reminder
