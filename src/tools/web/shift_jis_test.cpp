// SPDX-License-Identifier: Apache-2.0
#include "web/shift_jis.hpp"

#include "i18n/charset.hpp"
#include "web/page.hpp"

#include <doctest/doctest.h>

using namespace goen;

namespace {

http::Response page_of(std::string_view query, std::string_view body) {
    http::Request request;
    request.path = request.target = "/contacts";
    request.query.add("view", "plain");
    if (!query.empty()) request.query.add("enc", std::string{query});
    web::Visit visit{.request = request};
    visit.csrf = "t";
    return web::page(visit, "連絡先",
                     web::form(visit, html::Url{"/contacts"}, html::Html{std::string{body}}));
}

} // namespace

TEST_CASE("A reader of the plain edition may have it in Shift_JIS, whole") {
    auto const page = page_of("sjis", "髙橋 𠮷");
    CHECK(page.header("content-type") == "text/html; charset=Shift_JIS");
    CHECK(page.body.starts_with("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>\n<!DOCTYPE"));
    CHECK(page.body.find("&#39641;\x8B\xB4 &#134071;") != std::string::npos);
    CHECK(page.body.find("accept-charset=\"UTF-8\"") != std::string::npos);
    CHECK(page.body.find("name=\"canary\" value=\"\x89\x8F\"") != std::string::npos);
    auto const usual = page_of("", "髙橋");
    CHECK(usual.header("content-type") == "text/html; charset=utf-8");
    CHECK(usual.body.find("canary") == std::string::npos);
}

TEST_CASE("No bytes of a page in Shift_JIS swallow the quote after them") {
    for (auto const *hostile : {"\x82", "\xE0", "\x81\"", "能\"", "\xEF\xBC"}) {
        auto const page = page_of("sjis", hostile);
        CHECK(i18n::decoded(page.body, i18n::Charset::cp932));
        CHECK(page.body.find("value=\"\x89\x8F\"") != std::string::npos);
    }
}

TEST_CASE("The canary tells in which characters a form came back") {
    auto const form = web::read_shift_jis_form(
        "canary=%89%8F&family=%FB%FC%8B%B4&given=%26%23134071%3B+a&empty=&flag");
    REQUIRE(form);
    CHECK(form->get("family") == "髙橋");
    CHECK(form->get("given") == "𠮷 a");
    CHECK(form->has("flag"));
    CHECK(web::is_canary_alive(*form));
    for (auto const *bad :
         {"canary=%E7%B8%81&family=%FB%FC", "family=%FB%FC%8B%B4", "canary=?&a=%FB",
          "canary=%89%8F&a=%81", "canary=%89%8F&%FB%FC=1", "canary=%89%8F&a=%00", "canary=%89"}) {
        CAPTURE(bad);
        CHECK_FALSE(web::read_shift_jis_form(bad));
    }
    std::string many = "canary=%89%8F";
    for (int i = 0; i < 1000; ++i) many += "&a=1";
    CHECK_FALSE(web::read_shift_jis_form(many));
}

TEST_CASE("A search sent from a page in Shift_JIS carries the canary, and is read by it") {
    http::Request request;
    request.path = request.target = "/contacts";
    request.query.add("view", "plain"), request.query.add("enc", "sjis");
    web::Visit const visit{.request = request};
    auto const page = web::page(
        visit, "連絡先",
        html::element("form", html::attr("action", "/contacts"),
                      html::input(html::attr("type", "search"), html::attr("name", "q"))));
    auto const form = page.body.find("<form");
    REQUIRE(form != std::string::npos);
    CHECK(page.body.find("name=\"canary\" value=\"\x89\x8F\"", form) != std::string::npos);

    http::Request sent;
    sent.target = "/contacts?canary=%89%8F&q=%94%5C%8C%A9";
    REQUIRE(web::read_query(sent));
    CHECK(sent.query.get("q") == "能見");
    for (auto const *bad : {"/contacts?q=%94%5C", "/contacts?canary=%89%8F&q=%94"}) {
        http::Request other;
        other.target = bad;
        CHECK_FALSE(web::read_query(other));
    }
}

TEST_CASE("A canary that was changed on the way is noticed") {
    http::Params form;
    CHECK(web::is_canary_alive(form));
    form.add("canary", "?");
    CHECK_FALSE(web::is_canary_alive(form));
}
