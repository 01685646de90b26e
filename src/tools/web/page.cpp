// SPDX-License-Identifier: Apache-2.0
#include "web/page.hpp"

#include "base/memo.hpp"
#include "base/text.hpp"
#include "web/flash.hpp"
#include "web/places.hpp"
#include "web/plain.hpp"
#include "web/shift_jis.hpp"

#include <span>

namespace goen::web {

using namespace html;

namespace {

std::string network_of(Visit const &visit) {
    return visit.network_name.empty() ? "goen" : visit.network_name;
}

Attribute current(bool is_it) { return is_it ? attr("aria-current", "page") : no_attribute(); }

// The badge of an entry of the menu: as digits for the eye, as words for a screen reader.
Html badge(Visit const &visit, std::string_view section) {
    auto const waiting = visit.waiting_in(section);
    if (waiting == 0) return {};
    return all(" ", span(cls("badge"), attr("aria-hidden", "true"), std::to_string(waiting)),
               span(cls("unseen"), " ", visit.words.n("{1} waiting", "{1} waiting", waiting)));
}

Html menu_link(Visit const &visit, MenuEntry const &entry, std::string_view section,
               Html const &badge_slot) {
    return li(a(href(Url{std::string{entry.path}}), current(entry.section == section),
                entry.access_key.empty() ? no_attribute() : attr("accesskey", entry.access_key),
                icon(entry.section), span(cls("label"), visit.words(entry.words)), badge_slot));
}

Html brand(Visit const &visit) {
    return a(cls("brand"), href(Url{"/"}), icon("mark"), span(network_of(visit)));
}

// Everything one may find, from any page. On a narrow screen it is a link to the page that
// searches. search.js and its style are loaded when somebody begins to type.
Html search_everywhere(Visit const &visit) {
    auto const &w = visit.words;
    return all(
        element(
            "form", cls("find"), attr("method", "get"), action(Url{"/search"}),
            attr("role", "search"), attr("aria-label", w("Everywhere")),
            attr("data-suggest", "/search/suggest"), attr("data-script", asset("search.js").text()),
            attr("data-style", asset("search.css").text()),
            input(type("search"), name("q"), attr("maxlength", "200"), attr("autocomplete", "off"),
                  attr("aria-label", w("Find people, companies and posts")),
                  attr("placeholder", w("Search")), attr("aria-keyshortcuts", "/")),
            button(cls("link"), type("submit"), icon("search"), span(cls("unseen"), w("Search")))),
        a(cls("find-link"), href(Url{"/search"}), icon("search"),
          span(cls("unseen"), w("Search"))));
}

std::span<MenuEntry const> menu_of(Visit const &visit) {
    return visit.places ? std::span<MenuEntry const>{visit.places->menu()}
                        : std::span<MenuEntry const>{};
}

Html page_head(Visit const &visit, std::string_view section, Html const &menu) {
    auto const &w = visit.words;
    if (!visit.is_member()) {
        return header(cls("head"), brand(visit),
                      nav(cls("doors"), attr("aria-label", w("Main")),
                          a(href(Url{"/login"}), attr("accesskey", "1"), w("Log in")),
                          a(cls("button"), href(Url{"/join"}), attr("accesskey", "3"), w("Join"))));
    }
    return header(
        cls("head"), brand(visit), search_everywhere(visit),
        nav(cls("places"), attr("aria-label", w("Main")),
            // The settings are a place on a phone only; elsewhere the name leads there.
            ul(menu,
               li(cls("thumb-only"), a(href(Url{"/settings"}), current(section == "settings"),
                                       icon("settings"), span(cls("label"), w("Settings")))))),
        a(cls("me"), href(Url{"/settings"}), current(section == "settings"), icon("settings"),
          span(cls("unseen"), w("Settings"), " "), span(cls("who"), visit.member_name)));
}

// The same page again, in another edition or language. What a POST answered has no address of its
// own: there it is the page whose form was sent.
std::string here(Visit const &visit) {
    if (visit.request.method == http::Method::get) return http::safe_path(visit.request.target);
    auto const from = visit.request.header("referer");
    bool const is_ours =
        from.starts_with(visit.public_url) && from.substr(visit.public_url.size()).starts_with('/');
    return is_ours ? http::safe_path(from.substr(visit.public_url.size())) : "/";
}

Html page_foot(Visit const &visit, std::string_view here) {
    auto const &w = visit.words;
    // Each language is named in itself, so that whoever needs it can read it.
    bool const ja = w.is_ja();
    std::string_view const other = ja ? "en" : "ja", other_name = ja ? "English" : "日本語";
    return footer(
        cls("foot"),
        web::form(visit, Url{"/language"},
                  all(input(type("hidden"), name("next"), value(here)),
                      button(cls("link"), type("submit"), name("language"), value(other),
                             lang(other), other_name)),
                  "inline"),
        a(href(Url{"?view=plain"}), attr("rel", "nofollow"), w("Plain edition")),
        when(visit.is_operator, [&] { return a(href(Url{"/admin"}), w("Administration")); }),
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

// "連絡先 - 見本商工会": which of one's networks it is, when several are open.
std::string document_title(Visit const &visit, std::string_view title) {
    auto const network = network_of(visit);
    return title == network ? network : std::string{title} + " - " + network;
}

Html with_heading(std::string_view title, Html body) {
    if (body.has_h1()) return body;
    return all(h1(title), body);
}

// The page around a body is the same for everybody who stands in the same place, but for what goes
// into its slots: it is built once, and then only put together.
// From `badge` on: the badge of the menu's first entry, its second, and so on.
enum class Slot : char { none, title, here, member, csrf, flash, heading, body, badge };
Slot badge_slot(std::size_t entry) {
    return static_cast<Slot>(static_cast<char>(Slot::badge) + static_cast<char>(entry));
}
struct Piece {
    std::string markup;
    Slot then = Slot::none; // follows it
};
using Frame = std::vector<Piece>;

// Stands for a slot while the frame is built; no words of ours hold control characters.
std::string mark_of(Slot slot) {
    return {'\x01', static_cast<char>('a' + static_cast<char>(slot)), '\x01'};
}

Frame cut(std::string_view markup) {
    Frame frame;
    for (;;) {
        auto const at = markup.find('\x01');
        if (at == markup.npos) break;
        ensure(at + 2 < markup.size() && markup[at + 2] == '\x01', "a page has a broken slot");
        frame.push_back(
            {std::string{markup.substr(0, at)}, static_cast<Slot>(markup[at + 1] - 'a')});
        markup.remove_prefix(at + 3);
    }
    frame.push_back({std::string{markup}});
    return frame;
}

http::Cookie cookie(Visit const &visit, std::string name, std::string value, seconds age) {
    return {std::move(name),
            std::move(value),
            age,
            true,
            visit.public_url.starts_with("https:"),
            "Lax"};
}

Frame frame_of(Visit const &visit, PageOptions const &options) {
    auto const &w = visit.words;
    auto const document_head =
        element("head", meta(attr("charset", "utf-8")), element("title", mark_of(Slot::title)),
                meta(name("viewport"), attr("content", "width=device-width, initial-scale=1")),
                meta(name("color-scheme"), attr("content", "light dark")),
                meta(name("theme-color"), attr("content", "#ffffff"),
                     attr("media", "(prefers-color-scheme: light)")),
                meta(name("theme-color"), attr("content", "#1b2226"),
                     attr("media", "(prefers-color-scheme: dark)")),
                // A phone must not turn six digits of a code, or an id, into a telephone link.
                meta(name("format-detection"), attr("content", "telephone=no")),
                link(attr("rel", "stylesheet"), href(asset("goen.css"))),
                link(attr("rel", "icon"), type("image/svg+xml"), href(asset("favicon.svg"))),
                link(attr("rel", "apple-touch-icon"), href(asset("touch-icon.png"))),
                link(attr("rel", "manifest"), href(asset("goen.webmanifest"))),
                element("script", src(asset("goen.js")), flag("defer")),
                when(visit.is_member(),
                     [] { return element("script", src(asset("stream.js")), flag("defer")); }));
    auto const slot = [](Slot one) { return trusted(mark_of(one)); };
    Html menu;
    std::size_t entries = 0;
    for (auto const &entry : menu_of(visit))
        menu += menu_link(visit, entry, options.section, slot(badge_slot(entries++)));
    auto const document_body = element(
        "body", cls(visit.is_member() ? "member" : "guest"),
        a(cls("skip"), href(Url{"#main"}), w("Skip to content")),
        page_head(visit, options.section, menu),
        main(id("main"), cls(options.narrow ? "page narrow" : "page"), attr("tabindex", "-1"),
             slot(Slot::flash), slot(Slot::heading), slot(Slot::body)),
        page_foot(visit, mark_of(Slot::here)));
    return cut(
        "<!DOCTYPE html>\n" +
        element("html", lang(i18n::code(w.language())), document_head, document_body).markup());
}

std::shared_ptr<Frame const> frame_for(Visit const &visit, PageOptions const &options) {
    static Memo<Frame> frames{1024};
    std::string key{i18n::code(visit.words.language())};
    key += visit.is_member() ? 'm' : 'g';
    key += visit.is_operator ? 'o' : '-';
    key += options.narrow ? 'n' : 'w';
    for (auto const &entry : menu_of(visit)) {
        key += ' ';
        key += entry.path;
    }
    key += ' ';
    key += options.section;
    key += ' ';
    key += visit.network_name;
    return frames.of(std::move(key), [&] {
        auto pattern = visit;
        pattern.csrf = mark_of(Slot::csrf);
        pattern.member_name = mark_of(Slot::member);
        return frame_of(pattern, options);
    });
}

std::string document(Visit const &visit, std::string_view title, Html const &body,
                     PageOptions const &options) {
    auto const frame = frame_for(visit, options);
    auto const flash = flash_of(visit);
    std::string out;
    out.reserve(6000 + body.markup().size() + flash.markup().size());
    for (auto const &[markup, then] : *frame) {
        out += markup;
        switch (then) {
        case Slot::none: break;
        case Slot::title: append_escaped(out, document_title(visit, title)); break;
        case Slot::here: append_escaped(out, here(visit)); break;
        case Slot::member: append_escaped(out, visit.member_name); break;
        case Slot::csrf: append_escaped(out, visit.csrf); break;
        case Slot::flash: out += flash.markup(); break;
        case Slot::heading:
            if (!body.has_h1()) out += h1(title).markup();
            break;
        case Slot::body: out += body.markup(); break;
        default: {
            auto const entry =
                static_cast<std::size_t>(then) - static_cast<std::size_t>(Slot::badge);
            out += badge(visit, menu_of(visit)[entry].section).markup();
        }
        }
    }
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
    auto response = http::html(plain ? plain_document(visit, document_title(visit, title),
                                                      flash_of(visit), with_heading(title, body))
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
