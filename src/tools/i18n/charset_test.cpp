// SPDX-License-Identifier: Apache-2.0
#include "i18n/charset.hpp"

#include <doctest/doctest.h>

using namespace goen::i18n;

TEST_CASE("A file's characters are found out, and nothing is read as what it is not") {
    CHECK(charset_of("plain") == Charset::utf8);
    CHECK(charset_of("山田") == Charset::utf8);
    CHECK(charset_of("\x8E\x52\x93\x63") == Charset::cp932);                  // 山田
    CHECK(charset_of("\xBB\xB3\xC5\xC4\xA4\xB5\xA4\xF3") == Charset::euc_jp); // 山田さん
    CHECK(charset_of("\xD4\xCF\xC0\xDE \xC0\xDB\xB3") == Charset::cp932); // ﾔﾏﾀﾞ ﾀﾛｳ
    CHECK(charset_of("\x1B$B;3ED\x1B(B") == Charset::iso_2022_jp);
    CHECK(charset_of("Jos\xE9 M\xFCller") == Charset::windows_1252);
    CHECK(charset_of("\xFF\xFEq\\0u") == Charset::utf16le);
    CHECK(charset_of(std::string_view{"a\0,\0b\0\r\0\n\0", 10}) == Charset::utf16le);
    CHECK(charset_of(std::string_view{"\0a\0,\0b\0\r\0\n", 10}) == Charset::utf16be);
    CHECK_FALSE(charset_of("\xFF\xFF\xFF\xFF"));
    // One line cut inside a character does not make the rest something else.
    CHECK(charset_of("山田\n花子\n一\n二\n三\n\xE3\x81\n") == Charset::utf8);
}

TEST_CASE(
    "Decoding is strict: half a character, a surrogate alone or a byte of nowhere is no text") {
    CHECK(decoded("\x94\x5C\x8F\x5C\x95\x5C\x83\x5C", Charset::cp932) == "能十表ソ");
    CHECK(decoded("\x87\x40\xFB\xFC\xFA\xB1\x81\x60", Charset::cp932) == "①髙﨑～");
    CHECK_FALSE(decoded("\x94", Charset::cp932));
    CHECK_FALSE(decoded("\x85\x40", Charset::cp932));
    CHECK_FALSE(decoded("\xC0\xAF", Charset::utf8));
    CHECK_FALSE(decoded("\xED\xA0\x80", Charset::utf8));
    CHECK_FALSE(decoded(std::string_view{"\x00\xD8", 2}, Charset::utf16le));
    CHECK_FALSE(decoded("abc", Charset::utf16le));
    CHECK(decoded(std::string_view{"\x42\xD8\xB7\xDF", 4}, Charset::utf16le) == "𠮷");
    std::string wide; // a pair across the pieces it is decoded in
    for (int i = 0; i < 20'000; ++i) wide += std::string_view{"\x42\xD8\xB7\xDF", 4};
    auto const many = decoded("a" + std::string(1, '\0') + wide, Charset::utf16le);
    REQUIRE(many);
    CHECK(many->size() == 1 + 4 * 20'000);
    CHECK_FALSE(charset_of_label("UTF-7"));
    CHECK(charset_of_label("Shift-JIS") == Charset::cp932);
}

TEST_CASE("What Shift_JIS has no letter for becomes its usual shape or 〓, and is counted") {
    std::size_t missing = 0;
    auto const usual = [](char32_t c) -> std::string { return c == 0x20BB7 ? "吉" : ""; };
    CHECK(decoded(to_cp932("髙﨑①㈱〜～−", usual, missing), Charset::cp932).has_value());
    CHECK(missing == 0);
    CHECK(decoded(to_cp932("𠮷葛\U000E0100城♥é", usual, missing), Charset::cp932) == "吉葛城〓〓");
    CHECK(missing == 2);
}

TEST_CASE("A page in Shift_JIS loses nothing: what has no place there is written as a reference") {
    CHECK(to_cp932_markup("<b>高橋</b>") == "<b>\x8D\x82\x8B\xB4</b>");
    CHECK(to_cp932_markup("髙①ｱ") == "&#39641;&#9312;\xB1");
    CHECK(to_cp932_markup("𠮷野家♥") == "&#134071;\x96\xEC\x89\xC6&#9829;");
    CHECK(to_cp932_markup("葛󠄀") == "\x8A\x8B&#917760;");
    CHECK(to_cp932_markup("〜¥") == "&#12316;&#165;");
}

TEST_CASE("A form of such a page brings every character back, and only those that were lost") {
    for (auto const *text : {"𠮷野家♥", "葛󠄀飾", "〜¥神髙﨑①㈱", "Ōno José", "能;十表ソ\\"}) {
        CAPTURE(text);
        CHECK(from_cp932_form(to_cp932_markup(text)) == text);
    }
    // Typed by somebody who writes about markup: 高 has a place in Shift_JIS, so it was no
    // stand-in.
    CHECK(from_cp932_form("&#39640;") == "&#39640;");
    CHECK(from_cp932_form("&#55296; &#1114112; &#; &#9829 &#99999999999;") ==
          "&#55296; &#1114112; &#; &#9829 &#99999999999;");
    CHECK_FALSE(from_cp932_form("\x81"));
}
