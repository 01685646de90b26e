// SPDX-License-Identifier: Apache-2.0
// GET /stream for browsers and GET /api/v1/stream for programs. What Rooms refers to must outlive
// `doors`.
#pragma once

#include "account/account.hpp"
#include "stream/stream.hpp"
#include "web/doors.hpp"

namespace goen::stream {

struct Rooms {
    account::Accounts &accounts;
    Streams &streams;
};

void add_pages(web::Doors &doors, Rooms rooms);
void add_api(web::Doors &doors, Rooms rooms);

} // namespace goen::stream
