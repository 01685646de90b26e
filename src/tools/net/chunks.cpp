// SPDX-License-Identifier: Apache-2.0
#include "net/chunks.hpp"

#include <algorithm>

namespace goen::net {
namespace {

constexpr std::size_t longest_line = 256;
constexpr std::size_t most_trailers = 8 * 1024;

// Up to 15 hex digits, then the end or an extension; -1 for anything else.
std::int64_t chunk_size(std::string_view line) {
    std::int64_t size = 0;
    std::size_t at = 0;
    for (; at < line.size(); ++at) {
        char const c = line[at];
        int const digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) break;
        if (at == 15) return -1;
        size = size * 16 + digit;
    }
    if (at == 0 || (at < line.size() && line[at] != ';')) return -1;
    for (char const c : line.substr(at)) {
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F) return -1;
    }
    return size;
}

} // namespace

bool ChunkReader::take_line(std::string_view &bytes, int &refused) {
    auto const feed = bytes.find('\n');
    auto const part = bytes.substr(0, feed == bytes.npos ? bytes.size() : feed + 1);
    if (line_.size() + part.size() > longest_line + 2) {
        refused = 400;
        return false;
    }
    line_ += part;
    bytes.remove_prefix(part.size());
    if (feed == std::string_view::npos) return false;
    if (!line_.ends_with("\r\n") || line_.find('\r') != line_.size() - 2) {
        refused = 400;
        return false;
    }
    line_.resize(line_.size() - 2);
    return true;
}

int ChunkReader::take(std::string_view &bytes, std::string &body) {
    int refused = 0;
    while (state_ != State::done && !bytes.empty()) {
        if (state_ == State::content) {
            auto const count =
                static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
            body.append(bytes.substr(0, count));
            bytes.remove_prefix(count);
            left_ -= count;
            if (left_ == 0) state_ = State::content_end;
            continue;
        }
        if (!take_line(bytes, refused)) {
            if (refused) return refused;
            continue;
        }
        if (state_ == State::size) {
            auto const size = chunk_size(line_);
            if (size < 0) return 400;
            left_ = static_cast<std::uint64_t>(size);
            if (left_ > limit_ - std::min(limit_, body.size())) return 413;
            state_ = size == 0 ? State::trailer : State::content;
        } else if (state_ == State::content_end) {
            if (!line_.empty()) return 400;
            state_ = State::size;
        } else {
            if (line_.empty()) state_ = State::done;
            if ((trailer_ += line_.size()) > most_trailers) return 400;
        }
        line_.clear();
    }
    return 0;
}

} // namespace goen::net
