// SPDX-License-Identifier: Apache-2.0
// The head of an HTTP/1 request, from raw bytes (RFC 9112), without sockets so that it can be
// fuzzed.
//
// Strict by intent: whatever two programs on the way could read differently (two lengths, folded
// lines, a bare line feed, blanks around a colon) is refused instead of guessed, because every
// guess is a way to smuggle a second request past a proxy. General parsers accept several of these
// for old clients' sake; goen does not.
#pragma once

#include "http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goen::net {

struct HeadLimits {
    std::size_t request_line = 8 * 1024; // beyond: 414
    std::size_t headers = 32 * 1024;     // all fields with their line ends; beyond: 431
    std::size_t fields = 100;            // beyond: 431
};

// Finds the end of a head while bytes arrive. Each byte is looked at once.
class HeadScanner {
public:
    explicit HeadScanner(HeadLimits limits = {}) : limits_(limits) {}
    struct Found {
        std::size_t size = 0; // of the head with its empty line; 0 = more bytes are needed
        int refused = 0;      // 400, 414, 431: the bytes so far can no longer become a head
    };
    // `bytes` is everything received for this request so far; it only grows between calls.
    Found scan(std::string_view bytes);

private:
    HeadLimits limits_;
    std::size_t seen_ = 0, line_start_ = 0, headers_start_ = 0, fields_ = 0;
};

struct RequestHead {
    http::Request request; // method, target, path, query, headers
    bool is_http_1_0 = false;
    bool keep_alive = true;
    bool chunked = false;
    bool expects_continue = false;
    std::uint64_t content_length = 0;
};

struct HeadRefusal {
    int status = 400;
    std::string_view why; // plain English, never holds bytes of the request
};

// Of bytes that are no head, or only half of one: the path's first 200 bytes as they are (ASCII,
// undecoded, "/" when there is none), and the headers Accept, Accept-Language and Cookie. For
// choosing how to say that they were refused, and for nothing else; reads 64 KB at most.
http::Request glance(std::string_view bytes);

// A whole head, ending in its empty line. On refusal the connection must be closed: where the next
// request would begin is not known.
std::optional<HeadRefusal> parse_head(std::string_view head, RequestHead &into);

} // namespace goen::net
