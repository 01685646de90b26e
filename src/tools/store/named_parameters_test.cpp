// SPDX-License-Identifier: Apache-2.0
#include "store/named_parameters.hpp"

#include <doctest/doctest.h>

using namespace goen::store;

TEST_CASE("A name becomes a number, the same one wherever it stands again") {
    auto const query =
        numbered("select :b, :a, :b where (met, other) < (:met_at,:a)", Numbering::dollar);
    CHECK(query.text == "select $1, $2, $1 where (met, other) < ($3,$2)");
    CHECK(query.names == std::vector<std::string>{"b", "a", "met_at"});
    CHECK(numbered("x = :x", Numbering::question_mark).text == "x = ?1");
}

TEST_CASE("Casts, strings, quoted names and comments are left alone") {
    for (auto const *text : {"select x::text", "select ':a'", "select 'it''s :a'", "select \":a\"",
                             "select 1 -- :a", "select 1 /* :a */", "select x /* :a", "select ':a",
                             "select '12:30'", "select 1 :", "select a[1:2]"}) {
        CAPTURE(text);
        auto const query = numbered(text, Numbering::dollar);
        CHECK(query.text == text);
        CHECK(query.names.empty());
    }
    CHECK(numbered(":a::bigint -- :b\n+ :c", Numbering::dollar).text == "$1::bigint -- :b\n+ $2");
}
