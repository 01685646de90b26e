// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace goen;

TEST_CASE("Bytes are written in hexadecimal and base64 as RFC 4648 has it") {
    std::string const bytes{"\x00\xFF\xFE\x7E", 4};
    CHECK(hex(bytes) == "00fffe7e");
    CHECK(base64(bytes) == "AP/+fg==");
    CHECK(base64url(bytes) == "AP_-fg");
    CHECK(percent_encoded("a/é~") == "a%2F%C3%A9~");
    for (auto const *empty : {"", "f", "fo", "foo", "foob"}) {
        CHECK(from_base64(base64(empty)) == empty);
        CHECK(from_base64url(base64url(empty)) == empty);
    }
    CHECK(base64("foob") == "Zm9vYg==");
    CHECK(hex("").empty());
}

TEST_CASE("Base64 may be broken into lines, and what is none is refused") {
    CHECK(from_base64("AP/+\r\nfg==\r\n") == std::string{"\x00\xFF\xFE\x7E", 4});
    CHECK_FALSE(from_base64("Zm9v!"));
    CHECK_FALSE(from_base64("Zm9vY"));
    CHECK_FALSE(from_base64url("Zm9v+g"));
    CHECK_FALSE(from_base64url("Zm9vYg=="));
    CHECK_FALSE(from_base64url("Zm9vYh")); // bits that no bytes wrote
}

TEST_CASE("Bytes above ASCII are no base64") {
    for (int byte = 0x80; byte <= 0xFF; ++byte) {
        std::string const text{'Z', 'm', '9', static_cast<char>(byte)};
        CAPTURE(byte);
        CHECK_FALSE(from_base64(text));
        CHECK_FALSE(from_base64url(text));
    }
    CHECK_FALSE(from_base64("Zm9v\u00A0"));
}
