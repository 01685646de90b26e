// SPDX-License-Identifier: Apache-2.0
// A CSV file, record by record: it always ends, within its limits.
#include "csv/csv.hpp"

#include <cstdlib>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::istringstream in{std::string{reinterpret_cast<char const *>(data), size}};
    goen::csv::Reader csv{in};
    std::vector<std::string> cells;
    std::int64_t line = 0;
    for (std::size_t records = 0;; ++records) {
        auto const got = csv.next(cells);
        if (got == goen::csv::Reader::Got::end) break;
        if (records > size + 1 || csv.line() < line || cells.size() > 1001) std::abort();
        line = csv.line();
    }
    return 0;
}
