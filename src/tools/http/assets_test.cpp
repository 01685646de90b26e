// SPDX-License-Identifier: Apache-2.0
#include "http/assets.hpp"
#include "http/compress.hpp"
#include "http/conditional.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <stdexcept>

using namespace goen::http;

namespace {

std::string gunzipped(std::string_view packed) {
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(1'000'000, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

Request get(std::string path, std::vector<Header> headers = {}) {
    Request request;
    request.path = std::move(path);
    request.headers = std::move(headers);
    return request;
}

std::string const style = [] {
    std::string text;
    for (int i = 0; i < 300; ++i) text += ".card { color: #123; }\n";
    return text;
}();

} // namespace

TEST_CASE("A browser gets the coding it prefers") {
    CHECK(coding_for("gzip, deflate, br") == Coding::brotli);
    CHECK(coding_for("gzip, deflate") == Coding::gzip);
    CHECK(coding_for("br;q=0.5, gzip") == Coding::gzip);
    CHECK(coding_for("br;q=0, gzip;q=0") == Coding::none);
    CHECK(coding_for("*") == Coding::brotli);
    CHECK(coding_for("br;q=0, *") == Coding::gzip);
    CHECK(coding_for("") == Coding::none);
    CHECK(coding_for("identity") == Coding::none);
}

TEST_CASE("A long page is sent small, and a cache is told on what that depends") {
    auto page = html(style);
    compress(get("/", {{"accept-encoding", "gzip"}}), page);
    CHECK(page.header("content-encoding") == "gzip");
    CHECK(page.header("vary") == "Accept-Encoding");
    CHECK(page.body.size() < style.size() / 4);
    CHECK(gunzipped(page.body) == style);

    auto plain = html(style).set("vary", "Cookie");
    compress(get("/"), plain);
    CHECK(plain.header("vary") == "Cookie, Accept-Encoding");
    CHECK(plain.body == style);
}

TEST_CASE("What does not shrink, is small, or must not be changed stays as it is") {
    auto const request = get("/", {{"accept-encoding", "br, gzip"}});
    auto small = html("short");
    compress(request, small);
    CHECK(small.body == "short");
    auto picture = html(style).set("content-type", "image/png");
    compress(request, picture);
    CHECK(picture.body == style);
    auto secret = html(style).set("cache-control", "no-store, no-transform");
    compress(request, secret);
    CHECK(secret.body == style);
    auto partial = html(style, 206);
    compress(request, partial);
    CHECK(partial.body == style);
    auto tagged = html(style).set("etag", "\"abc\"");
    compress(request, tagged);
    CHECK(tagged.header("content-encoding") == "br");
    CHECK(tagged.header("etag") == "\"abc-br\"");
    auto weak = html(style).set("etag", "W/\"abc\"");
    compress(request, weak);
    CHECK(weak.header("etag") == "W/\"abc\"");
}

TEST_CASE("Style and pictures are kept by browsers for ever under a name with their hash") {
    File const files[] = {{"goen.css", style}, {"icons/card.svg", "<svg/>"}, {"photo.png", style}};
    Assets const assets{files};
    auto const path = assets.path("goen.css");
    CHECK(path.starts_with("/assets/goen."));
    CHECK(path.ends_with(".css"));
    CHECK(assets.path("icons/card.svg").starts_with("/assets/icons/card."));
    CHECK_THROWS_AS((void)assets.path("nothing.css"), std::logic_error);

    auto const plain = assets.serve(get(path));
    CHECK(plain.status == 200);
    CHECK(plain.content() == style);
    CHECK(plain.header("content-type") == "text/css; charset=utf-8");
    CHECK(plain.header("cache-control") == "public, max-age=31536000, immutable");
    CHECK(plain.header("x-content-type-options") == "nosniff");
    CHECK(plain.header("vary") == "Accept-Encoding");

    auto const packed = assets.serve(get(path, {{"accept-encoding", "gzip"}}));
    CHECK(packed.header("content-encoding") == "gzip");
    CHECK(gunzipped(packed.content()) == style);
    CHECK(packed.header("etag") != plain.header("etag"));

    auto const again = assets.serve(
        get(path, {{"if-none-match", "\"x\", W/" + std::string{plain.header("etag")}}}));
    CHECK(again.status == 304);
    CHECK(again.content().empty());
    CHECK(again.header("etag") == plain.header("etag"));

    auto const picture = assets.serve(get(assets.path("photo.png"), {{"accept-encoding", "gzip"}}));
    CHECK(picture.header("content-encoding").empty());
}

TEST_CASE("A file that is not there is a plain 404, also when its hash is old") {
    File const files[] = {{"goen.css", style}};
    Assets const assets{files};
    for (auto const *path : {"/assets/goen.css", "/assets/goen.0000000000000000.css", "/assets/",
                             "/assets/.git/config"}) {
        CAPTURE(path);
        CHECK(assets.serve(get(path)).status == 404);
    }
    auto post = get(assets.path("goen.css"));
    post.method = Method::post;
    CHECK(assets.serve(post).status == 405);
}

TEST_CASE("A change is refused when somebody else has changed it meanwhile") {
    CHECK(may_change(get("/"), "\"1\""));
    CHECK(may_change(get("/", {{"if-match", "*"}}), "\"1\""));
    CHECK(may_change(get("/", {{"if-match", "\"0\", \"1\""}}), "\"1\""));
    CHECK_FALSE(may_change(get("/", {{"if-match", "\"2\""}}), "\"1\""));
    CHECK_FALSE(may_change(get("/", {{"if-match", "W/\"1\""}}), "\"1\""));
    CHECK(may_change(get("/", {{"if-match", "W/\"1\", \"0\",\"1\""}}), "\"1\""));
    CHECK(may_change(get("/", {{"if-match", "\"0\""}, {"if-match", "\"1\""}}), "\"1\""));
    CHECK(may_change(get("/", {{"if-match", "\"1-br\""}}), "\"1\"")); // as it was given out
    CHECK(may_change(get("/", {{"if-match", "\"1-gzip\""}}), "\"1\""));
    CHECK_FALSE(may_change(get("/", {{"if-match", "\"1-zip\""}}), "\"1\""));
    for (auto const *unreadable : {"", " ", "1", "junk", "\"1", "* , \"1\""}) {
        CAPTURE(unreadable);
        CHECK_FALSE(may_change(get("/", {{"if-match", unreadable}}), "\"1\""));
    }
    auto const changed = *goen::parse_rfc3339("2026-10-03T09:15:00.500Z");
    for (auto const *since : {"Sat, 03 Oct 2026 09:15:00 GMT", "Saturday, 03-Oct-26 09:15:00 GMT",
                              "Sat Oct  3 09:15:00 2026", "Sun, 04 Oct 2026 09:15:00 GMT", "junk",
                              "Sat, 03 Oct 2026 09:14:59 JST", ""}) {
        CAPTURE(since);
        CHECK(is_unmodified(get("/", {{"if-unmodified-since", since}}), changed));
    }
    for (auto const *since : {"Sat, 03 Oct 2026 09:14:59 GMT", "Saturday, 03-Oct-26 09:14:59 GMT",
                              "Sat Oct  3 09:14:59 2026"}) {
        CAPTURE(since);
        CHECK_FALSE(is_unmodified(get("/", {{"if-unmodified-since", since}}), changed));
        CHECK(is_unmodified(get("/", {{"if-match", "\"1\""}, {"if-unmodified-since", since}}),
                            changed));
    }
    CHECK(has_already(get("/", {{"if-none-match", "\"1-gzip\""}}), "\"1\""));
    CHECK(has_already(get("/", {{"if-none-match", "*"}}), "\"1\""));
    CHECK(has_already(get("/", {{"if-none-match", "\"a,b\""}}), "\"a,b\""));
    CHECK_FALSE(has_already(get("/", {{"if-none-match", "junk"}}), "\"a\""));
}
