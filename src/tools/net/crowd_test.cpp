// SPDX-License-Identifier: Apache-2.0
// The slow, the many and the end: what one client may not do to the others.
#include "net/testing_server.hpp"

using namespace goen;
using namespace goen::net;
using namespace goen::net::testing;

TEST_CASE(
    "A handler that fails gives a calm page, and the next one is served on the same connection") {
    log::set_level(log::Level::off);
    Running running;
    auto client = running.client();
    for (auto const *path : {"/throw", "/split"}) {
        client.send(get(path));
        auto const answer = client.answer();
        CHECK(answer.status == 500);
        CHECK(answer.body.find("secret") == std::string::npos);
        CHECK(answer.head.find("evil") == std::string::npos);
    }
    client.send(get("/a"));
    CHECK(client.answer().status == 200);
    CHECK(running.server.numbers().answers[5] == 2);
    log::set_level(log::Level::info);
}

TEST_CASE("Slow writers of heads and bodies are told and cut, while others are served") {
    Running running;
    auto head = running.client(), body = running.client(), silent = running.client(),
         idle = running.client();
    head.send("GET / HTTP/1.1\r\nHost: x\r\n");
    body.send(post("Content-Length: 100000\r\n", "a"));
    idle.send(get("/a"));
    CHECK(idle.answer().status == 200);
    auto const start = steady_clock::now();
    while (steady_clock::now() - start < milliseconds{250}) {
        head.send("X: y\r\n"); // dripping does not extend the time
        body.send("a");
        CHECK(running.still_serves());
        std::this_thread::sleep_for(milliseconds{50});
    }
    CHECK(head.answer(milliseconds{1500}).status == 408);
    CHECK(body.answer(milliseconds{1500}).status == 408);
    CHECK(silent.is_closed(milliseconds{1500}));
    CHECK(idle.is_closed(milliseconds{2000}));
    // The number is written after the socket is closed: give it a moment.
    for (int i = 0; i < 100 && running.server.numbers().timed_out < 4; ++i)
        std::this_thread::sleep_for(milliseconds{20});
    CHECK(running.server.numbers().timed_out >= 4);
}

TEST_CASE("A reader who takes nothing is cut, while others are served") {
    Running running;
    RawClient slow{running.server.port(), 4096};
    slow.send(get("/big"));
    auto const start = steady_clock::now();
    while (running.server.numbers().bytes_out == 0 && steady_clock::now() - start < seconds{5})
        std::this_thread::sleep_for(milliseconds{5});
    CHECK(running.still_serves());
    auto const open = [&] { return running.server.numbers().open; };
    while (open() > 0 && steady_clock::now() - start < seconds{20})
        std::this_thread::sleep_for(milliseconds{20});
    CHECK(open() == 0);
}

TEST_CASE("Handlers that take long do not stop those who come in meanwhile") {
    auto options = quick();
    options.workers = 1;
    options.limits.waiting = 3;
    Running running{options};
    std::vector<RawClient> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(running.client());
        clients.back().send(get("/slow"));
        std::this_thread::sleep_for(milliseconds{10});
    }
    refuses(running, "nonsense\r\n", 400); // answered although the only worker is busy
    int served = 0, told_to_wait = 0;
    for (auto &client : clients) {
        auto const answer = client.answer();
        served += answer.status == 200;
        told_to_wait += answer.status == 503 && answer.header("retry-after:") == "2";
    }
    CHECK(served == 4);
    CHECK(told_to_wait == 2);
}

TEST_CASE("When every place is taken the oldest idle connection makes room") {
    auto options = quick();
    options.limits.connections = 20;
    options.limits.head_time = options.limits.idle_time = seconds{30};
    Running running{options};
    std::vector<RawClient> idle;
    for (int i = 0; i < 50; ++i) {
        idle.push_back(running.client());
        idle.back().send(i % 2 ? "GET / HTTP/1.1\r\n" : ""); // half of them drip a head
    }
    for (int i = 0; i < 30; ++i) CHECK(running.still_serves());
    CHECK(idle.front().is_closed());
    CHECK(running.server.numbers().evicted >= 30);
    CHECK(running.server.numbers().open <= 21);
}

TEST_CASE("One address cannot take all places") {
    auto options = quick();
    options.limits.per_peer = 5;
    options.limits.head_time = seconds{30};
    Running running{options};
    std::vector<RawClient> idle;
    for (int i = 0; i < 20; ++i) idle.push_back(running.client());
    CHECK(running.still_serves());
    CHECK(running.server.numbers().open <= 6);
}

TEST_CASE("Ten thousand idle connections do not keep anybody from being served") {
    allow_many_files();
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    auto const count = std::min<std::size_t>(10'000, (limit.rlim_cur - 200) / 2);
    auto options = quick();
    options.limits.connections = options.limits.per_peer = 12'000;
    options.limits.head_time = seconds{60};
    Running running{options};
    std::vector<RawClient> idle;
    idle.reserve(count);
    for (std::size_t i = 0; i < count; ++i) idle.push_back(running.client());
    auto const start = steady_clock::now();
    for (int i = 0; i < 100; ++i) CHECK(running.still_serves());
    CHECK(steady_clock::now() - start < seconds{5});
    CHECK(running.server.numbers().open >= count * 9 / 10);
    CHECK(idle.front().is_open_still());
}

TEST_CASE("A storm of connections that close at once passes") {
    Running running;
    std::vector<std::thread> storm;
    for (int t = 0; t < 4; ++t) {
        storm.emplace_back([&, t] {
            for (int i = 0; i < 500; ++i) {
                auto client = running.client();
                if ((i + t) % 3 == 0) client.send("GET / HT");
                if ((i + t) % 3 == 1) client.send(get("/a"));
            }
        });
    }
    for (auto &each : storm) each.join();
    CHECK(running.still_serves());
    auto const start = steady_clock::now();
    while (running.server.numbers().open > 0 && steady_clock::now() - start < seconds{5})
        std::this_thread::sleep_for(milliseconds{10});
    CHECK(running.server.numbers().open == 0);
}

TEST_CASE("Stopping lets what is in flight finish, and closes the idle at once") {
    auto options = quick();
    options.limits.idle_time = options.limits.head_time = seconds{60};
    Running running{options};
    auto busy = running.client(), idle = running.client(), fresh = running.client();
    idle.send(get("/a"));
    CHECK(idle.answer().status == 200);
    busy.send(get("/slow"));
    std::this_thread::sleep_for(milliseconds{100});
    auto const start = steady_clock::now();
    auto stopped = std::async(std::launch::async, [&] { running.server.stop(seconds{5}); });
    CHECK(idle.is_closed(milliseconds{200}));
    CHECK(fresh.is_closed(milliseconds{200}));
    auto const answer = busy.answer();
    CHECK(answer.status == 200);
    CHECK(answer.header("Connection:") == "close");
    CHECK(busy.is_closed());
    stopped.get();
    CHECK(steady_clock::now() - start < seconds{3});
    CHECK_FALSE(running.client().is_connected());
    running.server.stop(); // again: nothing happens
}

TEST_CASE("Stopping does not wait longer than its grace for a slow client") {
    auto options = quick();
    options.limits.body_time = seconds{60};
    Running running{options};
    auto slow = running.client();
    slow.send(post("Content-Length: 100\r\n", "a"));
    std::this_thread::sleep_for(milliseconds{50});
    auto const start = steady_clock::now();
    running.server.stop(seconds{1});
    CHECK(steady_clock::now() - start < seconds{3});
}

TEST_CASE("An address that cannot be listened on is said in words") {
    Running running;
    auto options = quick();
    options.listen = "127.0.0.1:" + std::to_string(running.server.port());
    CHECK_THROWS_WITH_AS((Server{options, echo}), doctest::Contains("cannot listen on"), Trouble);
    for (auto const *bad : {"", "8080", "goen.example:80", "127.0.0.1:99999",
                            "127.0.0.1:", "[::1:80", "::1:80", "127.0.0.1:80x"}) {
        CAPTURE(bad);
        options.listen = bad;
        CHECK_THROWS_AS((Server{options, echo}), Trouble);
    }
    options = quick();
    options.trusted_proxies = {"10.0.0.0/99"};
    CHECK_THROWS_AS((Server{options, echo}), Trouble);
}

TEST_CASE("Requests from many at once each get their own answer") {
    Running running;
    std::atomic<int> right{0};
    std::vector<std::thread> people;
    for (int t = 0; t < 8; ++t) {
        people.emplace_back([&, t] {
            auto client = running.client();
            for (int i = 0; i < 200; ++i) {
                auto const path = "/p" + std::to_string(t) + "-" + std::to_string(i);
                client.send(get(path));
                right += client.answer().body == "GET " + path + " q= body=";
            }
        });
    }
    for (auto &each : people) each.join();
    CHECK(right == 1600);
}
