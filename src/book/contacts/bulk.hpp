// SPDX-License-Identifier: Apache-2.0
// Lines and ledgers of exchanges that a bulk file brings (exchange/bulk.hpp): new ones only, each
// table in the order in which it lies on disk. The caller's journal entry makes followers read
// everything anew.
#pragma once

#include "contacts/contacts.hpp"

namespace goen::contacts {

struct BulkLine {
    MemberId member, other;
    VersionId version; // of the other's card, seen as one who exchanged cards
    std::string_view sort_key, head;
    Time at; // met then,
    std::string_view place;
};
void add_ledger_line(store::Writer &writer, BulkLine const &line); // by member and other
void add_line(store::Writer &writer, BulkLine const &line);        // by member and sort key

} // namespace goen::contacts
