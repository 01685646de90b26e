// SPDX-License-Identifier: Apache-2.0
// For this room's tests: its doors, opened without a pipeline. What a reader is answered is the
// status and the text of a page, or the JSON of an endpoint.
#pragma once

#include "introduction/introduction_doors.hpp"
#include "support/circle.hpp"

#include <boost/json.hpp>

namespace goen::introduction::testing {

class Hall {
public:
    Hall(tests::Circle &circle, Introductions &room)
        : circle_(circle), rooms_{circle.database, circle.policy,   circle.cards,
                                  circle.contacts, circle.exchange, room} {
        add_pages(doors_, rooms_);
        add_api(doors_, rooms_);
    }
    std::string page(MemberId me, std::string const &pattern, std::string const &id,
                     std::string const &query = {}) {
        for (auto const &door : doors_.pages()) {
            if (door.method != http::Method::get || door.pattern != pattern) continue;
            return with_visit(me, id, query, [&](web::Visit const &visit) {
                auto const response = door.handler(visit);
                return std::to_string(response.status) + std::string{response.content()};
            });
        }
        FAIL("no such page: ", pattern);
        return {};
    }
    // This room's part of /requests.
    std::string tray(MemberId me, std::string const &query) {
        return with_visit(me, {}, query, [&](web::Visit const &visit) {
            return std::string{waiting_section(visit, rooms_).markup()};
        });
    }
    std::string api(MemberId me, std::string const &path, std::string const &id,
                    std::string const &query = {}) {
        for (auto const &door : doors_.apis()) {
            if (door.endpoint.method != http::Method::get || door.endpoint.path != path) continue;
            return with_visit(me, id, query, [&](web::Visit const &visit) {
                boost::json::object const nothing;
                auto const answer = door.handler({visit, nothing});
                return answer ? boost::json::serialize(answer->value)
                              : "refused: " + answer.why().message.msgid;
            });
        }
        FAIL("no such endpoint: ", path);
        return {};
    }
    boost::json::array list(MemberId me, std::string const &box) {
        auto const all = api(me, "/introductions", {}, "limit=100&box=" + box);
        return boost::json::parse(all).at("items").as_array();
    }

private:
    std::string with_visit(MemberId me, std::string const &id, std::string const &query,
                           std::function<std::string(web::Visit const &)> const &handler) {
        http::Request request;
        request.query = http::Params::parse(query).value_or(http::Params{});
        request.at = circle_.clock.now();
        web::Visit visit{request};
        visit.path_params.emplace_back("id", id);
        visit.member = me;
        visit.public_url = "https://goen.example";
        visit.now = circle_.clock.now();
        visit.csrf = std::string(128, 'c');
        return handler(visit);
    }
    tests::Circle &circle_;
    Rooms rooms_;
    web::Doors doors_;
};

} // namespace goen::introduction::testing
