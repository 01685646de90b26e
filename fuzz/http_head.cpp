// SPDX-License-Identifier: Apache-2.0
// A request head in any pieces: what is accepted keeps every promise made to the rooms.
#include "base/text.hpp"
#include "net/request_head.hpp"

#include <cstdlib>

using namespace goen;

static void must(bool condition) {
    if (!condition) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const *>(data), size};
    net::HeadScanner whole, byte_by_byte;
    auto const at_once = whole.scan(bytes);
    net::HeadScanner::Found slowly;
    for (std::size_t i = 1; i <= size && slowly.size == 0 && slowly.refused == 0; ++i) {
        slowly = byte_by_byte.scan(bytes.substr(0, i));
    }
    must(at_once.size == slowly.size && at_once.refused == slowly.refused);
    must(at_once.size <= size);
    auto const glanced = net::glance(bytes);
    must(!glanced.path.empty() && glanced.path[0] == '/' && glanced.path.size() <= 200 &&
         glanced.headers.size() <= 3);
    if (at_once.size == 0) return 0;

    net::RequestHead head;
    if (net::parse_head(bytes.substr(0, at_once.size), head)) return 0;
    auto const &request = head.request;
    must(!request.path.empty() && request.path[0] == '/' && is_clean_utf8(request.path));
    must(request.path.find("//") == std::string::npos &&
         request.path.find("/../") == std::string::npos);
    must(request.path.find('\0') == std::string::npos &&
         request.path.find('\\') == std::string::npos);
    must(!(head.chunked && head.content_length > 0));
    for (auto const &[name, value] : request.headers) {
        must(!name.empty() && name == lower_ascii(name) && is_clean_utf8(value));
        must(value.find_first_of("\r\n") == std::string::npos);
    }
    return 0;
}
