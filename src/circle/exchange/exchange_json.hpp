// SPDX-License-Identifier: Apache-2.0
// Members, ties, codes and requests as the API answers them.
#pragma once

#include "card/card_json.hpp"
#include "exchange/exchange.hpp"
#include "web/record.hpp"

namespace goen::exchange {

// What is seen of a member: name null when it is not shown.
struct MemberAnswer { // Member
    MemberId id;
    card::CardBody seen;
};
web::Record const &record_of(MemberAnswer const *);

struct TieAnswer { // Tie
    policy::Tie tie;
    card::CardBody seen;
};
web::Record const &record_of(TieAnswer const *);

struct MemberWithTie {
    MemberAnswer member;
    std::vector<account::NameRecord> other_names;
    std::optional<Time> withdrawn;
    std::optional<policy::Tie> tie;
};
web::Record const &record_of(MemberWithTie const *);

struct CodeAnswer { // ExchangeCode
    Code code;
    std::string public_url;
};
web::Record const &record_of(CodeAnswer const *);

struct RequestAnswer { // ExchangeRequest
    Request request;
    bool is_mine = false; // sent by the reader
    card::CardBody seen;  // the other person's card
    Time now{};
};
web::Record const &record_of(RequestAnswer const *);

} // namespace goen::exchange
