// SPDX-License-Identifier: Apache-2.0
// The two engines behind Database::open.
#pragma once

#include "store/database.hpp"

namespace goen::store {

std::unique_ptr<Database> open_sqlite(std::string const &path, Clock &clock, Options options);
std::unique_ptr<Database> open_postgres(std::string const &url, Clock &clock, Options options);

// Both engines can also apply only some of the migrations: what a backup of an older goen had.
class Steps {
public:
    virtual Done migrate_only(std::vector<std::int64_t> const &numbers) = 0;

protected:
    ~Steps() = default;
};

// An event as "store.events_after" gives it.
Event event_of(Row const &row);

// One follower: hears only what comes after the point it named. Its exceptions are logged, not
// passed on.
struct Follower {
    std::int64_t after;
    std::function<void(Event const &)> hear;
    void tell(Event const &event);
};

} // namespace goen::store
