// SPDX-License-Identifier: Apache-2.0
#include "web/merge_patch.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace goen::web;
namespace json = boost::json;

TEST_CASE("A merge patch does what the examples of RFC 7396 say") {
    struct Example {
        char const *original, *patch, *result;
    };
    for (auto const &[original, patch, result] : {
             Example{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
             Example{R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
             Example{R"({"a":"b"})", R"({"a":null})", R"({})"},
             Example{R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
             Example{R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
             Example{R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
             Example{R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
             Example{R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
             Example{R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
             Example{R"({"a":"b"})", R"(["c"])", R"(["c"])"},
             Example{R"({"a":"foo"})", R"(null)", R"(null)"},
             Example{R"({"a":"foo"})", R"("bar")", R"("bar")"},
             Example{R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
             Example{R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
             Example{R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
         }) {
        CAPTURE(original);
        CAPTURE(patch);
        CHECK(merge_patch(json::parse(original), json::parse(patch)) == json::parse(result));
    }
}

TEST_CASE("The schema of a patch asks for nothing, and lets an entry of a map be taken out") {
    auto const whole = shape::object(
        "Thing",
        {shape::required("name", shape::text()),
         shape::required("rules", shape::map_of(shape::integer(0, 9))),
         shape::required("deep", shape::object("Deep", {shape::required("leaf", shape::text())})),
         shape::optional("same", shape::object("Same", {shape::optional("leaf", shape::text())})),
         shape::required("list", shape::list(shape::object(
                                     "Line", {shape::required("leaf", shape::text())})))});
    auto const patch = patch_of(whole);
    auto const fits = [&](char const *body) { return check(patch, json::parse(body)).empty(); };
    CHECK(fits("{}"));
    CHECK(fits(R"({"rules":{"a":null,"b":1},"deep":{}})"));
    CHECK_FALSE(fits(R"({"name":null})"));
    CHECK_FALSE(fits(R"({"rules":{"a":10}})"));
    CHECK_FALSE(fits(R"({"deep":{"else":1}})"));
    CHECK_FALSE(fits(R"({"list":[{}]})")); // a list is replaced whole: its lines are whole
    CHECK(patch.name == "ThingPatch");
    CHECK(patch.properties[2].schema.name == "DeepPatch");
    CHECK(patch.properties[3].schema.name == "Same");
    CHECK(check(whole, json::parse("{}")).size() == 4);
}
