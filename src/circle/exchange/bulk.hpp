// SPDX-License-Identifier: Apache-2.0
// Exchanges of a bulk file, one side at a time, in the order in which the table lies on disk: no
// locks, no meeting, no journal entry; the caller, who alone writes, sees to both sides, to the
// books (contacts/bulk.hpp) and to the journal. A test compares what comes of it with what an
// exchange writes.
#pragma once

#include "base/ids.hpp"
#include "store/database.hpp"

namespace goen::exchange {

struct BulkSide {
    MemberId member, other;
    Time at;
    std::string_view place;
    CardId given, received;
    VersionId version; // live version of `received`
};
// False, and nothing is written, where the two are tied already (also where they ended it: a file
// revives nothing) or one blocks the other.
bool add_side(store::Writer &writer, BulkSide const &side);

} // namespace goen::exchange
