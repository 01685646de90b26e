// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share; included by its .cpp files only.
#pragma once

#include "account/for_one.hpp"
#include "guest/guest.hpp"
#include "guest/queries.hpp"
#include "store/kept.hpp"

namespace goen::guest {

struct ClaimRow {
    MemberId inviter;
    InvitationId invitation;
    ContactId contact;
    CardId card;
};

struct Guests::State {
    store::Database &database;
    card::Cards &cards;
    contacts::Contacts &contacts;
    exchange::Exchange &exchange;
    policy::Policy &policy;
    account::Accounts &accounts;
    mail::Postman &postman;
    IdMaker &ids;
    Clock &clock;
    Random &random;
    Ration of_address{clock, from_one_address, seconds{3600}};
    Ration of_link{clock, by_one_link, seconds{3600}};
    store::Kept<int, MemberId> waiting{16'384, seconds{60}}; // cards of guests, by member

    // The tie between the inviter and a guest who is a member now; the private contact goes over to
    // it.
    Result<policy::Tie> connect(store::Writer &writer, ClaimRow const &claim, MemberId member,
                                std::string_view proven_mail);
};

std::string link_hash(std::string_view secret);

} // namespace goen::guest
