// SPDX-License-Identifier: Apache-2.0
#include "i18n/file_text.hpp"

#include <doctest/doctest.h>

using namespace goen::i18n;

TEST_CASE("A spreadsheet's file is read in the encodings Japanese offices save") {
    CHECK(text_of_file("山田") == "山田");
    CHECK(text_of_file("\xEF\xBB\xBF山田") == "山田");
    CHECK(text_of_file("\x8E\x52\x93\x63") == "山田"); // Windows-31J
    CHECK(text_of_file("\xFB\xFC\x8B\xB4") == "髙橋"); // NEC's and IBM's extensions
    CHECK(text_of_file(std::string{"\xFF\xFE\x71\x5C\x30\x75", 6}) ==
          "山田"); // UTF-16, little end first
    CHECK(text_of_file(std::string{"\xFE\xFF\x5C\x71\x75\x30", 6}) == "山田");
    CHECK(text_of_file("") == "");
}

TEST_CASE("Bytes of no such encoding are not turned into question marks") {
    CHECK_FALSE(text_of_file("\xFF\xD8\xFF\xE0"));
    CHECK_FALSE(text_of_file("\xEF\xBB\xBF\xFF"));
    CHECK_FALSE(text_of_file(std::string{"\xFF\xFE\x00\xD8", 4})); // half a pair
    CHECK_FALSE(text_of_file("\x8E"));
}
