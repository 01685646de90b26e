// SPDX-License-Identifier: Apache-2.0
// Reminders and important dates of the whole book inside a snapshot or a transaction that its
// caller holds: for files that go out and files that come in. Nothing of contacts in the bin.
#pragma once

#include "reminder/reminder.hpp"

namespace goen::reminder {

std::vector<Reminder> reminders_in(store::Reader &reader, MemberId me);  // as they were made
std::vector<ImportantDate> dates_in(store::Reader &reader, MemberId me); // by contact
std::int64_t open_count(store::Reader &reader, MemberId me);

// The gates of what is typed; the same for what a file says. `date` must be a day of the calendar.
Result<std::string> checked_note(std::string_view typed);
Result<std::string> checked_label(Kind kind, std::string_view typed);
Done check_date(i18n::LooseDate date);

// Writes one that has passed them, whose id is new and whose contact stands in the book. The
// caller's journal entry must name `me`.
void keep(store::Writer &writer, MemberId me, Reminder const &reminder);
void keep(store::Writer &writer, MemberId me, ImportantDate const &date, Time at);

} // namespace goen::reminder
