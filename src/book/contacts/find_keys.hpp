// SPDX-License-Identifier: Apache-2.0
// The stored find keys of typed contacts, and their places in the book, made again when a newer
// goen makes them another way:
// in small transactions beside everything else, going on where it was stopped. Until then such
// contacts are found as before. (Of members' cards the keys are made in memory, see face.hpp.)
#pragma once

#include "contacts/contacts.hpp"

namespace goen::contacts {

// 1 until numbers were found in every spelling, and addresses; 2 until readings were guessed. To be
// raised with every change of what put_body() or find_text() make.
inline constexpr std::int64_t find_key_version = 3;

struct FindKeyRenewal {
    std::int64_t renewed = 0; // contacts, since it was begun
    bool is_done = false;
    bool was_done = false; // before this was called
};
// The next `count` contacts, in one transaction. Any number of nodes may do it side by side.
FindKeyRenewal renew_find_keys(store::Database &database, int count = 200);

// One contact's, inside the caller's transaction: for a row that was written long ago.
void renew_find_key(store::Writer &writer, MemberId member, ContactId id);

} // namespace goen::contacts
