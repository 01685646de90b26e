// SPDX-License-Identifier: Apache-2.0
// My book as a file, for phones, spreadsheets, mail programs: everything I hold, with my own memos
// and tags. Made piece by piece: a large book is never whole in memory.
#pragma once

#include "transfer/incoming.hpp"

#include <functional>

namespace goen::transfer {

enum class Format { csv, csv_cp932, vcard3, vcard4, jscontact, ldif };
std::string_view to_string(Format format); // "csv" "csv-cp932" …
std::optional<Format> format_of(std::string_view name);
std::vector<std::string> const &format_names();
std::string_view media_type(Format format);
std::string_view extension(Format format);

// Begins the file, adds people one after the other, ends it. Appends to `to`.
class BookWriter {
public:
    BookWriter(Format format, i18n::Words const &words, std::string public_url)
        : format_(format), words_(words), public_url_(std::move(public_url)) {}

    void begin(std::string &to);
    // `dates`: the important days of this contact. CSV has a
    // place for the birthday and the day of connection, LDIF for the birthday.
    void add(std::string &to, contacts::Contact const &contact, Dates const &dates = {});
    void end(std::string &to);
    // Characters Shift_JIS has no place for, written as 〓.
    std::size_t missing() const { return missing_; }

private:
    void csv(std::string &to, contacts::Contact const &contact, Dates const &dates);
    void ldif(std::string &to, contacts::Contact const &contact, Dates const &dates);

    Format format_;
    i18n::Words words_;
    std::string public_url_;
    std::size_t missing_ = 0, count_ = 0;
};

// One contact as RFC 9553 has it (a JSON object, one line).
std::string jscontact(contacts::Contact const &contact, std::string_view public_url,
                      Dates const &dates = {});

// A cell of CSV: quoted where it must be, and with ' in front of what a spreadsheet would take for
// a formula. Our own import takes that ' off again.
void append_cell(std::string &to, std::string_view text);
// RFC 6266: a name any browser can save under, whatever stands in it.
std::string attachment(std::string_view file_name);

} // namespace goen::transfer
