// SPDX-License-Identifier: Apache-2.0
// A form body or query, a path, and a place to go on to.
#include "base/text.hpp"
#include "http/message.hpp"
#include "http/path.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const *>(data), size};
    if (auto const params = http::Params::parse(text, 100)) {
        if (params->pairs().size() > 100) std::abort();
        for (auto const &[name, value] : params->pairs()) {
            if (!is_clean_utf8(name) || !is_clean_utf8(value)) std::abort();
            if (!params->has(name)) std::abort();
        }
    }
    if (auto const path = http::decode_path(text)) {
        if ((*path)[0] != '/' || path->find("//") != path->npos || !is_clean_utf8(*path))
            std::abort();
    }
    auto const safe = http::safe_path(text);
    if (safe[0] != '/' || safe.starts_with("//") || safe.find_first_of("\\\r\n\t") != safe.npos)
        std::abort();
    if (http::safe_path(safe) != safe) std::abort();
    return 0;
}
