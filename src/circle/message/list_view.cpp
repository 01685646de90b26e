// SPDX-License-Identifier: Apache-2.0
// The list of threads, and what a search in them finds.
#include "message/message_view.hpp"

#include "base/text.hpp"
#include "i18n/dates.hpp"
#include "web/plain.hpp"

namespace goen::message {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

Html time_of_row(Time at, Visit const &visit) {
    auto const language = visit.words.language();
    bool const is_today = i18n::date_in_japan(at) == i18n::date_in_japan(visit.now);
    return element("time", attr("datetime", rfc3339(at)),
                   attr("title", i18n::time_text(at, language)),
                   is_today ? clock_text(at) : i18n::ago_text(at, visit.now, language));
}

// One tap opens it, wherever in the row.
Html thread_row(Visit const &visit, Thread const &thread, ThreadId current, int key,
                std::size_t characters) {
    auto const &w = visit.words;
    auto const at = thread.last ? thread.last->made : thread.made;
    bool const is_unread = thread.unread > 0;
    return li(cls(is_unread ? "thread-row unread" : "thread-row"), portrait_of(thread, w),
              div(cls("thread-what"),
                  a(cls("thread-name"), href(Url{path_of(thread.id)}),
                    key > 0 && key < 10 ? attr("accesskey", std::to_string(key)) : no_attribute(),
                    thread.id == current ? attr("aria-current", "true") : no_attribute(),
                    title_of(thread, w)),
                  p(cls("meta"),
                    when(!thread.draft.empty(),
                         [&] { return all(span(cls("draft-mark"), w("Draft")), " "); }),
                    when(thread.last.has_value(),
                         [&] { return span(excerpt_of(*thread.last, characters, w)); }))),
              div(cls("thread-when"), time_of_row(at, visit),
                  when(is_unread,
                       [&] {
                           return all(
                               " ",
                               span(cls("badge"), attr("aria-hidden", "true"),
                                    std::to_string(thread.unread)),
                               span(cls("unseen"), w.n("{1} unread", "{1} unread", thread.unread)));
                       }),
                  when(thread.is_muted, [&] { return all(" ", span(cls("tag"), w("Muted"))); })));
}

Html search_form(Visit const &visit, std::string_view q) {
    auto const &w = visit.words;
    return element(
        "form", cls("search message-search"), attr("method", "get"), action(Url{"/messages"}),
        attr("role", "search"),
        div(cls("field"), label(attr("for", "message-q"), w("Search messages")),
            input(id("message-q"), name("q"), type("search"), value(q), attr("maxlength", "200"))),
        button(type("submit"), w("Search")));
}

Html nothing_yet(Words const &w) {
    return web::empty_state(
        w("No messages yet"),
        p(w("Write to someone you have exchanged cards with: to say thank you, to meet again, to "
            "ask something. Only the people in a conversation read it.")),
        all(a(cls("button primary"), href(Url{"/messages/new"}), w("Write a message")),
            a(cls("button"), href(Url{"/contacts"}), w("Contacts"))));
}

Html found_row(Visit const &visit, ListView const &view, Message const &message) {
    auto const &w = visit.words;
    std::string where;
    for (auto const &thread : view.places) {
        if (thread.id == message.thread) where = title_of(thread, w);
    }
    return li(cls("thread-row"), portrait_of(message.from),
              div(cls("thread-what"),
                  a(cls("thread-name"),
                    href(Url{path_of(message.thread) + "?at=" + message.id.text() + "#m-" +
                             message.id.text()}),
                    where),
                  p(cls("meta"), excerpt_of(message, 80, w))),
              div(cls("thread-when"), time_of_row(message.made, visit)));
}

Html found_part(Visit const &visit, ListView const &view) {
    auto const &w = visit.words;
    auto const &found = view.found;
    if (!view.refused.empty()) return p(cls("error"), attr("role", "alert"), w(view.refused));
    Html list = found.messages.empty()
                    ? p(cls("meta"), attr("role", "status"),
                        found.next.empty() ? w("No message was found.")
                                           : w("Nothing so far. Older messages can be searched."))
                    : ul(cls("threads panel"), each(found.messages, [&](Message const &one) {
                             return found_row(visit, view, one);
                         }));
    if (!found.next.empty())
        list += p(cls("older"),
                  a(cls("button"), attr("rel", "next"),
                    href(Url{"/messages?q=" + percent_encoded(view.q) + "&after=" + found.next}),
                    w("Search older messages")));
    return list;
}

} // namespace

Html threads_page(Visit const &visit, ListView const &view) {
    auto const &w = visit.words;
    bool const is_plain = web::is_plain(visit.request);
    auto const head = div(cls("messages-head"), h1(w("Messages")),
                          a(cls("button primary"), href(Url{"/messages/new"}), web::icon("pen"),
                            w("Write a message")));
    if (!view.q.empty())
        return all(message_assets(), head, search_form(visit, view.q), found_part(visit, view),
                   p(a(href(Url{"/messages"}), w("All conversations"))));
    if (view.threads.empty() && view.is_first)
        return all(message_assets(), h1(w("Messages")), nothing_yet(w));
    int key = 0;
    auto const rows = ul(cls("threads panel"), each(view.threads, [&](Thread const &one) {
                             return thread_row(visit, one, {}, ++key, is_plain ? 24 : 60);
                         }));
    auto const older = when(!view.next.empty(), [&] {
        return p(cls("older"),
                 a(cls("button"), attr("rel", "next"), href(Url{"/messages?after=" + view.next}),
                   w("Older conversations")));
    });
    return all(message_assets(), head, rows, older, search_form(visit, {}),
               p(cls("meta"), a(href(Url{"/settings/messages"}), w("Message settings"))));
}

Html threads_beside(Visit const &visit, std::vector<Thread> const &threads, ThreadId current) {
    auto const &w = visit.words;
    return nav(cls("threads-beside panel"), attr("aria-label", w("Conversations")),
               div(cls("beside-head"), a(href(Url{"/messages"}), w("Messages")),
                   a(href(Url{"/messages/new"}), attr("aria-label", w("Write a message")),
                     web::icon("pen"))),
               ul(cls("threads"), each(threads, [&](Thread const &one) {
                      return thread_row(visit, one, current, 0, 24);
                  })));
}

} // namespace goen::message
