// SPDX-License-Identifier: Apache-2.0
// For this room's tests: its pages and its API as a browser or a program asks them.
#pragma once

#include "contacts/contacts_doors.hpp"
#include "contacts/testing_book.hpp"
#include "web/flash.hpp"
#include "web/schema.hpp"

#include <boost/json/object.hpp>

namespace goen::contacts::testing {

// Somebody's browser or program, without the pipeline in front.
struct Browser {
    World &world;
    MemberId me;
    i18n::Language language = i18n::Language::ja;
    web::Doors doors;
    web::Places places;
    web::KeptBodies bodies;
    http::Router page_router, api_router; // a Match's names are views into its router

    Browser(World &w, MemberId m, i18n::Language l = i18n::Language::ja)
        : world(w), me(m), language(l) {
        add_pages(doors, {world.contacts, places, bodies});
        add_api(doors, world.contacts);
        for (auto const &one : doors.pages()) page_router.add(one.method, one.pattern);
        for (auto const &one : doors.apis()) api_router.add(one.endpoint.method, one.endpoint.path);
    }

    struct Asked {
        http::Request request;
        http::Match match;
    };
    static std::size_t route(http::Router const &router, http::Method method, std::string target,
                             Asked &asked) {
        asked.request.method = method;
        asked.request.target = target;
        auto const mark = target.find('?');
        asked.request.path = target.substr(0, mark);
        if (mark != target.npos)
            asked.request.query = *http::Params::parse(target.substr(mark + 1));
        asked.match = router.find(method, asked.request.path);
        REQUIRE(asked.match.kind == http::Match::Kind::found);
        return asked.match.route;
    }
    web::Visit visit(Asked const &asked, http::Params form = {}) {
        web::Visit made{asked.request};
        made.path_params = asked.match.params;
        made.words = i18n::Words{language};
        made.member = me;
        made.csrf = "csrf-of-the-test";
        made.form = std::move(form);
        made.now = world.clock.now();
        return made;
    }
    http::Response page(http::Method method, std::string target, http::Params form = {}) {
        Asked asked;
        auto const n = route(page_router, method, std::move(target), asked);
        return doors.pages()[n].handler(visit(asked, std::move(form)));
    }
    http::Response get(std::string target) { return page(http::Method::get, std::move(target)); }
    http::Response post(std::string target,
                        std::vector<std::pair<std::string, std::string>> pairs) {
        http::Params form;
        for (auto &[name, value] : pairs) form.add(name, value);
        return page(http::Method::post, std::move(target), std::move(form));
    }
    Result<web::ApiAnswer> api(http::Method method, std::string target,
                               std::string const &body = {}) {
        Asked asked;
        auto const n = route(api_router, method, std::move(target), asked);
        auto const &endpoint = doors.apis()[n].endpoint;
        boost::json::object object;
        if (endpoint.body) {
            auto parsed = web::parse_json(body);
            if (!parsed) return parsed.why();
            auto errors = web::check(*endpoint.body, *parsed);
            if (!errors.empty()) return Refusal{Reason::invalid, errors[0].why, errors, {}};
            object = parsed->as_object();
        }
        auto answer = doors.apis()[n].handler({visit(asked), object});
        if (answer && endpoint.answer) {
            auto const errors = web::check(*endpoint.answer,
                                           answer->value); // what is documented is what is answered
            for (auto const &error : errors)
                FAIL_CHECK("answer: " << error.field << " " << error.why.msgid);
        }
        return answer;
    }
};

inline bool says(http::Response const &response, std::string_view text) {
    return response.content().find(text) != std::string_view::npos;
}

// What is said on the next page after a form was sent.
inline Sentence flash(http::Response const &response) {
    auto const cookie = std::string{response.header("set-cookie")};
    auto const from = cookie.find('=') + 1;
    return web::read_flash(cookie.substr(from, cookie.find(';') - from));
}

} // namespace goen::contacts::testing
