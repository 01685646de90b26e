// SPDX-License-Identifier: Apache-2.0
#include "http/router.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace goen::http;

TEST_CASE("A segment may end in a word of its own, and is then without it") {
    Router router;
    auto const page = router.add(Method::get, "/contacts/{id}");
    auto const card = router.add(Method::get, "/contacts/{id}.vcf");
    auto const fresh = router.add(Method::get, "/contacts/new");
    auto const match = router.find(Method::get, "/contacts/12.vcf");
    CHECK(match.route == card);
    REQUIRE(match.params.size() == 1);
    CHECK(match.params[0].second == "12");
    CHECK(router.find(Method::get, "/contacts/12").route == page);
    CHECK(router.find(Method::get, "/contacts/.vcf").route ==
          page); // nothing before the ending: no id
    CHECK(router.find(Method::get, "/contacts/new").route == fresh);
    CHECK_THROWS(router.add(Method::get, "/x/a{id}"));
}

TEST_CASE("A path finds its route, a literal word before a placeholder") {
    Router router;
    auto const home = router.add(Method::get, "/");
    auto const contact = router.add(Method::get, "/contacts/{id}");
    auto const fresh = router.add(Method::get, "/contacts/new");
    auto const ledger = router.add(Method::get, "/contacts/{contact}/ledger");
    auto const change = router.add(Method::post, "/contacts/{id}");
    auto const dav = router.add(Method::get, "/dav/");

    CHECK(router.find(Method::get, "/").route == home);
    CHECK(router.find(Method::get, "/contacts/new").route == fresh);
    CHECK(router.find(Method::get, "/dav/").route == dav);
    CHECK(router.find(Method::post, "/contacts/12").route == change);
    auto const match = router.find(Method::get, "/contacts/山田");
    CHECK(match.kind == Match::Kind::found);
    CHECK(match.route == contact);
    REQUIRE(match.params.size() == 1);
    CHECK(match.params[0].first == "id");
    CHECK(match.params[0].second == "山田");
    auto const deep = router.find(
        Method::get, "/contacts/new/ledger"); // "new" leads nowhere here, {contact} does
    CHECK(deep.route == ledger);
    CHECK(deep.params[0].first == "contact");
    CHECK(router.routes().size() == 6);
}

TEST_CASE("HEAD is answered where GET is, and a wrong method is told which are right") {
    Router router;
    auto const get = router.add(Method::get, "/card");
    router.add(Method::post, "/card");
    CHECK(router.find(Method::head, "/card").route == get);
    auto const wrong = router.find(Method::del, "/card");
    CHECK(wrong.kind == Match::Kind::no_method);
    CHECK(wrong.allow == "GET, HEAD, POST");
    CHECK(router.find(Method::other, "/card").kind == Match::Kind::no_method);
}

TEST_CASE("What is not there is not found: no empty segments, no ten thousand of them") {
    Router router;
    router.add(Method::get, "/a/{x}/{y}");
    for (auto const *path :
         {"", "a", "/", "/a", "/a/", "/a/b", "/a/b/", "/a/b/c/", "/a/b/c/d", "/A/b/c", "/a//c"}) {
        CAPTURE(path);
        CHECK(router.find(Method::get, path).kind == Match::Kind::no_path);
    }
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += "/a";
    CHECK(router.find(Method::get, deep).kind == Match::Kind::no_path);
}

TEST_CASE("A route that stands twice or is misspelt is a bug") {
    Router router;
    router.add(Method::get, "/a/{x}");
    CHECK_THROWS_AS(router.add(Method::get, "/a/{y}"), std::logic_error);
    CHECK_THROWS_AS(router.add(Method::get, "b"), std::logic_error);
    CHECK_THROWS_AS(router.add(Method::get, "/b/{x"), std::logic_error);
    CHECK_THROWS_AS(router.add(Method::other, "/b"), std::logic_error);
}
