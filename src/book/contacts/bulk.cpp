// SPDX-License-Identifier: Apache-2.0
#include "contacts/bulk.hpp"

#include "contacts/notes.hpp"
#include "contacts/queries.hpp"
#include "i18n/dates.hpp"

namespace goen::contacts {

void add_ledger_line(store::Writer &writer, BulkLine const &line) {
    writer.run(sql::bulk_ledger, {{"member", line.member},
                                  {"other", line.other},
                                  {"at", line.at},
                                  {"version", line.version}});
}

void add_line(store::Writer &writer, BulkLine const &line) {
    std::vector<Meeting> const met{{i18n::date_in_japan(line.at), std::string{line.place}, ""}};
    writer.run(sql::bulk_contact, {{"member", line.member},
                                   {"other", line.other},
                                   {"sort_key", line.sort_key},
                                   {"head", line.head},
                                   {"met", packed_meetings(met)},
                                   {"find", find_text("", {}, met)},
                                   {"version", line.version},
                                   {"at", line.at}});
}

} // namespace goen::contacts
