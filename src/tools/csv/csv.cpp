// SPDX-License-Identifier: Apache-2.0
#include "csv/csv.hpp"

namespace goen::csv {

int Reader::get() {
    int const c = in_.rdbuf()->sbumpc();
    if (c != EOF) {
        ++bytes_;
        if (c == '\n') ++line_;
    }
    return c;
}

Reader::Got Reader::next(std::vector<std::string> &cells) {
    cells.clear();
    if (!started_) {
        started_ = true;
        for (int const bom : {0xEF, 0xBB, 0xBF}) {
            if (in_.rdbuf()->sgetc() != bom) break;
            get();
        }
    }
    record_line_ = line_;
    int c = get();
    if (c == EOF) return Got::end;
    cells.emplace_back();
    bool is_bad = false, quoted = false, closed = false;
    std::size_t size = 0;
    for (;; c = get()) {
        if (c == EOF) {
            is_bad |= quoted; // an opening quote without its end
            break;
        }
        if (quoted) {
            if (c != '"') {
                cells.back() += static_cast<char>(c);
            } else if (in_.rdbuf()->sgetc() == '"') {
                cells.back() += static_cast<char>(get());
            } else {
                quoted = false;
                closed = true;
            }
        } else if (c == '\n') {
            break;
        } else if (c == '\r' && in_.rdbuf()->sgetc() == '\n') {
            continue;
        } else if (c == by_) {
            cells.emplace_back();
            closed = false;
        } else if (c == '"' && cells.back().find_first_not_of(' ') == std::string::npos &&
                   !closed) {
            quoted = true;
            cells.back().clear();
        } else {
            is_bad |= closed || c == '"'; // text around a quoted cell
            cells.back() += static_cast<char>(c);
        }
        if (++size > max_record || cells.size() > max_cells) {
            // Too long to be a record: go on at the next line, whatever its quotes say.
            while (c != '\n' && c != EOF) c = get();
            return Got::bad;
        }
    }
    return is_bad ? Got::bad : Got::record;
}

} // namespace goen::csv
