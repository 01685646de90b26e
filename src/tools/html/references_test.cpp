// SPDX-License-Identifier: Apache-2.0
#include "html/references.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace goen;
using html::without_references;

TEST_CASE("A reference becomes the character it stands for, by name and by number") {
    CHECK(without_references("Tom &amp; Jerry &lt;3") == "Tom & Jerry <3");
    CHECK(without_references("&#12354;&#x3044;&#X3046;") == "あいう");
    CHECK(without_references("&#150; &hellip;") == "– …"); // a number as Windows-1252 has it
    CHECK(without_references("") == "");
    CHECK(without_references("&amp;lt;") == "&lt;"); // once, not again
}

TEST_CASE("What is no reference stays, and a number without a character becomes U+FFFD") {
    for (auto const *text : {"R&D", "&", "&;", "&#;", "&#x;", "&nosuchname;", "&amp", "a&b;c&",
                             "&#12a;", "&#xZZ;", "& amp;", "&AMP;"}) {
        CAPTURE(text);
        CHECK(without_references(text) == text);
    }
    for (auto const *text :
         {"&#0;", "&#x1B;", "&#xD800;", "&#x110000;", "&#999999999;", "&#129;"}) {
        CAPTURE(text);
        CHECK(without_references(text) == "\xEF\xBF\xBD");
        CHECK(is_clean_utf8(without_references(text)));
    }
}
