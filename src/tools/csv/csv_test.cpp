// SPDX-License-Identifier: Apache-2.0
#include "csv/csv.hpp"

#include <doctest/doctest.h>

#include <sstream>

using goen::csv::Reader;

namespace {

std::string said(std::string const &text) {
    std::istringstream in{text};
    Reader csv{in};
    std::vector<std::string> cells;
    std::string out;
    for (;;) {
        auto const got = csv.next(cells);
        if (got == Reader::Got::end) return out;
        out += std::to_string(csv.line()) + ":";
        if (got == Reader::Got::bad) {
            out += "bad";
        } else {
            for (auto const &cell : cells) out += "[" + cell + "]";
        }
        out += " ";
    }
}

} // namespace

TEST_CASE("CSV is read as RFC 4180 has it, with a BOM, CRLF, quotes and line breaks in cells") {
    CHECK(said("\xEF\xBB\xBF"
               "a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\n\"two\nlines\",z") ==
          "1:[a][b] 2:[x, y][say \"hi\"] 3:[two\nlines][z] ");
    CHECK(said("") == "");
    CHECK(said("a\n\nb") == "1:[a] 2:[] 3:[b] ");
    CHECK(said(",") == "1:[][] ");
    CHECK(said("a,  \"b, c\"") == "1:[a][b, c] ");
}

TEST_CASE("Broken quotes and endless records are told, and the next line is read again") {
    CHECK(said("a\"b,c\nd\n") == "1:bad 2:[d] ");
    CHECK(said("\"a\"b\nc\n") == "1:bad 2:[c] ");
    CHECK(said("\"open") == "1:bad ");
    CHECK(said(std::string(70'000, 'x') + "\nnext\n") == "1:bad 2:[next] ");
    CHECK(said(std::string(2'000, ',') + "\nnext\n") == "1:bad 2:[next] ");
}
