// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the reminder room: what a member wants to be reminded of about people in her own
// book. Reminders on a day; important dates (birthdays, founding days) of which parts may be
// unknown; and 「ご無沙汰の方」, people met long ago, each with the reason why she is shown.
// Everything appears on pages only: no letter is ever sent. Nobody else sees any of it, nor that it
// is there. Threads may share a Reminders.
#pragma once

#include "contacts/contacts.hpp"
#include "i18n/partial_dates.hpp"

namespace goen::store {
class DerivedMemory;
}

namespace goen::reminder {

using ReminderId = Id<struct ReminderMeaning>;
using DateId = Id<struct ImportantDateMeaning>;

inline constexpr std::size_t max_note = 500, max_label = 50; // characters
inline constexpr int max_open = 1'000;                       // reminders of one member that wait
inline constexpr int max_dates = 20;                         // of one contact
inline constexpr int years_long_ago = 3, days_around = 3;

struct Reminder {
    ReminderId id;
    ContactId contact;
    Date on;
    std::string note;
    Time made{};
    std::optional<Time> done;
};

// Days one chooses with one tap; what falls on a day off moves to the next business day.
enum class When { next_business_day, three_business_days, one_week, one_month };
std::string_view to_string(When when); // "next_business_day" …
std::optional<When> when_of(std::string_view text);
Date day_of(When when, Date today);
// As typed, in any way dates are written; without a year the next such day. Refuses what is past.
Result<Date> day_typed(std::string_view text, Date today);

struct Change { // what is not set stays
    std::optional<Date> on;
    std::optional<std::string> note;
    std::optional<bool> done;
};

// connected: when another network linked the two. It is kept and shown, and comes again on no day.
enum class Kind { birthday, founding, anniversary, other, connected };
std::string_view to_string(Kind kind); // "birthday" …
std::optional<Kind> kind_of(std::string_view text);

struct ImportantDate {
    DateId id;
    ContactId contact;
    Kind kind{};
    std::string label; // of `other`
    i18n::LooseDate date;
    // Full years up to `today`; nothing when the year is not known or still to come. Of a year
    // alone it is the number reached within the calendar year.
    std::optional<int> years(Date today) const;
};

struct Coming { // an important date that comes again soon
    ImportantDate date;
    Date on;
    std::optional<int> years; // reached on that day
};

struct Old { // somebody met long ago
    ContactId contact;
    enum class Why { years_ago, long_since } why{};
    Date on;           // when we met
    std::string where; // may be ""
    int years = 0;
    bool is_exchange = false; // the day cards were exchanged
};

// The home page's quiet part.
struct Today {
    Date day;
    i18n::Years years{};
    struct Named {
        ContactId id;
        names::PersonName name;
    };
    std::vector<Reminder> due;
    std::int64_t due_count = 0;
    std::vector<Coming> coming; // within two weeks
    std::vector<Old> old;       // met around today, years ago
    std::vector<Named> names;   // of all of them
    names::PersonName const *name_of(ContactId id) const;
};

class Reminders {
public:
    Reminders(store::Database &database, contacts::Contacts &contacts, IdMaker &ids, Clock &clock);

    Date today() const; // in Japan

    Result<Reminder> add(MemberId me, ContactId contact, Date on, std::string_view note);
    // Those that wait, by day. `after`: the last one of the page before.
    std::vector<Reminder> open(MemberId me, std::optional<Reminder> const &after, int limit);
    std::vector<Reminder> done(MemberId me, std::optional<Reminder> const &after, int limit);
    std::vector<Reminder> open_of(MemberId me, ContactId contact); // of one contact
    Result<Reminder> find(MemberId me, ReminderId id);
    Result<Reminder> change(MemberId me, ReminderId id, Change const &change);
    Done remove(MemberId me, ReminderId id); // kept aside for thirty days
    // The same, asked about the reminder as it stands, inside the transaction that writes; may be
    // asked twice.
    using Changing = std::function<Result<Change>(Reminder const &)>;
    Result<Reminder> change(MemberId me, ReminderId id, Changing const &changing);
    Done remove(MemberId me, ReminderId id, std::function<Done(Reminder const &)> const &may);
    // Takes the last step back: removed, done, or put off to another day.
    Done undo(MemberId me, ReminderId id);

    Result<ImportantDate> add_date(MemberId me, ContactId contact, Kind kind,
                                   std::string_view label, i18n::LooseDate date);
    Result<std::vector<ImportantDate>> dates_of(MemberId me, ContactId contact);
    Done remove_date(MemberId me, ContactId contact, DateId id);
    Done restore_date(MemberId me, ContactId contact, DateId id);
    std::vector<Coming> coming(MemberId me, int days); // by day

    // Met N years ago around today first, then those not met for years; at most `limit` of each.
    std::vector<Old> long_ago(MemberId me, std::size_t limit);

    i18n::Years years(MemberId me); // how she reads years
    Done set_years(MemberId me, i18n::Years years);

    std::shared_ptr<Today const> for_home(MemberId me);
    // for_home() is kept in memory from now on; without it it is read each time.
    void keep_in(store::DerivedMemory &memory);
    // Hook for Contacts::on_adopt: reminders and dates go over to the other line.
    void move(store::Writer &writer, MemberId me, ContactId from, ContactId to);
    // Hook for Accounts::on_leave.
    void member_leaves(store::Writer &writer, MemberId member);
    void tidy(); // what was removed more than thirty days ago, or hangs on nobody any more

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace goen::reminder
