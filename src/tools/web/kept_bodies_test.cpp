// SPDX-License-Identifier: Apache-2.0
#include "web/kept_bodies.hpp"

#include "support/databases.hpp"
#include "web/page.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::web;

TEST_CASE("A kept page shows each visitor's own csrf token in its forms, never the one it was kept "
          "with") {
    tests::FreshDatabase database;
    auto const freshness = std::make_shared<store::Freshness>();
    freshness->watch(*database);
    KeptBodies kept;
    kept.begin(freshness);

    http::Request const request;
    Visit first{.request = request};
    first.now = database.clock.now();
    first.csrf = std::string(128, 'a');
    auto const body = html::all(html::p("見本"), post_button(first, html::Url{"/m/1/end"}, "一"),
                                post_button(first, html::Url{"/m/1/block"}, "二"));
    kept.keep(first, "page", kept.known(), {1}, {"題", html::h1("題"), body});

    auto second = first;
    second.csrf = std::string(128, 'b');
    auto const shown = kept.find(second, "page");
    REQUIRE(shown);
    CHECK(shown->title == "題");
    auto const &markup = shown->rest.markup();
    CHECK(markup.find(first.csrf) == markup.npos);
    auto const expected =
        html::all(html::p("見本"), post_button(second, html::Url{"/m/1/end"}, "一"),
                  post_button(second, html::Url{"/m/1/block"}, "二"));
    CHECK(markup == expected.markup());
    CHECK_FALSE(kept.find(second, "another"));
}

TEST_CASE("A value that must be another in every answer is another in each one from memory") {
    tests::FreshDatabase database;
    auto const freshness = std::make_shared<store::Freshness>();
    freshness->watch(*database);
    KeptBodies kept;
    kept.begin(freshness);

    http::Request const request;
    Visit visit{.request = request};
    visit.now = database.clock.now();
    visit.csrf = std::string(128, 'a');
    auto const form = [&](std::string const &once) {
        return html::all(html::input(html::name("once"), html::value(once)),
                         post_button(visit, html::Url{"/m/1/end"}, "一"),
                         html::input(html::name("once"), html::value(once)));
    };
    kept.keep(visit, "page", kept.known(), {1}, {"題", {}, form("first-id")}, {}, "first-id");
    visit.csrf = std::string(128, 'b');
    auto const shown = kept.find(visit, "page", "second-id");
    REQUIRE(shown);
    CHECK(shown->rest.markup() == form("second-id").markup());
}
