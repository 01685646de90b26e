// SPDX-License-Identifier: Apache-2.0
#include "net/server.hpp"

#include "hostile/raw_client.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::net;

TEST_CASE("Bytes that are no request are refused in the words of the house, as far as one can tell "
          "whose they are") {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.limits.linger_time = milliseconds{100};
    options.refused = [](int status, std::string_view, http::Request const &glanced) {
        return http::text(std::to_string(status) + " " + glanced.path + " " +
                              std::string{glanced.header("accept-language")} +
                              std::string{glanced.header("cookie")},
                          status);
    };
    Server server{options, [](http::Request &&) { return http::text("well"); }};
    server.run_in_background();
    auto const told = [&](std::string const &bytes) {
        hostile::RawClient client{server.port()};
        client.send(bytes);
        return client.answer().body;
    };
    CHECK(told("GET /a%ff HTTP/1.1\r\nHost: goen.example\r\nAccept-Language: ja\r\n\r\n") ==
          "400 /a%ff ja");
    CHECK(told("GET /a%ff HTTP/1.1\r\nCookie: lang=en\r\n\r\n") == "400 /a%ff lang=en");
    CHECK(told("GET /api/v1/me HTTP/1.1\r\nAccept-Language: en\r\n\r\n") == "400 /api/v1/me en");
    CHECK(told("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n") ==
          "414 /" + std::string(199, 'a') + " ");
    CHECK(told("GET /m HTTP/1.1\r\nAccept-Language: ja\r\nCookie: a=" + std::string(40'000, 'a') +
               "\r\n\r\n") == "431 /m ja");
    CHECK(told("\x16\x03\x01 /\x01\n") == "400 / ");
}

TEST_CASE(
    "A query in Shift_JIS comes through when the form's canary vouches for it, and else not") {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    Server server{options, [](http::Request &&request) { return http::text(request.target); }};
    server.run_in_background();
    auto const told = [&](std::string const &target) {
        hostile::RawClient client{server.port()};
        client.send("GET " + target + " HTTP/1.1\r\nHost: goen.example\r\n\r\n");
        auto const answer = client.answer();
        return std::to_string(answer.status) + " " + answer.body;
    };
    std::string const vouched = "/contacts?q=%94%5C&canary=%89%8F";
    CHECK(told(vouched) == "200 " + vouched);
    CHECK(told("/contacts?q=%94%5C").starts_with("400 "));
    CHECK(told("/contacts?q=%94%zz&canary=%89%8F").starts_with("400 "));
}
