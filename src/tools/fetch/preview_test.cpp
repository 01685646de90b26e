// SPDX-License-Identifier: Apache-2.0
#include "fetch/preview.hpp"

#include "base/text.hpp"
#include "fetch/testing_site.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::fetch;

namespace {

Url const base = *Url::parse("https://a.example/news/1?x=1");

Preview read(std::string_view html, std::string_view charset = {}) {
    return read_preview(html, base, charset);
}

std::string title_of(std::string_view html, std::string_view charset = {}) {
    return read(html, charset).title;
}

// 展示会 in three charsets.
std::string const sjis = "\x93\x57\x8E\xA6\x89\xEF", euc = "\xC5\xB8\xBC\xA8\xB2\xF1",
                  jis = "\x1B$BE8<(2q\x1B(B";

} // namespace

TEST_CASE("A page tells its title, description, site, picture and address") {
    auto const preview = read(R"(<!doctype html><html><head>
        <meta charset="utf-8">
        <title>題 | 見本新聞</title>
        <meta name="description" content="平文">
        <META PROPERTY='og:title' CONTENT='展示会 &amp; 商談会'>
        <meta content=説明 property=og:description>
        <meta property="og:site_name" content="見本新聞"/>
        <meta property="og:image" content="../img/a b.png?x=1&amp;y=2">
        <meta property="og:image" content="https://second.example/">
        <link rel="Canonical" href="/news/1">
        </head><body><meta property="og:site_name" content="typed by a reader">)");
    CHECK(preview.title == "展示会 & 商談会");
    CHECK(preview.description == "説明");
    CHECK(preview.site == "見本新聞");
    REQUIRE(preview.picture);
    CHECK(preview.picture->text() == "https://a.example/img/a%20b.png?x=1&y=2");
    CHECK(preview.canonical.text() == "https://a.example/news/1");
}

TEST_CASE("A page that says little is shown by its title, its host and where it was found") {
    auto const preview = read("<title>\n 題 \n</title>");
    CHECK(preview.title == "題");
    CHECK(preview.description == "");
    CHECK(preview.site == "a.example");
    CHECK(!preview.picture);
    CHECK(preview.canonical == base);
    CHECK(read_preview("", *Url::parse("https://xn--r8jz45g.jp/")).site == "例え.jp");
    CHECK(title_of("<meta property=og:title content=''><meta name=twitter:title content=二>"
                   "<title>三</title>") == "二");
    CHECK(title_of("<meta name=og:title content=一>") == "一");
}

TEST_CASE("A page passes for no other, and its picture is a page of the web or none") {
    for (std::string const address :
         {"https://b.example/news/1", "http://a.example/", "https://a.example:8443/",
          "javascript:alert(1)", "https://a.example@b.example/", "file:///etc/passwd",
          "//b.example/"}) {
        CAPTURE(address);
        CHECK(read("<link rel=canonical href='" + address + "'>").canonical == base);
    }
    auto const open = *Url::parse("http://a.example/b");
    CHECK(read_preview("<link rel=canonical href=https://a.example/c>", open).canonical.is_https());
    CHECK(read("<meta property=og:url content=https://a.example/c>").canonical.target() == "/c");
    for (std::string const address :
         {"javascript:alert(1)", "data:image/png;base64,eA==", "", " ", "file:///etc/passwd",
          "http://2130706433/", "http://u:p@a.example/", "&#x6a;avascript:x"}) {
        CAPTURE(address);
        CHECK(!read("<meta property=og:image content='" + address + "'>").picture);
    }
}

TEST_CASE("Japanese pages are read in their own charset, by header, by page and by their bytes") {
    auto const in = [](std::string const &word, std::string const &meta = "") {
        return "<html><head>" + meta + "<title>" + word + "</title></head>";
    };
    CHECK(title_of(in(sjis), "Shift_JIS") == "展示会");
    CHECK(title_of(in(euc), "EUC-JP") == "展示会");
    CHECK(title_of(in(jis), "ISO-2022-JP") == "展示会");
    CHECK(title_of(in(sjis, "<meta charset=shift_jis>")) == "展示会");
    CHECK(title_of(in(euc, "<meta charset='x-euc-jp'>")) == "展示会");
    CHECK(title_of(
              in(jis, "<meta http-equiv=content-type content='text/html; charset=iso-2022-jp'>")) ==
          "展示会");
    CHECK(title_of(in("展示会")) == "展示会");
    CHECK(title_of("\xEF\xBB\xBF" + in("展示会"), "Shift_JIS") == "展示会"); // the mark decides
    CHECK(title_of(in(jis)) == "展示会");
    CHECK(title_of(in(sjis + sjis)) == "展示会展示会");
    // The header before the page, and a body that is broken does not matter.
    CHECK(title_of(in(sjis, "<meta charset=utf-8>"), "sjis") == "展示会");
    CHECK(title_of(in(sjis) + "<body>\xFF\xFF", "sjis") == "展示会");
    // No words rather than wrong ones.
    CHECK(title_of(in("\xD5\xB9\xC0\xC0"), "GBK") == "");
    CHECK(title_of(in("+AGEAYg-"), "UTF-7") == "");
    CHECK(title_of(in("\xFF\xFF"), "Shift_JIS") == "");
    CHECK(title_of(in("a\xE3\x81"), "UTF-8") == "a\xEF\xBF\xBD\xEF\xBF\xBD");
    // A byte of Shift_JIS does not swallow the quote behind it.
    CHECK(
        title_of("<meta property=og:title content=\"\x82\"><script>x</script>", "sjis").find('<') ==
        std::string::npos);
}

TEST_CASE("What a page says is one line of seemly length") {
    CHECK(title_of("<title>a\r\n\t b\xE2\x80\xAE"
                   "c&#x202E;d\x07&#7;\xE2\x80\x8B</title>") == "a bcd\xEF\xBF\xBD");
    CHECK(title_of("<title>&lt;script&gt;</title>") ==
          "<script>"); // text; it is escaped when shown
    std::string letters;
    for (int i = 0; i < 1000; ++i) letters += "展";
    auto const preview =
        read("<title>" + letters + "</title><meta name=description content=" + letters +
             "><meta property=og:site_name content=" + letters + ">");
    CHECK(count_code_points(preview.title) == 201); // with the "…"
    CHECK(count_code_points(preview.description) == 301);
    CHECK(count_code_points(preview.site) == 61);
}

TEST_CASE("What only looks like an element is none") {
    for (std::string const html :
         {"<!-- <title>x</title> -->", "<script>'<title>x</title>'</script>",
          "<style><title>x</title></style>", "<noscript><title>x</title></noscript>",
          "<svg><title>x</title></svg>", "<template><title>x</title></template>",
          "< title>x</title>", "<!-- <title>x</title>", "<script><title>x</title>",
          "<titles>x</titles>", "<body><title>x</title>"}) {
        CAPTURE(html);
        CHECK(title_of(html) == "");
    }
    CHECK(title_of("<title>x") == "x");
    CHECK(title_of("<title a='>'>x</TITLE >y") == "x");
    CHECK(title_of("<title/>x</title>") == "x");
    CHECK(title_of("<p a='><title>x</title>") == ""); // the quote is never closed
    CHECK(title_of("<meta property=og:title content=x") == "x");
    CHECK(title_of("<meta property=\"og:title\"content=\"x\">") == "x");
}

TEST_CASE("A page of any size and any depth is read in one pass, to its bound") {
    for (std::string const piece :
         {"<", "<!--", "<a ", "<a b='", "<p>", "</", "<script>", "&", "&#", "<meta ", "a=", "=",
          "'", "<title>", "<title", "<svg>", "<meta property=og:title content=", "\x1B$B"}) {
        CAPTURE(piece);
        std::string html;
        while (html.size() < 1'000'000) html += piece;
        auto const preview = read(html);
        CHECK(preview.title.size() < 5000);
    }
    std::string const far(300'000, ' ');
    CHECK(title_of(far + "<title>x</title>") == "");
}

TEST_CASE("A link is looked at once: its page, then its picture") {
    std::string const picture = "\xFF\xD8\xFF\xE0 picture";
    bool has_picture = true;
    TestingSite site{[&](std::string const &request, auto const &send) {
        if (request.starts_with("GET /page "))
            send(TestingSite::page("<title>題</title><meta property=og:image content=/a.jpg>",
                                   "text/html; charset=utf-8"));
        else
            send(has_picture ? TestingSite::page(picture, "image/jpeg")
                             : TestingSite::page("<script>", "text/html"));
    }};
    Settings settings;
    settings.ports = {site.port()};
    settings.may_connect = [](Address const &address) { return address.text() == "127.0.0.1"; };
    Fetcher fetcher{settings};
    auto const url = *Url::parse("http://127.0.0.1:" + std::to_string(site.port()) + "/page");
    auto const found = preview(url, fetcher);
    REQUIRE(found);
    CHECK(found->title == "題");
    CHECK(found->picture_bytes == picture);
    CHECK(site.connections() == 2);
    has_picture = false;
    auto const without = preview(url, fetcher);
    REQUIRE(without);
    CHECK(without->picture_bytes == "");
    // A page that cannot be had has no preview.
    settings.ports = {80};
    Fetcher narrow{settings};
    CHECK(!preview(url, narrow));
}
