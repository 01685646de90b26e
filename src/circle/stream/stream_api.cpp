// SPDX-License-Identifier: Apache-2.0
#include "base/peer.hpp"
#include "stream/stream_doors.hpp"
#include "web/endpoint.hpp"
#include "web/page.hpp"

#include <algorithm>

namespace goen::stream {
namespace {

using web::Visit;

constexpr char const *event_stream = "text/event-stream";

// Sessions and tokens are found by their ids, so that no secret is held for hours.
std::function<bool()> life_of(account::Accounts &accounts, Visit const &visit) {
    auto const member = visit.member;
    if (auto const token = visit.token) {
        return [&accounts, member, token] {
            auto const all = accounts.tokens(member);
            return std::ranges::any_of(all, [&](auto const &one) { return one.id == token; });
        };
    }
    return [&accounts, member, session = visit.session] {
        auto const all = accounts.sessions(member);
        return std::ranges::any_of(all, [&](auto const &one) { return one.id == session; });
    };
}

http::Response head() {
    http::Response response;
    response.set("content-type", event_stream);
    web::set_page_headers(response);
    // Neither kept nor compressed on the way, nor collected before it goes on (nginx).
    response.set("cache-control", "no-store, no-transform");
    response.set("x-accel-buffering", "no");
    return response;
}

Result<http::Response> answer(Rooms const &rooms, Visit const &visit) {
    auto response = head();
    if (visit.request.method == http::Method::head) return response;
    Reading reading;
    reading.member = visit.member;
    // Behind a proxy that nobody told goen of everybody has one address.
    if (!is_private_address(visit.request.peer)) reading.peer = visit.request.peer;
    reading.scopes = visit.scopes;
    // A browser that comes back by itself says where it was; another window of it, in the address.
    auto const last = visit.request.header("last-event-id");
    reading.after = last.empty() ? visit.query("after") : last;
    reading.is_live = life_of(rooms.accounts, visit);
    auto body = rooms.streams.read(std::move(reading));
    if (!body) return body.why();
    response.open = std::move(*body);
    return response;
}

} // namespace

void add_pages(web::Doors &doors, Rooms rooms) {
    doors.get("/stream", web::Who::member, [rooms](Visit const &visit) {
        auto answered = answer(rooms, visit);
        return answered ? std::move(*answered) : web::refused(visit, answered.why());
    });
}

void add_api(web::Doors &doors, Rooms rooms) {
    web::Endpoints<Rooms> api{doors, rooms, {"stream", "", ""}};
    api.add(web::get("/stream",
                     "What happens, as it happens (Server-Sent Events). Each event has an id; "
                     "Last-Event-ID goes on after it, or the event `reload` says that too much was "
                     "missed.")
                .asks({{"after", web::shape::text(20),
                        "Like Last-Event-ID, for clients that cannot send it."}})
                .refuses({429})
                .answers_file({event_stream}),
            [rooms](web::ApiCall const &call) -> Result<web::ApiAnswer> {
                auto answered = answer(rooms, call.visit);
                if (!answered) return answered.why();
                return web::ApiAnswer{200, {}, std::move(*answered)};
            });
}

} // namespace goen::stream
