// SPDX-License-Identifier: Apache-2.0
// What I changed on a contact of mine (memo, tags, meetings, a private card), and how it is taken
// back: every edit is kept with what stood there before, the newest fifty of each contact, for as
// long as the contact is. Taking back is an edit itself and can be taken back. Nobody else ever
// sees any of it. Threads may share it.
#pragma once

#include "contacts/contacts.hpp"

namespace goen::contacts {

using EditId = Id<struct EditMeaning>;

template <class T> struct Changed { T was, is; };

struct PastEdit {
    EditId id;
    Time at{};
    EditId undoes;          // the edit this one took back
    bool is_undone = false; // and was not done again since
    bool is_batch = false;  // one of many contacts changed at once
    std::optional<Changed<std::string>> memo;
    std::optional<Changed<std::vector<std::string>>> tags;
    std::optional<Changed<std::vector<Meeting>>> met;
    std::optional<Changed<card::CardBody>> body;
};

class History {
public:
    History(store::Database &database, IdMaker &ids, Clock &clock)
        : database_(database), ids_(ids), clock_(clock) {}

    Result<std::vector<PastEdit>> of(MemberId me, ContactId id) const; // newest first
    // Tags and meetings: what was added goes, what was taken off comes back, whatever else has
    // happened since. Memo and card: only while they are as this edit left them, else a conflict.
    Done undo(MemberId me, ContactId id, EditId edit) const;

private:
    store::Database &database_;
    IdMaker &ids_;
    Clock &clock_;
};

} // namespace goen::contacts
