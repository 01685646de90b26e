// SPDX-License-Identifier: Apache-2.0
// A body in the chunked transfer coding (RFC 9112 section 7.1), piece by piece, without sockets.
// Extensions and trailers are read within bounds and thrown away.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace goen::net {

class ChunkReader {
public:
    explicit ChunkReader(std::size_t limit) : limit_(limit) {}
    // Takes bytes from the front of `bytes` (it is shortened), appends content to `body`.
    // 0 = go on (more bytes are needed unless is_done()), 400 = malformed, 413 = more than `limit`.
    int take(std::string_view &bytes, std::string &body);
    bool is_done() const { return state_ == State::done; }

private:
    enum class State { size, content, content_end, trailer, done };
    // Takes one line with CRLF from `bytes` into line_; false when it is not there yet.
    bool take_line(std::string_view &bytes, int &refused);

    State state_ = State::size;
    std::size_t limit_;
    std::string line_;        // the part of a line that came so far
    std::uint64_t left_ = 0;  // of the chunk's content
    std::size_t trailer_ = 0; // bytes of trailers
};

} // namespace goen::net
