// SPDX-License-Identifier: Apache-2.0
// For this room's tests: a real server on a free port, spoken to with raw bytes.
#pragma once

#include "net/server.hpp"

#include "base/log.hpp"
#include "base/result.hpp"
#include "hostile/raw_client.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <vector>

namespace goen::net::testing {

using hostile::Answer;
using hostile::RawClient;
using std::chrono::steady_clock;

inline ServerOptions quick() {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.workers = 2;
    options.limits.head_time = milliseconds{300};
    options.limits.body_time = milliseconds{300};
    options.limits.idle_time = milliseconds{600};
    options.limits.write_time = milliseconds{400};
    options.limits.linger_time = milliseconds{300};
    options.limits.large_linger_time = milliseconds{300};
    options.limits.body_rate = 1024 * 1024;
    return options;
}

// Says back what it was asked.
inline http::Response echo(http::Request &&request) {
    if (request.path == "/slow") std::this_thread::sleep_for(milliseconds{300});
    if (request.path == "/throw") throw std::runtime_error{"secret detail"};
    if (request.path == "/split") return http::text("x").set("x-name", "a\r\nSet-Cookie: evil=1");
    if (request.path == "/big") return http::text(std::string(20'000'000, 'x'));
    if (request.path == "/none") return http::Response{.status = 204};
    std::string body{http::to_string(request.method)};
    body +=
        " " + request.path + " q=" + std::string{request.query.get("q")} + " body=" + request.body;
    return http::text(body).set("content-length", "99999").set("server", "x");
}

struct Running {
    explicit Running(ServerOptions options = quick(), Handler handler = echo)
        : server(std::move(options), std::move(handler)) {
        server.run_in_background();
    }
    RawClient client(char const *from = nullptr) { return RawClient{server.port(), 0, from}; }
    Answer ask(std::string_view bytes) {
        auto one = client();
        one.send(bytes);
        return one.answer();
    }
    bool still_serves() {
        return ask("GET /alive HTTP/1.1\r\nHost: goen.example\r\n\r\n").status == 200;
    }
    Server server;
};

// What is wrong is answered clearly within a second, and the connection is closed.
inline void refuses(Running &running, std::string const &bytes, int status) {
    CAPTURE(bytes.substr(0, 120));
    auto client = running.client();
    auto const start = steady_clock::now();
    client.send(bytes);
    auto const answer = client.answer(milliseconds{3000});
    CHECK(answer.status == status);
    CHECK(steady_clock::now() - start < milliseconds{1000});
    CHECK(answer.header("Connection:") == "close");
    CHECK(answer.head.find("Server:") == std::string::npos);
    CHECK(answer.body.size() < 200);
    client.finish_sending();
    CHECK(client.is_closed());
}

inline std::string get(std::string const &target, std::string const &headers = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: goen.example\r\n" + headers + "\r\n";
}
inline std::string post(std::string const &headers, std::string const &body) {
    return "POST /form HTTP/1.1\r\nHost: goen.example\r\n" + headers + "\r\n" + body;
}

// Looks again and again until it is so; false when it does not come about within seconds.
template <class Is> bool comes_about(Is const &is) {
    for (int i = 0; i < 1000; ++i) {
        if (is()) return true;
        std::this_thread::sleep_for(milliseconds{10});
    }
    return false;
}

inline void allow_many_files() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace goen::net::testing
