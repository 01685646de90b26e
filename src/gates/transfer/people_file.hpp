// SPDX-License-Identifier: Apache-2.0
// A file of people as somebody has it, whatever program wrote it: vCard, MECARD, or CSV with a line
// of column names (our own, and those of card scanners, mail programs and other networks). Read one
// row at a time; memory is bounded by the row, but for files in UTF-16 or Shift_JIS, which are held
// once more as UTF-8.
#pragma once

#include "i18n/charset.hpp"
#include "transfer/incoming.hpp"

#include <functional>

namespace goen::transfer {

inline constexpr std::size_t max_people_file = 48u << 20; // bytes
inline constexpr std::size_t max_people = 150'000;        // rows

struct FileFacts {
    std::string format; // "vcard" or "csv"
    i18n::Charset charset = i18n::Charset::utf8;
    bool was_cut = false; // more rows than the limit
};

// `row` is the card's number in a vCard file, the line's number in CSV. Returning false ends the
// reading.
using EachIncoming = std::function<bool(std::int64_t row, Incoming &&incoming)>;

// `charset` when the person has said it. Refused as a whole when it is no such file.
Result<FileFacts> read_people(std::string_view file, std::optional<i18n::Charset> charset,
                              i18n::Words const &words, EachIncoming const &each);

} // namespace goen::transfer
