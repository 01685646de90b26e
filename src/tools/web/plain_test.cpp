// SPDX-License-Identifier: Apache-2.0
#include "web/plain.hpp"

#include "web/page.hpp"
#include "web/places.hpp"

#include <doctest/doctest.h>

using namespace goen;
using web::is_plain;
using web::to_xhtml_basic;

TEST_CASE("The plain edition keeps the words and drops what an old phone cannot read") {
    CHECK(to_xhtml_basic("<section class=\"panel\" data-x=\"1\"><h2>会</h2></section>") ==
          "<div><h2>会</h2></div>");
    CHECK(to_xhtml_basic("<a class=\"who\" href=\"/m/1\" aria-current=\"page\">渡辺</a>") ==
          "<a href=\"/m/1\">渡辺</a>");
    CHECK(to_xhtml_basic("<span lang=\"en\">Ken</span>") == "<span xml:lang=\"en\">Ken</span>");
    CHECK(to_xhtml_basic("<time datetime=\"2026\">2026</time>") == "<span>2026</span>");
}

TEST_CASE("A reading stands in parentheses after the name") {
    CHECK(to_xhtml_basic("<ruby>渡辺<rp>(</rp><rt>わたなべ</rt><rp>)</rp></ruby>") ==
          "渡辺 (わたなべ)");
}

TEST_CASE("Drawings and hidden parts are left out with everything in them") {
    CHECK(to_xhtml_basic(
              "a<svg class=\"icon\"><path d=\"M0 0\"/><g><circle r=\"1\"/></g></svg>b") == "ab");
    CHECK(to_xhtml_basic("a<div hidden=\"hidden\"><p>x</p></div>b") == "ab");
}

TEST_CASE("A form holds a block, and its fields are of kinds the phone knows") {
    CHECK(to_xhtml_basic("<form method=\"post\" action=\"/x\" novalidate=\"novalidate\"><input "
                         "type=\"email\" name=\"e\" value=\"&quot;\" "
                         "required=\"required\" /></form>") ==
          "<form method=\"post\" action=\"/x\"><div><input type=\"text\" name=\"e\" "
          "value=\"&quot;\" /></div></form>");
    CHECK(to_xhtml_basic("<textarea name=\"m\" rows=\"3\" maxlength=\"9\">\n</textarea>") ==
          "<textarea name=\"m\" rows=\"3\" cols=\"20\">\n</textarea>");
    CHECK(to_xhtml_basic("<input type=\"password\" name=\"p\" />") ==
          "<input type=\"password\" name=\"p\" />");
}

TEST_CASE("Blocks inside a link become spans, groups inside dl disappear, empty lists too") {
    CHECK(to_xhtml_basic("<a href=\"/\"><div><p>x</p></div></a>") ==
          "<a href=\"/\"><span><span>x</span></span></a>");
    CHECK(to_xhtml_basic("<dl><div><dt>a</dt><dd>b</dd></div></dl>") ==
          "<dl><dt>a</dt><dd>b</dd></dl>");
    CHECK(to_xhtml_basic("<p>x</p><ul class=\"list\"></ul>") == "<p>x</p>");
    CHECK(to_xhtml_basic("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></"
                         "tbody></table>") ==
          "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>");
}

TEST_CASE("Neighbours that a style sheet sets apart do not run into each other") {
    CHECK(to_xhtml_basic(
              "<li><a class=\"who\" href=\"/1\">渡辺</a><span class=\"what\">見本商事</span>"
              "<span class=\"aside\">5月</span></li>") ==
          "<li><a href=\"/1\">渡辺</a><br /><span>見本商事</span> <span>5月</span></li>");
    CHECK(to_xhtml_basic("<p><a href=\"/1\">a</a><a href=\"/2\">b</a> <a href=\"/3\">c</a>x</p>") ==
          "<p><a href=\"/1\">a</a> <a href=\"/2\">b</a> <a href=\"/3\">c</a>x</p>");
}

TEST_CASE("The key of a link stands before it, once") {
    CHECK(to_xhtml_basic("<li><a accesskey=\"1\" href=\"/1\">a</a></li>") ==
          "<li>1 <a accesskey=\"1\" href=\"/1\">a</a></li>");
    CHECK(to_xhtml_basic("<p>4 <a accesskey=\"4\" href=\"/1\">a</a></p>") ==
          "<p>4 <a accesskey=\"4\" href=\"/1\">a</a></p>");
}

TEST_CASE("Broken markup ends, without a crash and without an open end") {
    for (auto const *broken : {"<", "<a", "<a href", "<a href=\"", "</", "</a>", "<a href=\"x",
                               "<p", "x<!", "<svg><p>"}) {
        CHECK(to_xhtml_basic(broken).size() < 40);
    }
}

TEST_CASE("The plain edition is chosen by hand, remembered, or given to a keypad phone") {
    http::Request request;
    CHECK_FALSE(is_plain(request));
    request.headers.push_back({"user-agent", "DoCoMo/2.0 P906i(c100;TB;W24H15)"});
    CHECK(is_plain(request));
    request.headers.push_back({"cookie", "view=full"});
    CHECK_FALSE(is_plain(request));
    request.query.add("view", "plain");
    CHECK(is_plain(request));
}

TEST_CASE("A plain page stands alone: no style sheet, no script, no picture, and ten keys lead "
          "everywhere") {
    http::Request request;
    request.method = http::Method::get;
    request.path = request.target = "/contacts";
    request.query.add("view", "plain");
    web::Visit visit{.request = request};
    visit.member = MemberId{3};
    visit.network_name = "みなと会";
    web::Places places;
    places.add({10, "home", "/", N_("Home"), "0"});
    places.add({20, "card", "/card", N_("My card"), "#"});
    visit.places = &places;
    auto const page = web::page(visit, "連絡先", html::section(html::p("本文")));
    CHECK(page.body.starts_with("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML Basic 1.1//EN\""));
    for (auto const *no : {"<link", "<script", "<svg", "<section", "<nav", "aria-", "class="}) {
        CHECK(page.body.find(no) == std::string::npos);
    }
    for (auto const *key : {"\"0\"", "\"2\"", "\"8\"", "\"#\""}) {
        CHECK(page.body.find(std::string{"accesskey="} + key) != std::string::npos);
    }
    CHECK(page.body.find("<h1>連絡先</h1>") != std::string::npos);
    CHECK(page.body.size() < 2500);
}

TEST_CASE("A key that the entries of a list have means nothing else on the page") {
    http::Request request;
    request.query.add("view", "plain");
    web::Visit visit{.request = request};
    visit.member = MemberId{3};
    web::Places places;
    places.add({10, "home", "/", N_("Home"), "0"});
    places.add({20, "card", "/card", N_("My card"), "#"});
    visit.places = &places;
    html::Html rows;
    for (auto const *key : {"1", "2", "8", "#"})
        rows += html::li(
            html::a(html::href(html::Url{"/contacts/1"}), html::attr("accesskey", key), "山田"));
    auto const page = web::page(visit, "連絡先", html::ul(rows));
    for (auto const *key : {"0", "1", "2", "8", "#"}) {
        CAPTURE(key);
        auto const mark = std::string{"accesskey=\""} + key + "\"";
        auto const at = page.body.find(mark);
        REQUIRE(at != page.body.npos);
        CHECK(page.body.find(mark, at + 1) == page.body.npos);
    }
    // The links that gave their key away are there, without a digit that would promise one.
    CHECK(page.body.find("<a href=\"#bottom\">") != page.body.npos);
    CHECK(page.body.find("2 <a href=\"#top\"") == page.body.npos);
    CHECK(page.body.find("<a href=\"/card\">") != page.body.npos);
}

TEST_CASE("A long list has ten rows a page in the plain edition, and 4 and 6 lead through it") {
    http::Request request;
    web::Visit visit{.request = request};
    CHECK(web::rows_of(visit, 25, "/blocked").until == 25);
    CHECK(web::rows_of(visit, 25, "/blocked").links.markup().empty());

    auto const at = [&](std::string const &row) {
        request.query = {};
        request.query.add("view", "plain");
        request.query.add("row", row);
        return web::rows_of(visit, 25, "/blocked");
    };
    CHECK(at("0").until == 10);
    CHECK(at("0").links.markup().find("accesskey=\"4\"") == std::string::npos);
    CHECK(at("0").links.markup().find("/blocked?row=10") != std::string::npos);
    CHECK(at("20").from == 20);
    CHECK(at("20").until == 25);
    CHECK(at("20").links.markup().find("/blocked?row=10") != std::string::npos);
    CHECK(at("20").links.markup().find("accesskey=\"6\"") == std::string::npos);
    for (auto const *odd : {"25", "999999999999999999", "-1", "x", ""}) CHECK(at(odd).from == 0);
    CHECK(at("7").has(7));
    CHECK_FALSE(at("7").has(6));
}

TEST_CASE("What is hidden from readers is left out too") {
    CHECK(web::to_xhtml_basic("<p>a<span aria-hidden=\"true\">b<b>c</b></span><span "
                              "aria-hidden=\"false\">d</span></p>") == "<p>a<span>d</span></p>");
}
