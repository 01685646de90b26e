// SPDX-License-Identifier: Apache-2.0
// Postal codes (〒): what a code says of an address. A few hundred business districts are built in;
// the operator can import Japan Post's whole list. It only ever fills in: the member's own words
// stand. Threads may share a PostalTable.
#pragma once

#include "base/result.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::names {

struct PostalPlace {
    std::string code;                   // "1000005"
    std::string prefecture, city, town; // 東京都 千代田区 丸の内; town may be ""
    std::string prefecture_kana, city_kana, town_kana;       // hiragana
    std::string prefecture_romaji, city_romaji, town_romaji; // Osaka; Kita-ku, Osaka-shi; Umeda
    bool operator==(PostalPlace const &) const = default;
};

// "〒100-0005", "１０００００５" -> "1000005"; nothing for anything else.
std::optional<std::string> postal_digits(std::string_view typed);
// "1000005" -> "100-0005".
std::string postal_text(std::string_view digits);

struct RowError {
    std::int64_t row; // of the file, from 1
    Sentence why;
};
struct PostalImport {
    std::int64_t rows = 0, places = 0, bad = 0;
    std::vector<RowError> errors; // the first 100 of `bad`
};

// Reads KEN_ALL.CSV (Shift_JIS, half-width kana) or utf_ken_all.csv, whichever it is. Town names
// that go over several rows are joined, notes (以下に掲載がない場合, …の次に番地がくる場合, …一円,
// （○～△丁目）) are taken off. Sorted by code; no place twice. `progress` hears the rows read and
// the bytes done and in all; may be empty.
using PostalProgress = std::function<void(std::int64_t done, std::int64_t all)>;
Result<PostalImport> read_ken_all(std::string_view file, std::vector<PostalPlace> &places,
                                  PostalProgress const &progress = {});

class PostalTable {
public:
    explicit PostalTable(store::Database &database) : database_(database) {}

    // The places of a code as typed: the imported list first, then what is built in. Empty when it
    // is unknown.
    std::vector<PostalPlace> find(std::string_view typed);
    static std::vector<PostalPlace> built_in(std::string_view digits);
    static std::vector<PostalPlace> const &all_built_in();

    // Replaces the list by the file's, or leaves it as it was. Importing the same file again
    // changes nothing.
    Result<PostalImport> import(std::string_view file, PostalProgress const &progress = {});
    std::int64_t count();

private:
    store::Database &database_;
};

} // namespace goen::names
