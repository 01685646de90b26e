// SPDX-License-Identifier: Apache-2.0
// A list of people to invite, as a secretary has it: CSV or a table copied from a spreadsheet
// (tabs), with a header line in Japanese or English. Reading it never throws and is bounded.
#pragma once

#include "account/account.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace goen::admin {

struct GuestRow {
    std::size_t line = 0; // of the text, from 1
    std::string shown;    // name and address as typed, to find the row again
    std::variant<account::Invitee, Sentence> what; // or what is wrong with it
};

// Columns by name: 氏名/名前/name, 姓/名 (family, given), ふりがな (kana), せい/めい, メール (mail,
// email), 言語 (language); others are passed over. Refused as a whole when it has no mail column or
// more than a thousand rows.
Result<std::vector<GuestRow>> read_guest_list(std::string_view text);

// The list with its column names and these of its rows only, as they were written: what has to be
// put right is not to be looked for among what was sent.
std::string rest_of_list(std::string_view text, std::vector<GuestRow> const &rows,
                         std::vector<bool> const &is_kept);

} // namespace goen::admin
