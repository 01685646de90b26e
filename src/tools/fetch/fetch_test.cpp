// SPDX-License-Identifier: Apache-2.0
#include "fetch/fetch.hpp"

#include "fetch/exchange.hpp"
#include "fetch/testing_site.hpp"
#include "http/compress.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <optional>
#include <stdexcept>

using namespace goen;
using namespace goen::fetch;

namespace {

// Two sites of one port on two addresses. The port that the system chose for the first may be taken
// on the second: then another one is tried.
struct Sites {
    explicit Sites(TestingSite::Answer const &answer) {
        for (int tries = 0; !inner; ++tries) {
            outer.emplace(answer);
            try {
                inner.emplace(
                    [](auto const &, auto const &send) { send(TestingSite::page("<p>secret")); },
                    "127.0.0.2", outer->port());
            } catch (std::runtime_error const &) {
                if (tries == 20) throw;
            }
        }
    }
    std::optional<TestingSite> outer, inner;
};

// 127.0.0.1 plays the public internet, 127.0.0.2 the network behind it.
class World {
public:
    explicit World(TestingSite::Answer const &answer) : sites(answer) {
        settings.ports = {site.port()};
        settings.may_connect = [](Address const &address) { return address.text() == "127.0.0.1"; };
        settings.resolve = [this](std::string const &host) -> std::vector<std::string> {
            ++asked;
            if (host == "public.example") return {"127.0.0.1"};
            if (host == "inner.example") return {"127.0.0.2"};
            return {};
        };
    }
    explicit World(std::string answer)
        : World(TestingSite::Answer{[answer](auto const &, auto const &send) { send(answer); }}) {}

    std::string at(std::string const &host, std::string const &path = "/") const {
        return "http://" + host + ":" + std::to_string(site.port()) + path;
    }
    Result<Answer> get(Kind kind = Kind::page, Limits const &limits = {}) {
        Fetcher fetcher{settings};
        return fetcher.get(*Url::parse(at("public.example")), kind, limits);
    }

    Settings settings;
    int asked = 0;
    Sites sites;
    TestingSite &site = *sites.outer, &inner = *sites.inner;
};

std::string const png = "\x89PNG\r\n\x1A\nrest";

} // namespace

TEST_CASE("A page is asked for as a stranger would, and comes with its charset and its address") {
    World world{TestingSite::page("<p>展示会", "text/html; charset=\"UTF-8\"")};
    ::setenv("http_proxy", world.at("inner.example").c_str(), 1);
    ::setenv("ALL_PROXY", world.at("127.0.0.2").c_str(), 1);
    auto const answer = world.get();
    ::unsetenv("http_proxy");
    ::unsetenv("ALL_PROXY");
    REQUIRE(answer);
    CHECK(answer->body == "<p>展示会");
    CHECK(answer->charset == "UTF-8");
    CHECK(answer->url.text() == world.at("public.example"));
    CHECK(!answer->is_cut);
    CHECK(world.inner.connections() == 0);
    REQUIRE(world.site.requests().size() == 1);
    auto const request = world.site.requests()[0];
    CHECK(request.starts_with("GET / HTTP/1.1\r\n"));
    CHECK(request.find("User-Agent: goen") != request.npos);
    for (std::string const field : {"Cookie:", "Referer:", "Authorization:", "Proxy-"}) {
        CAPTURE(field);
        CHECK(request.find(field) == request.npos);
    }
}

TEST_CASE("Nothing of this machine or its network is asked, in whatever way it is named") {
    World world{TestingSite::page("<p>secret")};
    Settings settings;
    settings.ports = {world.site.port()};
    SUBCASE("by the names that the system knows") {}
    SUBCASE("by a name of the DNS") {
        settings.resolve = [](auto const &) { return std::vector<std::string>{"127.0.0.1"}; };
    }
    SUBCASE("by a name of the DNS, as an IPv6 address that holds it") {
        settings.resolve = [](auto const &) {
            return std::vector<std::string>{"::ffff:127.0.0.1", "::1"};
        };
    }
    SUBCASE("by a name that the operator allows, which leads to loopback all the same") {
        settings.private_hosts = {"localhost", "a.example", "127.0.0.1"};
        settings.resolve = [](auto const &) { return std::vector<std::string>{"127.0.0.1"}; };
    }
    Fetcher fetcher{settings};
    for (std::string const host :
         {"127.0.0.1", "127.0.0.2", "localhost", "localhost.", "LOCALHOST", "[::1]",
          "[::ffff:127.0.0.1]", "[::127.0.0.1]", "0.0.0.0", "[::]", "[64:ff9b::7f00:1]"}) {
        CAPTURE(host);
        auto const url = Url::parse(world.at(host));
        REQUIRE(url);
        auto const answer = fetcher.get(*url, Kind::page);
        REQUIRE(!answer);
        CHECK(answer.why().reason == Reason::not_found);
    }
    CHECK(world.site.connections() == 0);
    CHECK(world.inner.connections() == 0);
    // The same request goes through where the address may be connected to.
    settings.may_connect = [](Address const &) { return true; };
    Fetcher open{settings};
    CHECK(open.get(*Url::parse(world.at("127.0.0.1")), Kind::page));
}

TEST_CASE("A redirect into the network behind is not followed, by name or by address") {
    for (std::string const host : {"127.0.0.2", "inner.example", "nowhere.example", "[::1]"}) {
        CAPTURE(host);
        std::string to;
        World world{[&](auto const &, auto const &send) { send(TestingSite::redirect(to)); }};
        to = world.at(host);
        CHECK(!world.get());
        CHECK(world.site.connections() == 1);
        CHECK(world.inner.connections() == 0);
    }
    for (std::string const to :
         {"file:///etc/passwd", "gopher://public.example/", "", "ftp://a.example",
          "http://public.example:22/", "http://2852039166/"}) {
        CAPTURE(to);
        World world{TestingSite::redirect(to)};
        CHECK(!world.get());
        CHECK(world.site.connections() == 1);
    }
}

TEST_CASE("A name that leads somewhere else the second time leads nowhere") {
    World world{TestingSite::redirect("/again")};
    world.settings.resolve = [&](auto const &) {
        return std::vector<std::string>{world.asked++ == 0 ? "127.0.0.1" : "127.0.0.2"};
    };
    CHECK(!world.get());
    CHECK(world.asked == 2);
    CHECK(world.site.connections() == 1);
    CHECK(world.inner.connections() == 0);

    // Of two addresses the forbidden one is left alone.
    World both{TestingSite::page("<p>")};
    both.settings.resolve = [](auto const &) {
        return std::vector<std::string>{"127.0.0.2", "127.0.0.1"};
    };
    CHECK(both.get());
    CHECK(both.inner.connections() == 0);
}

TEST_CASE("Three redirects are followed, without the cookies they set, and not a fourth") {
    for (int const hops : {3, 4}) {
        int count = 0;
        World world{[&](auto const &, auto const &send) {
            send(count++ < hops ? TestingSite::redirect("/" + std::to_string(count))
                                : TestingSite::page("<p>"));
        }};
        auto const answer = world.get();
        CHECK(answer.has_value() == (hops == 3));
        CHECK(world.site.connections() == 4);
        if (answer) CHECK(answer->url.target() == "/3");
        for (auto const &request : world.site.requests()) {
            CHECK(request.find("Cookie") == request.npos);
            CHECK(request.find("Referer") == request.npos);
        }
    }
    World loop{TestingSite::redirect("/")};
    CHECK(!loop.get());
    CHECK(loop.site.connections() == 4);
}

TEST_CASE("Hosts of a private network are asked when the operator names them, the others are not") {
    Settings settings;
    settings.private_hosts = {"intra.example"};
    auto const named = *Url::parse("http://Intra.example./");
    auto const other = *Url::parse("http://other.example/");
    for (std::string const text : {"10.0.0.1", "192.168.1.1", "fd00::1"}) {
        CAPTURE(text);
        CHECK(may_connect(*Address::parse(text), named, settings));
        CHECK(!may_connect(*Address::parse(text), other, settings));
    }
    for (std::string const text : {"127.0.0.1", "169.254.169.254", "::1", "fe80::1", "0.0.0.0"}) {
        CAPTURE(text);
        CHECK(!may_connect(*Address::parse(text), named, settings));
    }
    CHECK(may_connect(*Address::parse("1.1.1.1"), other, settings));
}

TEST_CASE("A page is read up to its limit, however much follows") {
    bool is_over = false;
    World world{[&](auto const &, auto const &send) {
        send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        while (send(std::string(10'000, '<'))) {
        }
        is_over = true;
    }};
    Limits limits;
    limits.body = 100'000;
    auto const answer = world.get(Kind::page, limits);
    REQUIRE(answer);
    CHECK(answer->is_cut);
    CHECK(answer->body.size() == 100'000);
    CHECK(answer->body.capacity() < 300'000);
}

TEST_CASE("A bomb of compressed zeros is no larger than any other page") {
    auto const bomb = http::gzip(std::string(50'000'000, '<'), 9);
    CHECK(bomb.size() < 100'000);
    World world{TestingSite::page(bomb, "text/html", "Content-Encoding: gzip\r\n")};
    auto const answer = world.get();
    REQUIRE(answer);
    CHECK(answer->is_cut);
    CHECK(answer->body.size() == Limits{}.body);

    World brotli{TestingSite::page(http::brotli(std::string(50'000'000, '<')), "text/html",
                                   "Content-Encoding: br\r\n")};
    CHECK(brotli.get()->is_cut);
    World broken{TestingSite::page("no gzip", "text/html", "Content-Encoding: gzip\r\n")};
    CHECK(!broken.get());
}

TEST_CASE("Who answers a byte at a time, or never, is left when the time is over") {
    World drip{[](auto const &, auto const &send) {
        send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        while (send("<")) std::this_thread::sleep_for(milliseconds{5});
    }};
    Limits limits;
    limits.total = milliseconds{200};
    auto const answer = drip.get(Kind::page, limits);
    REQUIRE(!answer);
    CHECK(answer.why().reason == Reason::not_found);

    World slow_redirects{[](auto const &, auto const &send) {
        std::this_thread::sleep_for(milliseconds{120});
        send(TestingSite::redirect("/"));
    }};
    CHECK(!slow_redirects.get(Kind::page, limits));
    CHECK(slow_redirects.site.connections() <= 2);
}

TEST_CASE("Header fields without end, and answers that are no HTTP, end the request") {
    World endless{[](auto const &, auto const &send) {
        send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
        for (int i = 0; send("X-" + std::to_string(i) + ": " + std::string(1000, 'x') + "\r\n");
             ++i) {
        }
    }};
    CHECK(!endless.get());

    std::string cookies;
    for (int i = 0; i < 1000; ++i) cookies += "Set-Cookie: a" + std::to_string(i) + "=b\r\n";
    World many{TestingSite::page("<p>", "text/html", cookies)};
    CHECK(many.get());
    Limits narrow;
    narrow.head = 10'000;
    CHECK(!many.get(Kind::page, narrow));

    for (std::string const answer :
         {"<html>HTTP/0.9", "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
          "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>",
          "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<p>"}) {
        CAPTURE(answer);
        World world{answer};
        CHECK(!world.get());
    }
}

TEST_CASE("Only pages are pages and only pictures are pictures, by their type and their bytes") {
    struct Row {
        Kind kind;
        std::string type, body;
        bool is_good;
    };
    for (auto const &[kind, type, body, is_good] :
         {Row{Kind::page, "text/html", "<p>", true},
          Row{Kind::page, "Application/XHTML+XML; charset=utf-8", "<p>", true},
          Row{Kind::page, "application/json", "<p>", false},
          Row{Kind::page, "text/plain", "<p>", false}, Row{Kind::page, "", "<p>", false},
          Row{Kind::page, "text/html", "{}", false},
          Row{Kind::page, "text/html", std::string{"<\0", 2}, false},
          Row{Kind::page, "image/png", png, false}, Row{Kind::picture, "image/png", png, true},
          Row{Kind::picture, "image/jpeg", "\xFF\xD8\xFF\xE0", true},
          Row{Kind::picture, "image/gif", "GIF89a", true},
          Row{Kind::picture, "image/webp", "RIFF0000WEBPVP8 ", true},
          Row{Kind::picture, "image/webp", "RIFF", false},
          Row{Kind::picture, "image/png", "<script>", false},
          Row{Kind::picture, "image/svg+xml", "<svg/>", false},
          Row{Kind::picture, "text/html", png, false}}) {
        CAPTURE(type);
        CAPTURE(body);
        World world{TestingSite::page(body, type)};
        auto const answer = world.get(kind);
        CHECK(answer.has_value() == is_good);
        if (!is_good) CHECK(answer.why().reason == Reason::unsupported);
    }
    // Half a picture is none.
    World large{TestingSite::page(png + std::string(1000, 'x'), "image/png")};
    Limits limits;
    limits.body = 500;
    CHECK(!large.get(Kind::picture, limits));
}

TEST_CASE("Ports that are not for pages are not tried, and not more at once than may be") {
    World world{TestingSite::page("<p>")};
    world.settings.ports = {80, 443};
    CHECK(!world.get());
    CHECK(world.site.connections() == 0);
    world.settings.ports = {world.site.port()};
    world.settings.most_at_once = 0;
    auto const answer = world.get();
    REQUIRE(!answer);
    CHECK(answer.why().reason == Reason::too_many);
    world.settings.most_at_once = 1;
    Fetcher fetcher{world.settings};
    auto const url = *Url::parse(world.at("public.example"));
    CHECK(fetcher.get(url, Kind::page));
    CHECK(fetcher.get(url, Kind::page)); // the place was given back
}
