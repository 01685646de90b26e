// SPDX-License-Identifier: Apache-2.0
// The server: HTTP/1.1 from a socket to a plain function and back. The handler is ordinary blocking
// code; it gets a complete request that has passed every limit and returns a value.
//
// One pool of `workers + io_threads` threads serves everything: the thread that reads a request
// also runs its handler and writes the answer, so that no request is handed between threads. A gate
// lets at most `workers` handlers run at once; the threads beyond that keep reading and writing, so
// that slow handlers never stop the sockets. One more thread, the keeper, closes what is late, says
// when there is no room, begins to accept again should that have ended for want of memory, and
// reads a certificate that was renewed. Threads may share a Server; it owns all its connections.
//
// Memory that runs out while a request is read or answered ends that request; where it leaves the
// sockets themselves in doubt the process ends with a line (std::terminate), for its supervisor to
// start it again.
#pragma once

#include "http/message.hpp"
#include "net/address.hpp"
#include "net/metrics.hpp"
#include "net/request_head.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::net {

struct ServerLimits {
    HeadLimits head;
    std::size_t body = 1024 * 1024; // beyond: 413; body_limit() may say otherwise for a path
    // A body is read so far before it is asked whose it is (admit_body).
    std::size_t unknown_body = 64 * 1024;
    // Bytes of bodies in memory, counted as they arrive. Of senders who are known: all together,
    // and of one peer; beyond: 503. Of those who are not: all together; beyond: the one that has
    // been waited for longest is closed.
    std::size_t known_bytes = 256 * 1024 * 1024;
    std::size_t known_bytes_per_peer = 128 * 1024 * 1024;
    std::size_t unknown_bytes = 32 * 1024 * 1024;
    // Bodies of one peer that have begun to arrive and not ended, known or not; beyond: as above. A
    // peer is an address or an IPv6 /64; behind a trusted proxy the one the proxy speaks for.
    std::size_t unfinished_per_peer = 64;
    std::size_t connections = 4096; // beyond: see registry.hpp
    // The same for one address (or IPv6 /64); trusted proxies are free of it.
    std::size_t per_peer = 512;
    std::size_t waiting = 2048; // requests waiting for a worker; beyond: 503
    std::size_t hashing = 200;  // of those that hash a password; beyond: 503
    milliseconds head_time{
        10'000}; // from a request's first byte (or the connection's start) to its empty line
    milliseconds body_time{30'000}; // for the body, and …
    std::size_t body_rate =
        8 * 1024; // … as much longer as the bytes received so far take at this rate (bytes/s)
    milliseconds idle_time{60'000};  // between requests
    milliseconds write_time{30'000}; // without the reader taking anything
    milliseconds linger_time{1'000}; // after a refusal, so that its text arrives before the close
    milliseconds large_linger_time{
        10'000}; // after a refused body: browsers read answers only after sending
};

struct ServerOptions {
    std::string listen = "127.0.0.1:8080"; // "[::1]:8080", ":8080"; port 0 = any free one
    int workers = 0;                       // handlers at once; 0 = twice the cores, at least 4
    int io_threads = 1;                    // threads kept free for sockets beside them
    ServerLimits limits;
    std::function<std::size_t(std::string_view path)>
        body_limit; // bytes allowed for this path; empty = limits.body
    // What to say when a body is larger than that; empty = one plain sentence. The request has no
    // body. Asked like a handler, on a worker.
    std::function<http::Response(http::Request const &)> too_large;
    // Whether a body larger than limits.unknown_body may come, by what the head says about who
    // sends it: nothing, or the refusal. Empty = it may. Asked like a handler, on a worker, once,
    // before more is read; the request has no body.
    std::function<std::optional<http::Response>(http::Request const &)> admit_body;
    // Paths that are answered while all workers are busy, one at a time: for who watches.
    std::vector<std::string> probes;
    // What to say when no request could be made of the bytes (400, 408, 414, 431 …); empty = one
    // plain sentence, `why`. The request holds what glance() could make out: enough to say it in
    // the reader's language, no more.
    std::function<http::Response(int status, std::string_view why, http::Request const &glanced)>
        refused;
    std::vector<std::string> trusted_proxies; // "127.0.0.1", "10.0.0.0/8"
    ProxyHeader proxy_header = ProxyHeader::x_forwarded_for;
    // Called once, with its address, when a peer on this machine or in a private network speaks for
    // others and is not trusted to: probably a proxy that nobody told goen of.
    std::function<void(std::string const &peer)> untrusted_proxy;
    // Requests that hash a password: at most half of the workers answer such ones, `limits.hashing`
    // more wait in a line of their own, and beyond that they are refused (503).
    std::function<bool(http::Request const &)> hashes_password;
    std::string certificate_file, key_file; // PEM; both set = TLS 1.2 and 1.3
    milliseconds certificate_check{10'000}; // how often it is looked whether they have changed
};

using Handler = std::function<http::Response(http::Request &&)>;

class Server {
public:
    // Binds and listens; Trouble says in words what is wrong with the address or the certificate.
    Server(ServerOptions options, Handler handler);
    ~Server(); // stop(), without grace

    std::uint16_t port() const;
    void run_in_background();
    // Accepts nothing more, closes idle connections, lets what is in flight finish within `grace`,
    // then cuts. Not to be called from a handler. May be called again.
    void stop(seconds grace = seconds{10});
    // Reads the certificate and its key again, for connections that come from now on. Trouble when
    // they cannot be used; the ones in use stay. Does nothing without TLS.
    void reload_certificate();
    ServerNumbers numbers() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace goen::net
