// SPDX-License-Identifier: Apache-2.0
// /messages/{id}: a thread, what is written in it, and its attachments; /messages/with/{id}.
#include "base/text.hpp"
#include "media/darkroom.hpp"
#include "message/page_doors.hpp"
#include "web/plain.hpp"

namespace goen::message {
namespace {

using web::Visit;

constexpr int rows_shown = 50, plain_rows = 4, rows_beside = 10;
constexpr std::size_t form_around = 512 * 1024;

http::Params draft_fields(std::string const &draft) {
    http::Params fields;
    if (!draft.empty()) fields.add("text", draft);
    return fields;
}

// The fields of a form that comes back, without what belongs to the form itself.
http::Params typed_fields(Visit const &visit, bool with_client_id = true) {
    http::Params fields;
    for (std::string_view const name : {"text", "client_id", "photo_text", "own_card"}) {
        if (name == "client_id" && !with_client_id) continue;
        if (!visit.form.get(name).empty())
            fields.add(std::string{name}, std::string{visit.form.get(name)});
    }
    return fields;
}

Range range_of(Visit const &visit) {
    Range range;
    if (auto const at = MessageId::parse(visit.query("at"))) {
        range.after = MessageId{*at};
    } else if (auto const after = MessageId::parse(visit.query("after"))) {
        range.after = *after;
    } else if (auto const before = MessageId::parse(visit.query("before"))) {
        range.before = *before;
    }
    range.is_newest = !range.after && !range.before;
    return range;
}

http::Response show(Rooms const &rooms, Visit const &visit, std::optional<Writing> again = {},
                    Refusal const *why = nullptr) {
    auto const &w = visit.words;
    auto const me = visit.member;
    auto const id = visit.path_id<ThreadId>();
    bool const is_plain = web::is_plain(visit.request);
    // The newest page as a link leads to it, with nothing typed.
    bool const is_kept = rooms.kept && !again && visit.request.query.pairs().empty();
    auto const key = web::KeptBodies::key(visit, id.value) + " thread";
    auto const client_id = new_client_id(visit);
    if (is_kept) {
        if (auto found = rooms.kept->find(visit, key, client_id))
            return web::page(visit, found->title, std::move(found->rest), in_messages);
    }
    auto const known = is_kept ? rooms.kept->known() : -1;
    std::optional<Refusal> refused;
    ThreadView view;
    store::Marks marks;
    rooms.database.read([&](store::Reader &reader) {
        auto thread = rooms.messages.thread(me, id);
        if (!thread) {
            refused = thread.why();
            return;
        }
        auto const range = again ? Range{.is_newest = true} : range_of(visit);
        auto const rows = is_plain ? plain_rows : rows_shown;
        auto page = rooms.messages.messages(me, id, range, rows);
        // A message found by a search stands at the top, with those after it.
        if (page && MessageId::parse(visit.query("at"))) {
            if (auto found = rooms.messages.find(me, range.after)) {
                page->messages.insert(page->messages.begin(), std::move(*found));
                page->has_older = page->messages.front().seq > 1;
            }
        }
        if (!page) {
            refused = page.why();
            return;
        }
        view.thread = std::move(*thread);
        view.page = std::move(*page);
        view.is_newest = range.is_newest || (!view.page.has_newer && range.after);
        if (!is_plain) view.beside = rooms.messages.threads(me, "", rows_beside)->threads;
        if (known >= 0) marks = rooms.messages.marks_of_threads(reader, me);
    });
    if (refused) return web::refused(visit, *refused);
    if (again) {
        view.writing = std::move(*again);
    } else {
        view.writing.state.typed = draft_fields(view.thread.draft);
        view.writing.state.version = web::version_of(draft_parts(w), view.writing.state.typed);
    }
    if (view.writing.state.value("client_id").empty())
        view.writing.state.typed.add("client_id", client_id);
    view.writing.to = path_of(id);
    html::Html undo;
    if (auto const deleted = MessageId::parse(visit.query("deleted")))
        undo = html::div(
            html::cls("notice good undo"), html::attr("role", "status"), web::icon("good"),
            html::div(html::p(w("The message was deleted."), " "),
                      web::post_button(visit, html::Url{path_of(id, "restore")}, w("Undo"), "link",
                                       {{"message", deleted->text()}})));
    auto options = in_messages;
    if (why) options.status = web::status_of(why->reason);
    if (!view.writing.state.meanwhile.empty()) options.status = 409;
    auto const title = title_of(view.thread, w);
    auto body = html::all(undo, thread_page(visit, view));
    if (known >= 0) {
        auto shown = std::move(view.beside);
        shown.push_back(view.thread);
        rooms.kept->keep(visit, key, known, ids_of(me, shown, view.page.messages),
                         {title, {}, body}, std::move(marks), client_id);
    }
    auto response = web::page(visit, title, std::move(body), options);
    return why ? wait_and_retry(std::move(response), *why) : response;
}

// What was sent with the form: photographs go through the darkroom, all else is a file. Taken
// first, because it would be lost when the form comes back.
std::optional<Refusal> take_attachments(Rooms const &rooms, Visit const &visit, Attached &attached,
                                        web::FormState &state) {
    for (auto const typed : visit.form.all("photo")) {
        if (auto const id = PostPictureId::parse(typed)) attached.photos.push_back(*id);
    }
    for (auto const typed : visit.form.all("file")) {
        auto const id = FileId::parse(typed);
        auto found = id ? rooms.messages.content(visit.member, *id, 0, "") : std::nullopt;
        if (found) attached.files.push_back(found->file);
    }
    std::optional<Refusal> refused;
    for (auto const &file : visit.files) {
        if (!file.field.starts_with("upload")) continue;
        auto const kind = media::file_kind(file.bytes);
        Refusal why;
        if (kind != media::FileKind::none) {
            auto made = rooms.feed.add_picture(visit.member, file.bytes);
            if (made) {
                attached.photos.push_back(made->id);
                continue;
            }
            why = made.why();
        } else {
            auto made = rooms.messages.add_file(visit.member, file.name, file.bytes);
            if (made) {
                attached.files.push_back(*made);
                continue;
            }
            why = made.why();
        }
        state.errors.push_back({file.field, why.message});
        state.message = why.message;
        refused = std::move(why);
    }
    return refused;
}

NewMessage message_of(Visit const &visit, Attached const &attached) {
    NewMessage message;
    message.text = visit.form.get("text");
    message.client_id = visit.form.get("client_id");
    auto const alt = std::string{trimmed(visit.form.get("photo_text"))};
    for (auto const &photo : attached.photos) message.photos.push_back({photo, alt});
    for (auto const &file : attached.files) message.files.push_back(file.id);
    if (visit.form.get("own_card") == "1") message.card = visit.member;
    return message;
}

// The draft that this form was opened with, or just saved, is done with; what another window has
// kept meanwhile stays.
void drop_draft(Rooms const &rooms, Visit const &visit, ThreadId id) {
    auto const sent = std::string{trimmed(visit.form.get("text"))};
    (void)rooms.messages.keep_draft(visit.member, id, "", [&](std::string const &stored) -> Done {
        if (stored == with_unix_lines(sent)) return {};
        http::Params emptied;
        emptied.add("version", std::string{visit.form.get("version")});
        if (web::stale_form(draft_parts(visit.words), emptied, draft_fields(stored)))
            return web::changed_meanwhile();
        return {};
    });
}

http::Response keep(Rooms const &rooms, Visit const &visit, ThreadId id, Writing writing) {
    std::optional<web::FormState> stale;
    auto const kept = rooms.messages.keep_draft(
        visit.member, id, visit.form.get("text"), [&](std::string const &stored) -> Done {
            stale = web::stale_form(draft_parts(visit.words), visit.form, draft_fields(stored));
            if (stale) return web::changed_meanwhile();
            return {};
        });
    if (stale) {
        auto const client_id = std::string{visit.form.get("client_id")};
        writing.state = std::move(*stale);
        if (writing.state.value("client_id").empty() && !client_id.empty())
            writing.state.typed.add("client_id", client_id);
        return show(rooms, visit, std::move(writing));
    }
    if (!kept) {
        if (kept.why().reason == Reason::not_found) return web::refused(visit, kept.why());
        writing.state.errors = kept.why().fields;
        writing.state.message = kept.why().message;
        return show(rooms, visit, std::move(writing), &kept.why());
    }
    bool const has_files = !writing.attached.photos.empty() || !writing.attached.files.empty();
    return web::go(visit, path_of(id) + "#write",
                   has_files ? Sentence{N_("The text has been saved as a draft. Photos and files "
                                           "are not kept with it: add them when you send.")}
                             : Sentence{N_("The draft has been saved.")});
}

http::Response write(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<ThreadId>();
    auto const there = rooms.messages.thread(visit.member, id);
    if (!there) return web::refused(visit, there.why());
    Writing writing;
    writing.state.typed = typed_fields(visit);
    writing.state.version = visit.form.get("version");
    auto const refused = take_attachments(rooms, visit, writing.attached, writing.state);
    if (refused) return show(rooms, visit, std::move(writing), &*refused);
    if (visit.form.get("do") == "keep") return keep(rooms, visit, id, std::move(writing));
    auto const sent = rooms.messages.send(visit.member, id, message_of(visit, writing.attached));
    if (!sent) {
        auto const &why = sent.why();
        if (why.reason == Reason::not_found || why.reason == Reason::forbidden)
            return not_sent(visit, why, there->other);
        writing.state.errors = why.fields;
        writing.state.message = why.message;
        return show(rooms, visit, std::move(writing), &why);
    }
    if (said_otherwise(rooms, visit, *sent)) {
        auto const why = sent_already();
        writing.state.typed = typed_fields(visit, false);
        writing.state.message = why.message;
        return show(rooms, visit, std::move(writing), &why);
    }
    drop_draft(rooms, visit, id);
    return web::go(visit, path_of(id) + "#latest");
}

http::Response first(Rooms const &rooms, Visit const &visit, Writing writing = {},
                     Refusal const *why = nullptr) {
    auto const other = visit.path_id<MemberId>();
    if (auto const there = rooms.messages.with(visit.member, other)) {
        if (!why) return http::see_other(path_of(*there) + "#write");
    }
    auto const can = rooms.messages.can_reach(visit.member, other);
    if (!can) return not_sent(visit, can.why(), other);
    auto const to = rooms.messages.people(visit.member, {other}).front();
    writing.is_first = true;
    writing.to = "/messages/with/" + other.text();
    if (writing.state.value("client_id").empty())
        writing.state.typed.add("client_id", new_client_id(visit));
    auto options = in_messages;
    if (why) options.status = web::status_of(why->reason);
    auto response = web::page(visit, visit.words("Message to {1}", {name_of(to, visit.words)}),
                              first_message_page(visit, to, writing), options);
    return why ? wait_and_retry(std::move(response), *why) : response;
}

http::Response write_first(Rooms const &rooms, Visit const &visit) {
    auto const other = visit.path_id<MemberId>();
    auto const can = rooms.messages.can_reach(visit.member, other);
    if (!can) return not_sent(visit, can.why(), other);
    Writing writing;
    writing.state.typed = typed_fields(visit);
    auto const refused = take_attachments(rooms, visit, writing.attached, writing.state);
    if (refused) return first(rooms, visit, std::move(writing), &*refused);
    auto const message = message_of(visit, writing.attached);
    auto const again = [&](Refusal const &why) {
        writing.state.errors = why.fields;
        writing.state.message = why.message;
        return first(rooms, visit, writing, &why);
    };
    if (trimmed(message.text).empty() && message.photos.empty() && message.files.empty() &&
        !message.card)
        return again(Refusal::field("text", N_("Please write a message.")));
    auto const opened = rooms.messages.open_thread(visit.member, {{other}, ""}, &message);
    if (!opened) return again(opened.why());
    if (said_otherwise(rooms, visit, *opened->first)) {
        writing.state.typed = typed_fields(visit, false);
        return again(sent_already());
    }
    return web::go(visit, path_of(opened->id) + "#latest", N_("Your message has been sent."));
}

// For the script.
http::Response told(std::string text, int status = 200) {
    auto response = http::text(std::move(text), status);
    web::set_page_headers(response);
    return response;
}

http::Response newer(Rooms const &rooms, Visit const &visit) {
    auto const me = visit.member;
    auto const id = visit.path_id<ThreadId>();
    auto const after = MessageId::parse(visit.query("after")).value_or(MessageId{});
    return rooms.database.read([&](store::Reader &) {
        auto const thread = rooms.messages.thread(me, id);
        if (!thread) return told("", 404);
        auto const page = rooms.messages.messages(me, id, {.after = after}, rows_shown);
        if (!page) return told("", 404);
        auto before = after ? rooms.messages.find(me, after)
                            : Result<Message>{Refusal{Reason::not_found, {}, {}, {}}};
        auto response = http::html(
            message_items(visit, *thread, page->messages, before ? &*before : nullptr).markup());
        web::set_page_headers(response);
        return response;
    });
}

http::Response read(Rooms const &rooms, Visit const &visit) {
    auto const id = visit.path_id<ThreadId>();
    auto const up_to = MessageId::parse(visit.form.get("up_to")).value_or(MessageId{});
    auto const done = rooms.messages.read(visit.member, id, up_to);
    if (!done) return web::refused(visit, done.why());
    if (visit.form.get("part") == "1") return told("");
    return web::go(visit, path_of(id) + "#latest", N_("Marked as read."));
}

// Of the script, which keeps what is typed now and then. It says the version to go on with.
http::Response keep_quietly(Rooms const &rooms, Visit const &visit) {
    bool is_stale = false;
    auto const kept = rooms.messages.keep_draft(
        visit.member, visit.path_id<ThreadId>(), visit.form.get("text"),
        [&](std::string const &stored) -> Done {
            is_stale = web::stale_form(draft_parts(visit.words), visit.form, draft_fields(stored))
                           .has_value();
            if (is_stale) return web::changed_meanwhile();
            return {};
        });
    if (is_stale)
        return told(visit.words("Another window has a different draft of this message."), 409);
    if (!kept) return told(visit.words(kept.why().message), web::status_of(kept.why().reason));
    auto const text = with_unix_lines(trimmed(visit.form.get("text")));
    return told(web::version_of(draft_parts(visit.words), draft_fields(text)) + '\n' +
                visit.words("Draft saved"));
}

http::Response remove(Rooms const &rooms, Visit const &visit) {
    auto const message = MessageId::parse(visit.form.get("message")).value_or(MessageId{});
    auto const done = rooms.messages.remove(visit.member, message);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, path_of(visit.path_id<ThreadId>()) + "?deleted=" + message.text());
}

http::Response restore(Rooms const &rooms, Visit const &visit) {
    auto const message = MessageId::parse(visit.form.get("message")).value_or(MessageId{});
    auto const done = rooms.messages.restore(visit.member, message);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, path_of(visit.path_id<ThreadId>()), N_("The message is back."));
}

http::Response one(Rooms const &rooms, Visit const &visit) {
    auto const thread = rooms.messages.thread(visit.member, visit.path_id<ThreadId>());
    if (!thread) return web::refused(visit, thread.why());
    auto const message = rooms.messages.find(visit.member, visit.path_id<MessageId>("message"));
    if (!message || message->thread != thread->id)
        return web::refused(visit,
                            {Reason::not_found, N_("This message is not available."), {}, {}});
    return web::page(visit, visit.words("Message"), one_message_page(visit, *thread, *message),
                     in_messages);
}

} // namespace

void add_thread_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    web::Upload const upload{most_file_bytes + form_around};
    doors.get("/messages/{id}", Who::member,
              [rooms](Visit const &visit) { return show(rooms, visit); });
    doors.post("/messages/{id}", Who::member, with(write), upload);
    doors.get("/messages/{id}/newer", Who::member, with(newer));
    doors.post("/messages/{id}/read", Who::member, with(read));
    doors.post("/messages/{id}/draft", Who::member, with(keep_quietly));
    doors.post("/messages/{id}/delete", Who::member, with(remove));
    doors.post("/messages/{id}/restore", Who::member, with(restore));
    doors.get("/messages/{id}/{message}", Who::member, with(one));
    doors.get("/messages/with/{id}", Who::member,
              [rooms](Visit const &visit) { return first(rooms, visit); });
    doors.post("/messages/with/{id}", Who::member, with(write_first), upload);
    doors.get("/messages/files/{id}", Who::member,
              [rooms](Visit const &visit) { return serve_file(visit, rooms.messages); });
    doors.get("/messages/files/{id}/{size}", Who::member,
              [rooms](Visit const &visit) { return serve_photo(visit, rooms.messages); });
}

} // namespace goen::message
