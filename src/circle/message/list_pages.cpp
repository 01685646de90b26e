// SPDX-License-Identifier: Apache-2.0
// /messages, /messages/new, /settings/messages, and what hangs on other pages.
#include "base/text.hpp"
#include "base/unreachable.hpp"
#include "contacts/contacts_doors.hpp"
#include "message/page_doors.hpp"
#include "web/home_places.hpp"
#include "web/plain.hpp"

#include <algorithm>
#include <atomic>

namespace goen::message {
namespace {

using web::Visit;

constexpr int thread_rows = 30, plain_thread_rows = 8, found_rows = 30;
constexpr std::size_t most_suggested = 12, plain_suggested = 8;

http::Response found_page(Rooms const &rooms, Visit const &visit) {
    auto const &w = visit.words;
    ListView view;
    view.q = trimmed(visit.query("q"));
    int const rows = web::is_plain(visit.request) ? plain_thread_rows : found_rows;
    auto found = rooms.messages.search(visit.member, view.q, visit.query("after"), rows);
    auto options = in_messages;
    if (!found) {
        auto const &why = found.why();
        if (why.fields.empty()) return web::refused(visit, why);
        view.refused = why.fields.front().why;
        options.status = web::status_of(why.reason);
        return web::page(visit, w("Search messages"), threads_page(visit, view), options);
    }
    view.found = std::move(*found);
    rooms.database.read([&](store::Reader &) {
        std::vector<ThreadId> ids;
        for (auto const &one : view.found.messages) {
            if (std::find(ids.begin(), ids.end(), one.thread) == ids.end())
                ids.push_back(one.thread);
        }
        view.places = rooms.messages.threads_by_id(visit.member, ids);
    });
    return web::page(visit, w("Search messages"), threads_page(visit, view), options);
}

http::Response list(Rooms const &rooms, Visit const &visit) {
    if (!trimmed(visit.query("q")).empty()) return found_page(rooms, visit);
    ListView view;
    auto const after = visit.query("after");
    view.is_first = after.empty();
    bool const is_kept = rooms.kept && visit.request.query.pairs().empty();
    auto const key = web::KeptBodies::key(visit, 0) + " threads";
    if (is_kept) {
        if (auto found = rooms.kept->find(visit, key))
            return web::page(visit, found->title, std::move(found->rest), in_messages);
    }
    auto const known = is_kept ? rooms.kept->known() : -1;
    int const rows = web::is_plain(visit.request) ? plain_thread_rows : thread_rows;
    store::Marks marks;
    auto page = rooms.database.read([&](store::Reader &reader) {
        if (known >= 0) marks = rooms.messages.marks_of_threads(reader, visit.member);
        return rooms.messages.threads(visit.member, after, rows);
    });
    if (!page)
        return web::refused(visit, {Reason::not_found, N_("This page is not available."), {}, {}});
    view.threads = std::move(page->threads);
    view.next = std::move(page->next);
    std::string const title{visit.words("Messages")};
    auto body = threads_page(visit, view);
    if (known >= 0)
        rooms.kept->keep(visit, key, known, ids_of(visit.member, view.threads), {title, {}, body},
                         std::move(marks));
    return web::page(visit, title, std::move(body), in_messages);
}

// Chosen already, as the form says it: those of my book.
std::vector<contacts::Line> chosen_in(Rooms const &rooms, Visit const &visit) {
    std::vector<contacts::Line> lines;
    std::vector<ContactId> ids;
    for (auto const typed : visit.form.all("member")) {
        if (auto const id = ContactId::parse(typed)) ids.push_back(*id);
    }
    if (ids.size() > static_cast<std::size_t>(most_members)) ids.resize(most_members);
    for (auto const &contact : rooms.contacts.find_all(visit.member, ids)) {
        contacts::Line line;
        line.id = contact.id;
        line.name = contact.body.name;
        if (auto const *at = card::main_position(contact.body, visit.words.language())) {
            line.company = at->company;
            line.title = at->title;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

http::Response new_form(Rooms const &rooms, Visit const &visit, web::FormState state,
                        bool has_searched, Refusal const *why = nullptr) {
    NewView view;
    view.has_searched = has_searched;
    rooms.database.read([&](store::Reader &) {
        view.chosen = chosen_in(rooms, visit);
        view.found = people_to_write_to(rooms, visit, has_searched ? visit.form.get("q") : "");
        auto const typed = visit.form.has("card") ? visit.form.get("card") : visit.query("card");
        if (auto const whose = MemberId::parse(typed)) {
            auto card = std::move(rooms.messages.people(visit.member, {*whose}).front());
            if (!card.card.name.empty()) view.card = std::move(card);
        }
    });
    std::erase_if(view.found, [&](contacts::Line const &line) {
        return std::ranges::any_of(view.chosen,
                                   [&](contacts::Line const &one) { return one.id == line.id; });
    });
    if (state.value("client_id").empty()) state.typed.add("client_id", new_client_id(visit));
    view.state = std::move(state);
    auto options = in_messages;
    options.narrow = true;
    if (why) options.status = web::status_of(why->reason);
    auto response =
        web::page(visit, visit.words("New message"), new_thread_page(visit, view), options);
    return why ? wait_and_retry(std::move(response), *why) : response;
}

http::Response start(Rooms const &rooms, Visit const &visit) {
    web::FormState const typed{visit.form, {}, {}};
    if (visit.form.get("do") != "start") return new_form(rooms, visit, typed, true);
    NewThread thread;
    for (auto const one : visit.form.all("member")) {
        if (auto const id = MemberId::parse(one)) thread.members.push_back(*id);
    }
    thread.name = visit.form.get("name");
    auto const refused = [&](Refusal const &why) {
        return new_form(rooms, visit, web::typed_again(visit, why), false, &why);
    };
    NewMessage message;
    message.card = MemberId::parse(visit.form.get("card")).value_or(MemberId{});
    // Nothing is begun without something to say.
    if (trimmed(visit.form.get("text")).empty() && !message.card)
        return refused(Refusal::field("text", N_("Please write a message.")));
    message.text = visit.form.get("text");
    message.client_id = visit.form.get("client_id");
    auto const opened = rooms.messages.open_thread(visit.member, thread, &message);
    if (!opened) return refused(opened.why());
    if (said_otherwise(rooms, visit, *opened->first)) {
        auto const why = sent_already();
        http::Params typed_anew;
        for (auto const &[name, value] : visit.form.pairs()) {
            if (name != "client_id") typed_anew.add(name, value);
        }
        return new_form(rooms, visit, {typed_anew, why.fields, why.message}, false, &why);
    }
    return web::go(visit, path_of(opened->id) + "#latest", N_("Your message has been sent."));
}

http::Response settings(Visit const &visit, web::FormState const &state, int status) {
    return web::page(visit, visit.words("Message settings"), settings_page(visit, state),
                     {.section = "settings", .narrow = true, .status = status});
}

http::Response choose(Rooms const &rooms, Visit const &visit) {
    std::optional<web::FormState> stale;
    auto const done = rooms.messages.show_read(
        visit.member, visit.form.get("shows_read") == "1", [&](bool now) -> Done {
            stale = web::stale_form(settings_parts(visit.words), visit.form, settings_fields(now));
            if (stale) return web::changed_meanwhile();
            return {};
        });
    if (stale) return settings(visit, *stale, 409);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/settings/messages", N_("Saved."));
}

} // namespace

http::Response wait_and_retry(http::Response response, Refusal const &why) {
    if (why.retry_after > seconds{0})
        response.set("retry-after", std::to_string(why.retry_after.count()));
    return response;
}

Refusal sent_already() {
    return {Reason::conflict,
            N_("A message from this form has been sent already, with another text. This one has "
               "not been sent: send it if you still want to."),
            {},
            {}};
}

bool said_otherwise(Rooms const &rooms, Visit const &visit, Messages::Sent const &sent) {
    if (sent.is_new) return false;
    auto const there = rooms.messages.find(visit.member, sent.id);
    // What was deleted since is not there to stand for this one.
    return there &&
           (there->deleted || there->text != with_unix_lines(trimmed(visit.form.get("text"))));
}

http::Response not_sent(Visit const &visit, Refusal const &why, MemberId other) {
    bool const cannot_reach = is_unreachable(why);
    auto const &w = visit.words;
    auto const typed = with_unix_lines(trimmed(visit.form.get("text")));
    if (!cannot_reach && typed.empty()) return wait_and_retry(web::refused(visit, why), why);
    auto options = in_messages;
    options.narrow = true;
    options.status = web::status_of(why.reason);
    std::string const title{cannot_reach ? w("You cannot write to this person")
                                         : w("Your message was not sent")};
    auto body = html::h1(title);
    body += cannot_reach ? cannot_write(other, w) : html::p(w(why.message));
    if (!typed.empty()) body += not_sent_text(typed, w);
    return wait_and_retry(web::page(visit, title, body, options), why);
}

std::vector<contacts::Line> people_to_write_to(Rooms const &rooms, Visit const &visit,
                                               std::string_view query) {
    contacts::Ask ask;
    ask.q = trimmed(query);
    ask.limit = 100;
    ask.newest_first = ask.q.empty();
    auto const found = rooms.contacts.list(visit.member, ask, visit.words.language());
    std::vector<contacts::Line> lines;
    if (!found) return lines;
    auto const most = web::is_plain(visit.request) ? plain_suggested : most_suggested;
    for (auto const &line : found->lines) {
        if (line.is_live && lines.size() < most) lines.push_back(line);
    }
    return lines;
}

std::string new_client_id(Visit const &visit) {
    static std::atomic<std::uint64_t> made{0};
    return std::to_string(to_millis(visit.now)) + "-" + std::to_string(++made) + "-" +
           visit.request.id;
}

void add_parts(web::Places &places, Rooms rooms) {
    places.add({35, "messages", "/messages", N_("Messages")});
    places.count("messages", [rooms](MemberId me) { return rooms.messages.unread(me); });
    places.hang(contacts::beside_member, 30, [rooms](Visit const &visit, ContactId contact) {
        auto const &w = visit.words;
        return html::p(html::a(html::href(html::Url{"/messages/new?card=" + contact.text()}),
                               w("Pass this card on in a message")));
    });
    places.hang(web::home_day, 15, [rooms](Visit const &visit) {
        auto const &w = visit.words;
        int const count = rooms.messages.unread(visit.member);
        if (count == 0) return html::Html{};
        return web::day_line(
            "messages",
            html::Html{html::span(w.n("{1} unread message", "{1} unread messages", count))},
            html::a(html::href(html::Url{"/messages"}), w("Read")));
    });
}

void add_list_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    doors.get("/messages", Who::member, with(list));
    doors.get("/messages/new", Who::member,
              [rooms](Visit const &visit) { return new_form(rooms, visit, {}, false); });
    doors.post("/messages/new", Who::member, with(start));
    doors.get("/settings/messages", Who::member, [rooms](Visit const &visit) {
        web::FormState state{settings_fields(rooms.messages.shows_read(visit.member)), {}, {}};
        state.version = web::version_of(settings_parts(visit.words), state.typed);
        return settings(visit, state, 200);
    });
    doors.post("/settings/messages", Who::member, with(choose));
}

void add_pages(web::Doors &doors, Rooms rooms) {
    add_list_pages(doors, rooms);
    add_thread_pages(doors, rooms);
    add_about_pages(doors, rooms);
}

} // namespace goen::message
