// SPDX-License-Identifier: Apache-2.0
// What threads, people and lines are called.
#include "message/message_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "markup/markup.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace goen::message {

using namespace html;
using i18n::Words;

namespace {

constexpr std::size_t named_in_title = 3;
constexpr seconds japan_is_ahead{9 * 3600};

// A drawing of its own for what has no card: the first character of a name.
names::PersonName as_name(std::string const &text) {
    names::PersonName name;
    name.family = text;
    return name;
}

std::string attachment_text(Message const &message, Words const &w) {
    for (auto const &file : message.files) {
        if (file.is_photo) return w("Photo");
        return w("File: {1}", {file.name});
    }
    return {};
}

} // namespace

Html message_assets() {
    return all(link(attr("rel", "stylesheet"), href(web::asset("messages.css"))),
               element("script", src(web::asset("messages.js")), flag("defer")));
}

std::string path_of(ThreadId id, std::string_view more) {
    auto path = "/messages/" + id.text();
    if (!more.empty()) path += '/' + std::string{more};
    return path;
}

std::string path_of(FileId id, int size) {
    auto path = "/messages/files/" + id.text();
    if (size > 0) path += '/' + std::to_string(size);
    return path;
}

std::string name_of(Person const &person, Words const &w) {
    if (!person.card.name.empty()) return person.card.name.display(w.language());
    auto const &former = w.is_ja() ? person.former_ja : person.former_en;
    return former.empty() ? w("A member") : former;
}

Person const *other_of(Thread const &thread) {
    for (auto const &person : thread.members) {
        if (thread.is_pair && !person.is_self) return &person;
    }
    return nullptr;
}

std::vector<std::int64_t> ids_of(MemberId reading, std::vector<Thread> const &threads,
                                 std::vector<Message> const &messages) {
    std::vector<std::int64_t> ids{reading.value};
    auto const add_message = [&](Message const &one) {
        ids.push_back(one.from.id.value);
        if (one.about.id) ids.push_back(one.about.id.value);
    };
    for (auto const &thread : threads) {
        for (auto const &person : thread.members) ids.push_back(person.id.value);
        if (thread.last) add_message(*thread.last);
    }
    for (auto const &one : messages) add_message(one);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

std::string title_of(Thread const &thread, Words const &w) {
    if (auto const *other = other_of(thread)) return name_of(*other, w);
    if (!thread.name.empty()) return thread.name;
    std::string title;
    std::size_t named = 0, others = 0;
    for (auto const &person : thread.members) {
        if (person.is_self) continue;
        if (++others > named_in_title) continue;
        title += (named++ == 0 ? "" : w.is_ja() ? "、" : ", ") + name_of(person, w);
    }
    // Beside the thread of two with the same person, which is called by the name alone.
    if (others == 1) return w("Group with {1}", {title});
    if (others > named) title = w("{1} and {2} more", {title, std::to_string(others - named)});
    return title.empty() ? w("Conversation") : title;
}

Html portrait_of(Person const &person) {
    if (!person.card.name.empty())
        return card::portrait(person.card.photo, person.id.value, person.card.name);
    return card::portrait({}, person.id.value, as_name(person.former_ja));
}

Html portrait_of(Thread const &thread, Words const &w) {
    if (auto const *other = other_of(thread)) return portrait_of(*other);
    return card::portrait({}, thread.id.value, as_name(title_of(thread, w)));
}

std::string line_text(Message const &message, Words const &w) {
    auto const who = name_of(message.from, w), whom = name_of(message.about, w);
    switch (message.kind) {
    case Kind::made: return w("{1} started this conversation.", {who});
    case Kind::added:
        return message.text.empty()
                   ? w("{1} added {2}, who sees messages from here on.", {who, whom})
                   : w("{1} added {2}, who also sees the earlier messages.", {who, whom});
    case Kind::removed: return w("{1} removed {2}.", {who, whom});
    case Kind::left: return w("{1} left.", {who});
    case Kind::renamed:
        return message.text.empty() ? w("{1} took the name of the conversation away.", {who})
                                    : w("{1} named the conversation “{2}”.", {who, message.text});
    case Kind::handed: return w("{2} is now in charge instead of {1}.", {who, whom});
    case Kind::card: return w("Card of {1}", {whom});
    case Kind::text: break;
    }
    return {};
}

std::string excerpt_of(Message const &message, std::size_t characters, Words const &w) {
    if (message.deleted) return w("This message was deleted.");
    if (!is_written(message.kind)) return line_text(message, w);
    auto text = markup::excerpt(message.text, markup::Format::plain, characters);
    if (text.empty())
        text = message.kind == Kind::card ? line_text(message, w) : attachment_text(message, w);
    return message.from.is_self ? w("You: {1}", {text}) : text;
}

std::string clock_text(Time at) {
    auto const in_japan = at + japan_is_ahead;
    auto const of_day = in_japan - std::chrono::floor<std::chrono::days>(in_japan);
    auto const minutes_of_day = std::chrono::duration_cast<minutes>(of_day).count();
    std::array<char, 8> text{};
    (void)std::snprintf(text.data(), text.size(), "%d:%02d", static_cast<int>(minutes_of_day / 60),
                        static_cast<int>(minutes_of_day % 60));
    return text.data();
}

Html not_sent_text(std::string const &typed, Words const &w) {
    return div(cls("field"), label(attr("for", "typed"), w("What you wrote (copy it to keep it)")),
               textarea(id("typed"), attr("rows", "6"), attr("cols", "40"), flag("readonly"), "\n",
                        typed));
}

Html cannot_write(MemberId other, Words const &w) {
    return all(
        p(w("You can write to people you have exchanged cards with. To reach this person, "
            "send a request to exchange cards, or ask someone you both know for an "
            "introduction.")),
        p(cls("row"),
          a(cls("button"), href(Url{"/m/" + other.text()}), w("Request a card exchange")),
          a(href(Url{"/introductions/new?to=" + other.text()}), w("Ask for an introduction"))));
}

} // namespace goen::message
