// SPDX-License-Identifier: Apache-2.0
#include "leaving/leaving.hpp"

#include <boost/json.hpp>

namespace goen::leaving {

void add_api(web::Doors &doors, Leaving &leaving) {
    namespace shape = web::shape;
    web::Endpoint leave;
    leave.method = http::Method::post;
    leave.path = "/me/leave";
    leave.summary =
        "Leave the network: my account, cards and book are deleted at once and for good.";
    leave.tag = "me";
    leave.scope = "me:leave";
    leave.body = shape::object("Leave", {shape::required("password", shape::text(1000, 1))});
    leave.status = 204;
    leave.refusals = {409, 422, 429};
    leave.hashes_password = true;
    doors.api(std::move(leave), [&leaving](web::ApiCall const &call) -> Result<web::ApiAnswer> {
        auto const &password = call.body.at("password").as_string();
        auto const done = leaving.leave(call.visit.member, {password.data(), password.size()},
                                        call.visit.request.peer);
        if (!done) return done.why();
        return web::ApiAnswer{204, nullptr};
    });
}

} // namespace goen::leaving
