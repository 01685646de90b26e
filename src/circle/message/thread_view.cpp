// SPDX-License-Identifier: Apache-2.0
// A thread: its messages, newest at the bottom, and the form below them.
#include "message/message_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "contacts/contacts_view.hpp"
#include "i18n/dates.hpp"
#include "markup/markup.hpp"
#include "web/plain.hpp"

namespace goen::message {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

constexpr std::size_t small_text = 100; // characters of a message on a small page
constexpr int thumbnail = 640, large = 1600;

std::string size_text(std::int64_t bytes, Words const &w) {
    if (bytes < 1024) return w("{1} bytes", {std::to_string(bytes)});
    if (bytes < 1024 * 1024) return std::to_string((bytes + 1023) / 1024) + " KB";
    return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB";
}

std::string day_text(Time at, Visit const &visit) {
    auto const &w = visit.words;
    auto const day = i18n::date_in_japan(at), today = i18n::date_in_japan(visit.now);
    if (day == today) return w("Today");
    if (std::chrono::sys_days{day} + std::chrono::days{1} == std::chrono::sys_days{today})
        return w("Yesterday");
    return i18n::date_text(day, w.language());
}

Html photo_of(Visit const &visit, File const &file) {
    auto const &w = visit.words;
    auto const alt = file.name.empty() ? std::string{w("Photo without a description")} : file.name;
    if (web::is_plain(visit.request))
        return p(a(href(Url{path_of(file.id, thumbnail)}), w("Photo"), ": ", alt));
    return a(cls("said-photo"), href(Url{path_of(file.id, large)}),
             img(src(Url{path_of(file.id, thumbnail)}), attr("alt", alt),
                 attr("width", std::to_string(file.width)),
                 attr("height", std::to_string(file.height)), attr("loading", "lazy"),
                 attr("decoding", "async")));
}

Html file_of(File const &file, Words const &w) {
    return a(cls("said-file"), href(Url{path_of(file.id, 0)}), web::icon("memo"),
             span(file.name, " ", span(cls("meta"), size_text(file.bytes, w))));
}

Html card_of(Message const &message, Words const &w) {
    auto const *position = card::main_position(message.about.card, w.language());
    return a(cls("said-card"), href(Url{"/m/" + message.about.id.text()}),
             portrait_of(message.about),
             span(strong(line_text(message, w)), when(position != nullptr, [&] {
                      return span(cls("meta"), card::position_line(*position, w.language()));
                  })));
}

Html text_of(Visit const &visit, Thread const &thread, Message const &message, bool is_whole) {
    if (message.text.empty()) return {};
    bool const is_long = count_code_points(message.text) > small_text;
    if (is_whole || !web::is_plain(visit.request) || !is_long)
        return div(cls("said-text"), markup::plain(message.text));
    return p(markup::excerpt(message.text, markup::Format::plain, small_text), " ",
             a(href(Url{path_of(thread.id, message.id.text())}), visit.words("Read more")));
}

Html content_of(Visit const &visit, Thread const &thread, Message const &message, bool is_whole) {
    auto const &w = visit.words;
    if (message.deleted) return p(cls("meta"), w("This message was deleted."));
    return all(
        when(message.kind == Kind::card && message.about.id, [&] { return card_of(message, w); }),
        text_of(visit, thread, message, is_whole), each(message.files, [&](File const &one) {
            return one.is_photo ? photo_of(visit, one) : file_of(one, w);
        }));
}

// "Read" below one's newest message that others have read.
std::string read_text(Thread const &thread, Message const &message, Words const &w) {
    int count = 0;
    for (auto const &mark : thread.read) count += mark.seq >= message.seq;
    if (count == 0) return {};
    return thread.is_pair ? w("Read") : w.n("Read by {1}", "Read by {1}", count);
}

Html verbs_of(Visit const &visit, Thread const &thread, Message const &message) {
    auto const &w = visit.words;
    if (!message.from.is_self || message.deleted) return {};
    if (web::is_plain(visit.request))
        return all(" ", a(href(Url{path_of(thread.id, message.id.text())}), w("Delete")));
    return all(" ",
               button(cls("link"), type("submit"), attr("form", "deleting"), name("message"),
                      value(message.id.text()),
                      attr("aria-label", w("Delete my message of {1}", {clock_text(message.made)})),
                      w("Delete")));
}

Html said_item(Visit const &visit, Thread const &thread, Message const &message) {
    auto const &w = visit.words;
    bool const is_mine = message.from.is_self;
    auto const read = is_mine && !message.deleted ? read_text(thread, message, w) : std::string{};
    std::string kind = is_mine ? "said mine" : "said";
    if (message.deleted) kind += " deleted";
    auto const who = is_mine ? std::string{w("You")} : name_of(message.from, w);
    // In a thread of two it is plain who speaks; listeners hear it still.
    auto const by =
        thread.is_pair || is_mine ? span(cls("unseen by"), who, ": ") : span(cls("by"), who);
    return li(cls(kind), id("m-" + message.id.text()), attr("data-id", message.id.text()),
              when(!is_mine, [&] { return portrait_of(message.from); }),
              div(cls("said-part"), by,
                  div(cls("bubble"), content_of(visit, thread, message, false)),
                  p(cls("said-when meta"),
                    element("time", attr("datetime", rfc3339(message.made)),
                            attr("title", i18n::time_text(message.made, w.language())),
                            clock_text(message.made)),
                    when(!read.empty(), [&] { return all(" · ", span(cls("read"), read)); }),
                    verbs_of(visit, thread, message))));
}

Html back_link(Visit const &visit) {
    auto const words = visit.words("All conversations");
    if (web::is_plain(visit.request)) return p(a(href(Url{"/messages"}), words));
    return a(cls("talk-back"), href(Url{"/messages"}), attr("aria-label", words),
             span(attr("aria-hidden", "true"), "‹"));
}

Html head_of(Visit const &visit, Thread const &thread) {
    auto const &w = visit.words;
    auto const *other = other_of(thread);
    Html below;
    if (other) {
        auto const *position = card::main_position(other->card, w.language());
        if (position) below = p(cls("meta"), card::position_line(*position, w.language()));
    } else {
        below = p(cls("meta"), w.n("{1} person", "{1} people",
                                   static_cast<std::int64_t>(thread.members.size())));
    }
    auto const title = title_of(thread, w);
    auto const name = other && !other->card.name.empty()
                          ? a(href(Url{"/m/" + other->id.text()}),
                              contacts::name_with_reading(other->card.name, w))
                          : Html{span(title)};
    return header(cls("talk-head"), back_link(visit), portrait_of(thread, w), div(h1(name), below),
                  a(cls("talk-about"), href(Url{path_of(thread.id, "about")}),
                    thread.is_pair ? w("Settings") : w("Participants")));
}

Html attached_part(Attached const &attached, Words const &w) {
    if (attached.photos.empty() && attached.files.empty()) return {};
    Html items;
    for (auto const &photo : attached.photos)
        items += li(input(type("hidden"), name("photo"), value(photo.text())), w("Photo"));
    for (auto const &file : attached.files)
        items += li(input(type("hidden"), name("file"), value(file.id.text())), file.name);
    return div(cls("attached"), p(cls("meta"), w("Attached already:")), ul(items));
}

Html file_fields(Visit const &visit, Writing const &writing) {
    Html fields;
    auto const &attached = writing.attached;
    for (auto n = attached.photos.size() + attached.files.size(); n < uploads_of_form; ++n) {
        auto const digit = std::to_string(n + 1);
        fields += web::file_field(visit, writing.state, "upload" + digit,
                                  visit.words("Photo or file {1}", {digit}), "");
    }
    return fields;
}

Html below_messages(Visit const &visit, ThreadView const &view) {
    auto const &w = visit.words;
    auto const &thread = view.thread;
    if (thread.may_write) return writing_form(visit, view.writing);
    if (thread.has_left)
        return p(cls("meta talk-end"),
                 w("You have left this conversation. What you had stays here."));
    auto const *other = other_of(thread);
    if (other && other->has_left)
        return p(cls("meta talk-end"), w("This person has left the network."));
    return div(cls("talk-end"), cannot_write(thread.other, w));
}

Html newest_links(Visit const &visit, ThreadView const &view) {
    auto const &w = visit.words;
    auto const path = path_of(view.thread.id);
    if (view.is_newest)
        return p(cls("talk-newer"), a(href(Url{path + "#latest"}), w("Check for new messages")));
    return p(cls("talk-newer"),
             when(view.page.has_newer,
                  [&] {
                      auto const &last = view.page.messages.back();
                      return all(a(attr("rel", "next"),
                                   href(Url{path + "?after=" + last.id.text()}),
                                   attr("accesskey", "6"), w("Newer messages")),
                                 " · ");
                  }),
             a(href(Url{path + "#latest"}), w("Newest messages")));
}

Html read_form(Visit const &visit, ThreadView const &view) {
    if (view.thread.unread == 0 || view.page.messages.empty() || !view.is_newest) return {};
    auto const &w = visit.words;
    return web::form(
        visit, Url{path_of(view.thread.id, "read")},
        all(input(type("hidden"), name("up_to"), value(view.page.messages.back().id.text())),
            button(cls("link"), type("submit"), w("Mark as read"))),
        "inline mark-read");
}

} // namespace

web::FormParts draft_parts(Words const &w) { return {{"text", w("Message"), {}}}; }

Html message_items(Visit const &visit, Thread const &thread, std::vector<Message> const &messages,
                   Message const *before) {
    Html items;
    bool has_shown_new = before != nullptr;
    for (auto const &one : messages) {
        if (!before || i18n::date_in_japan(before->made) != i18n::date_in_japan(one.made))
            items += li(cls("day"), span(day_text(one.made, visit)));
        bool const is_new = one.seq > thread.read_seq && !one.from.is_self && is_written(one.kind);
        if (is_new && !has_shown_new && thread.unread > 0) {
            items += li(cls("fresh"), span(visit.words("New messages")));
            has_shown_new = true;
        }
        if (is_written(one.kind)) {
            items += said_item(visit, thread, one);
        } else {
            items += li(cls("line meta"), id("m-" + one.id.text()), attr("data-id", one.id.text()),
                        line_text(one, visit.words));
        }
        before = &one;
    }
    return items;
}

Html writing_form(Visit const &visit, Writing const &writing) {
    auto const &w = visit.words;
    auto const &state = writing.state;
    auto const inner =
        all(web::form_errors(visit, state),
            when(!writing.is_first, [&] { return web::form_version(visit, state); }),
            input(type("hidden"), name("client_id"), value(state.value("client_id"))),
            web::text_area(visit, state, "text", w("Message"), 2,
                           {.max_length = static_cast<int>(most_text)}),
            attached_part(writing.attached, w),
            details(cls("attach"), summary(w("Add photos or files")),
                    p(cls("hint"),
                      w("Up to 4 photos or files, 25 MB together. Place and camera data of "
                        "photos are removed.")),
                    file_fields(visit, writing),
                    web::field(visit, state, "photo_text", w("Description of the photos"),
                               {.max_length = static_cast<int>(most_photo_text)}),
                    web::checkbox(visit, state, "own_card", w("Send my card along"),
                                  w("Each reader sees of it what you show them."))),
            div(cls("actions"),
                button(cls("button primary"), type("submit"), name("do"), value("send"), w("Send")),
                when(!writing.is_first,
                     [&] {
                         return button(type("submit"), name("do"), value("keep"), w("Save draft"));
                     }),
                span(cls("meta draft-state"), attr("role", "status"))));
    return div(cls("writing"), id("write"),
               web::upload_form(visit, Url{writing.to}, inner, "form message-form"));
}

Html thread_page(Visit const &visit, ThreadView const &view) {
    auto const &w = visit.words;
    auto const &thread = view.thread;
    bool const is_plain = web::is_plain(visit.request);
    auto const path = path_of(thread.id);
    auto const older = when(view.page.has_older && !view.page.messages.empty(), [&] {
        return p(cls("older"),
                 a(attr("rel", "prev"), attr("accesskey", "4"),
                   href(Url{path + "?before=" + view.page.messages.front().id.text()}),
                   w("Older messages")));
    });
    auto const newest =
        view.page.messages.empty() ? std::string{"0"} : view.page.messages.back().id.text();
    auto const blocked = when(thread.has_blocked_someone, [&] {
        return div(
            cls("notice info"), web::icon("info"),
            p(w("Someone you have blocked is in this conversation. You read each other here; "
                "you can leave it on the page of participants.")));
    });
    auto const talk =
        section(cls("talk panel"), attr("aria-label", title_of(thread, w)), head_of(visit, thread),
                blocked, older,
                div(cls("said-log"), attr("role", "log"), attr("aria-label", w("Messages")),
                    ol(cls("said-list"), id("talk"), attr("data-thread", thread.id.text()),
                       attr("data-newest", newest),
                       view.is_newest ? attr("data-live", "1") : no_attribute(),
                       message_items(visit, thread, view.page.messages))),
                div(id("latest"), newest_links(visit, view), read_form(visit, view)),
                below_messages(visit, view), when(!is_plain, [&] {
                    return element("form", cls("deleting"), id("deleting"), attr("method", "post"),
                                   action(Url{path_of(thread.id, "delete")}),
                                   input(type("hidden"), name("csrf"), value(visit.csrf)));
                }));
    if (is_plain) return all(message_assets(), talk);
    return all(message_assets(),
               div(cls("talk-frame"), threads_beside(visit, view.beside, thread.id), talk));
}

Html first_message_page(Visit const &visit, Person const &to, Writing const &writing) {
    auto const &w = visit.words;
    auto const *position = card::main_position(to.card, w.language());
    return all(message_assets(),
               section(cls("talk panel"), attr("aria-label", name_of(to, w)),
                       header(cls("talk-head"), back_link(visit), portrait_of(to),
                              div(h1(w("Message to {1}", {name_of(to, w)})),
                                  when(position != nullptr,
                                       [&] {
                                           return p(cls("meta"),
                                                    card::position_line(*position, w.language()));
                                       }))),
                       writing_form(visit, writing)));
}

Html one_message_page(Visit const &visit, Thread const &thread, Message const &message) {
    auto const &w = visit.words;
    auto const back = Url{path_of(thread.id) + "?at=" + message.id.text()};
    return all(message_assets(), h1(w("Message")),
               div(cls("panel"),
                   p(cls("meta"), name_of(message.from, w), " · ",
                     i18n::time_text(message.made, w.language())),
                   is_written(message.kind) ? content_of(visit, thread, message, true)
                                            : p(line_text(message, w))),
               when(message.from.is_self && !message.deleted && is_written(message.kind),
                    [&] {
                        return all(p(cls("meta"), w("A deleted message is gone for everyone. Its "
                                                    "place says that it was deleted.")),
                                   web::post_button(visit, Url{path_of(thread.id, "delete")},
                                                    w("Delete"), "button danger",
                                                    {{"message", message.id.text()}}));
                    }),
               p(a(href(back), w("Back to the conversation"))));
}

} // namespace goen::message
