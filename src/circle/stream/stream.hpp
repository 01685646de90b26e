// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the stream room: Server-Sent Events for those who are logged in. It follows the
// journal, asks the rooms what each event means to whom (web/live.hpp) and pushes that to the open
// answers of those who read here now; only they cost anything.
//
// An event's id is its place in the journal, the same at every node: who comes back with the last
// one she got is told what she missed, or `reload` when that is too much. Nothing else depends on
// it: what she may see is asked again at the moment of sending.
//
// The journal's thread only puts events into a queue; a thread of this room does the rest. Should
// it fall too far behind, everybody is told `reload` instead of what was left out. Threads may
// share Streams.
#pragma once

#include "http/open_body.hpp"
#include "store/database.hpp"
#include "web/live.hpp"
#include "web/places.hpp"

#include <memory>

namespace goen::stream {

struct Limits {
    std::size_t of_member = 16; // beyond: her oldest is closed
    std::size_t of_peer = 256;  // an address or IPv6 /64; beyond: refused
    std::size_t total = 12'000; // beyond: refused; the server has 16,384 connections at most
    int most_missed = 2'000; // events of the journal looked at for who comes back; beyond: reload
    std::size_t most_queued = 20'000;    // events; beyond: reload for everybody
    std::size_t most_unread = 64 * 1024; // bytes waiting for one reader; beyond: she is closed
    // A line that says nothing, so that proxies do not take the stream for dead: nginx and Apache
    // wait for 60 seconds.
    seconds between_pulses{50};
    // Browsers come back by themselves, and are asked anew who they are.
    seconds longest{3600};
};

struct Reading {
    MemberId member;
    std::string peer;              // for the limit; "" = not counted
    std::string scopes;            // of her token; "" = all
    std::string after;             // the last id she got; "" = from now on
    std::function<bool()> is_live; // whether her session or token lives; asked now and then
};

class Streams {
public:
    explicit Streams(store::Database &database, Limits limits = {});
    ~Streams();
    Streams(Streams const &) = delete;
    Streams &operator=(Streams const &) = delete;

    // Follows the journal from now on; when every room has registered, before serving.
    void open(web::Live const &live, web::Places const &places);
    void close(); // ends every stream

    // Refused when there are too many, or it is not open.
    Result<std::shared_ptr<http::OpenBody>> read(Reading reading);
    std::size_t readers() const;
    // When everything was told that the journal's thread has said so far.
    bool wait_until_told(milliseconds at_most);

    struct State; // of this room's .cpp files

private:
    std::shared_ptr<State> state_;
};

} // namespace goen::stream
