// SPDX-License-Identifier: Apache-2.0
// The district of the circle, wired: what happens between people. Owns its rooms.
#pragma once

#include "book/book.hpp"
#include "exchange/exchange.hpp"
#include "feed/feed_doors.hpp"
#include "feed/feed_search.hpp"
#include "guest/guest.hpp"
#include "introduction/introduction.hpp"
#include "message/message.hpp"
#include "network/network.hpp"
#include "notice/notice.hpp"
#include "search/search.hpp"
#include "stream/stream.hpp"
#include "web/kept_bodies.hpp"

namespace goen::circle {

struct Settings {
    account::Quotas quotas;
    feed::Options feed;
    message::Options messages = {};
    stream::Limits streams = {};
};

class Circle {
public:
    Circle(people::Ground const &ground, people::People &people, book::Book &book,
           Settings const &settings = {});
    void open(web::Registry &registry);

    network::Network network; // to be opened by whoever serves
    exchange::Exchange exchange;
    guest::Guests guests;
    introduction::Introductions introductions;
    feed::Feed feed;              // to be opened by whoever serves
    feed::PostSearch post_search; // the same
    message::Messages messages;   // the same
    notice::Notices notices;      // the same
    stream::Streams streams;      // the same, when every room has registered what it tells
    search::Kinds found;          // whatever can be found

private:
    people::Ground const ground_;
    people::People &people_;
    book::Book &book_;
    web::KeptBodies member_pages_, feed_pages_, message_pages_;
    feed::KeptAnswers feed_answers_{2048, seconds{60}};
};

} // namespace goen::circle
