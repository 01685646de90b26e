// SPDX-License-Identifier: Apache-2.0
#include "web/schema.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace goen;
using namespace goen::web;

TEST_CASE("JSON that two readers could read in two ways is refused") {
    for (std::string const &bad :
         {std::string{""}, std::string{"{\"a\":1,\"a\":2}"}, std::string{"{\"a\":\"\\u0000\"}"},
          std::string{"\"\\ud800\""}, std::string{"[1,]"}, std::string{"{} {}"},
          std::string{"\xEF\xBB\xBF{}"}, std::string{"1e400"}, std::string{"-1e400"},
          std::string{"\"\xC0\xAF\""}, std::string{"\"\xED\xA0\x80\""}, std::string{"\"a\nb\""},
          std::string{"NaN"}, std::string{"{'a':1}"}, std::string{"[1]x"}, std::string{"{\"a\":"},
          std::string(100'000, '['), std::string{"/* */ {}"}}) {
        CAPTURE(bad.substr(0, 40));
        CHECK_FALSE(parse_json(bad));
    }
    auto const good =
        parse_json(" {\"name\":\"\\u9ad9\\ufa11 \\ud842\\udfb7\",\"n\":[1,-2,true,null]} ");
    REQUIRE(good);
    CHECK(good->at("name").as_string() == "髙﨑 𠮷");
}

TEST_CASE("Keys may come again in another object") {
    CHECK(parse_json(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})"));
}

TEST_CASE("A body is checked field by field and every fault is named by its path") {
    auto const schema = shape::object(
        "Sample",
        {shape::required("email", shape::text(10)),
         shape::optional("minutes", shape::integer(1, 60)),
         shape::optional("phones", shape::list(shape::object(
                                       "", {shape::required("label", shape::words({"fax"}))})))});
    CHECK(check(schema, *parse_json(R"({"email":"a","minutes":5,"phones":[{"label":"fax"}]})"))
              .empty());
    auto const errors =
        check(schema, *parse_json(R"({"minutes":99,"phones":[{"label":"x"}],"is_admin":true})"));
    REQUIRE(errors.size() == 4);
    CHECK(errors[0].field == "minutes");
    CHECK(errors[1].field == "phones.0.label");
    CHECK(errors[2].field == "is_admin");
    CHECK(errors[3].field == "email");
}

TEST_CASE("A shape describes itself as JSON Schema, named objects once") {
    boost::json::object components;
    auto const inner = shape::object("Inner", {shape::required("id", shape::id())});
    auto const outer = shape::object(
        "Outer", {shape::required("one", inner), shape::optional("two", inner.or_null())});
    auto const said = describe(outer, components);
    CHECK(said.at("$ref").as_string() == "#/components/schemas/Outer");
    CHECK(components.size() == 2);
    CHECK(components.at("Outer").at("required").as_array().size() == 1);
}
