// SPDX-License-Identifier: Apache-2.0
// Who asks, when a proxy asks for them.
#include "net/address.hpp"
#include "net/testing_server.hpp"

#include <condition_variable>
#include <future>
#include <mutex>

using namespace goen;
using namespace goen::net;
using namespace goen::net::testing;

namespace {

std::vector<AddressBlock> const proxies{*AddressBlock::parse("127.0.0.1"),
                                        *AddressBlock::parse("2001:db8:1::/48")};

http::Request asked(std::vector<http::Header> headers, std::string peer = "127.0.0.1") {
    http::Request request;
    request.peer = std::move(peer);
    request.headers = std::move(headers);
    return request;
}

std::string peer_by(std::string forwarded) {
    auto request = asked({{"forwarded", std::move(forwarded)}});
    settle_peer(request, proxies, ProxyHeader::forwarded);
    return request.peer + (request.is_tls ? " tls" : "");
}

} // namespace

TEST_CASE("Forwarded is read as RFC 7239 writes it") {
    CHECK(peer_by("for=192.0.2.60") == "192.0.2.60");
    CHECK(peer_by("for=192.0.2.60;proto=https;by=203.0.113.43") == "192.0.2.60 tls");
    CHECK(peer_by("For=\"[2001:db8:cafe::17]:4711\"") == "2001:db8:cafe::17");
    CHECK(peer_by("for=\"192.0.2.43:47011\"") == "192.0.2.43");
    CHECK(peer_by("for=\"[::ffff:192.0.2.43]\"") == "192.0.2.43");
    CHECK(peer_by("proto=HTTPS ; for=192.0.2.43 ; host=\"a;b,c\\\"d\"") == "192.0.2.43 tls");
    CHECK(peer_by("for=\"192.0.2.43:_port\"") == "192.0.2.43");
}

TEST_CASE(
    "Of several hops the right-most one that is no trusted proxy asks; left of it anybody may "
    "have written anything") {
    CHECK(peer_by("for=192.0.2.1, for=198.51.100.9") == "198.51.100.9");
    CHECK(peer_by("for=192.0.2.1, for=127.0.0.1") == "192.0.2.1");
    CHECK(peer_by("for=192.0.2.1,for=\"[2001:db8:1::7]\";proto=https, for=127.0.0.1") ==
          "192.0.2.1");
    CHECK(peer_by("for=192.0.2.1, for=unknown") == "127.0.0.1");
    CHECK(peer_by("for=192.0.2.1, for=_hidden, for=127.0.0.1") == "127.0.0.1");
    CHECK(peer_by("for=192.0.2.1, for=\"_SEVKISEK\", for=\"[2001:db8:1::7]\"") == "2001:db8:1::7");
    // What somebody wrote before the proxy and cannot be read does not hide the proxy's own word.
    CHECK(peer_by("for=\"x, for=203.0.113.10") == "203.0.113.10");
    CHECK(peer_by("a b, for=203.0.113.11;proto=https") == "203.0.113.11 tls");
    CHECK(peer_by("for=\"x, for=203.0.113.12;host=\"a,b\"") == "203.0.113.12");
    // Two header lines are one list.
    auto request = asked({{"forwarded", "for=192.0.2.1"}, {"forwarded", "for=198.51.100.9"}});
    settle_peer(request, proxies, ProxyHeader::forwarded);
    CHECK(request.peer == "198.51.100.9");
}

TEST_CASE("A Forwarded header that is not one is not believed at all") {
    for (auto const *bad : {"192.0.2.1",
                            "for=",
                            "for=192.0.2.1;",
                            "for=192.0.2.1,",
                            "for=192.0.2.1 proto=https",
                            "for=[2001:db8::1]",
                            "for=\"2001:db8::1\"",
                            "for=\"[192.0.2.1]\"",
                            "for=\"192.0.2.1",
                            "for=192.0.2.1;for=192.0.2.2",
                            "for=\"192.0.2.1:\"",
                            "for=\"192.0.2.1\"x",
                            "for =192.0.2.1",
                            "for= 192.0.2.1",
                            "=192.0.2.1",
                            "for=mihon.example",
                            "for=\"\"",
                            "for=\"[2001:db8::1]80\"",
                            "for=192.0.2.1;proto=a;proto=b",
                            "for=\"\\",
                            ";",
                            ",",
                            "for=192.0.2.999"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_forwarded(bad).has_value());
        CHECK(peer_by(std::string{"for=203.0.113.7, "} + bad) == "127.0.0.1");
    }
}

TEST_CASE("Only the header that the proxies write is believed: the other one is the client's own") {
    std::vector<http::Header> const both{{"x-forwarded-for", "192.0.2.1"},
                                         {"forwarded", "for=198.51.100.9"}};
    auto first = asked(both), second = asked(both), missing = asked({both[0]});
    settle_peer(first, proxies);
    CHECK(first.peer == "192.0.2.1");
    settle_peer(second, proxies, ProxyHeader::forwarded);
    CHECK(second.peer == "198.51.100.9");
    settle_peer(missing, proxies, ProxyHeader::forwarded);
    CHECK(missing.peer == "127.0.0.1");
}

TEST_CASE("The first request of a proxy near by that nobody told of is told, once; strangers' "
          "claims are not") {
    std::mutex mutex;
    std::vector<std::string> told;
    auto options = quick();
    options.untrusted_proxy = [&](std::string const &address) {
        std::lock_guard const lock{mutex};
        told.push_back(address);
    };
    {
        Running running{options};
        running.ask(get("/"));
        CHECK(told.empty());
        running.ask(get("/", "X-Forwarded-For: 203.0.113.7\r\n"));
        running.ask(get("/", "Forwarded: for=203.0.113.7\r\n"));
        std::lock_guard const lock{mutex};
        CHECK(told == std::vector<std::string>{"127.0.0.1"});
    }
    options.trusted_proxies = {"127.0.0.1"};
    told.clear();
    Running running{options};
    running.ask(get("/", "X-Forwarded-For: 203.0.113.7\r\n"));
    CHECK(told.empty());
    auto stranger = asked({{"x-forwarded-for", "127.0.0.1"}}, "203.0.113.7");
    CHECK(settle_peer(stranger, proxies) == Settled::unbelieved);
    CHECK(stranger.header("x-forwarded-for").empty());
}

TEST_CASE(
    "Forty who hash a password at once leave half of the workers to others, and all forty are "
    "answered") {
    std::mutex mutex;
    std::condition_variable changed;
    bool may_end = false;
    int hashing = 0, most = 0;
    auto options = quick();
    options.workers = 4;
    options.hashes_password = [](http::Request const &request) { return request.path == "/login"; };
    Running running{options, [&](http::Request &&request) {
                        if (request.path != "/login") return http::text("free");
                        std::unique_lock lock{mutex};
                        most = std::max(most, ++hashing);
                        changed.notify_all();
                        changed.wait(lock, [&] { return may_end; });
                        --hashing;
                        return http::text("in");
                    }};
    std::vector<RawClient> guests;
    for (int i = 0; i < 40; ++i) {
        guests.emplace_back(running.server.port());
        guests.back().send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    }
    {
        std::unique_lock lock{mutex};
        REQUIRE(changed.wait_for(lock, seconds{20}, [&] { return hashing == 2; }));
    }
    for (int i = 0; i < 20; ++i) CHECK(running.ask(get("/healthz")).body == "free");
    {
        std::lock_guard const lock{mutex};
        may_end = true;
    }
    changed.notify_all();
    for (auto &guest : guests) CHECK(guest.answer(milliseconds{10'000}).status == 200);
    CHECK(most == 2);
}

TEST_CASE("When very many wait to hash a password, those beyond are told to come again") {
    std::promise<void> let_go;
    auto go = let_go.get_future().share();
    auto options = quick();
    options.limits.hashing = 3;
    options.hashes_password = [](http::Request const &) { return true; };
    options.refused = [](int status, std::string_view, http::Request const &request) {
        return http::text("in words for " + request.path, status).set("retry-after", "5");
    };
    Running running{options, [&](http::Request &&) {
                        go.wait();
                        return http::text("in");
                    }};
    // Of two workers one may hash; three wait.
    std::vector<RawClient> inside;
    for (int i = 0; i < 4; ++i) {
        inside.emplace_back(running.server.port());
        inside.back().send(get("/login"));
    }
    auto const start = steady_clock::now();
    while (running.server.numbers().waiting < 3 && steady_clock::now() - start < seconds{20})
        std::this_thread::sleep_for(milliseconds{5});
    for (int i = 0; i < 8; ++i) {
        auto const answer = running.ask(get("/login"));
        CHECK(answer.status == 503);
        CHECK(answer.body == "in words for /login");
        CHECK(answer.header("retry-after:") == "5");
    }
    let_go.set_value();
    for (auto &guest : inside) CHECK(guest.answer(milliseconds{10'000}).status == 200);
}
