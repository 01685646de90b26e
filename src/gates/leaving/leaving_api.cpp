// SPDX-License-Identifier: Apache-2.0
#include "leaving/leaving.hpp"
#include "web/endpoint.hpp"

namespace goen::leaving {
namespace {

struct Leave {
    std::string password;
};
web::Record const &record_of(Leave const *) {
    static web::Record const record{"Leave",
                                    {web::field<&Leave::password>("password").most(1000).least(1)}};
    return record;
}

Done leave(Leaving &leaving, web::ApiCall const &call, Leave const &input) {
    return leaving.leave(call.visit.member, input.password, call.visit.request.peer);
}

} // namespace

void add_api(web::Doors &doors, Leaving &leaving) {
    web::Endpoints<Leaving &> api{doors, leaving, {"me", "me:leave", "me:leave"}};
    api.add(web::post("/me/leave", "Leave the network: my account, cards and book are deleted at "
                                   "once and for good.")
                .behind_password()
                .refuses({409, 422, 429}),
            leave);
}

} // namespace goen::leaving
