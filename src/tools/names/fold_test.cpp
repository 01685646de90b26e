// SPDX-License-Identifier: Apache-2.0
#include "names/search_key.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

#include <unicode/uchar.h>

using namespace goen;
using namespace goen::names;

TEST_CASE("A Latin letter with accents, strokes, hooks or ligatures is found by what people type") {
    // Unicode's own names say which letter lies under it: LATIN SMALL LETTER O WITH STROKE AND
    // ACUTE.
    int asked = 0;
    for (char32_t c = 0xC0; c < 0x20000; ++c) {
        char buffer[128];
        UErrorCode status = U_ZERO_ERROR;
        u_charName(static_cast<UChar32>(c), U_UNICODE_CHAR_NAME, buffer, sizeof buffer, &status);
        std::string_view name = buffer;
        if (U_FAILURE(status) || !name.starts_with("LATIN ")) continue;
        auto const at = name.find(" LETTER ");
        if (at == name.npos) continue;
        auto letter = name.substr(at + 8);
        bool const is_with = letter.find(" WITH ") != letter.npos;
        letter = letter.substr(0, letter.find(" WITH "));
        if (letter.find(' ') != letter.npos || (!is_with && letter != "AE" && letter != "OE"))
            continue;
        if (name.find(" WITH SMALL LETTER ") != name.npos) continue; // ǅ is two letters
        if (letter.size() > 2) continue;                             // SCHWA, EZH and their like
        if (name.find("MIDDLE DOT") != name.npos) continue; // ŀ is l and a dot between words
        std::string expected;
        for (char const l : letter) expected += static_cast<char>(l - 'A' + 'a');
        CAPTURE(name);
        CHECK(folded(to_utf8(std::u32string(1, c))) == expected);
        ++asked;
    }
    CHECK(asked > 700);
    CHECK(folded("Ǽlfgifu Ǿrsted") == "aelfgifu orsted");
    CHECK(folded("ʿAbd al-Raḥmān") == folded("Abd al-Rahman"));
}

TEST_CASE("Folding twice is folding once, for every character there is") {
    for (char32_t first = 1; first < 0x110000; first += 256) {
        std::u32string text; // each beside a letter, and two hundred and fifty-six at a time
        for (char32_t c = first; c < first + 256 && c < 0x110000; ++c) {
            if (c < 0xD800 || c >= 0xE000) text += {U'a', c, U'b', c};
        }
        auto const once = folded(to_utf8(text));
        CAPTURE(first);
        CHECK(folded(once) == once);
    }
}
