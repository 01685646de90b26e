// SPDX-License-Identifier: Apache-2.0
// A chunked body: in one piece or byte by byte it is the same body, and never more than allowed.
#include "net/chunks.hpp"

#include <cstdlib>

using goen::net::ChunkReader;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const *>(data), size};
    constexpr std::size_t limit = 1000;
    ChunkReader whole{limit}, slow{limit};
    std::string at_once, slowly;
    auto rest = bytes;
    int const refused = whole.take(rest, at_once);
    int refused_slowly = 0;
    for (std::size_t i = 0; i < size && refused_slowly == 0 && !slow.is_done(); ++i) {
        auto one = bytes.substr(i, 1);
        refused_slowly = slow.take(one, slowly);
    }
    if (at_once.size() > limit || slowly.size() > limit) std::abort();
    if (refused != refused_slowly || whole.is_done() != slow.is_done() || at_once != slowly)
        std::abort();
    return 0;
}
