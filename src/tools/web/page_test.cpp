// SPDX-License-Identifier: Apache-2.0
#include "web/page.hpp"

#include "web/flash.hpp"
#include "web/places.hpp"
#include "web/plain.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::web;
using html::Url;

namespace {

// Hana asks for a page, in Japanese unless she says otherwise.
struct Asking {
    http::Request request;
    Visit visit{.request = request};
    explicit Asking(i18n::Language language = i18n::Language::ja) {
        request.method = http::Method::get;
        request.path = request.target = "/contacts";
        visit.words = i18n::Words{language};
        visit.csrf = "csrf-of-hana";
        visit.network_name = "みなと会";
        visit.public_url = "https://minato.example";
    }
    void log_in() {
        visit.member = MemberId{7};
        visit.member_name = "渡邉 花子";
    }
};

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

std::vector<std::string> set_cookies(http::Response const &response) {
    std::vector<std::string> values;
    for (auto const &[name, value] : response.headers) {
        if (name == "set-cookie") values.push_back(value);
    }
    return values;
}

} // namespace

TEST_CASE("Whatever Hana is called, the page shows it as text") {
    Asking hana;
    hana.log_in();
    hana.visit.member_name = "<b>Hana</b>\"'&";
    hana.visit.network_name = "<script>";
    auto const made = page(hana.visit, "</title><script>alert(1)</script>", html::p("本文"));
    CHECK_FALSE(has(made.body, "<script>alert"));
    CHECK_FALSE(has(made.body, "<b>Hana"));
    CHECK(has(made.body, "&lt;b&gt;Hana&lt;/b&gt;&quot;&#39;&amp;"));
    CHECK(has(made.body, "<html lang=\"ja\">"));
}

TEST_CASE("A page has one first heading, whether the room wrote it or not") {
    Asking hana;
    CHECK(count(page(hana.visit, "連絡先", html::p("x")).body, "<h1") == 1);
    CHECK(count(page(hana.visit, "連絡先", html::all(html::h1("連絡先の一覧"), html::p("x"))).body,
                "<h1") == 1);
}

TEST_CASE("A page may be kept by nobody, framed by nobody, and runs no script but its own") {
    Asking hana;
    auto const made = page(hana.visit, "x", html::p("x"));
    CHECK(made.header("cache-control") == "private, no-store");
    auto const policy = made.header("content-security-policy");
    CHECK(has(policy, "default-src 'none'"));
    CHECK(has(policy, "frame-ancestors 'none'"));
    CHECK_FALSE(has(policy, "unsafe"));
    CHECK(made.header("x-content-type-options") == "nosniff");
    CHECK_FALSE(has(made.body, " style=\""));
    CHECK_FALSE(has(made.body, " onclick"));
}

TEST_CASE("The place one is at is marked, and waiting requests are said in words too") {
    Asking hana;
    hana.log_in();
    Places places;
    places.add({40, "contacts", "/contacts", N_("Contacts")});
    places.add({50, "requests", "/requests", N_("Requests")});
    places.add({20, "card", "/card", N_("My card"), "#"});
    hana.visit.places = &places;
    hana.visit.waiting = {{"requests", 3}};
    auto const body = page(hana.visit, "連絡先", html::p("x"), {.section = "contacts"}).body;
    CHECK(has(body, "href=\"/contacts\" aria-current=\"page\""));
    CHECK(count(body, "aria-current") == 1);
    CHECK(has(body, "3件届いています"));
    CHECK(has(body, "action=\"/logout\""));
    CHECK(has(body, "accesskey=\"#\""));
}

TEST_CASE("Someone not logged in is offered the doors, not the rooms") {
    Asking guest;
    auto const body = page(guest.visit, "ようこそ", welcome(guest.visit)).body;
    CHECK(has(body, "href=\"/login\""));
    CHECK(has(body, "href=\"/join\""));
    CHECK_FALSE(has(body, "href=\"/contacts\""));
    CHECK_FALSE(has(body, "/logout"));
    CHECK(count(body, "<h1") == 1);
}

TEST_CASE(
    "A form comes back with what was typed and says which field was wrong, but never a password") {
    Asking hana;
    FormState state;
    state.typed.add("email", "hana@\"<minato");
    state.typed.add("password", "correct horse");
    state.errors.push_back({"email", {N_("Choose Japanese or English."), {}}});
    auto const email = field(hana.visit, state, "email", "メール",
                             {.type = "email", .hint = "見えません", .required = true})
                           .markup();
    CHECK(has(email, "value=\"hana@&quot;&lt;minato\""));
    CHECK(has(email, "aria-invalid=\"true\""));
    CHECK(has(email, "aria-describedby=\"f-email-error f-email-hint\""));
    CHECK(has(email, "id=\"f-email-error\""));
    CHECK(has(email, "日本語か英語をお選びください。"));
    CHECK(has(email, "<label for=\"f-email\">"));
    CHECK_FALSE(
        has(field(hana.visit, state, "password", "パスワード", {.type = "password"}).markup(),
            "horse"));
    auto const summary = form_errors(hana.visit, state).markup();
    CHECK(has(summary, "href=\"#f-email\""));
    CHECK(has(summary, "role=\"alert\""));
    CHECK(form_errors(hana.visit, {}).empty());
}

TEST_CASE("A memo that begins with an empty line keeps it") {
    Asking hana;
    FormState state;
    state.typed.add("memo", "\nsecond line </textarea>");
    auto const markup = text_area(hana.visit, state, "memo", "メモ", 3).markup();
    CHECK(has(markup, ">\n\nsecond line &lt;/textarea&gt;</textarea>"));
}

TEST_CASE("Each button of a group has its own name, and the summary leads to the first") {
    Asking hana;
    FormState state;
    state.typed.add("tier", "close");
    auto const markup =
        radio_group(hana.visit, state, "tier", "距離",
                    {{"exchanged", "名刺交換", ""}, {"close", "親しい", "私用の番号も"}})
            .markup();
    CHECK(has(markup, "id=\"f-tier\""));
    CHECK(has(markup, "id=\"f-tier-2\" name=\"tier\" value=\"close\" checked=\"checked\" "
                      "aria-describedby=\"f-tier-2-hint\""));
    CHECK(count(markup, "checked=") == 1);
}

TEST_CASE("Every form carries the csrf token") {
    Asking hana;
    CHECK(has(form(hana.visit, Url{"/x"}, html::p("")).markup(),
              "name=\"csrf\" value=\"csrf-of-hana\""));
    auto const button =
        post_button(hana.visit, Url{"/requests/1/hold"}, "お預かり", "button", {{"next", "/\"x"}})
            .markup();
    CHECK(has(button, "csrf-of-hana"));
    CHECK(has(button, "value=\"/&quot;x\""));
    CHECK(has(button, "method=\"post\""));
}

TEST_CASE("A sentence after a POST is shown once, in the language of the page that shows it") {
    Asking hana;
    auto const gone =
        go(hana.visit, "/contacts",
           {N_("If this continues, please give the operator this number: {1}"), {"<b>&;=%"}});
    CHECK(gone.status == 303);
    CHECK(gone.header("location") == "/contacts");
    auto const cookies = set_cookies(gone);
    REQUIRE(cookies.size() == 1);
    CHECK(has(cookies[0], "HttpOnly"));
    CHECK(has(cookies[0], "Secure"));
    auto const pair = cookies[0].substr(0, cookies[0].find(';'));

    Asking next{i18n::Language::en};
    next.request.headers.push_back({"cookie", pair});
    auto const shown = page(next.visit, "Contacts", html::p("x"));
    CHECK(has(shown.body, "give the operator this number: &lt;b&gt;&amp;;=%"));
    auto const cleared = set_cookies(shown);
    REQUIRE(cleared.size() == 1);
    CHECK(has(cleared[0], "flash=;"));
    CHECK(has(cleared[0], "Max-Age=0"));

    Asking later;
    CHECK(set_cookies(page(later.visit, "x", html::p("x"))).empty());
    CHECK_FALSE(has(page(later.visit, "x", html::p("x")).body, "class=\"notice good flash\""));
}

TEST_CASE("A flash cookie somebody made up is at most text, and a huge one is nothing") {
    CHECK(read_flash("%ff%fe").empty());
    CHECK(read_flash("m=%ff").empty());
    CHECK(read_flash(std::string(5000, 'm')).empty());
    CHECK(flash_cookie_value({"x", {std::string(4000, 'a')}}).empty());
    CHECK(read_flash("m=Hello&a=1&a=2").args.size() == 2);
}

TEST_CASE("A redirect never leaves this site") {
    Asking hana;
    for (auto const *path : {"//evil.example", "https://evil.example", "/\\evil.example", ""}) {
        CHECK(go(hana.visit, path).header("location") == "/");
    }
}

TEST_CASE("Each kind of refusal has its status, its sentence and a way on") {
    Asking hana;
    for (auto const &[reason, status] : {std::pair{Reason::not_found, 404},
                                         {Reason::forbidden, 403},
                                         {Reason::conflict, 409},
                                         {Reason::invalid, 422},
                                         {Reason::too_many, 429},
                                         {Reason::unauthenticated, 401},
                                         {Reason::too_large, 413},
                                         {Reason::unsupported, 415}}) {
        auto const made =
            refused(hana.visit, {reason, {N_("Choose Japanese or English."), {}}, {}, {}});
        CHECK(made.status == status);
        CHECK(has(made.body, "日本語か英語をお選びください。"));
        CHECK(has(made.body, "href=\"/\""));
        CHECK(count(made.body, "<h1") == 1);
    }
    // What was too long to be taken was chosen as a file, or written; the page says which.
    Asking ken;
    ken.request.method = http::Method::post;
    auto const too_large = [&](char const *type) {
        ken.request.headers = {{"content-type", type}};
        return refused(ken.visit, {Reason::too_large, {}, {}, {}}).body;
    };
    CHECK(has(too_large("multipart/form-data; boundary=x"), "小さいファイル"));
    auto const written = too_large("application/x-www-form-urlencoded");
    CHECK(has(written, "短くするか"));
    CHECK_FALSE(has(written, "小さいファイル"));
    auto const wait = refused(hana.visit, {Reason::too_many, {}, {}, seconds{61}});
    CHECK(wait.header("retry-after") == "61");
    CHECK(has(wait.body, "2分後に"));
    hana.request.method = http::Method::post;
    hana.visit.form.add("memo", "商店街の夏祭りでお会いした、二つ目の店の方");
    hana.visit.form.add("password", "a sentence of Hana's own");
    auto const lost =
        refused(hana.visit, {Reason::not_found, N_("There is no such contact."), {}, {}});
    CHECK(has(lost.body, "商店街の夏祭りでお会いした")); // to be copied
    CHECK_FALSE(has(lost.body, "of Hana"));
    auto const down = troubled(hana.visit, "req-1");
    CHECK(down.status == 503);
    CHECK(has(down.body, "req-1"));
}

TEST_CASE("The server of assets and the pages agree about every address") {
    http::Assets const served{asset_files()};
    REQUIRE(embedded_assets().size() >= 5);
    for (auto const &one : embedded_assets()) {
        CHECK(served.path(one.name) == std::string{one.path});
        CHECK(asset(one.name).text() == std::string{one.path});
    }
    CHECK_THROWS(asset("no-such.css"));
}

TEST_CASE("The whole style is small") {
    for (auto const &one : embedded_assets()) {
        if (one.name == "goen.css") CHECK(one.bytes.size() < 50'000);
        if (one.name == "goen.js" || one.name == "map.js") CHECK(one.bytes.size() < 9'200);
    }
}
