// SPDX-License-Identifier: Apache-2.0
// CSV (RFC 4180) read record by record: quoted cells with "" and line breaks, also after spaces,
// CRLF or LF, a BOM at the start. Bounded: a record of more than 64 KiB or 1,000 cells is told as
// bad and skipped to the next line end. Cells may be parted by another sign than the comma.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace goen::csv {

class Reader {
public:
    explicit Reader(std::istream &in, char by = ',') : in_(in), by_(by) {}

    // A bad record has quotes where none belong, or is too long; its cells are as far as they could
    // be read.
    enum class Got { record, bad, end };
    Got next(std::vector<std::string> &cells);
    std::int64_t line() const { return record_line_; } // on which the record began, from 1
    std::int64_t bytes() const { return bytes_; }

private:
    static constexpr std::size_t max_record = 64 << 10, max_cells = 1000;
    int get();

    std::istream &in_;
    char by_;
    std::int64_t line_ = 1, record_line_ = 1, bytes_ = 0;
    bool started_ = false;
};

} // namespace goen::csv
