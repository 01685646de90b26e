// SPDX-License-Identifier: Apache-2.0
// What those who read a stream are told of requests.
#include "circle_events/events.hpp"
#include "exchange/exchange_doors.hpp"

namespace goen::exchange {
namespace {

constexpr web::LiveName request_event{"request", "exchange:read"};

boost::json::object said(RequestId id, std::string_view state) {
    return {{"id", id.text()}, {"state", state}};
}

} // namespace

void add_live(web::Live &live, Rooms rooms) {
    using Members = web::Live::Members;
    live.on<RequestArrived>(
        request_event,
        [](store::Reader &, RequestArrived const &event, Members const &) {
            return Members{event.other};
        },
        [rooms](store::Reader &, MemberId me, RequestArrived const &event) -> web::Live::Said {
            // Answered, withdrawn or blocked meanwhile: there is nothing to look at.
            if (!rooms.exchange.unanswered(me, event.request)) return {};
            return said(event.request, "open");
        });
    live.on<RequestAccepted>(
        request_event,
        [](store::Reader &, RequestAccepted const &event, Members const &) {
            return Members{event.other};
        },
        [rooms](store::Reader &reader, MemberId me,
                RequestAccepted const &event) -> web::Live::Said {
            auto const tie = rooms.policy.tie(reader, me, event.member);
            if (!tie || !tie->is_live()) return {};
            return said(event.request, "accepted");
        });

    // Of hold and decline only the receiver's own streams hear.
    live.counts<RequestArrived>([](RequestArrived const &event) { return event.other; });
    live.counts<RequestAccepted>([](RequestAccepted const &event) { return event.member; });
    live.counts<RequestHeld>([](RequestHeld const &event) { return event.member; });
    live.counts<RequestDeclined>([](RequestDeclined const &event) { return event.member; });
    live.counts<RequestGone>([](RequestGone const &event) { return event.member; });
    live.counts<BlockSet>([](BlockSet const &event) { return event.member; });
}

} // namespace goen::exchange
