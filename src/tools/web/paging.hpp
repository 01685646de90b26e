// SPDX-License-Identifier: Apache-2.0
// What was asked of a list of the API: ?limit=1..100 and ?after=CURSOR.
#pragma once

#include "base/result.hpp"
#include "web/visit.hpp"

namespace goen::web {

int limit_of(Visit const &visit); // 50 when none was asked for; others are brought within 1..100

Refusal not_our_cursor();

// Of lists whose cursor is the id of the last entry seen; 0 = from the beginning.
template <class AnId> Result<AnId> cursor_of(Visit const &visit) {
    auto const cursor = visit.query("after");
    if (cursor.empty()) return AnId{};
    auto const id = AnId::parse(cursor);
    if (!id) return not_our_cursor();
    return *id;
}

} // namespace goen::web
