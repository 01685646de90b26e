// SPDX-License-Identifier: Apache-2.0
// Important dates of people, people met long ago, and what of all this stands on the home page.
#include "base/text.hpp"
#include "book_events/events.hpp"
#include "contacts/whole_book.hpp"
#include "reminder/queries.hpp"
#include "reminder/reminders_state.hpp"
#include "reminder/whole_book.hpp"
#include "store/derived.hpp"

#include <algorithm>
#include <array>

namespace goen::reminder {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 5> kinds{"birthday", "founding", "anniversary", "other",
                                                "connected"};
constexpr int coming_days = 14;
constexpr std::size_t shown_at_home = 3;

int year_of(Date date) { return static_cast<int>(date.year()); }

ImportantDate date_from(store::Row const &row) {
    using at = sql::date_columns;
    return {row.get<DateId>(at::id),
            row.get<ContactId>(at::contact_id),
            row.get<Kind>(at::kind),
            row.get<std::string>(at::label),
            {row.get<int>(at::year), row.get<unsigned>(at::month), row.get<unsigned>(at::day)}};
}

// Of one contact: the days we met, newest first, each with its place.
struct Met {
    Date on;
    std::string where;
    bool is_exchange = false;
};

std::vector<Met> met_days(contacts::MetLine &line) {
    std::vector<Met> met;
    for (auto &one : line.met) {
        if (one.on && one.on->ok()) met.push_back({*one.on, std::move(one.place), false});
    }
    std::optional<Date> exchange;
    if (line.is_member) exchange = i18n::date_in_japan(line.created);
    auto const same = [&](Met const &one) { return one.on == *exchange; };
    if (exchange && std::none_of(met.begin(), met.end(), same))
        met.push_back({*exchange, "", true});
    std::sort(met.begin(), met.end(), [](Met const &a, Met const &b) { return a.on > b.on; });
    return met;
}

// The full years between a day and the one nearest to today on which it comes again; 0 when that
// is not around today.
int years_around(Date then, Date today) {
    i18n::LooseDate const date{0, static_cast<unsigned>(then.month()),
                               static_cast<unsigned>(then.day())};
    for (int const year : {year_of(today) - 1, year_of(today), year_of(today) + 1}) {
        auto const away = sys_days{date.in(year)} - sys_days{today};
        if (away >= -days{days_around} && away <= days{days_around} && year > year_of(then))
            return year - year_of(then);
    }
    return 0;
}

} // namespace

std::string_view to_string(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_of(std::string_view text) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i] == text) return static_cast<Kind>(i);
    }
    return {};
}

std::optional<int> ImportantDate::years(Date today) const {
    if (date.year == 0) return {};
    int years = year_of(today) - date.year;
    if (date.has_day() && date.in(year_of(today)) > today) --years;
    if (!date.has_day() && date.month > static_cast<unsigned>(today.month())) --years;
    return years < 0 ? std::nullopt : std::optional{years};
}

names::PersonName const *Today::name_of(ContactId id) const {
    auto const found =
        std::find_if(names.begin(), names.end(), [&](Named const &one) { return one.id == id; });
    return found == names.end() ? nullptr : &found->name;
}

Result<std::string> checked_label(Kind kind, std::string_view typed) {
    std::string label{kind == Kind::other ? trimmed(typed) : ""};
    if (!is_clean_utf8(label) || label.find_first_of("\t\r\n") != label.npos ||
        count_code_points(label) > max_label)
        return Refusal::field(
            "label", {N_("Please enter the name on one line of {1} characters or fewer."), {"50"}});
    if (kind == Kind::other && label.empty())
        return Refusal::field("label", N_("Please enter what this date is."));
    return label;
}

Done check_date(i18n::LooseDate date) {
    // A year that is not known is lent a leap year.
    bool const is_day = date.month == 0 ? date.day == 0
                                        : Date{std::chrono::year{date.year == 0 ? 2000 : date.year},
                                               std::chrono::month{date.month},
                                               std::chrono::day{date.day == 0 ? 1 : date.day}}
                                              .ok();
    if (!is_day || date.year < 0 || date.year > 9999 || (date.year == 0 && !date.has_day()))
        return Refusal::field("date", N_("This date could not be read. Please enter it like 1953, "
                                         "S28, 昭和28年5月3日 or 5/3."));
    return {};
}

std::vector<ImportantDate> dates_in(store::Reader &reader, MemberId me) {
    std::vector<ImportantDate> dates;
    reader.each(sql::all_dates_of_book, {{"me", me}},
                [&](store::Row const &row) { dates.push_back(date_from(row)); });
    return dates;
}

void keep(store::Writer &writer, MemberId me, ImportantDate const &one, Time at) {
    writer.put(sql::add_date, {{"me", me},
                               {"contact", one.contact},
                               {"id", one.id},
                               {"kind", one.kind},
                               {"label", one.label},
                               {"year", one.date.year},
                               {"month", one.date.month},
                               {"day", one.date.day},
                               {"at", at}});
}

Result<ImportantDate> Reminders::add_date(MemberId me, ContactId contact, Kind kind,
                                          std::string_view typed, i18n::LooseDate date) {
    auto const label = checked_label(kind, typed);
    if (!label) return label.why();
    if (auto const fine = check_date(date); !fine) return fine.why();
    return state_->database.write([&](store::Writer &writer) -> Result<ImportantDate> {
        if (!contacts::is_there(writer, me, contact)) return no_such_contact();
        auto const count =
            writer.one<std::int64_t>(sql::count_dates, {{"me", me}, {"contact", contact}});
        if (count.value_or(0) >= max_dates)
            return Refusal::field("date",
                                  {N_("A contact can have up to {1} important dates."), {"20"}});
        ImportantDate const made{state_->ids.make<DateId>(), contact, kind, *label, date};
        keep(writer, me, made, state_->clock.now());
        store::tell(writer, ContactDateChanged{me, contact});
        return made;
    });
}

Result<std::vector<ImportantDate>> Reminders::dates_of(MemberId me, ContactId contact) {
    return state_->database.read([&](store::Reader &reader) -> Result<std::vector<ImportantDate>> {
        if (!contacts::is_there(reader, me, contact)) return no_such_contact();
        std::vector<ImportantDate> dates;
        reader.each(sql::dates_of, {{"me", me}, {"contact", contact}},
                    [&](store::Row const &row) { dates.push_back(date_from(row)); });
        return dates;
    });
}

Done Reminders::remove_date(MemberId me, ContactId contact, DateId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(
                sql::remove_date,
                {{"me", me}, {"contact", contact}, {"id", id}, {"at", state_->clock.now()}}) == 0)
            return Refusal{Reason::not_found, N_("This date was not found."), {}, {}};
        store::tell(writer, ContactDateChanged{me, contact});
        return {};
    });
}

Done Reminders::restore_date(MemberId me, ContactId contact, DateId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::restore_date, {{"me", me},
                                           {"contact", contact},
                                           {"id", id},
                                           {"since", state_->clock.now() - kept_aside}}) == 0)
            return Refusal{Reason::not_found, N_("This date was not found."), {}, {}};
        store::tell(writer, ContactDateChanged{me, contact});
        return {};
    });
}

std::vector<Coming> Reminders::coming(MemberId me, int within) {
    auto const from = today();
    auto const until = Date{sys_days{from} + days{within}};
    auto found = state_->database.read([&](store::Reader &reader) {
        std::vector<Coming> coming;
        reader.each(sql::dates_of_book, {{"me", me}}, [&](store::Row const &row) {
            auto date = date_from(row);
            auto const on = date.date.next(from);
            if (on > until) return;
            auto const years = date.years(on);
            if (date.date.year != 0 && !years) return; // its first day is still to come
            coming.push_back({std::move(date), on, years});
        });
        return coming;
    });
    std::sort(found.begin(), found.end(), [](Coming const &a, Coming const &b) {
        return std::pair{a.on, a.date.id} < std::pair{b.on, b.date.id};
    });
    return found;
}

std::vector<Old> Reminders::long_ago(MemberId me, std::size_t limit) {
    auto const now = today();
    i18n::LooseDate const day{0, static_cast<unsigned>(now.month()),
                              static_cast<unsigned>(now.day())};
    auto const before = sys_days{day.in(year_of(now) - years_long_ago)};
    std::vector<Old> around, since;
    state_->database.read([&](store::Reader &reader) {
        contacts::each_met(reader, me, [&](contacts::MetLine &line) {
            auto const id = line.id;
            auto const met = met_days(line);
            if (met.empty()) return;
            for (auto const &one : met) {
                if (auto const years = years_around(one.on, now)) {
                    around.push_back(
                        {id, Old::Why::years_ago, one.on, one.where, years, one.is_exchange});
                    return;
                }
            }
            auto const &last = met.front();
            auto const touched = sys_days{i18n::date_in_japan(line.updated)};
            if (sys_days{last.on} > before || touched > before) return;
            int const years =
                ImportantDate{{},
                              {},
                              {},
                              {},
                              {year_of(last.on), static_cast<unsigned>(last.on.month()),
                               static_cast<unsigned>(last.on.day())}}
                    .years(now)
                    .value_or(0);
            since.push_back(
                {id, Old::Why::long_since, last.on, last.where, years, last.is_exchange});
        });
    });
    // Those met longest ago come first.
    auto const shorten = [&](std::vector<Old> &list) {
        std::sort(list.begin(), list.end(), [](Old const &a, Old const &b) {
            return std::pair{a.on, a.contact} < std::pair{b.on, b.contact};
        });
        if (list.size() > limit) list.resize(limit);
    };
    shorten(around);
    shorten(since);
    around.insert(around.end(), since.begin(), since.end());
    return around;
}

i18n::Years Reminders::years(MemberId me) {
    auto const is_era = state_->database.read([&](store::Reader &reader) {
        return reader.one<std::int64_t>(sql::years, {{"me", me}});
    });
    return is_era.value_or(0) != 0 ? i18n::Years::era : i18n::Years::western;
}

Done Reminders::set_years(MemberId me, i18n::Years years) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        writer.run(sql::set_years, {{"me", me}, {"is_era", years == i18n::Years::era ? 1 : 0}});
        store::tell(writer, DateStyleChosen{me});
        return {};
    });
}

std::shared_ptr<Today const> Reminders::for_home(MemberId me) {
    auto const day = today();
    auto key = me.text() + ' ' + iso_date(day);
    if (auto kept = state_->homes.find(key, state_->clock.now())) return *kept;
    auto const known = state_->homes.known();

    auto made = std::make_shared<Today>();
    made->day = day;
    std::vector<std::int64_t> concerned{me.value};
    state_->database.read([&](store::Reader &reader) {
        made->years = years(me);
        made->due = open(me, {}, 5);
        std::erase_if(made->due, [&](Reminder const &one) { return one.on > day; });
        made->due_count =
            reader.one<std::int64_t>(sql::due_count, {{"me", me}, {"until", number_of(day)}})
                .value_or(0);
        made->coming = coming(me, coming_days);
        if (made->coming.size() > 5) made->coming.resize(5);
        made->old = long_ago(me, shown_at_home);
        std::erase_if(made->old, [](Old const &one) { return one.why != Old::Why::years_ago; });

        std::vector<ContactId> ids;
        for (auto const &one : made->due) ids.push_back(one.contact);
        for (auto const &one : made->coming) ids.push_back(one.date.contact);
        for (auto const &one : made->old) ids.push_back(one.contact);
        for (auto const id : ids) concerned.push_back(id.value);
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        for (auto const &contact : state_->contacts.find_all(me, ids))
            made->names.push_back({contact.id, contact.body.name});
    });
    std::shared_ptr<Today const> const done = made;
    state_->homes.keep(std::move(key), known, concerned, done, state_->clock.now());
    return done;
}

void Reminders::keep_in(store::DerivedMemory &memory) { memory.keep("home_days", state_->homes); }

} // namespace goen::reminder
