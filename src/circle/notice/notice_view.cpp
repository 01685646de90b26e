// SPDX-License-Identifier: Apache-2.0
#include "notice/notice_view.hpp"

#include "base/text.hpp"
#include "i18n/dates.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::notice {

using namespace html;
using web::Visit;

namespace {

std::string_view drawing_of(Kind kind) {
    switch (kind) {
    case Kind::request: return "requests";
    case Kind::introduction: return "introduce";
    case Kind::message: return "messages";
    case Kind::exchange: return "exchange";
    case Kind::guest: return "card";
    case Kind::move: return "contacts";
    case Kind::reminder: return "clock";
    case Kind::reaction: return "good";
    case Kind::comment:
    case Kind::reply:
    case Kind::mention: return "pen";
    }
    return "info";
}

Html hidden(std::string_view field, std::string_view text) {
    return input(type("hidden"), name(field), value(text));
}

Html time_of(Time at, Visit const &visit) {
    auto const language = visit.words.language();
    return element("time", attr("datetime", rfc3339(at)),
                   attr("title", i18n::time_text(at, language)),
                   i18n::ago_text(at, visit.now, language));
}

// The whole row is one button: opening marks it as read, and nothing is written by a link.
Html notice_row(Visit const &visit, Notice const &one) {
    auto const &w = visit.words;
    auto const open = web::form(
        visit, Url{"/notices/open"},
        all(hidden("kind", letter::to_string(one.kind)), hidden("about", std::to_string(one.about)),
            hidden("up_to", std::to_string(one.place)), hidden("to", one.path),
            button(cls("link notice-open"), type("submit"), one.text,
                   when(!one.is_read,
                        [&] { return span(cls("unseen"), " (", w("not read yet"), ")"); }))),
        "inline");
    return li(cls(one.is_read ? "notice-row" : "notice-row unread"),
              web::icon(drawing_of(one.kind)),
              div(cls("notice-what"), open,
                  when(!one.excerpt.empty(), [&] { return p(cls("meta"), one.excerpt); })),
              span(cls("notice-when"), time_of(one.at, visit)));
}

Html undo_line(Visit const &visit) {
    auto const &w = visit.words;
    return div(cls("notice good undo"), attr("role", "status"), web::icon("good"),
               div(p(w("Everything is marked as read."), " "),
                   web::post_button(visit, Url{"/notices/read/undo"}, w("Undo"), "link")));
}

} // namespace

Html notices_page(Visit const &visit, Page const &page, bool is_first) {
    auto const &w = visit.words;
    auto const assets = link(attr("rel", "stylesheet"), href(web::asset("notices.css")));
    auto const settings = p(cls("meta"), a(href(Url{"/requests"}), w("Requests and introductions")),
                            " · ", a(href(Url{"/notices/settings"}), w("Notice settings")));
    bool const is_any_unread = std::any_of(page.notices.begin(), page.notices.end(),
                                           [](Notice const &one) { return !one.is_read; });
    auto const undo =
        when(is_first && page.can_undo && !is_any_unread, [&] { return undo_line(visit); });
    if (page.notices.empty() && is_first)
        return all(assets, h1(w("Notices")), undo,
                   web::empty_state(
                       w("Nothing new"),
                       p(w("Here you see who asks to exchange cards with you, who has written, "
                           "commented or reacted, and what is due.")),
                       all(a(cls("button primary"), href(Url{"/exchange"}), w("Show my code")),
                           a(cls("button"), href(Url{"/contacts"}), w("Contacts")))),
                   settings);
    auto const read_all = when(is_first && is_any_unread, [&] {
        return web::post_button(visit, Url{"/notices/read"}, w("Mark all as read"), "button",
                                {{"up_to", std::to_string(page.newest)}});
    });
    return all(assets, div(cls("notices-head"), h1(w("Notices")), read_all), undo,
               ul(cls("notices panel"),
                  each(page.notices, [&](Notice const &one) { return notice_row(visit, one); })),
               when(page.next != 0,
                    [&] {
                        return p(cls("older"),
                                 a(cls("button"), attr("rel", "next"),
                                   href(Url{"/notices?after=" + std::to_string(page.next)}),
                                   w("Older notices")));
                    }),
               settings);
}

} // namespace goen::notice
