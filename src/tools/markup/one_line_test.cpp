// SPDX-License-Identifier: Apache-2.0
#include "markup/one_line.hpp"

#include <doctest/doctest.h>

using goen::markup::one_line;

TEST_CASE("A line among other text turns nothing round and hides nothing") {
    CHECK(one_line(" a\r\n\tb　c ", 10) == "a b c");
    CHECK(one_line("a\xE2\x80\xAE"
                   "b\xE2\x81\xA6"
                   "c\xE2\x80\x8B\x07\xEF\xBB\xBF",
                   10) == "abc");
    CHECK(one_line("👨‍👩‍👧", 1) == "👨‍👩‍👧"); // the joiners stay
    CHECK(one_line("展示会", 2) == "展示…");
    CHECK(one_line("", 2) == "");
}
