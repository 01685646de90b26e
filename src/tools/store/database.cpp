// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include "base/log.hpp"
#include "store/engines.hpp"

namespace goen::store {

std::unique_ptr<Database> Database::open(std::string const &url, Clock &clock, Options options) {
    if (options.readers < 1) options.readers = 1;
    std::string_view const sqlite = "sqlite:";
    if (url.starts_with(sqlite) && url.size() > sqlite.size())
        return open_sqlite(url.substr(sqlite.size()), clock, options);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return open_postgres(url, clock, options);
    // The address may hold a password: it is not repeated.
    throw Trouble{"The database address must be sqlite:PATH or postgresql://HOST/NAME."};
}

Event event_of(Row const &row) {
    return {row.integer(0),           from_millis(row.integer(1)),
            std::string{row.text(2)}, row.integer(3),
            row.integer(4),           row.integer(5),
            std::string{row.text(6)}};
}

void Follower::tell(Event const &event) {
    if (event.seq <= after) return;
    after = event.seq;
    try {
        hear(event);
    } catch (std::exception const &error) {
        log::error("a follower of the journal failed",
                   {{"seq", event.seq}, {"kind", event.kind}, {"why", error.what()}});
    }
}

} // namespace goen::store
