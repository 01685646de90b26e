// SPDX-License-Identifier: Apache-2.0
// Those who hold on to connections and bodies, and the person who still gets in.
#include "net/descriptors.hpp"
#include "net/testing_server.hpp"

using namespace goen;
using namespace goen::net;
using namespace goen::net::testing;

namespace {

ServerOptions patient() {
    auto options = quick();
    options.limits.head_time = options.limits.body_time = options.limits.idle_time =
        options.limits.write_time = seconds{60};
    options.limits.connections = 64;
    options.limits.per_peer = 16;
    return options;
}

std::string const promised = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n";

// A form whose body comes a moment after its head, as from a slow line; the body arrives whole.
bool sends_a_form(RawClient &person) {
    person.send(promised + "\r\n");
    std::this_thread::sleep_for(milliseconds{20});
    person.send(std::string(50, 'p'));
    auto const answer = person.answer();
    return answer.status == 200 && answer.body.ends_with("body=" + std::string(50, 'p'));
}

std::vector<RawClient> promise_bodies(Running &running, int count, char const *from,
                                      std::string const &headers = "") {
    std::vector<RawClient> out;
    for (int i = 0; i < count; ++i) {
        out.push_back(running.client(from));
        out.back().send(promised + headers + "\r\n");
    }
    return out;
}

std::size_t still_open(std::vector<RawClient> &clients) {
    std::size_t count = 0;
    for (auto &client : clients) count += client.is_open_still();
    return count;
}

} // namespace

TEST_CASE("Bodies promised from many addresses and never sent keep nobody from logging in") {
    log::set_level(log::Level::off);
    allow_many_files();
    auto options = patient();
    options.limits.connections = 256;
    options.limits.per_peer = 64;
    Running running{options};
    auto before = running.client();
    before.send(get("/a"));
    CHECK(before.answer().status == 200);
    std::vector<std::vector<RawClient>> attack;
    for (int i = 2; i < 11; ++i) // 127.0.0.2 to 127.0.0.10
        attack.push_back(promise_bodies(running, 64, ("127.0.0." + std::to_string(i)).c_str()));
    for (int i = 0; i < 30; ++i) {
        auto person = running.client();
        CHECK(sends_a_form(person));
    }
    CHECK(sends_a_form(before)); // who holds few connections keeps them
    auto const numbers = running.server.numbers();
    CHECK(numbers.evicted >= 9 * 64 - 256);
    CHECK(numbers.turned_away == 0);
    CHECK(numbers.most_open == 256);
    log::set_level(log::Level::info);
}

TEST_CASE("Who shares the attacker's address gets in too") {
    log::set_level(log::Level::off);
    Running running{patient()};
    auto attack = promise_bodies(running, 40, nullptr);
    for (int i = 0; i < 20; ++i) {
        auto person = running.client();
        CHECK(sends_a_form(person));
    }
    CHECK(attack.front().is_closed());
    log::set_level(log::Level::info);
}

TEST_CASE("Readers who take nothing give way as well") {
    log::set_level(log::Level::off);
    Running running{patient()};
    std::vector<RawClient> readers;
    for (int i = 0; i < 16; ++i) {
        readers.emplace_back(running.server.port(), 4096);
        readers.back().send(get("/big"));
    }
    CHECK(comes_about([&] { return running.server.numbers().answers[2] == 16; }));
    for (int i = 0; i < 20; ++i) CHECK(running.still_serves());
    CHECK(running.server.numbers().open <= 17);
    log::set_level(log::Level::info);
}

TEST_CASE("One peer keeps only so many bodies unfinished, and loses the oldest") {
    auto options = patient();
    options.limits.unfinished_per_peer = 4;
    Running running{options};
    auto other = promise_bodies(running, 1, "127.0.0.2");
    auto slow = promise_bodies(running, 10, nullptr);
    CHECK(comes_about([&] { return running.server.numbers().bodies_evicted == 6; }));
    CHECK(comes_about([&] { return still_open(slow) == 4; }));
    CHECK(slow.back().is_open_still());
    CHECK(other.front().is_open_still());
    auto person = running.client();
    CHECK(sends_a_form(person));
}

TEST_CASE("Behind a trusted proxy the client counts, not the proxy") {
    auto options = patient();
    options.limits.unfinished_per_peer = 2;
    options.trusted_proxies = {"127.0.0.1"};
    Running running{options};
    auto other = promise_bodies(running, 1, nullptr, "X-Forwarded-For: 203.0.113.8\r\n");
    auto slow = promise_bodies(running, 5, nullptr, "X-Forwarded-For: 203.0.113.7\r\n");
    CHECK(comes_about([&] { return running.server.numbers().bodies_evicted == 3; }));
    CHECK(comes_about([&] { return still_open(slow) == 2; }));
    CHECK(other.front().is_open_still());
    // A proxy that does not say for whom it asks is many people: nobody's body is taken for it.
    auto silent = promise_bodies(running, 5, nullptr);
    auto person = running.client();
    CHECK(sends_a_form(person));
    CHECK(still_open(silent) == 5);
}

TEST_CASE("Unknown senders' bodies and heads together stay within their bound") {
    auto options = patient();
    options.limits.unknown_bytes = 20'000;
    Running running{options};
    auto body = running.client("127.0.0.2");
    body.send(post("Content-Length: 16000\r\n", std::string(15'000, 'x')));
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 15'000; }));
    auto head = running.client("127.0.0.3");
    head.send("GET / HTTP/1.1\r\nCookie: " + std::string(12'000, 'x'));
    CHECK(body.is_closed());
    auto second = running.client("127.0.0.4");
    second.send(post("Content-Length: 16000\r\n", std::string(15'000, 'x')));
    CHECK(head.is_closed());
    CHECK(running.server.numbers().body_bytes <= 20'000);
    second.send(std::string(1000, 'x'));
    CHECK(second.answer().status == 200);
    CHECK(comes_about([&] { return running.server.numbers().body_bytes == 0; }));
}

TEST_CASE("File numbers are raised, and some are kept back from connections") {
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    auto low = before;
    low.rlim_cur = std::min<rlim_t>(before.rlim_cur, 512);
    setrlimit(RLIMIT_NOFILE, &low);
    CHECK(raise_descriptor_limit() == std::min<rlim_t>(before.rlim_max, 65'536));
    rlimit after{};
    getrlimit(RLIMIT_NOFILE, &after);
    CHECK(after.rlim_cur == std::min<rlim_t>(before.rlim_max, 65'536));
    setrlimit(RLIMIT_NOFILE, &before);

    CHECK(connections_for(64) == 48);
    CHECK(connections_for(1024) == 768);
    CHECK(connections_for(20'000) == 16'384);
    CHECK(connections_for(0) == 1);
}

TEST_CASE("Who watches is answered while every worker is busy") {
    auto options = quick();
    options.workers = 1;
    options.probes = {"/healthz"};
    std::promise<void> enough;
    auto const until = enough.get_future().share();
    Running running{options, [until](http::Request &&request) {
                        if (request.path == "/busy") until.wait();
                        return http::text("well");
                    }};
    std::vector<RawClient> busy;
    for (int i = 0; i < 5; ++i) {
        busy.push_back(running.client());
        busy.back().send(get("/busy"));
    }
    CHECK(comes_about([&] { return running.server.numbers().waiting == 4; }));
    for (int i = 0; i < 20; ++i) CHECK(running.ask(get("/healthz")).status == 200);
    CHECK(running.server.numbers().waiting == 4);
    refuses(running, "nonsense\r\n", 400); // and the sockets are not left alone
    enough.set_value();
    for (auto &each : busy) CHECK(each.answer().status == 200);
}
