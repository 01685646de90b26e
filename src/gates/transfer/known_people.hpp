// SPDX-License-Identifier: Apache-2.0
// Who of a file is in the book already. Read once, then asked for each row; holds a few hashes for
// each person, never the book itself.
//
// One person is who has the same name (variants of kanji are one) and shares a mail address or a
// number, or has neither. A number alone says nothing: a whole company shares one. Nothing is ever
// merged; what differs is shown and asked.
#pragma once

#include "transfer/incoming.hpp"

#include <unordered_map>

namespace goen::transfer {

enum class RowState { fresh, same, conflict, skipped };
std::string_view to_string(RowState state); // "new" "same" "conflict" "skipped"

class KnownPeople {
public:
    // `private_ones`: only of contacts typed or brought in, as if no member stood in the book.
    enum class Whom { everybody, private_ones };
    KnownPeople(contacts::Contacts &contacts, MemberId me, Whom whom = Whom::everybody);

    struct Verdict {
        RowState state = RowState::fresh;
        Sentence why;
        ContactId contact; // in the book; 0 when it is a row above in the file
    };
    Verdict judge(Incoming const &incoming);
    // By what people are compared.
    struct Keys {
        std::uint64_t content = 0, name = 0;
        std::vector<std::uint64_t> mails, shared_mails, phones, mobiles;
    };
    static Keys keys_of(card::CardBody const &body);
    // This row is (or would be) in the book from now on. `id` 0: only looked at.
    void remember(Keys const &keys, ContactId id);

private:
    void put(Keys const &keys, std::int64_t place);

    contacts::Contacts &contacts_;
    MemberId me_;
    // A contact's number; below zero: of the row above in this file that has -place - 1 in
    // from_file_.
    std::unordered_multimap<std::uint64_t, std::int64_t> by_key_;
    std::unordered_map<std::uint64_t, std::int64_t> by_content_;
    std::vector<ContactId> from_file_;
};

} // namespace goen::transfer
