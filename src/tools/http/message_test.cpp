// SPDX-License-Identifier: Apache-2.0
#include "http/accept.hpp"
#include "http/message.hpp"
#include "http/path.hpp"

#include "base/result.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::http;

namespace {
Request asking(std::string name, std::string value) {
    Request request;
    request.headers = {{std::move(name), std::move(value)}};
    return request;
}
} // namespace

TEST_CASE("A form's fields arrive as they were typed, in order and with repeats") {
    auto const form = Params::parse(
        "family=%E5%B1%B1%E7%94%B0&given=%E5%A4%AA%E9%83%8E&tag=a&tag=b+c&empty=&bare&&x=1=2");
    REQUIRE(form);
    CHECK(form->get("family") == "山田");
    CHECK(form->get("given") == "太郎");
    CHECK(form->all("tag") == std::vector<std::string_view>{"a", "b c"});
    CHECK(form->has("bare"));
    CHECK(form->get("bare").empty());
    CHECK(form->get("x") == "1=2");
    CHECK_FALSE(form->has("nothing"));
    CHECK(form->pairs().size() == 7);
}

TEST_CASE("A percent sign that encodes nothing stands for itself in a form") {
    auto const form = Params::parse("a=100%&b=%zz&c=%4");
    REQUIRE(form);
    CHECK(form->get("a") == "100%");
    CHECK(form->get("b") == "%zz");
    CHECK(form->get("c") == "%4");
}

TEST_CASE("A form with NUL, control characters or malformed UTF-8 is no form") {
    for (auto const *bad : {"a=%00", "%00=a", "a=%1B", "a=%C0%AF", "a=%ED%A0%80", "a=%F4%90%80%80",
                            "a=%E5%B1", "a=%80", "a=\xFF"}) {
        CAPTURE(bad);
        CHECK_FALSE(Params::parse(bad));
    }
    CHECK(Params::parse("a=line%0D%0Aline%09tab"));
}

TEST_CASE("A form with more fields than anyone has is refused") {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "a=1&";
    CHECK(Params::parse(text));
    CHECK_FALSE(Params::parse(text + "b=2"));
}

TEST_CASE("A path is decoded once, and only when all would read it alike") {
    CHECK(decode_path("/contacts/%E5%B1%B1") == "/contacts/山");
    CHECK(decode_path("/") == "/");
    CHECK(decode_path("/dav/") == "/dav/");
    CHECK(decode_path("/a%2520b") == "/a%20b");
    CHECK(decode_path("/a.b/..c/c..") == "/a.b/..c/c..");
    for (auto const *bad :
         {"",         "a",        "//",         "/a//b",   "/./",    "/.",      "/..",
          "/a/../b",  "/%2e%2e/", "/%2E",       "/a%2Fb",  "/a%2fb", "/a\\b",   "/..%5c",
          "/%00.css", "/%0A",     "/%7F",       "/%C2%85", "/%zz",   "/%u0041", "/%4",
          "/%",       "/%C0%AF",  "/%ED%A0%80", "/%E5%B1", "/%FF"}) {
        CAPTURE(bad);
        CHECK_FALSE(decode_path(bad));
    }
}

TEST_CASE("After log-in nobody is sent to another site") {
    CHECK(safe_path("/contacts?q=%E5%B1%B1&after=3#top") == "/contacts?q=%E5%B1%B1&after=3#top");
    for (auto const *bad :
         {"", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
          "https://evil.example/", "/%09/evil.example", "/..//evil.example", "@evil.example",
          "javascript:alert(1)", "/\t/evil.example", "/a\r\nSet-Cookie: a=b", "/%0d%0aSet-Cookie:a",
          " /a", "/%2f/evil.example", "/./evil", "/a b", "/\xE5\xB1\xB1"}) {
        CAPTURE(bad);
        CHECK(safe_path(bad) == "/");
    }
    CHECK(see_other("//evil.example").header("location") == "/");
    CHECK(see_other("/card").header("location") == "/card");
    CHECK(see_other("/card").status == 303);
}

TEST_CASE("The first cookie of a name is taken, and junk beside it does no harm") {
    auto const request =
        asking("cookie", "junk; ; =x; theme=\"dark\"; session=abc; session=evil;last = 1 ");
    CHECK(request.cookie("session") == "abc");
    CHECK(request.cookie("theme") == "dark");
    CHECK(request.cookie("last") == "1");
    CHECK(request.cookie("nothing").empty());
    CHECK(request.cookie("Session").empty());
}

TEST_CASE("Two hundred cookies or ten kilobytes of them are not read") {
    std::string many;
    for (int i = 0; i < 200; ++i) many += "c" + std::to_string(i) + "=1; ";
    CHECK(asking("cookie", many).cookie("c3") == "1");
    CHECK(asking("cookie", many).cookie("c199").empty());
    CHECK(asking("cookie", "a=" + std::string(10'000, 'x') + "; session=abc")
              .cookie("session")
              .empty());
}

TEST_CASE("A cookie is written for this site only, out of reach of scripts") {
    CHECK(to_string(Cookie{.name = "session", .value = "abc", .max_age = seconds{60}}) ==
          "session=abc; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax");
    CHECK_THROWS_AS(to_string(Cookie{.name = "a", .value = "x; Domain=evil.example"}),
                    std::logic_error);
    CHECK_THROWS_AS(to_string(Cookie{.name = "a", .value = "x\r\nSet-Cookie: b=c"}),
                    std::logic_error);
    CHECK_THROWS_AS(to_string(Cookie{.name = "", .value = "x"}), std::logic_error);
}

TEST_CASE("A reader gets the language she prefers of those there are") {
    CHECK(best_of("en-US,en;q=0.9,ja;q=0.8", {"ja", "en"}) == "en");
    CHECK(best_of("ja-JP", {"ja", "en"}) == "ja");
    CHECK(best_of("fr, de;q=0.5", {"ja", "en"}) == "ja");
    CHECK(best_of("", {"ja", "en"}) == "ja");
    CHECK(best_of("*", {"ja", "en"}) == "ja");
    CHECK(best_of("ja;q=0, *;q=0.5", {"ja", "en"}) == "en");
    CHECK(best_of("en;q=1e9, ja;q=0.1", {"en", "ja"}) == "ja");
    CHECK(best_of("../../etc/passwd", {"ja", "en"}) == "ja");
    CHECK(best_of("jab", {"en", "ja"}) == "en");
}

TEST_CASE("A program that asks for JSON gets it, a browser gets a page") {
    CHECK(best_of("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                  {"text/html", "application/json"}) == "text/html");
    CHECK(best_of("application/json", {"text/html", "application/json"}) == "application/json");
    CHECK(best_of("application/*", {"text/html", "application/json"}) == "application/json");
    CHECK(best_of("text/html;q=0.1, */*", {"text/html", "application/json"}) == "application/json");
    CHECK(best_of("application/json;charset=utf-8;q=0.9, text/html;q=0.3",
                  {"text/html", "application/json"}) == "application/json");
}

TEST_CASE("An Accept header of a hundred kilobytes costs no more than a small one") {
    std::string long_one;
    while (long_one.size() < 100'000) long_one += "a/b;q=0.5;q=0.4,";
    CHECK(best_of(long_one, {"text/html", "application/json"}) == "text/html");
    CHECK(preferences(long_one).size() <= 64);
}

TEST_CASE("A header that is set twice stands once, one that is added stands twice") {
    Response response;
    response.set("Cache-Control", "no-store")
        .set("cache-control", "private")
        .add("Set-Cookie", "a=1")
        .add("Set-Cookie", "b=2");
    CHECK(response.headers.size() == 3);
    CHECK(response.header("cache-control") == "private");
}

TEST_CASE("The type of a body is told without its parameters") {
    CHECK(asking("content-type", "application/json; charset=utf-8").media_type() ==
          "application/json");
    CHECK(asking("content-type", "text/csv").media_type() == "text/csv");
    CHECK(Request{}.media_type().empty());
}
