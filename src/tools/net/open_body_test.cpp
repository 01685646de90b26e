// SPDX-License-Identifier: Apache-2.0
// Answers that stay open: what is pushed arrives, in order, and holds up nobody.
#include "http/open_body.hpp"
#include "net/testing_server.hpp"

#include <mutex>

using namespace goen;
using namespace goen::net;
using namespace goen::net::testing;

namespace {

http::OpenBody::Piece piece(std::string text) {
    return std::make_shared<std::string const>(std::move(text));
}

// A server that answers with an open body at /open, which the test then pushes to.
struct Open {
    explicit Open(ServerOptions options = quick())
        : running(std::move(options), [this](http::Request &&request) {
              return request.path == "/open" ? open() : echo(std::move(request));
          }) {}

    http::Response open() {
        auto body = std::make_shared<http::OpenBody>(100'000);
        http::Response response;
        response.set("content-type", "text/event-stream").open = body;
        std::lock_guard const hold{mutex};
        bodies.push_back(std::move(body));
        return response;
    }
    // The one that was opened last. Who pushes has it after the head has been sent.
    std::shared_ptr<http::OpenBody> last() {
        std::lock_guard const hold{mutex};
        return bodies.back();
    }
    std::uint64_t count() { return running.server.numbers().open_bodies; }

    std::mutex mutex;
    std::vector<std::shared_ptr<http::OpenBody>> bodies;
    Running running;
};

} // namespace

TEST_CASE("Pieces pushed one after the other arrive in order, as chunks, until the body ends") {
    Open open;
    auto client = open.running.client();
    client.send(get("/open"));
    auto const answer = client.answer();
    CHECK(answer.status == 200);
    CHECK(answer.header("Transfer-Encoding:") == "chunked");
    CHECK(answer.header("Content-Length:").empty());
    CHECK(answer.header("Connection:") == "close");
    auto const body = open.last();
    CHECK(body->push(piece("one\n\n")));
    CHECK(client.receives("5\r\none\n\n\r\n"));
    std::string wanted;
    for (int i = 0; i < 1000; ++i) {
        auto const text = std::to_string(i) + ";";
        wanted += text;
        REQUIRE(body->push(piece(text)));
    }
    body->end();
    CHECK_FALSE(body->push(piece("late")));
    // Several pieces may share a chunk: only their text counts.
    std::string text;
    while (true) {
        std::string size;
        while (!size.ends_with("\r\n")) {
            char const *next = nullptr;
            for (auto const *one : {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c",
                                    "d", "e", "f", "\r\n"}) {
                if (client.receives(one)) {
                    next = one;
                    break;
                }
            }
            REQUIRE(next);
            size += next;
        }
        auto const count = std::stoul(size, nullptr, 16);
        auto const chunk = wanted.substr(text.size(), count);
        REQUIRE(client.receives(chunk + "\r\n"));
        text += chunk;
        if (count == 0) break;
    }
    CHECK(text == wanted);
    CHECK(client.is_closed());
}

TEST_CASE("For HTTP/1.0 the pieces come as they are, and the end of the connection ends them") {
    Open open;
    auto client = open.running.client();
    client.send("GET /open HTTP/1.0\r\nHost: goen.example\r\n\r\n");
    auto const answer = client.answer();
    CHECK(answer.status == 200);
    CHECK(answer.header("Transfer-Encoding:").empty());
    open.last()->push(piece("data: a\n\n"));
    CHECK(client.receives("data: a\n\n"));
    open.last()->end();
    CHECK(client.is_closed());
}

TEST_CASE("HEAD of an open answer is its head alone, and nobody waits for it") {
    Open open;
    auto client = open.running.client();
    client.send("HEAD /open HTTP/1.1\r\nHost: goen.example\r\n\r\n");
    CHECK(client.answer(seconds{5}, true).status == 200);
    CHECK(client.is_closed());
    CHECK(open.last()->is_over());
    CHECK(open.count() == 0);
}

TEST_CASE("Many open answers hold no worker, and outlive the time between requests") {
    auto options = quick();
    options.workers = 1;
    options.limits.idle_time = milliseconds{100};
    Open open{options};
    std::vector<RawClient> clients;
    for (int i = 0; i < 40; ++i) {
        clients.push_back(open.running.client());
        clients.back().send(get("/open"));
        REQUIRE(clients.back().answer().status == 200);
    }
    CHECK(open.running.still_serves());
    CHECK(comes_about([&] { return open.count() == 40; }));
    std::this_thread::sleep_for(milliseconds{400});
    CHECK(open.running.still_serves());
    for (auto const &body : open.bodies) CHECK(body->push(piece("x")));
    for (auto &client : clients) CHECK(client.receives("1\r\nx\r\n"));
    CHECK(open.running.server.numbers().in_handlers == 0);
}

TEST_CASE("Whoever hangs up, or says something, has left") {
    Open open;
    {
        auto client = open.running.client();
        client.send(get("/open"));
        REQUIRE(client.answer().status == 200);
        CHECK_FALSE(open.last()->is_over());
    }
    CHECK(comes_about([&] { return open.last()->is_over(); }));
    auto talker = open.running.client();
    talker.send(get("/open"));
    REQUIRE(talker.answer().status == 200);
    talker.send(get("/a"));
    CHECK(comes_about([&] { return open.last()->is_over(); }));
    CHECK(comes_about([&] { return open.count() == 0; }));
    CHECK(open.running.still_serves());
}

TEST_CASE("A reader who takes nothing is closed, and holds no more than the body's bound") {
    Open open;
    RawClient slow{open.running.server.port(), 4096};
    slow.send(get("/open"));
    REQUIRE(comes_about([&] { return open.count() == 1; }));
    auto const body = open.last();
    auto const some = piece(std::string(10'000, 'x'));
    bool const is_refused = comes_about([&] {
        for (int i = 0; i < 50; ++i) {
            if (!body->push(some)) return true;
        }
        return false;
    });
    CHECK(is_refused);
    CHECK(body->is_over());
    CHECK(comes_about([&] { return open.count() == 0; }));
    CHECK(open.running.still_serves());
}

TEST_CASE("Stopping ends open answers at once, also one whose reader takes nothing") {
    Open open;
    auto client = open.running.client();
    client.send(get("/open"));
    REQUIRE(client.answer().status == 200);
    RawClient slow{open.running.server.port(), 4096};
    slow.send(get("/open"));
    REQUIRE(comes_about([&] { return open.count() == 2; }));
    auto const body = open.last();
    for (int i = 0; i < 1000 && body->push(piece(std::string(10'000, 'x'))); ++i) {
    }
    auto const start = steady_clock::now();
    open.running.server.stop(seconds{30});
    CHECK(steady_clock::now() - start < seconds{10});
    CHECK(client.is_closed());
    for (auto const &one : open.bodies) {
        CHECK(one->is_over());
        CHECK_FALSE(one->push(piece("nobody reads this")));
    }
}

TEST_CASE("Pushing goes on harmlessly when the server is no more") {
    std::shared_ptr<http::OpenBody> body;
    {
        Open open;
        auto client = open.running.client();
        client.send(get("/open"));
        REQUIRE(client.answer().status == 200);
        body = open.last();
    }
    CHECK_FALSE(body->push(piece("nobody reads this")));
}

TEST_CASE("Open answers make room when there are too many connections") {
    auto options = quick();
    options.limits.per_peer = 8;
    options.limits.idle_time = seconds{30};
    Open open{options};
    std::vector<RawClient> clients;
    for (int i = 0; i < 12; ++i) {
        clients.push_back(open.running.client());
        clients.back().send(get("/open"));
        REQUIRE(clients.back().answer().status == 200);
    }
    CHECK(comes_about([&] { return open.count() <= 8; }));
    CHECK(open.running.still_serves());
    CHECK(open.running.server.numbers().evicted >= 4);
}
