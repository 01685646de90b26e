// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share; included by its .cpp files only.
#pragma once

#include "exchange/exchange.hpp"
#include "exchange/guess_brake.hpp"
#include "exchange/queries.hpp"
#include "letter/letter.hpp"
#include "push/push.hpp"
#include "store/kept.hpp"

namespace goen::exchange {

struct Exchange::State {
    store::Database &database;
    policy::Policy &policy;
    card::Cards &cards;
    contacts::Contacts &contacts;
    account::Accounts &accounts;
    IdMaker &ids;
    Clock &clock;
    Random &random;
    GuessBrake brake{};
    network::Network *network = nullptr;                     // see use()
    letter::Letters *letters = nullptr;                      // see use()
    push::Push *pushes = nullptr;                            // see use()
    store::Kept<int, MemberId> waiting{16'384, seconds{60}}; // requests, by member

    Result<policy::Sight> member(store::Reader &reader, MemberId me, MemberId other);
    // The same of many, in their order, with as many queries as for one.
    std::vector<Result<policy::Sight>> members(store::Reader &reader, MemberId me,
                                               std::vector<MemberId> const &others);

    void put_letter(store::Writer &writer, MemberId to, letter::Kind kind, std::int64_t thing) {
        if (letters) letters->put(writer, to, kind, thing);
        if (pushes) pushes->put(writer, to, kind, thing);
    }
};

// Both members' writes about each other follow one another; the smaller first, so that no two wait
// for each other.
inline void lock_pair(store::Writer &writer, MemberId a, MemberId b) {
    writer.lock(std::min(a, b).value);
    writer.lock(std::max(a, b).value);
}

// As a row of requests says it.
Request::State stored_state(std::string_view word);
// Of a row of received_columns or sent_columns with the state after them: as it is stored, or as
// its reader is told.
Request received_from(store::Row const &row, MemberId me);
Request sent_from(store::Row const &row, MemberId me);

inline Refusal no_such_member() {
    return {Reason::not_found, N_("This page was not found, or you do not have access to it.")};
}
inline Refusal not_exchanged() {
    return {Reason::not_found, N_("You have not exchanged cards with this person.")};
}
inline Refusal not_my_card() {
    return {Reason::invalid,
            N_("Choose one of your cards."),
            {{"card", N_("Choose one of your cards.")}}};
}

} // namespace goen::exchange
