// SPDX-License-Identifier: Apache-2.0
// Country calling codes and what is dialled before a number within each country.
// Sources: ITU-T E.164 (list of assigned country codes, annex to the Operational Bulletin) and the
// national numbering plans published under ITU-T E.129. tests/api/phones.mjs holds the table
// against libphonenumber's metadata, country by country.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace goen::names {

struct CallingCode {
    std::string_view code;  // "81": 1 to 3 digits, and no code is the beginning of another
    std::string_view trunk; // "0" in Japan, "8" in Russia, "06" in Hungary, "" where there is none
    bool keeps_zero;        // numbers may begin with 0 although it is no trunk prefix: Italy
};

// The code with which these digits (international, without + or 00) begin.
std::optional<CallingCode> calling_code(std::string_view digits);

// What follows the code, without a trunk prefix somebody wrote although abroad it is not dialled:
// "+44 020 7946 0000" -> "2079460000". A trunk prefix other than 0 is also a number's own first
// digit (+7 800 …): it is taken off only when the number would be too long with it.
std::string_view without_trunk(CallingCode const &code, std::string_view after_code);

} // namespace goen::names
