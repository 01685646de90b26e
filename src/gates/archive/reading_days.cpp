// SPDX-License-Identifier: Apache-2.0
// Reminders, important days and introductions of an archive.
#include "archive/format.hpp"
#include "archive/lists.hpp"
#include "card/card_store.hpp"
#include "contacts/notes.hpp"
#include "i18n/dates.hpp"
#include "reminder/whole_book.hpp"
#include "vcard/vcard.hpp"

namespace goen::archive {

namespace json = boost::json;

namespace {

std::optional<Date> day_at(json::object const &line, std::string_view key) {
    auto const day = vcard::day_of(text_at(line, key));
    if (!day || !day->has_day() || day->year == 0) return {};
    return Date{std::chrono::year{day->year}, std::chrono::month{day->month},
                std::chrono::day{day->day}};
}

void leave_out(Content &content, char const *file, std::int64_t line, ArchivedContact const &whose,
               Refusal const &why) {
    content.left_out.push_back({file, line, whose.edit.body->name.display(),
                                why.fields.empty() ? why.message : why.fields.front().why});
}

Done damaged(char const *file, std::int64_t line, char const *field) {
    return refuse(
        {N_("The archive is damaged: {1}, line {2}, “{3}”."), {file, std::to_string(line), field}});
}

Done read_reminders(Lists &lists, Content &content, Places const &places) {
    return lists.each(file::reminders, reminder_line_schema(),
                      [&](std::int64_t number, json::object const &line) -> Done {
                          auto const on = day_at(line, "on");
                          if (!on) return damaged(file::reminders, number, "on");
                          auto const place = places.find(text_at(line, "contact"));
                          if (place == places.end()) return {}; // of one that was left out
                          auto &contact = content.contacts[place->second];
                          auto const note = reminder::checked_note(text_at(line, "note"));
                          if (!note) {
                              leave_out(content, file::reminders, number, contact, note.why());
                              return {};
                          }
                          reminder::Reminder one;
                          one.on = *on, one.note = *note, one.made = time_at(line, "made_at");
                          if (!line.at("done_at").is_null()) one.done = time_at(line, "done_at");
                          contact.reminders.push_back(std::move(one));
                          return {};
                      });
}

Done read_dates(Lists &lists, Content &content, Places const &places) {
    return lists.each(
        file::dates, date_line_schema(),
        [&](std::int64_t number, json::object const &line) -> Done {
            auto const place = places.find(text_at(line, "contact"));
            if (place == places.end()) return {};
            auto &contact = content.contacts[place->second];
            auto const part = [&](char const *key) {
                auto const &value = line.at(key);
                return value.is_int64() ? value.get_int64() : 0;
            };
            i18n::LooseDate const day{static_cast<int>(part("year")),
                                      static_cast<unsigned>(part("month")),
                                      static_cast<unsigned>(part("day"))};
            if (auto const fine = reminder::check_date(day); !fine) {
                leave_out(content, file::dates, number, contact, fine.why());
                return {};
            }
            auto const kind = reminder::kind_of(text_at(line, "kind")).value_or(reminder::Kind{});
            auto const label = reminder::checked_label(kind, text_at(line, "label"));
            if (!label) {
                leave_out(content, file::dates, number, contact, label.why());
            } else if (contact.dates.size() >= static_cast<std::size_t>(reminder::max_dates)) {
                leave_out(content, file::dates, number, contact,
                          refuse({N_("A contact can have up to {1} important dates."), {"20"}}));
            } else {
                contact.dates.push_back({{}, {}, kind, *label, day});
            }
            return {};
        });
}

} // namespace

Done read_days(Lists &lists, Content &content, Places const &places) {
    if (lists.has(file::reminders)) {
        if (auto const done = read_reminders(lists, content, places); !done) return done.why();
    }
    return lists.has(file::dates) ? read_dates(lists, content, places) : Done{};
}

// An introduction is between three members of that network, and stays in the file. What can be said
// here without any of them is by whom one met somebody: a line of that contact's meetings.
Done read_introductions(Lists &lists, Content &content, Places const &places) {
    if (!lists.has(file::introductions)) return {};
    i18n::Words const words{content.language};
    return lists.each(file::introductions, introduction_line_schema(),
                      [&](std::int64_t, json::object const &line) -> Done {
                          ++content.introductions;
                          if (text_at(line, "state") != "made" || text_at(line, "role") == "bridge")
                              return {};
                          auto const &from = line.at("from").get_object(),
                                     &to = line.at("to").get_object();
                          bool const is_mine = text_at(from, "member") == content.member_id;
                          auto const place = places.find(text_at(is_mine ? to : from, "member"));
                          auto const &bridge = line.at("bridge").get_object().at("name");
                          if (place == places.end() || !bridge.is_object()) return {};
                          auto const name = read_name(bridge.get_object());
                          auto &met = *content.contacts[place->second].edit.met;
                          if (!name || met.size() >= contacts::max_meetings) return {};
                          met.push_back({i18n::date_in_japan(time_at(line, "since")), "",
                                         words("Introduced by {1}", {name->display()})});
                          return {};
                      });
}

} // namespace goen::archive
