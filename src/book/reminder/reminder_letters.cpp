// SPDX-License-Identifier: Apache-2.0
// The email of a morning: the reminders that are due on its day.
#include "i18n/dates.hpp"
#include "reminder/reminder_doors.hpp"

#include <limits>
#include <map>

namespace goen::reminder {
namespace {

constexpr int most_reminders = 100; // in one letter; the page has them all

std::optional<letter::Text> of_day(Rooms const &rooms, std::string const &url,
                                   account::Member const &to, std::int64_t day) {
    i18n::Words const w{to.language};
    auto const today = rooms.reminders.today();
    auto const days = std::chrono::sys_days{std::chrono::days{day}};
    if (std::chrono::sys_days{today} != days) return {}; // could not be sent in time
    Reminder before;
    before.on = Date{days - std::chrono::days{1}};
    before.id = ReminderId{std::numeric_limits<std::int64_t>::max()};
    auto reminders = rooms.reminders.open(to.id, before, most_reminders);
    std::erase_if(reminders, [&](Reminder const &one) { return one.on != today; });
    std::vector<ContactId> contacts;
    for (auto const &one : reminders) contacts.push_back(one.contact);
    std::map<ContactId, std::string> names;
    for (auto const &contact : rooms.contacts.find_all(to.id, contacts))
        names[contact.id] = contact.body.name.display(to.language);
    std::string lines;
    std::int64_t count = 0;
    for (auto const &one : reminders) {
        auto const name = names.find(one.contact);
        if (name == names.end()) continue;
        lines += "- " +
                 (one.note.empty() ? name->second : w("{1}: {2}", {name->second, one.note})) + "\n";
        ++count;
    }
    if (count == 0) return {};
    return letter::Text{w.n("{1} reminder for today", "{1} reminders for today", count),
                        w("Your reminders for today, {1}:", {i18n::date_text(today, to.language)}) +
                            "\n" + lines + "\n" + url + "/reminders"};
}

} // namespace

void write_letters(letter::Letters &letters, Rooms const &rooms) {
    letters.written_by(letter::Kind::reminder,
                       [rooms, url = letters.public_url()](
                           account::Member const &to,
                           std::vector<std::int64_t> const &days) -> std::optional<letter::Text> {
                           return days.empty() ? std::nullopt : of_day(rooms, url, to, days.back());
                       });
}

} // namespace goen::reminder
