// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the demonstration: fills an empty network with plausible invented people, their cards
// in both languages, transfers, exchanges at dated events, memos, reminders, waiting requests, and
// a month of posts and messages. The same for the same seed.
#pragma once

#include "exchange/exchange.hpp"
#include "feed/feed.hpp"
#include "introduction/introduction.hpp"
#include "picture/picture.hpp"
#include "reminder/reminder.hpp"
#include "transfer/transfer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace goen::demo {

struct Rooms {
    store::Database &database;
    account::Accounts &accounts;
    card::Cards &cards;
    contacts::Contacts &contacts;
    exchange::Exchange &exchange;
    reminder::Reminders &reminders;
    introduction::Introductions &introductions;
    picture::Pictures &pictures;
    policy::Policy &policy;
    media::Darkroom &darkroom;
    transfer::Bulk &bulk;
    Random &random;
    IdMaker &ids;
};

// Two members who can log in: mail and password. History ends at `now`.
std::vector<std::pair<std::string, std::string>> populate(Rooms const &rooms, int members,
                                                          Time now);

} // namespace goen::demo
