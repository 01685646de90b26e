// SPDX-License-Identifier: Apache-2.0
// The inside of a Server, shared by server.cpp (start, accept, stop) and connection.cpp (one
// connection's conversation). Not for other rooms: this is where Asio lives.
#pragma once

#include "net/address.hpp"
#include "net/bodies.hpp"
#include "net/certificates.hpp"
#include "net/open_waits.hpp"
#include "net/registry.hpp"
#include "net/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace goen::net {

namespace asio = boost::asio;
using Socket = asio::ip::tcp::socket;
using TlsStream = asio::ssl::stream<Socket>;
template <class T> using Task = asio::awaitable<T>;

// At most `places` handlers at once; the others wait in line, and their threads go on with other
// sockets.
class Gate {
public:
    enum class Entry { in, wait, full };
    Gate(asio::io_context &io, std::size_t places, std::size_t most_waiting)
        : io_(io), free_(places), most_waiting_(most_waiting) {}

    Entry try_enter();
    Task<void> wait(); // only after Entry::wait: goes on when a place has been handed over
    void leave();
    std::size_t waiting() const;

private:
    asio::io_context &io_;
    mutable std::mutex mutex_;
    std::size_t free_;
    std::size_t const most_waiting_;
    std::size_t waiting_ = 0; // in line, or on the way to it
    std::size_t handed_ = 0;  // places given to somebody who is still on the way
    std::deque<std::function<void()>> line_;
};

// A place in the gate, given back whatever happens meanwhile.
class GatePlace {
public:
    explicit GatePlace(Gate &gate) : gate_(gate) {}
    ~GatePlace() { gate_.leave(); }
    GatePlace(GatePlace const &) = delete;
    GatePlace &operator=(GatePlace const &) = delete;

private:
    Gate &gate_;
};

// Says that nobody accepts any more when the coroutine that holds it ends, in whatever way.
class Accepting {
public:
    explicit Accepting(std::atomic<bool> &is_accepting) : is_accepting_(&is_accepting) {
        is_accepting = true;
    }
    ~Accepting() {
        if (is_accepting_) *is_accepting_ = false;
    }
    Accepting(Accepting &&other) noexcept
        : is_accepting_(std::exchange(other.is_accepting_, nullptr)) {}
    Accepting &operator=(Accepting const &) = delete;

private:
    std::atomic<bool> *is_accepting_;
};

struct Engine {
    Engine(ServerOptions wanted, Handler what);

    ServerOptions options;
    Handler handler;
    std::vector<AddressBlock> trusted;
    ServerMetrics metrics;
    Registry registry;
    Bodies bodies;
    std::atomic<bool> stopping{false};
    std::atomic<bool> is_accepting{false};
    std::atomic<bool> has_told_of_proxy{false};
    std::atomic<std::uint64_t> next_request{0};
    std::atomic<std::uint64_t> in_handlers{0};
    std::uint64_t request_seed = 0;
    std::size_t workers;
    // Destroyed in the opposite order: what waits in the gate and in the context holds sockets and
    // registry lines.
    asio::io_context io;
    std::optional<Certificates> certificates;
    Gate gate, probe_gate;
    OpenWaits open_waits;
    Gate hashing_gate; // who hashes a password passes both, the narrow one first
    asio::ip::tcp::acceptor acceptor;
};

// Also when there is no memory left to say it with.
void report(char const *what, std::exception_ptr const &failure) noexcept;

// The whole life of one accepted connection.
Task<void> converse(Engine &engine, Socket socket);

} // namespace goen::net
