// SPDX-License-Identifier: Apache-2.0
// What a server answers to one client, honest or not.
#include "net/testing_server.hpp"

using namespace goen;
using namespace goen::net;
using namespace goen::net::testing;

TEST_CASE("A browser asks, gets its page, and asks again on the same connection") {
    Running running;
    auto browser = running.client();
    for (int i = 0; i < 3; ++i) {
        browser.send(get("/contacts/%E5%B1%B1?q=%E6%9C%A8+a"));
        auto const answer = browser.answer();
        CHECK(answer.status == 200);
        CHECK(answer.body == "GET /contacts/山 q=木 a body=");
        CHECK(answer.header("Connection:").empty());
        CHECK(answer.header("Date:").ends_with(" GMT"));
        CHECK(answer.head.find("erver:") == std::string::npos);
        CHECK(answer.head.find("99999") == std::string::npos);
    }
    browser.send(get("/", "Connection: close\r\n"));
    CHECK(browser.answer().header("Connection:") == "close");
    CHECK(browser.is_closed());
    auto const numbers = running.server.numbers();
    CHECK(numbers.answers[2] == 4);
    CHECK(numbers.connections == 1);
    CHECK(numbers.bytes_in > 0);
}

TEST_CASE("An old HTTP/1.0 program is served, and kept when it asks for that") {
    Running running;
    auto one = running.client();
    one.send("GET /a HTTP/1.0\r\n\r\n");
    CHECK(one.answer().status == 200);
    CHECK(one.is_closed());
    auto two = running.client();
    for (int i = 0; i < 2; ++i) {
        two.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        CHECK(two.answer().header("Connection:") == "keep-alive");
    }
}

TEST_CASE("HEAD gets the head of the page and not its body; 204 has no length") {
    Running running;
    auto client = running.client();
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const head = client.answer(seconds{2}, true);
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length:") == std::to_string(std::string{"HEAD /a q= body="}.size()));
    client.send(get("/none"));
    auto const none = client.answer();
    CHECK(none.status == 204);
    CHECK(none.head.find("Content-Length") == std::string::npos);
    client.send(get("/b"));
    CHECK(client.answer().body == "GET /b q= body=");
}

TEST_CASE("Ten thousand requests sent at once are answered in order") {
    constexpr int count = 10'000;
    std::string all;
    for (int i = 0; i < count; ++i) all += get("/n" + std::to_string(i));
    Running running;
    auto client = running.client();
    std::thread sender{[&] { client.send(all); }};
    int right = 0;
    for (int i = 0; i < count; ++i) {
        auto const answer = client.answer();
        if (answer.status != 200) break;
        right += answer.body == "GET /n" + std::to_string(i) + " q= body=";
    }
    sender.join();
    CHECK(right == count);
}

TEST_CASE("A form arrives whole, however it is cut, with a length or in chunks") {
    Running running;
    CHECK(running.ask(post("Content-Length: 5\r\n", "hello")).body.ends_with("body=hello"));
    CHECK(running.ask(post("Content-Length: 0\r\n", "")).body.ends_with("body="));
    std::string const chunked =
        post("Transfer-Encoding: chunked\r\n",
             "5\r\nhello\r\n6;name=\"v\"\r\n world\r\n0\r\nHost: evil\r\n\r\n");
    CHECK(running.ask(chunked).body.ends_with("body=hello world"));
    auto client = running.client();
    for (char const c : chunked) {
        client.send(std::string_view{&c, 1});
    }
    CHECK(client.answer().body.ends_with("body=hello world"));
    client.send(get("/next"));
    CHECK(client.answer().body == "GET /next q= body=");
}

TEST_CASE("Who asks first whether a body is welcome is told so, or told not") {
    Running running;
    auto client = running.client();
    client.send(post("Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
    CHECK(client.answer().status == 100);
    client.send("hello");
    CHECK(client.answer().body.ends_with("body=hello"));
    refuses(running, post("Content-Length: 5000000\r\nExpect: 100-continue\r\n", ""), 413);
    refuses(running, post("Content-Length: 5\r\nExpect: 200-ok\r\n", ""), 417);
}

TEST_CASE("A request that two readers could read differently is refused") {
    Running running;
    std::string const two_requests = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    auto const bad = [&](std::string const &bytes) { refuses(running, bytes, 400); };
    bad(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", two_requests));
    bad(post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", two_requests));
    for (auto const *lengths : {"5\r\nContent-Length: 5", "5\r\nContent-Length: 6", "+5", "-5",
                                "5, 5", "5,5", "0x5", " 5", "5 ", "\t5", "", "5 5", "5.0", "5;",
                                "\v5", "99999999999999999999", "18446744073709551621", "٥"}) {
        bad(post(std::string{"Content-Length: "} + lengths + "\r\n", "hello"));
    }
    for (auto const *codings :
         {"chunked, identity", "identity, chunked", "identity", "xchunked", "chunkedx",
          "gzip, chunked", "gzip", "chunked\t", "\tchunked", "\vchunked", "chunked\v", " chunked",
          "\"chunked\"", "chunked;a=b", "", "chunked\r\nTransfer-Encoding: chunked",
          "chunked\r\nTransfer-Encoding: identity", "chunked,"}) {
        bad(post(std::string{"Transfer-Encoding: "} + codings + "\r\n", two_requests));
    }
    bad("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    bad(post("Content-Length : 5\r\n", "hello"));
    bad(post("Content-Length\t: 5\r\n", "hello"));
    bad(post(" Content-Length: 5\r\n", "hello"));
    bad(post("X-Folded: a\r\n b\r\n", ""));
    bad(post("X-Folded: a\r\n\tb\r\n", ""));
    bad(post("Transfer-Encoding:\r\n chunked\r\n", two_requests));
    bad("GET / HTTP/1.1\nHost: x\n\n");
    bad("GET / HTTP/1.1\r\nHost: x\n\r\n");
    bad("GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n");
    bad("GET / HTTP/1.1\r\nHost: x\r\n\n");
    bad("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n");
    bad("GET / HTTP/1.1\r\nHost: x\r\n: no name\r\n\r\n");
    bad("GET / HTTP/1.1\r\nHost: x\r\nA(b): c\r\n\r\n");
    bad("GET / HTTP/1.1\r\nHost: x\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\n");
    using namespace std::string_literals;
    bad("GET / HTTP/1.1\r\nHost: x\r\nA\0B: c\r\n\r\n"s);
    bad("GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"s);
    bad("GET / HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n");
    bad("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"s);
    CHECK(running.still_serves());
}

TEST_CASE("A chunked body that lies about its sizes is refused") {
    Running running;
    for (auto const *chunks :
         {"FFFFFFFFFFFFFFFF1\r\n", "-5\r\nhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n",
          "0x5\r\nhello\r\n0\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n",
          "\r\nhello", "g\r\n", "5\nhello\n0\n\n", "5\r\nhello0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n",
          "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r\n0\r\nA: b\n\r\n"}) {
        refuses(running, post("Transfer-Encoding: chunked\r\n", chunks), 400);
    }
    refuses(running,
            post("Transfer-Encoding: chunked\r\n",
                 "5;" + std::string(1'000'000, 'e') + "\r\nhello\r\n0\r\n\r\n"),
            400);
    refuses(running, post("Transfer-Encoding: chunked\r\n", "FFFFFFF\r\n"), 413);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 10'000; ++i) trailers += "T: x\r\n";
    refuses(running, post("Transfer-Encoding: chunked\r\n", trailers + "\r\n"), 400);
    CHECK(running.still_serves());
}

TEST_CASE("Whose host is missing, doubled or another's is refused") {
    Running running;
    refuses(running, "GET / HTTP/1.1\r\n\r\n", 400);
    for (auto const *hosts :
         {"a\r\nHost: b", "a\r\nHost: a", "", "a b", "a/b", "user@a", "a:b", "a:", "a,b", "[::1",
          "[]", ":80", "a:123456", "\"a\"", "a\tb", "山.example", "a#b", "a?b"}) {
        refuses(running, std::string{"GET / HTTP/1.1\r\nHost: "} + hosts + "\r\n\r\n", 400);
    }
    for (auto const *host :
         {"goen.example", "GOEN.example:8080", "127.0.0.1:80", "[::1]:8080", "[::1]", "my_host"}) {
        CAPTURE(host);
        CHECK(running.ask(std::string{"GET / HTTP/1.1\r\nHost: "} + host + "\r\n\r\n").status ==
              200);
    }
    CHECK(running.ask("GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\n\r\n").body ==
          "GET /x q= body=");
    refuses(running, "GET http://b.example/x HTTP/1.1\r\nHost: a.example\r\n\r\n", 400);
    refuses(running, "GET http://a.example HTTP/1.1\r\nHost: a.example\r\n\r\n", 400);
    refuses(running, "GET ftp://a.example/x HTTP/1.1\r\nHost: a.example\r\n\r\n", 400);
    refuses(running, "GET http://a.example@b.example/x HTTP/1.1\r\nHost: a.example\r\n\r\n", 400);
}

TEST_CASE("A request line that is none is refused") {
    Running running;
    auto const line = [&](std::string const &first, int status) {
        refuses(running, first + "\r\nHost: x\r\n\r\n", status);
    };
    for (auto const *bad : {"GET /",
                            "GET",
                            "GET  / HTTP/1.1",
                            "GET / HTTP/1.1 ",
                            "GET / http/1.1",
                            "GET / HTTP/11",
                            "GET / HTTP/1.1x",
                            "get / HTTP/1.1",
                            "Get / HTTP/1.1",
                            "GET\t/\tHTTP/1.1",
                            " GET / HTTP/1.1",
                            "G(T / HTTP/1.1",
                            "GET /a b HTTP/1.1",
                            "GET /山 HTTP/1.1",
                            "GET /%zz HTTP/1.1",
                            "GET /%u0041 HTTP/1.1",
                            "GET /?q=%zz HTTP/1.1",
                            "GET /?q=%00 HTTP/1.1",
                            "GET /?q=%C0%AF HTTP/1.1",
                            "GET /a#b HTTP/1.1",
                            "GET a HTTP/1.1",
                            "GET * HTTP/1.1",
                            "OPTIONS * HTTP/1.1",
                            "GET ?q HTTP/1.1",
                            "GET /%00 HTTP/1.1",
                            "GET /static/%00.css HTTP/1.1",
                            "GET /%C0%AF HTTP/1.1",
                            "GET /%ED%A0%80 HTTP/1.1",
                            "GET /%F4%90%80%80 HTTP/1.1",
                            "GET /%E5%B1 HTTP/1.1",
                            "GET /%80 HTTP/1.1",
                            "GET /%0d%0aX:y HTTP/1.1"}) {
        line(bad, 400);
    }
    for (auto const *method : {"TRACE", "TRACK"}) line(std::string{method} + " / HTTP/1.1", 405);
    line("CONNECT x:443 HTTP/1.1", 405);
    for (auto const *method : {"BREW", "PROPFIND", "M-SEARCH"})
        line(std::string{method} + " / HTTP/1.1", 501);
    line("GET / HTTP/2.0", 505);
    line("GET / HTTP/1.2", 505);
    refuses(running, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400);
    refuses(running, "\x16\x03\x01\x02", 400); // a TLS greeting on the plain port
    refuses(running, "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400);
    CHECK(running.ask("\r\n" + get("/a")).status == 200);
}

TEST_CASE("A path in disguise leads nowhere") {
    Running running;
    for (auto const *path : {"/a/../../etc/passwd", "/%2e%2e/", "/..%5c", "/a\\b", "//", "/./",
                             "/.", "/..", "/a//b", "/a%2fb", "/%2E%2E/x"}) {
        refuses(running, get(path), 404);
    }
    CHECK(running.ask(get("/%252e")).body == "GET /%2e q= body="); // decoded once, not twice
    CHECK(running.ask(get("/.git/config")).status == 200);         // for the router to say
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += "/a";
    refuses(running, get(deep), 414);
}

TEST_CASE("What is too large is refused before it is read") {
    Running running;
    refuses(running, get("/" + std::string(9'000, 'a')), 414);
    refuses(running, "GET /" + std::string(1'000'000, 'a'), 414);
    refuses(running, get("/", "A: " + std::string(1'000'000, 'a') + "\r\n"), 431);
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "A: b\r\n";
    refuses(running, get("/", many), 431);
    refuses(running, post("Content-Length: 1048577\r\n", "x"), 413);
    refuses(running, post("Content-Length: 999999999999999999\r\n", "x"), 413);
    refuses(running, post("Content-Length: 5\r\nContent-Encoding: gzip\r\n", "hello"), 415);
    CHECK(
        running.ask(post("Content-Length: 1048576\r\n", std::string(1'048'576, 'x'))).body.size() >
        1'048'576);
    CHECK(running.ask(get("/", "Range: bytes=0-,0-,0-,0-\r\n")).status == 200);
    CHECK(running.ask(get("/" + std::string(8'000, 'a'))).status == 200);
}

TEST_CASE("An import may be larger than a form") {
    auto options = quick();
    options.body_limit = [](std::string_view path) {
        return path == "/form" ? std::size_t{10} : std::size_t{1000};
    };
    Running running{options};
    refuses(running, post("Content-Length: 11\r\n", "hello world"), 413);
    CHECK(running.ask("POST /import HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world")
              .status == 200);
}

TEST_CASE("What is too large is refused in the house's own words, for that path") {
    auto options = quick();
    options.body_limit = [](std::string_view) { return std::size_t{10}; };
    options.too_large = [](http::Request const &request) {
        return http::html("too much for " + request.path, 413);
    };
    Running running{options};
    auto const answer = running.ask(post("Content-Length: 11\r\n", "hello world"));
    CHECK(answer.status == 413);
    CHECK(answer.body.starts_with("too much for /"));
    auto const chunked =
        running.ask(post("Transfer-Encoding: chunked\r\n", "b\r\nhello world\r\n0\r\n\r\n"));
    CHECK(chunked.status == 413);
    CHECK(chunked.body.starts_with("too much for /"));
}

TEST_CASE("A header in another encoding keeps its place and becomes clean text") {
    std::string seen;
    Running running{quick(), [&](http::Request &&request) {
                        seen = request.header("x-name");
                        return http::text(std::string{request.media_type()});
                    }};
    CHECK(running.ask(get("/", "X-Name: caf\xE9\r\nContent-Type: Application/JSON; Charset=X\r\n"))
              .body == "application/json");
    CHECK(seen == "caf\uFFFD");
}

TEST_CASE("Only a trusted proxy may say for whom it asks") {
    std::string seen;
    auto const handler = [&](http::Request &&request) {
        seen = request.peer + (request.is_tls ? " tls " : " plain ") +
               std::string{request.header("x-forwarded-for")} +
               std::string{request.header("x-forwarded-host")} +
               std::string{request.header("forwarded")};
        return http::text("ok");
    };
    std::string const claims = "X-Forwarded-For: 203.0.113.7, 198.51.100.9\r\nX-Forwarded-Proto: "
                               "https\r\nX-Forwarded-Host: evil.example\r\n"
                               "Forwarded: for=203.0.113.7\r\n";
    {
        Running running{quick(), handler};
        running.ask(get("/", claims));
        CHECK(seen == "127.0.0.1 plain ");
    }
    auto options = quick();
    options.trusted_proxies = {"127.0.0.0/8", "198.51.100.0/24"};
    Running running{options, handler};
    running.ask(
        get("/", "X-Forwarded-For: 203.0.113.7, 198.51.100.9\r\nX-Forwarded-Proto: https\r\n"));
    CHECK(seen.starts_with("203.0.113.7 tls "));
    running.ask(get("/", "X-Forwarded-For: 203.0.113.7, junk\r\n"));
    CHECK(seen.starts_with("127.0.0.1 "));
}
