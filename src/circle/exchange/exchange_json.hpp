// SPDX-License-Identifier: Apache-2.0
// Members, ties, codes and requests as JSON, and their schemas.
#pragma once

#include "exchange/exchange.hpp"
#include "web/schema.hpp"

#include <boost/json/object.hpp>

namespace goen::exchange {

// What is seen of a member: name null when it is not shown.
boost::json::object member_json(MemberId id, card::CardBody const &seen);
boost::json::object tie_json(policy::Tie const &tie, card::CardBody const &seen);
boost::json::object code_json(Code const &code, std::string_view public_url);
// `box` is "in" or "out"; `seen` is the other person's card.
boost::json::object request_json(Request const &request, std::string_view box,
                                 card::CardBody const &seen, Time now);

boost::json::object other_name_json(account::NameRecord const &record);
web::Schema member_schema();
web::Schema member_page_schema(); // with the tie, or null
web::Schema tie_schema();
web::Schema code_schema();
web::Schema request_schema();

} // namespace goen::exchange
