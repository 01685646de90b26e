// SPDX-License-Identifier: Apache-2.0
// Where connections with an open body (http/open_body.hpp) wait for the next piece, without a
// thread. They wait here rather than in the body, because whoever pushes may outlive the server.
// Not for other rooms.
#pragma once

#include "http/open_body.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace goen::net {

class OpenWaits {
public:
    explicit OpenWaits(boost::asio::io_context &io);

    // What the connection of an open body hears meanwhile.
    struct Ear {
        std::atomic<bool> is_readable{false};
    };

    void attach(http::OpenBody &body); // before the first news_of()
    // Goes on when there may be something to take, the body is over, or its connection can be read.
    boost::asio::awaitable<void> news_of(http::OpenBody &body, Ear &ear);
    // For the socket's wait: the connection can be read.
    std::function<void()> hearing(std::shared_ptr<http::OpenBody> body, std::shared_ptr<Ear> ear);
    std::size_t open() const { return open_.load(std::memory_order_relaxed); }

private:
    friend class OpenReader;
    struct State {
        explicit State(boost::asio::io_context &context) : io(context) {}
        void wake(http::OpenBody const *body);
        boost::asio::io_context &io;
        std::mutex mutex;
        std::unordered_map<http::OpenBody const *, std::function<void()>> waiting;
    };
    std::shared_ptr<State> const state_;
    std::atomic<std::size_t> open_{0};
};

// A connection's hold on its open body: counted while it lasts, and left when the connection ends
// in whatever way.
class OpenReader {
public:
    OpenReader(OpenWaits &waits, std::shared_ptr<http::OpenBody> body);
    ~OpenReader();
    OpenReader(OpenReader const &) = delete;
    OpenReader &operator=(OpenReader const &) = delete;

private:
    OpenWaits &waits_;
    std::shared_ptr<http::OpenBody> const body_;
};

// What goes onto the wire for these pieces: as they are, or as one chunk (RFC 9112 section 7.1).
std::string framed(std::vector<http::OpenBody::Piece> const &pieces, bool is_chunked);

} // namespace goen::net
