// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the leaving room: a member takes her leave. At once, in one transaction: her account,
// cards, book and all that hangs on them are deleted, each room ending its own rows
// (Accounts::on_leave); others keep what their ledgers say they received, and no more than that.
#pragma once

#include "exchange/exchange.hpp"
#include "feed/whole_feed.hpp"
#include "membership/membership_doors.hpp"
#include "message/whole_messages.hpp"

namespace goen::leaving {

class Leaving {
public:
    Leaving(store::Database &database, account::Accounts &accounts, exchange::Exchange &exchange)
        : database_(database), accounts_(accounts), exchange_(exchange) {}

    feed::OwnNumbers in_the_feed(MemberId me);    // what of hers goes
    message::OwnNumbers in_messages(MemberId me); // what of hers stays with its readers
    // The password proves that it is she. Refused for the only operator: nobody could let anybody
    // in.
    Done leave(MemberId me, std::string_view password, std::string_view peer);

private:
    store::Database &database_;
    account::Accounts &accounts_;
    exchange::Exchange &exchange_;
};

void add_pages(web::Doors &doors, Leaving &leaving); // /settings/leave
void add_api(web::Doors &doors, Leaving &leaving);   // POST /me/leave

} // namespace goen::leaving
