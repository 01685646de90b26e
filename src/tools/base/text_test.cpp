// SPDX-License-Identifier: Apache-2.0
#include "base/ids.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

#include <doctest/doctest.h>

using namespace goen;

TEST_CASE("Malformed UTF-8 is told from good: overlong, surrogates, too large, cut short, lone "
          "continuation") {
    for (auto const bad :
         {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE5\xB1", "\x80", "\xFF", "a\xC2"}) {
        CHECK_FALSE(is_utf8(bad));
    }
    for (auto const good : {"", "abc", "髙﨑", "\xF0\xA0\xAE\xB7", "葛\xF3\xA0\x84\x80"})
        CHECK(is_utf8(good));
    CHECK_FALSE(is_clean_utf8(std::string_view{"a\0b", 3}));
    CHECK_FALSE(is_clean_utf8("\x1B[31m"));
    CHECK(is_clean_utf8("two\r\nlines\t"));
}

TEST_CASE("White space at both ends goes, also the full-width and the zero-width kind") {
    CHECK(trimmed("　山田\xE2\x80\x8B ") == "山田");
    CHECK(trimmed(" \t\xEF\xBB\xBF") == "");
    CHECK(trimmed("a b") == "a b");
    CHECK(trimmed("\xE3\x80\x80"
                  "a\xE3\x80\x80\xE2\x80\x89 ") == "a");
    // Broken bytes are no blanks, and hide none that stand behind them.
    for (auto const *broken : {"\xE3\x80", "\x80", "a\x80\x80\x80\x80", "\xF0\x90", "a\xE3"})
        CHECK(trimmed(" " + std::string{broken} + "\xE3\x80\x80 ") == broken);
}

TEST_CASE("Code points survive the way there and back") {
    CHECK(to_utf8(to_code_points("𠮷野葛\xF3\xA0\x84\x80")) == "𠮷野葛\xF3\xA0\x84\x80");
    CHECK(count_code_points("𠮷野") == 2);
}

TEST_CASE("Times are written and read as RFC 3339, and nonsense is nothing") {
    auto const time = parse_rfc3339("2026-10-03T18:15:30+09:00");
    REQUIRE(time);
    CHECK(rfc3339(*time) == "2026-10-03T09:15:30Z");
    CHECK(parse_rfc3339("2026-10-03"));
    for (auto const bad :
         {"", "2026-02-30", "2026-13-01T00:00:00Z", "10000-01-01", "2026-10-03T25:00:00Z",
          "2026-10-03T00:00:00", "0000-01-01", "2026-10-03T00:00:00Zx"}) {
        CHECK_FALSE(parse_rfc3339(bad));
    }
}

TEST_CASE("Ids never repeat and never go back, also when the clock does") {
    StillClock clock{*parse_rfc3339("2026-10-03")};
    IdMaker ids{clock};
    auto last = ids.next();
    for (int i = 0; i < 10'000; ++i) {
        if (i == 5'000) clock.advance(-seconds{3600});
        auto const next = ids.next();
        REQUIRE(next > last);
        last = next;
    }
}

TEST_CASE("An id from outside is digits only") {
    CHECK(MemberId::parse("42")->value == 42);
    for (auto const bad : {"", "0", "-1", "+1", "01", "1 ", "9223372036854775808", "１２", "1e3"})
        CHECK_FALSE(MemberId::parse(bad));
}
