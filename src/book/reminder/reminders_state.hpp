// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share; for its .cpp files only.
#pragma once

#include "reminder/reminder.hpp"
#include "store/kept.hpp"

namespace goen::reminder {

struct Reminders::State {
    store::Database &database;
    contacts::Contacts &contacts;
    IdMaker &ids;
    Clock &clock;
    store::Kept<std::shared_ptr<Today const>> homes{4096, seconds{600}};
};

inline constexpr auto kept_aside = std::chrono::hours{24 * 30};

inline std::int64_t number_of(Date date) {
    return std::chrono::sys_days{date}.time_since_epoch().count();
}
inline Date date_of(std::int64_t number) {
    return Date{std::chrono::sys_days{std::chrono::days{number}}};
}

// One refusal for "not there" and "not yours".
inline Refusal no_such_contact() {
    return {Reason::not_found, N_("This contact was not found."), {}, {}};
}

} // namespace goen::reminder
