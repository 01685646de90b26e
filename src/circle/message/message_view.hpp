// SPDX-License-Identifier: Apache-2.0
// Threads and messages as Html: values in, markup out. Everything here is what its reader has.
#pragma once

#include "contacts/contacts.hpp"
#include "message/message.hpp"
#include "web/form_version.hpp"
#include "web/page.hpp"

namespace goen::message {

html::Html message_assets(); // style and script of these pages

// ---- shared (names_view.cpp) ----
std::string path_of(ThreadId id, std::string_view more = {}); // /messages/ID/more
std::string path_of(FileId id, int size);
std::string name_of(Person const &person, i18n::Words const &words); // "A member" without one
// Everybody who is on a page of these, and its reader, for what is kept of it.
std::vector<std::int64_t> ids_of(MemberId reading, std::vector<Thread> const &threads,
                                 std::vector<Message> const &messages = {});
std::string title_of(Thread const &thread, i18n::Words const &words);
html::Html portrait_of(Person const &person);
html::Html portrait_of(Thread const &thread, i18n::Words const &words);
Person const *other_of(Thread const &thread); // of a thread of two
// What a line says that is no text: "Ken added Mei."
std::string line_text(Message const &message, i18n::Words const &words);
std::string excerpt_of(Message const &message, std::size_t characters, i18n::Words const &words);
std::string clock_text(Time at);                                   // 9:05, in Japan
html::Html cannot_write(MemberId other, i18n::Words const &words); // and how to reach them
html::Html not_sent_text(std::string const &typed, i18n::Words const &words); // to be copied

// ---- the list (list_view.cpp) ----
struct ListView {
    std::vector<Thread> threads;
    std::string next;
    bool is_first = true;
    std::string q;              // a search, else ""
    Sentence refused;           // why there was no search for it
    FoundMessages found;        // of it
    std::vector<Thread> places; // the threads of what was found
};
html::Html threads_page(web::Visit const &visit, ListView const &view);
// Beside a thread, for wide windows.
html::Html threads_beside(web::Visit const &visit, std::vector<Thread> const &threads,
                          ThreadId current);

// ---- a thread (thread_view.cpp) ----
inline constexpr std::size_t uploads_of_form = 4; // "upload1" …
struct Attached {                                 // sent with a form that came back
    std::vector<PostPictureId> photos;
    std::vector<File> files;
};
struct Writing {          // the form for a message
    web::FormState state; // text, photo_text, client_id
    Attached attached;
    std::string to;        // the form's address
    bool is_first = false; // nothing has been written yet: there is no draft
};
struct ThreadView {
    Thread thread;
    MessagePage page;
    bool is_newest = true; // the page is the newest
    std::vector<Thread> beside;
    Writing writing;
};
html::Html thread_page(web::Visit const &visit, ThreadView const &view);
// The messages alone, for the script.
html::Html message_items(web::Visit const &visit, Thread const &thread,
                         std::vector<Message> const &messages, Message const *before = nullptr);
html::Html writing_form(web::Visit const &visit, Writing const &writing);
// The first message to somebody.
html::Html first_message_page(web::Visit const &visit, Person const &to, Writing const &writing);
// One message whole, with what can be done with it.
html::Html one_message_page(web::Visit const &visit, Thread const &thread, Message const &message);
web::FormParts draft_parts(i18n::Words const &words);

// ---- who is in it (about_view.cpp) ----
struct AboutView {
    Thread thread;
    web::FormState name;
    std::string q;
    bool has_searched = false;
    std::vector<contacts::Line> found; // whom one might add
};
html::Html about_page(web::Visit const &visit, AboutView const &view);
web::FormParts name_parts(i18n::Words const &words);

struct NewView {
    web::FormState state; // name, text
    std::vector<contacts::Line> chosen, found;
    bool has_searched = false;
    std::optional<Person> card; // whose card goes with it
};
html::Html new_thread_page(web::Visit const &visit, NewView const &view);

html::Html settings_page(web::Visit const &visit, web::FormState const &state);
web::FormParts settings_parts(i18n::Words const &words);
http::Params settings_fields(bool shows_read);

inline constexpr web::PageOptions in_messages{.section = "messages"};

} // namespace goen::message
