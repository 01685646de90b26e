// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "book_events/events.hpp"
#include "contacts/whole_book.hpp"
#include "i18n/holidays.hpp"
#include "reminder/queries.hpp"
#include "reminder/reminders_state.hpp"
#include "reminder/whole_book.hpp"

#include <array>

namespace goen::reminder {

namespace {

constexpr std::array<std::string_view, 4> whens{"next_business_day", "three_business_days",
                                                "one_week", "one_month"};
constexpr std::int64_t any_day = 4'000'000; // far beyond every date

struct Row {
    Reminder reminder;
    std::optional<std::int64_t> was_day;
    std::optional<Time> removed;
};

Row row_from(store::Row const &row) {
    using at = sql::reminder_columns;
    return {{row.get<ReminderId>(at::id), row.get<ContactId>(at::contact_id),
             date_of(row.integer(at::day)), row.get<std::string>(at::note),
             row.get<Time>(at::made_at), row.get<std::optional<Time>>(at::done_at)},
            row.get<std::optional<std::int64_t>>(at::was_day),
            row.get<std::optional<Time>>(at::removed_at)};
}

Refusal no_such_reminder() {
    return {Reason::not_found, N_("This reminder was not found."), {}, {}};
}

void write(store::Writer &writer, MemberId me, Row const &row) {
    auto const &one = row.reminder;
    writer.put(sql::change, {{"me", me},
                             {"id", one.id},
                             {"day", number_of(one.on)},
                             {"was_day", row.was_day},
                             {"note", one.note},
                             {"done_at", one.done},
                             {"removed_at", row.removed}});
    store::tell(writer, ReminderChanged{me, one.id});
}

std::optional<Row> find_row(store::Reader &reader, MemberId me, ReminderId id) {
    std::optional<Row> found;
    reader.each(sql::one, {{"me", me}, {"id", id}},
                [&](store::Row const &row) { found = row_from(row); });
    return found;
}

} // namespace

Result<std::string> checked_note(std::string_view typed) {
    if (!is_clean_utf8(typed))
        return Refusal::field("note", N_("The note contains characters that cannot be saved."));
    auto note = with_unix_lines(trimmed(typed));
    if (count_code_points(note) > max_note)
        return Refusal::field("note",
                              {N_("Please keep the note to {1} characters or fewer."), {"500"}});
    return note;
}

std::vector<Reminder> reminders_in(store::Reader &reader, MemberId me) {
    std::vector<Reminder> found;
    reader.each(sql::reminders_of_book, {{"me", me}},
                [&](store::Row const &row) { found.push_back(row_from(row).reminder); });
    return found;
}

std::int64_t open_count(store::Reader &reader, MemberId me) {
    return reader.one<std::int64_t>(sql::count_open, {{"me", me}}).value_or(0);
}

void keep(store::Writer &writer, MemberId me, Reminder const &reminder) {
    writer.put(sql::add, {{"me", me},
                          {"id", reminder.id},
                          {"contact", reminder.contact},
                          {"day", number_of(reminder.on)},
                          {"note", reminder.note},
                          {"at", reminder.made},
                          {"done_at", reminder.done}});
}

std::string_view to_string(When when) { return whens[static_cast<std::size_t>(when)]; }

std::optional<When> when_of(std::string_view text) {
    for (std::size_t i = 0; i < whens.size(); ++i) {
        if (whens[i] == text) return static_cast<When>(i);
    }
    return {};
}

Date day_of(When when, Date today) {
    using std::chrono::sys_days;
    switch (when) {
    case When::next_business_day: return i18n::business_days_after(today, 1);
    case When::three_business_days: return i18n::business_days_after(today, 3);
    case When::one_week:
        return i18n::business_day_from(Date{sys_days{today} + std::chrono::days{7}});
    case When::one_month: return i18n::business_day_from(i18n::months_after(today, 1));
    }
    return today;
}

Result<Date> day_typed(std::string_view text, Date today) {
    auto const read = i18n::read_loose_date(text);
    if (!read || !read->has_day())
        return Refusal::field("on", N_("This date could not be read. Please enter it like "
                                       "2026-04-01, 令和8年4月1日 or 4/1."));
    auto const day = read->year == 0 ? read->next(today) : read->in(read->year);
    if (day < today)
        return Refusal::field("on", N_("This date has passed. Please choose a future date."));
    if (day.year() > today.year() + std::chrono::years{50})
        return Refusal::field("on", N_("Please check the year of the date."));
    return day;
}

Reminders::Reminders(store::Database &database, contacts::Contacts &contacts, IdMaker &ids,
                     Clock &clock)
    : state_(new State{database, contacts, ids, clock}) {}

Date Reminders::today() const { return i18n::date_in_japan(state_->clock.now()); }

Result<Reminder> Reminders::add(MemberId me, ContactId contact, Date on, std::string_view note) {
    auto const fine = checked_note(note);
    if (!fine) return fine.why();
    return state_->database.write([&](store::Writer &writer) -> Result<Reminder> {
        if (!contacts::is_there(writer, me, contact)) return no_such_contact();
        if (open_count(writer, me) >= max_open) {
            return Refusal{Reason::conflict,
                           {N_("You have {1} pending reminders, the maximum. Please complete some "
                               "of them first."),
                            {"1,000"}},
                           {},
                           {}};
        }
        Reminder const made{
            state_->ids.make<ReminderId>(), contact, on, *fine, state_->clock.now(), {}};
        keep(writer, me, made);
        store::tell(writer, ReminderMade{me, made.id});
        return made;
    });
}

std::vector<Reminder> Reminders::open(MemberId me, std::optional<Reminder> const &after,
                                      int limit) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Reminder> found;
        reader.each(sql::open,
                    {{"me", me},
                     {"day", after ? number_of(after->on) : -any_day},
                     {"id", after ? after->id : ReminderId{}},
                     {"until", any_day},
                     {"count", limit}},
                    [&](store::Row const &row) { found.push_back(row_from(row).reminder); });
        return found;
    });
}

std::vector<Reminder> Reminders::done(MemberId me, std::optional<Reminder> const &after,
                                      int limit) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Reminder> found;
        reader.each(sql::done,
                    {{"me", me},
                     {"at", after && after->done ? *after->done : from_millis(INT64_MAX)},
                     {"id", after ? after->id : ReminderId{}},
                     {"count", limit}},
                    [&](store::Row const &row) { found.push_back(row_from(row).reminder); });
        return found;
    });
}

std::vector<Reminder> Reminders::open_of(MemberId me, ContactId contact) {
    return state_->database.read([&](store::Reader &reader) {
        std::vector<Reminder> found;
        reader.each(sql::open_of, {{"me", me}, {"contact", contact}},
                    [&](store::Row const &row) { found.push_back(row_from(row).reminder); });
        return found;
    });
}

Result<Reminder> Reminders::find(MemberId me, ReminderId id) {
    auto const row =
        state_->database.read([&](store::Reader &reader) { return find_row(reader, me, id); });
    if (!row || row->removed) return no_such_reminder();
    return row->reminder;
}

Result<Reminder> Reminders::change(MemberId me, ReminderId id, Change const &change) {
    return this->change(me, id, [&](Reminder const &) -> Result<Change> { return change; });
}

Result<Reminder> Reminders::change(MemberId me, ReminderId id, Changing const &changing) {
    return state_->database.write([&](store::Writer &writer) -> Result<Reminder> {
        writer.lock(me.value);
        auto row = find_row(writer, me, id);
        if (!row || row->removed) return no_such_reminder();
        auto &one = row->reminder;
        auto const wanted = changing(one);
        if (!wanted) return wanted.why();
        if (wanted->note) {
            auto const fine = checked_note(*wanted->note);
            if (!fine) return fine.why();
            one.note = *fine;
        }
        if (wanted->on && *wanted->on != one.on) {
            row->was_day = number_of(one.on);
            one.on = *wanted->on;
        }
        if (wanted->done && *wanted->done != one.done.has_value()) {
            one.done = *wanted->done ? std::optional{state_->clock.now()} : std::nullopt;
        }
        write(writer, me, *row);
        return one;
    });
}

Done Reminders::remove(MemberId me, ReminderId id) {
    return remove(me, id, [](Reminder const &) { return Done{}; });
}

Done Reminders::remove(MemberId me, ReminderId id,
                       std::function<Done(Reminder const &)> const &may) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto row = find_row(writer, me, id);
        if (!row || row->removed) return no_such_reminder();
        if (auto const agreed = may(row->reminder); !agreed) return agreed.why();
        row->removed = state_->clock.now();
        write(writer, me, *row);
        return {};
    });
}

Done Reminders::undo(MemberId me, ReminderId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto row = find_row(writer, me, id);
        if (!row || (row->removed && *row->removed <= state_->clock.now() - kept_aside))
            return no_such_reminder();
        if (row->removed) {
            row->removed.reset();
        } else if (row->reminder.done) {
            row->reminder.done.reset();
        } else if (row->was_day) {
            row->reminder.on = date_of(*row->was_day);
            row->was_day.reset();
        } else {
            return Refusal{Reason::conflict, N_("There is nothing to undo."), {}, {}};
        }
        write(writer, me, *row);
        return {};
    });
}

void Reminders::move(store::Writer &writer, MemberId me, ContactId from, ContactId to) {
    for (auto const *query : {&sql::move_reminders, &sql::move_dates})
        writer.put(*query, {{"me", me}, {"contact", from}, {"to", to}});
}

void Reminders::member_leaves(store::Writer &writer, MemberId member) {
    for (auto const *query : {&sql::leave_reminders, &sql::leave_dates, &sql::leave_date_style})
        writer.put(*query, {{"me", member}});
}

void Reminders::tidy() {
    auto const before = state_->clock.now() - kept_aside;
    auto const done = state_->database.write([&](store::Writer &writer) -> Done {
        writer.run(sql::drop_removed, {{"before", before}});
        writer.run(sql::drop_removed_dates, {{"before", before}});
        writer.run(sql::drop_lost, {});
        writer.run(sql::drop_lost_dates, {});
        return {};
    });
    ensure(done, "tidying refuses nothing");
}

} // namespace goen::reminder
