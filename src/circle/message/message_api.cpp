// SPDX-License-Identifier: Apache-2.0
// /threads, /messages, /files.
#include "message/message_doors.hpp"
#include "message/message_json.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"
#include "web/versions.hpp"

namespace goen::message {

namespace shape = web::shape;
using web::ApiCall;
using web::field;

namespace {

struct ThreadInput {
    std::vector<MemberId> members;
    std::string name, text;
};
web::Record const &record_of(ThreadInput const *) {
    static web::Record const record{
        "ThreadInput",
        {field<&ThreadInput::members>("members").least(1).most(most_members),
         field<&ThreadInput::name>("name").optional().most(most_thread_name),
         field<&ThreadInput::text>("text").optional().most(most_text).about(
             "the first message; sent to the thread that is there, too")}};
    return record;
}

struct ThreadChange {
    std::string name;
    bool is_muted = false;
};
web::Record const &record_of(ThreadChange const *) {
    static web::Record const record{
        "ThreadPatch",
        {field<&ThreadChange::name>("name").optional().most(most_thread_name).takes_null(),
         field<&ThreadChange::is_muted>("muted").optional()}};
    return record;
}

struct PhotoInput {
    PostPictureId id;
    std::string alt;
};
web::Record const &record_of(PhotoInput const *) {
    static web::Record const record{
        "MessagePictureInput",
        {field<&PhotoInput::id>("id").about("of POST /pictures, not posted"),
         field<&PhotoInput::alt>("alt").optional().most(most_photo_text)}};
    return record;
}

struct MessageInput {
    std::string text, client_id;
    std::vector<PhotoInput> pictures;
    std::vector<FileId> files;
    MemberId card;
};
web::Record const &record_of(MessageInput const *) {
    static web::Record const record{
        "MessageInput",
        {field<&MessageInput::text>("text").optional().most(most_text),
         field<&MessageInput::client_id>("client_id")
             .least(1)
             .most(most_client_id)
             .about("your own, new for each message: sent again, the same one answers the message "
                    "that is there, whatever it says this time"),
         field<&MessageInput::pictures>("pictures").optional().most(most_photos),
         field<&MessageInput::files>("files")
             .optional()
             .most(most_files)
             .about("ids of POST /files"),
         field<&MessageInput::card>("card").optional().about(
             "a member whose card is passed on: yourself, or somebody whom all here may see")}};
    return record;
}

struct AddInput {
    MemberId member;
    bool history = false;
};
web::Record const &record_of(AddInput const *) {
    static web::Record const record{
        "ThreadMemberInput",
        {field<&AddInput::member>("member"),
         field<&AddInput::history>("history").optional().about(
             "true: the person also reads what you have read there so far; all are told so")}};
    return record;
}

struct OwnerInput {
    MemberId member;
};
web::Record const &record_of(OwnerInput const *) {
    static web::Record const record{"ThreadOwnerInput", {field<&OwnerInput::member>("member")}};
    return record;
}

struct ReadInput {
    MessageId up_to;
};
web::Record const &record_of(ReadInput const *) {
    static web::Record const record{"ThreadReadInput", {field<&ReadInput::up_to>("up_to")}};
    return record;
}

using ThreadsPage = web::Page<ThreadJson, "ThreadPage">;
using MessagesPage = web::Page<MessageJson, "MessagePage">;

ThreadId thread_of(ApiCall const &call) { return call.visit.path_id<ThreadId>(); }

Result<ThreadJson> show_thread(Rooms const &rooms, ApiCall const &call) {
    auto found = rooms.messages.thread(call.visit.member, thread_of(call));
    if (!found) return found.why();
    return ThreadJson{std::move(*found)};
}

Result<ThreadsPage> list_threads(Rooms const &rooms, ApiCall const &call) {
    auto const after = call.visit.query("after");
    auto found = rooms.messages.threads(call.visit.member, after, web::limit_of(call.visit));
    if (!found) return web::not_our_cursor();
    ThreadsPage page;
    for (auto &one : found->threads) page.items.push_back({std::move(one)});
    page.next = found->next;
    return page;
}

Result<web::ApiAnswer> open_thread(Rooms const &rooms, ApiCall const &call,
                                   ThreadInput const &input) {
    auto const me = call.visit.member;
    // One text of a call: an Idempotency-Key makes the call itself happen once.
    NewMessage message;
    message.text = input.text;
    message.client_id = "open-" + call.visit.request.id;
    auto const opened = rooms.messages.open_thread(me, {input.members, input.name},
                                                   input.text.empty() ? nullptr : &message);
    if (!opened) return opened.why();
    auto found = rooms.messages.thread(me, opened->id);
    if (!found) return found.why();
    return web::ApiAnswer{opened->is_new ? 201 : 200, web::to_json(ThreadJson{std::move(*found)})};
}

Result<ThreadJson> change_thread(Rooms const &rooms, ApiCall const &call,
                                 web::Patch<ThreadChange> const &patch) {
    auto const given = patch.given();
    Messages::Change change;
    if (patch.names("name")) change.name = given.name;
    if (patch.names("muted")) change.is_muted = given.is_muted;
    auto const done =
        rooms.messages.change(call.visit.member, thread_of(call), change, [&](Thread const &now) {
            return web::check_preconditions(call, web::to_json(ThreadJson{now}));
        });
    if (!done) return done.why();
    return show_thread(rooms, call);
}

Result<ThreadJson> add_member(Rooms const &rooms, ApiCall const &call, AddInput const &input) {
    auto const done =
        rooms.messages.add(call.visit.member, thread_of(call), input.member, input.history);
    if (!done) return done.why();
    return show_thread(rooms, call);
}

Result<ThreadJson> remove_member(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.messages.remove_member(call.visit.member, thread_of(call),
                                                   call.visit.path_id<MemberId>("member"));
    if (!done) return done.why();
    return show_thread(rooms, call);
}

Result<ThreadJson> hand_over(Rooms const &rooms, ApiCall const &call, OwnerInput const &input) {
    auto const done = rooms.messages.hand_over(call.visit.member, thread_of(call), input.member);
    if (!done) return done.why();
    return show_thread(rooms, call);
}

Done leave(Rooms const &rooms, ApiCall const &call) {
    return rooms.messages.leave(call.visit.member, thread_of(call));
}

Result<MessagesPage> list_messages(Rooms const &rooms, ApiCall const &call) {
    auto const after = web::cursor_of<MessageId>(call.visit);
    if (!after) return after.why();
    Range range;
    range.after = *after;
    auto const before = call.visit.query("before");
    if (!before.empty()) {
        if (range.after)
            return Refusal::field("before", N_("Please give one of `after` and `before`."));
        range.is_newest = before == "newest";
        auto const id = MessageId::parse(before);
        if (!range.is_newest && !id) return web::not_our_cursor();
        if (id) range.before = *id;
    }
    auto found = rooms.messages.messages(call.visit.member, thread_of(call), range,
                                         web::limit_of(call.visit));
    if (!found) {
        bool const is_there = rooms.messages.thread(call.visit.member, thread_of(call)).has_value();
        return is_there ? web::not_our_cursor() : found.why();
    }
    MessagesPage page;
    if (!found->messages.empty()) {
        if (!before.empty() && found->has_older) page.next = found->messages.front().id.text();
        if (before.empty() && found->has_newer) page.next = found->messages.back().id.text();
    }
    for (auto &one : found->messages) page.items.push_back({std::move(one)});
    return page;
}

Result<MessageJson> send(Rooms const &rooms, ApiCall const &call, MessageInput const &input) {
    NewMessage message;
    message.text = input.text;
    message.client_id = input.client_id;
    for (auto const &one : input.pictures) message.photos.push_back({one.id, one.alt});
    message.files = input.files;
    message.card = input.card;
    auto const sent = rooms.messages.send(call.visit.member, thread_of(call), message);
    if (!sent) return sent.why();
    auto found = rooms.messages.find(call.visit.member, sent->id);
    if (!found) return found.why();
    return MessageJson{std::move(*found)};
}

Done read(Rooms const &rooms, ApiCall const &call, ReadInput const &input) {
    return rooms.messages.read(call.visit.member, thread_of(call), input.up_to);
}

Result<MessageJson> show_message(Rooms const &rooms, ApiCall const &call) {
    auto found = rooms.messages.find(call.visit.member, call.visit.path_id<MessageId>());
    if (!found) return found.why();
    // In its thread it says that it was deleted; by itself it is not there for programs.
    if (found->deleted) return Refusal{Reason::not_found, N_("This message is not available.")};
    return MessageJson{std::move(*found)};
}

Done remove(Rooms const &rooms, ApiCall const &call) {
    if (auto const there = show_message(rooms, call); !there) return there.why();
    return rooms.messages.remove(
        call.visit.member, call.visit.path_id<MessageId>(), [&](Message const &now) {
            return web::check_preconditions(call, web::to_json(MessageJson{now}));
        });
}

Result<MessageJson> restore(Rooms const &rooms, ApiCall const &call) {
    auto const done = rooms.messages.restore(call.visit.member, call.visit.path_id<MessageId>());
    if (!done) return done.why();
    return show_message(rooms, call);
}

Result<MessagesPage> search(Rooms const &rooms, ApiCall const &call) {
    auto const &visit = call.visit;
    auto const after = visit.query("after");
    if (!after.empty() && !parse_id(after)) return web::not_our_cursor();
    auto found = rooms.messages.search(visit.member, visit.query("q"), after, web::limit_of(visit));
    if (!found) return found.why();
    MessagesPage page;
    for (auto &one : found->messages) page.items.push_back({std::move(one)});
    page.next = found->next;
    return page;
}

Result<FileJson> add_file(Rooms const &rooms, ApiCall const &call) {
    auto const *file = call.visit.file("file");
    auto const name = call.visit.query("name");
    auto const made =
        rooms.messages.add_file(call.visit.member, name.empty() ? file->name : name, file->bytes);
    if (!made) return made.why();
    return FileJson{*made};
}

Result<web::ApiAnswer> as_answer(http::Response response) {
    if (response.status == 404)
        return Refusal{Reason::not_found,
                       N_("This file was not found, or you do not have access to it.")};
    return web::ApiAnswer{response.status, nullptr, std::move(response)};
}

Result<web::ApiAnswer> file(Rooms const &rooms, ApiCall const &call) {
    return as_answer(serve_file(call.visit, rooms.messages));
}

Result<web::ApiAnswer> photo(Rooms const &rooms, ApiCall const &call) {
    return as_answer(serve_photo(call.visit, rooms.messages));
}

Result<SettingsJson> settings(Rooms const &rooms, ApiCall const &call) {
    return SettingsJson{rooms.messages.shows_read(call.visit.member)};
}

Result<SettingsJson> change_settings(Rooms const &rooms, ApiCall const &call,
                                     web::Patch<SettingsJson> const &patch) {
    auto const me = call.visit.member;
    auto const wanted = patch.onto({rooms.messages.shows_read(me)}).shows_read;
    auto const done = rooms.messages.show_read(me, wanted, [&](bool now) {
        return web::check_preconditions(call, web::to_json(SettingsJson{now}));
    });
    if (!done) return done.why();
    return settings(rooms, call);
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    web::Endpoints<Rooms> api{doors, rooms, {"messages", "messages:read", "messages:write"}};
    auto opening = web::post("/threads", "Begin a thread. Two people have one without a name: "
                                         "where it is there, it is answered with 200.")
                       .creates()
                       .refuses({200, 403, 422, 429});
    opening.answer = web::shape_of<ThreadJson>();
    api.add(std::move(opening), open_thread);
    api.add(
        web::get("/threads", "My threads, newest first.").asks(web::page_params({})).refuses({422}),
        list_threads);
    api.add(web::get("/threads/{id}", "A thread I am or was in.").refuses({404}), show_thread);
    api.add(web::patch("/threads/{id}", "Rename a thread, when I am in charge of it, or mute it "
                                        "for me.")
                .refuses({403, 404, 409, 422}),
            change_thread);
    api.add(web::post("/threads/{id}/members", "Add somebody I have exchanged cards with; all "
                                               "read a line about it. What was before, the person "
                                               "reads only when I say so.")
                .refuses({403, 404, 409, 422}),
            add_member);
    api.add(web::post("/threads/{id}/members/{member}/remove", "Take somebody out of a thread.")
                .refuses({403, 404, 409}),
            remove_member);
    api.add(web::post("/threads/{id}/owner", "Put another member in charge of the thread.")
                .refuses({403, 404, 409, 422}),
            hand_over);
    api.add(web::post("/threads/{id}/leave", "Leave a thread. What I read there stays with me.")
                .refuses({403, 404, 409}),
            leave);
    api.add(web::get("/threads/{id}/messages", "Its messages, oldest first.")
                .asks(web::page_params(
                    {{"before", shape::text(20),
                      "an id, or newest: the page that ends there; `next` is the `before` of the "
                      "page before it"}}))
                .refuses({404, 422}),
            list_messages);
    api.add(web::post("/threads/{id}/messages", "Send a message, exactly once.")
                .creates()
                .refuses({403, 404, 413, 422, 429}),
            send);
    api.add(web::post("/threads/{id}/read", "I have read up to here.").refuses({404, 422}), read);
    api.add(web::get("/messages", "Search the messages I can read, in any spelling, newest first.")
                .asks(web::page_params({{"q", shape::text(200), "words", true}}))
                .refuses({422}),
            search);
    api.add(web::get("/messages/{id}", "A message I can read.").refuses({404}), show_message);
    api.add(web::del("/messages/{id}", "Delete my message for everyone. Its place says that it was "
                                       "deleted; text and files are gone after ten seconds.")
                .refuses({403, 404}),
            remove);
    api.add(web::post("/messages/{id}/restore", "Take back that I deleted it, within ten seconds.")
                .refuses({404}),
            restore);
    api.add(web::post("/files", "A file to be sent: within a day, or it is gone. What it is, is "
                                "told by its content.")
                .asks({{"name", shape::text(400), "how it is called", false}})
                .takes_file({most_file_bytes + 64 * 1024}, {"application/octet-stream"})
                .creates()
                .refuses({409, 413, 415, 422, 429}),
            add_file);
    api.add(web::get("/files/{id}", "A file of a message, to be saved.")
                .answers_file({"application/octet-stream"})
                .refuses({404}),
            file);
    api.add(web::get("/files/{id}/{size}", "A photograph of a message. Sizes: 640, 1600.")
                .answers_file({"image/jpeg", "image/webp"})
                .refuses({404}),
            photo);
    api.add(web::get("/message-settings", "Whether I show what I have read."), settings);
    api.add(web::patch("/message-settings", "Show what I have read to those who show theirs, or "
                                            "show nothing.")
                .refuses({422}),
            change_settings);
}

} // namespace goen::message
