// SPDX-License-Identifier: Apache-2.0
// How a line of the book is changed, by whichever verb of this room: the row, its tags, and the
// entry of the history by which that can be undone. For this room's own files only.
#pragma once

#include "contacts/contact_store.hpp"

namespace goen::contacts {

inline constexpr int kept_edits = 50; // of each contact; the oldest go first

// What hangs on a private contact's card: its order, index letter, face, and find key.
void put_body(rows::NewLine &line, card::CardBody const &body);

// The parts of an Edit, checked; what is not set stays so.
Result<Edit> checked(Edit edit);
Refusal not_my_card(); // of a member's line: the card is hers
// A meeting has been; what is to come is a reminder's.
Done not_to_come(Edit const &edit, Date today);

struct Mark { // in the history
    std::int64_t undoes = 0, batch = 0;
};
// `edit` has passed checked(). In the caller's transaction, whose journal entry must name `me`.
Done change_line(store::Writer &writer, IdMaker &ids, MemberId me, ContactId id, Edit const &edit,
                 Time at, Mark mark = {});

} // namespace goen::contacts
