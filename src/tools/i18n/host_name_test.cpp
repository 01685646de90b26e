// SPDX-License-Identifier: Apache-2.0
#include "i18n/host_name.hpp"

#include <doctest/doctest.h>

using namespace goen;
using i18n::ascii_host;
using i18n::readable_host;

TEST_CASE("A Japanese host is asked for in ASCII and read in Japanese") {
    CHECK(ascii_host("例え.JP") == "xn--r8jz45g.jp");
    CHECK(readable_host("xn--r8jz45g.jp") == "例え.jp");
    CHECK(ascii_host("Goen.Example") == "goen.example");
    CHECK(readable_host("goen.example") == "goen.example");
    CHECK(ascii_host("ｇｏｅｎ．example") == "goen.example"); // full width
    CHECK(ascii_host("localhost.") == "localhost.");
    CHECK(readable_host(*ascii_host("名刺コーナー.example")) == "名刺コーナー.example");
}

TEST_CASE("A host that can pass for another is shown as the network knows it") {
    auto const cyrillic = ascii_host("аррlе.example"); // а, р and е are Cyrillic
    REQUIRE(cyrillic);
    CHECK(readable_host(*cyrillic) == *cyrillic);
    // Katakana no, which resembles a slash, after a well-known name.
    auto const slash = ascii_host("goen.exampleノa.evil.example");
    REQUIRE(slash);
    CHECK(readable_host(*slash) == *slash);
    CHECK(readable_host("xn--zzzzzzzzzzzzzz.example") == "xn--zzzzzzzzzzzzzz.example");
}

TEST_CASE("What cannot name a host is none") {
    for (auto const &text :
         {std::string{}, std::string{"."}, std::string{"a..b"}, std::string{".a"},
          std::string{"a b"}, std::string{"a/b"}, std::string{"a@b"}, std::string{"[::1]"},
          std::string{"例え..jp"}, std::string(64, 'a'), std::string(5000, 'a'),
          std::string{"a\nb"}, std::string{"例 え.jp"}, std::string{"\xE3\x81.jp"}}) {
        CAPTURE(text);
        CHECK(!ascii_host(text));
    }
}
