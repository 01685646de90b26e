// SPDX-License-Identifier: Apache-2.0
// Who is in a thread and what can be done about that; beginning one; the settings.
#include "message/message_view.hpp"

#include "web/plain.hpp"

namespace goen::message {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

Html member_row(Visit const &visit, Thread const &thread, Person const &person, bool is_owner) {
    auto const &w = visit.words;
    auto const who = name_of(person, w);
    auto const verb = [&](std::string_view path, std::string_view label, std::string const &named) {
        return web::form(visit, Url{path_of(thread.id, path)},
                         all(input(type("hidden"), name("member"), value(person.id.text())),
                             button(cls("link"), type("submit"), attr("aria-label", named), label)),
                         "inline");
    };
    return li(cls("thread-row"), portrait_of(person),
              div(cls("thread-what"),
                  person.card.name.empty() || person.is_self
                      ? span(cls("thread-name"), person.is_self ? w("You") : who.c_str())
                      : a(cls("thread-name"), href(Url{"/m/" + person.id.text()}), who),
                  when(person.id == thread.owner,
                       [&] { return p(cls("meta"), w("In charge: adds, removes and renames")); })),
              when(is_owner && !person.is_self, [&] {
                  return div(cls("thread-when verbs"),
                             verb("owner", w("Put in charge"), w("Put {1} in charge", {who})), " ",
                             verb("remove", w("Take out"), w("Take out {1}", {who})));
              }));
}

Html person_choice(contacts::Line const &line, Words const &w, std::string_view field,
                   bool is_checked, std::string_view kind) {
    auto const own_id = "p-" + line.id.text();
    auto const work = line.company + (line.title.empty() ? "" : " " + line.title);
    return div(cls("choice"),
               input(type(kind), id(own_id), name(field), value(line.id.text()),
                     flag("checked", is_checked)),
               label(attr("for", own_id), line.name.display(w.language()),
                     when(!work.empty(), [&] { return all(" ", span(cls("meta"), work)); })));
}

Html find_part(Words const &w, std::string_view q) {
    return div(
        cls("search"),
        div(cls("field"), label(attr("for", "people-q"), w("Name or company")),
            input(id("people-q"), name("q"), type("text"), value(q), attr("maxlength", "100"))),
        button(type("submit"), name("do"), value("find"), w("Find")));
}

Html add_part(Visit const &visit, AboutView const &view) {
    auto const &w = visit.words;
    auto const inner = all(
        find_part(w, view.q),
        each(view.found,
             [&](contacts::Line const &one) {
                 return person_choice(one, w, "member", false, "radio");
             }),
        when(view.has_searched && view.found.empty(),
             [&] { return p(cls("meta"), w("No one you have exchanged cards with was found.")); }),
        when(!view.found.empty(), [&] {
            return all(
                web::checkbox(visit, {}, "history",
                              w("The new person also sees what I have here so far"),
                              w("Otherwise they see messages from now on. Everyone is "
                                "told which it is.")),
                button(cls("button primary"), type("submit"), name("do"), value("add"), w("Add")));
        }));
    return section(
        cls("panel"), id("add"), h2(w("Add someone")),
        web::form(visit, Url{path_of(view.thread.id, "members")}, inner, "form message-people"));
}

Html rename_part(Visit const &visit, AboutView const &view) {
    auto const &w = visit.words;
    return section(
        cls("panel"), h2(w("Name of the conversation")),
        web::form(visit, Url{path_of(view.thread.id, "name")},
                  all(web::form_errors(visit, view.name), web::form_version(visit, view.name),
                      web::field(visit, view.name, "name", w("Name of the conversation"),
                                 {.hint = w("Everyone in it sees the name."),
                                  .max_length = static_cast<int>(most_thread_name)}),
                      web::submit(w("Save"), "button"))));
}

} // namespace

web::FormParts name_parts(Words const &w) { return {{"name", w("Name of the conversation"), {}}}; }

Html about_page(Visit const &visit, AboutView const &view) {
    auto const &w = visit.words;
    auto const &thread = view.thread;
    Person const *me = nullptr;
    for (auto const &person : thread.members) {
        if (person.is_self) me = &person;
    }
    bool const is_owner = me && !thread.is_pair && me->id == thread.owner && !thread.has_left;
    auto const mute = section(
        cls("panel"), h2(w("Notifications")),
        p(cls("meta"), thread.is_muted
                           ? w("Muted: new messages are not counted in the menu. Nobody is told.")
                           : w("New messages are counted in the menu.")),
        web::post_button(visit, Url{path_of(thread.id, "mute")},
                         thread.is_muted ? w("Unmute") : w("Mute"), "button",
                         {{"muted", thread.is_muted ? "0" : "1"}}));
    auto const leaving = when(!thread.is_pair && !thread.has_left, [&] {
        return section(
            cls("panel"), h2(w("Leave the conversation")),
            p(cls("meta"), w("Everyone sees that you left. What you had stays with you; "
                             "new messages do not reach you.")),
            web::post_button(visit, Url{path_of(thread.id, "leave")}, w("Leave"), "button danger"));
    });
    return all(message_assets(), h1(title_of(thread, w)),
               section(h2(w("Participants")), ul(cls("threads panel"), each(thread.members,
                                                                            [&](Person const &one) {
                                                                                return member_row(
                                                                                    visit, thread,
                                                                                    one, is_owner);
                                                                            }))),
               when(is_owner, [&] { return all(add_part(visit, view), rename_part(visit, view)); }),
               mute, leaving, p(a(href(Url{path_of(thread.id)}), w("Back to the conversation"))));
}

Html new_thread_page(Visit const &visit, NewView const &view) {
    auto const &w = visit.words;
    auto const inner = all(
        web::form_errors(visit, view.state),
        fieldset(legend(w("To whom")),
                 each(view.chosen,
                      [&](contacts::Line const &one) {
                          return person_choice(one, w, "member", true, "checkbox");
                      }),
                 find_part(w, view.state.value("q")),
                 each(view.found,
                      [&](contacts::Line const &one) {
                          return person_choice(one, w, "member", false, "checkbox");
                      }),
                 when(view.found.empty() && view.chosen.empty(),
                      [&] {
                          return view.has_searched
                                     ? p(cls("meta"),
                                         w("No one you have exchanged cards with was found."))
                                     : p(cls("meta"),
                                         w("Here stand the people you have exchanged cards with. "),
                                         a(href(Url{"/exchange"}), w("Exchange cards")));
                      })),
        details(flag("open", !view.state.value("name").empty()),
                summary(w("Name of the conversation")),
                web::field(visit, view.state, "name", w("Name of the conversation"),
                           {.hint = w("For a conversation of several people, or a second one with "
                                      "the same person. Everyone in it sees the name."),
                            .max_length = static_cast<int>(most_thread_name)})),
        input(type("hidden"), name("client_id"), value(view.state.value("client_id"))),
        when(view.card.has_value(),
             [&] {
                 return div(
                     cls("attached"),
                     input(type("hidden"), name("card"), value(view.card->id.text())),
                     p(portrait_of(*view.card), " ", w("Card of {1}", {name_of(*view.card, w)})),
                     p(cls("meta"), w("Each reader sees of it what this person shows them. It "
                                      "can be passed on to people who see it already.")));
             }),
        web::text_area(visit, view.state, "text", w("Message"), 4,
                       {.max_length = static_cast<int>(most_text)}),
        div(cls("actions"),
            button(cls("button primary"), type("submit"), name("do"), value("start"), w("Send")),
            a(href(Url{"/messages"}), w("Cancel"))));
    return all(message_assets(), h1(w("New message")),
               web::form(visit, Url{"/messages/new"}, inner, "form message-people"));
}

web::FormParts settings_parts(Words const &w) {
    return {web::checkbox_part("shows_read", w("Show when I have read messages"), w)};
}

http::Params settings_fields(bool shows_read) {
    http::Params fields;
    if (shows_read) fields.add("shows_read", "1");
    return fields;
}

Html settings_page(Visit const &visit, web::FormState const &state) {
    auto const &w = visit.words;
    return all(
        h1(w("Message settings")),
        web::form(visit, Url{"/settings/messages"},
                  all(web::form_errors(visit, state), web::form_version(visit, state),
                      web::checkbox(visit, state, "shows_read", w("Show when I have read messages"),
                                    w("Only to people who show you theirs. Unless both do, "
                                      "neither of you sees it.")),
                      web::submit(w("Save")))));
}

} // namespace goen::message
