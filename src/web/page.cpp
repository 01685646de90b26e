// SPDX-License-Identifier: Apache-2.0
#include "web/page.hpp"

#include "base/text.hpp"
#include "web/flash.hpp"
#include "web/plain.hpp"
#include "web/shift_jis.hpp"

namespace goen::web {

using namespace html;

namespace {

struct Place {
    std::string_view section, path;
    char const *words;
    std::string_view access_key;
};
constexpr Place places[] = {
    {"home", "/", N_("Home"), "0"},
    {"card", "/card", N_("My card"), "#"},
    {"exchange", "/exchange", N_("Exchange"), ""},
    {"contacts", "/contacts", N_("Contacts"), ""},
    {"requests", "/requests", N_("Requests"), ""},
};

Attribute current(bool is_it) { return is_it ? attr("aria-current", "page") : no_attribute(); }

Html place_link(Visit const &visit, Place const &place, std::string_view section) {
    auto const &w = visit.words;
    auto const waiting = place.section == "requests" ? visit.waiting_requests : 0;
    return li(a(href(Url{std::string{place.path}}), current(place.section == section),
                place.access_key.empty() ? no_attribute() : attr("accesskey", place.access_key),
                icon(place.section), span(cls("label"), w(place.words)), when(waiting > 0, [&] {
                    return all(
                        span(cls("badge"), attr("aria-hidden", "true"), std::to_string(waiting)),
                        span(cls("unseen"), " ", w.n("{1} waiting", "{1} waiting", waiting)));
                })));
}

Html navigation(Visit const &visit, std::string_view section) {
    return nav(
        cls("places"), attr("aria-label", visit.words("Main")),
        ul(each(places, [&](Place const &place) { return place_link(visit, place, section); })));
}

Html brand(Visit const &visit) {
    auto const &name = visit.network_name.empty() ? std::string{"goen"} : visit.network_name;
    return a(cls("brand"), href(Url{"/"}), icon("mark"), span(name));
}

Html page_head(Visit const &visit, std::string_view section) {
    auto const &w = visit.words;
    if (!visit.is_member()) {
        return header(cls("head"), brand(visit),
                      nav(cls("doors"), attr("aria-label", w("Main")),
                          a(href(Url{"/login"}), attr("accesskey", "1"), w("Log in")),
                          a(cls("button"), href(Url{"/join"}), attr("accesskey", "3"), w("Join"))));
    }
    return header(cls("head"), brand(visit), navigation(visit, section),
                  a(cls("me"), href(Url{"/settings"}), current(section == "settings"),
                    icon("settings"), span(cls("unseen"), w("Settings"), " "),
                    span(cls("who"), visit.member_name)));
}

// The same page again, in another edition or language: its path, and no query that a POST may have
// left.
std::string here(Visit const &visit) {
    return visit.request.method == http::Method::get ? http::safe_path(visit.request.target) : "/";
}

Html page_foot(Visit const &visit) {
    auto const &w = visit.words;
    // Each language is named in itself, so that whoever needs it can read it.
    bool const ja = w.is_ja();
    std::string_view const other = ja ? "en" : "ja", other_name = ja ? "English" : "日本語";
    return footer(
        cls("foot"),
        web::form(visit, Url{"/language"},
                  all(input(type("hidden"), name("next"), value(here(visit))),
                      button(cls("link"), type("submit"), name("language"), value(other),
                             lang(other), other_name)),
                  "inline"),
        a(href(Url{"?view=plain"}), attr("rel", "nofollow"), w("Plain edition")),
        when(visit.is_operator, [&] { return a(href(Url{"/admin"}), w("Operator's desk")); }),
        when(visit.is_member(), [&] {
            return web::form(visit, Url{"/logout"},
                             button(cls("link"), type("submit"), w("Log out")), "inline");
        }));
}

Html flash_of(Visit const &visit) {
    auto const sentence = read_flash(visit.request.cookie("flash"));
    if (sentence.empty()) return {};
    return div(cls("notice good flash"), attr("role", "status"), icon("good"),
               div(p(visit.words(sentence))));
}

bool has_heading(Html const &body) { return body.markup().find("<h1") != std::string::npos; }

Html with_heading(std::string_view title, Html body) {
    if (has_heading(body)) return body;
    return all(h1(title), body);
}

// Where the body stands while the page is built around it: a body may be long, and is copied once
// only, at the end. No text holds control characters.
constexpr std::string_view body_mark = "\x01\x02\x01";

http::Cookie cookie(Visit const &visit, std::string name, std::string value, seconds age) {
    return {std::move(name),
            std::move(value),
            age,
            true,
            visit.public_url.starts_with("https:"),
            "Lax"};
}

std::string document(Visit const &visit, std::string_view title, Html const &body,
                     PageOptions const &options) {
    auto const &w = visit.words;
    auto const full_title = std::string{title} + " - goen";
    auto const document_head =
        element("head", meta(attr("charset", "utf-8")), element("title", full_title),
                meta(name("viewport"), attr("content", "width=device-width, initial-scale=1")),
                meta(name("color-scheme"), attr("content", "light dark")),
                meta(name("theme-color"), attr("content", "#f5f6f4"),
                     attr("media", "(prefers-color-scheme: light)")),
                meta(name("theme-color"), attr("content", "#13181b"),
                     attr("media", "(prefers-color-scheme: dark)")),
                // A phone must not turn six digits of a code, or an id, into a telephone link.
                meta(name("format-detection"), attr("content", "telephone=no")),
                link(attr("rel", "stylesheet"), href(asset("goen.css"))),
                link(attr("rel", "icon"), type("image/svg+xml"), href(asset("favicon.svg"))),
                link(attr("rel", "apple-touch-icon"), href(asset("touch-icon.png"))),
                link(attr("rel", "manifest"), href(asset("goen.webmanifest"))),
                element("script", src(asset("goen.js")), flag("defer")));
    auto const document_body = element(
        "body", cls(visit.is_member() ? "member" : "guest"),
        a(cls("skip"), href(Url{"#main"}), w("Skip to the content")),
        page_head(visit, options.section),
        main(id("main"), cls(options.narrow ? "page narrow" : "page"), attr("tabindex", "-1"),
             flash_of(visit), when(!has_heading(body), [&] { return h1(title); }),
             trusted(std::string{body_mark})),
        page_foot(visit));
    auto const around =
        element("html", lang(i18n::code(w.language())), document_head, document_body);
    std::string_view const frame = around.markup();
    auto const at = frame.find(body_mark);
    ensure(at != frame.npos, "a page has no place for its body");
    constexpr std::string_view type = "<!DOCTYPE html>\n";
    std::string out;
    out.reserve(type.size() + frame.size() + body.markup().size());
    out.append(type)
        .append(frame.substr(0, at))
        .append(body.markup())
        .append(frame.substr(at + body_mark.size()));
    return out;
}

} // namespace

void set_page_headers(http::Response &response) {
    response.set(
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; "
        "form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'");
    response.set("referrer-policy", "same-origin");
    response.set("x-content-type-options", "nosniff");
    response.set("permissions-policy", "camera=(self), microphone=(), geolocation=()");
    response.set("cache-control", "private, no-store");
    response.set("vary", "Accept-Language, Cookie");
}

http::Response page(Visit const &visit, std::string_view title, Html body, PageOptions options) {
    bool const plain = is_plain(visit.request);
    auto response =
        http::html(plain ? plain_document(visit, title, flash_of(visit), with_heading(title, body))
                         : document(visit, title, body, options),
                   options.status);
    set_page_headers(response);
    if (visit.request.header("cookie").find("flash=") != std::string_view::npos) {
        response.add("set-cookie", http::to_string(cookie(visit, "flash", "", seconds{0})));
    }
    if (auto const wanted = visit.query("view"); wanted == "plain" || wanted == "full") {
        response.add("set-cookie", http::to_string(cookie(visit, "view", std::string{wanted},
                                                          std::chrono::hours{24 * 365})));
    }
    if (auto const wanted = visit.query("enc"); plain && (wanted == "sjis" || wanted == "utf8")) {
        response.add("set-cookie", http::to_string(cookie(visit, "enc", std::string{wanted},
                                                          std::chrono::hours{24 * 365})));
    }
    if (plain && is_shift_jis(visit.request)) write_in_shift_jis(response);
    return response;
}

http::Response go(Visit const &visit, std::string_view path, Sentence flash) {
    auto response = http::see_other(path);
    response.set("cache-control", "private, no-store");
    if (!flash.empty()) {
        response.add("set-cookie", http::to_string(cookie(visit, "flash", flash_cookie_value(flash),
                                                          minutes{2})));
    }
    return response;
}

} // namespace goen::web
