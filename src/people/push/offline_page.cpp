// SPDX-License-Identifier: Apache-2.0
#include "push/offline_page.hpp"

#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "media/qr.hpp"
#include "web/plain.hpp"

namespace goen::push {

using namespace html;
using web::Visit;

namespace {

Html qr_part(Visit const &visit, std::optional<std::string> const &link, CardId card) {
    auto const &w = visit.words;
    if (!link)
        return p(w("A QR code stands here once your card has a link:"), " ",
                 a(href(Url{"/card/" + card.text() + "/qr"}), w("Link and QR code")));
    auto const address = visit.public_url + "/c/" + *link;
    return section(
        cls("panel"), h2(w("Show this to the other person")),
        // The plain edition has no drawings.
        web::is_plain(visit.request) ? p(a(href(Url{"/c/" + *link}), address))
                                     : media::qr_svg(address, w("QR code of your card")),
        p(cls("hint"), w("Whoever scans it sees what everyone may see of your card, and can leave "
                         "you theirs.")));
}

} // namespace

http::Response offline_page(Visit const &visit, Offline &offline) {
    auto const &w = visit.words;
    auto const cards = offline.cards.of(visit.member);
    Html body = p(w("When you are offline, this page shows your card as of {1}. Everything else "
                    "needs a connection.",
                    {i18n::day_text(visit.now, w.language())}));
    if (!cards.empty()) {
        auto const &card = cards.front();
        auto const link =
            offline.link ? offline.link(visit.member, card.id) : std::optional<std::string>{};
        body += div(cls("card-shown"), card::both_sides(card.live.body, w));
        body += qr_part(visit, link, card.id);
        body += card::card_details(card.live.body, w);
    }
    body += p(a(href(Url{"/"}), w("Home page")));
    auto const title = std::string{w("My card without a connection")};
    if (web::is_plain(visit.request))
        return web::page(visit, title, body, {.section = "settings", .narrow = true});
    auto const document = element(
        "html", lang(i18n::code(w.language())),
        element("head", meta(attr("charset", "utf-8")), element("title", title),
                meta(name("viewport"), attr("content", "width=device-width, initial-scale=1")),
                meta(name("color-scheme"), attr("content", "light dark")),
                meta(name("format-detection"), attr("content", "telephone=no")),
                html::link(attr("rel", "stylesheet"), href(web::asset("goen.css"))),
                html::link(attr("rel", "icon"), type("image/svg+xml"),
                           href(web::asset("favicon.svg")))),
        element("body", cls("guest"),
                main(id("main"), cls("page narrow"), attr("tabindex", "-1"), h1(title), body)));
    auto response = http::html("<!DOCTYPE html>\n" + document.markup(), 200);
    web::set_page_headers(response);
    return response;
}

} // namespace goen::push
