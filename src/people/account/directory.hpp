// SPDX-License-Identifier: Apache-2.0
// The directory: from the hash of a secret to the member it belongs to, for what is found without
// knowing whose it is. By hash, so that how long a look-up takes says nothing about how near a
// guess was. Each change is made in the transaction that changes the thing itself.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

#include <optional>
#include <string_view>

namespace goen::account::directory {

enum class Kind {
    code,   // an exchange code, by its digits or its secret
    link,   // to a card
    letter, // to a guest, by her address: one key stands for several, which are counted
    push,   // a browser's push subscription, by its endpoint
};

struct Entry {
    std::string_view hash;
    Kind kind;
    MemberId member;
    std::int64_t thing = 0;      // the code, card, invitation or subscription
    std::optional<Time> expires; // nothing: until it is dropped
};

// False when a living entry of another thing has this hash; an expired one gives way.
bool put(store::Writer &writer, Entry const &entry, Time now);
// Several for one hash.
void add_letter(store::Writer &writer, std::string_view hash, MemberId member, std::int64_t thing,
                Time expires);

struct Found { // member 0: nothing
    MemberId member;
    std::int64_t thing = 0;
};
// Expired ones, too, until they are tidied away: whoever asks looks at the thing itself.
Found find(store::Reader &reader, std::string_view hash, Kind kind);
std::int64_t count_letters(store::Reader &reader, std::string_view hash, Time now);

void drop(store::Writer &writer, std::string_view hash, MemberId member);
void tidy(store::Writer &writer, Time now); // what has expired

} // namespace goen::account::directory
