// SPDX-License-Identifier: Apache-2.0
// Emails about what was derived here, messages, guests' cards and moves: what their reader may be
// told at the moment of sending and has not read yet, with the texts in full.
#include "base/text.hpp"
#include "notice/notice_state.hpp"

#include <algorithm>
#include <map>

namespace goen::notice {
namespace {

using i18n::Words;
using letter::Answer;
using letter::Item;
using letter::Text;
using Things = std::vector<std::int64_t>;

constexpr std::size_t most_moved = 200;

// At most `most_in_letter` characters; the link has the rest.
std::string cut(std::string_view text) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size(); ++count) {
        if (count == most_in_letter) return std::string{text.substr(0, at)} + "…";
        (void)next_code_point(text, at);
    }
    return std::string{text};
}

struct Office {
    Notices::Rooms rooms;
    std::shared_ptr<Notices::State> state;
    std::string url;
};

// What of these things she may be told and has not read.
std::vector<Notice> unread_of(Office const &office, store::Reader &reader, MemberId me,
                              Words const &w, Kind kind, Things const &things,
                              std::vector<Row> &rows) {
    auto const list = [&] {
        std::string text{"["};
        for (auto const thing : things)
            text += (text.size() > 1 ? "," : "") + std::to_string(thing);
        return text + ']';
    }();
    reader.each(sql::rows_of_things,
                {{"me", me}, {"kind", letter::to_string(kind)}, {"things", list}},
                [&](store::Row const &row) {
                    rows.push_back({kind, row.integer(1), row.integer(2), row.get<MemberId>(3),
                                    row.integer(4)});
                });
    // A mention in a comment lies under the post, too: what is meant is the comment.
    std::erase_if(rows, [&](Row const &row) {
        auto const thing = row.thing != 0 ? row.thing : row.about;
        return std::find(things.begin(), things.end(), thing) == things.end();
    });
    auto told = office.state->told_of(reader, me, w, rows);
    office.state->set_read(reader, me, told);
    std::erase_if(told, [](Notice const &one) { return one.is_read; });
    return told;
}

// The group's sentence for one, "3 comments on your posts" for several.
std::string subject_of(Kind kind, std::vector<Notice> const &told, std::size_t items,
                       Words const &w) {
    if (told.size() == 1) return told.front().text;
    auto const count = static_cast<std::int64_t>(items);
    switch (kind) {
    case Kind::comment:
        return w.n("{1} comment on your posts", "{1} comments on your posts", count);
    case Kind::reply:
        return w.n("{1} answer to your comments", "{1} answers to your comments", count);
    case Kind::reaction: return w.n("Reactions to {1} post", "Reactions to {1} posts", count);
    default: return w.n("You were mentioned {1} time", "You were mentioned {1} times", count);
    }
}

// Comments, answers and mentions: each with its text.
std::optional<Text> of_remarks(Office const &office, account::Member const &to, Kind kind,
                               Things const &things) {
    Words const w{to.language};
    return office.rooms.database.read([&](store::Reader &reader) -> std::optional<Text> {
        std::vector<Row> rows;
        auto const told = unread_of(office, reader, to.id, w, kind, things, rows);
        if (told.empty()) return {};
        std::map<std::int64_t, Notice const *> groups;
        for (auto const &one : told) groups[one.about] = &one;
        std::vector<feed::CommentId> ids;
        std::vector<feed::PostId> posts;
        for (auto const &row : rows) {
            if (groups.count(row.about) == 0) continue;
            posts.push_back(feed::PostId{row.about});
            if (row.thing != 0) ids.push_back(feed::CommentId{row.thing});
        }
        std::map<std::int64_t, feed::Comment> comments;
        for (auto &one : office.rooms.feed.look(reader, to.id, ids)) comments[one.id.value] = one;
        std::map<std::int64_t, feed::Shown> shown;
        for (auto &one : office.rooms.feed.look(reader, to.id, posts))
            shown[one.post.id.value] = one;
        auto const quiet = office.state->silent(reader, to.id);
        Text text;
        std::reverse(rows.begin(), rows.end()); // oldest first, as a conversation is read
        for (auto const &row : rows) {
            auto const post = shown.find(row.about);
            if (groups.count(row.about) == 0 || post == shown.end() || quiet.count(row.by) > 0)
                continue;
            Item item;
            item.url = office.url + "/posts/" + std::to_string(row.about);
            if (row.thing == 0) {
                auto const &one = post->second;
                item.heading =
                    sentence(kind, who_of({{row.by, name_of(one.author.card, w)}}, 1, w), 1, w);
                item.text = cut(feed::with_names(one.post.text, one.mentions, w));
                item.answer = Answer{Answer::To::post, row.about};
                text.items.push_back(std::move(item));
                continue;
            }
            auto const comment = comments.find(row.thing);
            if (comment == comments.end()) continue;
            auto const &one = comment->second;
            auto const said =
                sentence(kind, who_of({{row.by, name_of(one.author.card, w)}}, 1, w), 1, w);
            auto const about = feed::plain_text(post->second.post.text, post->second.post.kind,
                                                post->second.mentions, w, 40);
            item.heading = about.empty() ? said : w("{1} (“{2}”)", {said, about});
            item.text = cut(feed::with_names(one.text, one.mentions, w));
            item.url += "#c-" + std::to_string(row.thing);
            item.answer = Answer{Answer::To::comment, row.thing};
            text.items.push_back(std::move(item));
        }
        if (text.items.empty()) return {};
        text.subject = subject_of(kind, told, text.items.size(), w);
        return text;
    });
}

std::optional<Text> of_reactions(Office const &office, account::Member const &to,
                                 Things const &things) {
    Words const w{to.language};
    return office.rooms.database.read([&](store::Reader &reader) -> std::optional<Text> {
        std::vector<Row> rows;
        auto const told = unread_of(office, reader, to.id, w, Kind::reaction, things, rows);
        if (told.empty()) return {};
        Text text;
        for (auto const &one : told)
            text.items.push_back({one.text, one.excerpt, office.url + one.path});
        text.subject = subject_of(Kind::reaction, told, told.size(), w);
        return text;
    });
}

std::optional<Text> of_messages(Office const &office, account::Member const &to,
                                Things const &things) {
    Words const w{to.language};
    return office.rooms.database.read([&](store::Reader &reader) -> std::optional<Text> {
        std::vector<message::MessageId> ids;
        for (auto const thing : things) ids.push_back(message::MessageId{thing});
        auto const quiet = office.state->silent(reader, to.id);
        auto messages = office.rooms.messages.unread_of(reader, to.id, ids);
        std::erase_if(messages, [&](message::Message const &one) {
            return one.from.is_self || quiet.count(one.from.id) > 0;
        });
        if (messages.empty()) return {};
        std::vector<message::ThreadId> thread_ids;
        for (auto const &one : messages) {
            if (std::find(thread_ids.begin(), thread_ids.end(), one.thread) == thread_ids.end())
                thread_ids.push_back(one.thread);
        }
        std::map<std::int64_t, std::string> titles; // of threads of several
        for (auto const &thread : office.rooms.messages.threads_by_id(to.id, thread_ids))
            if (!thread.is_pair) titles[thread.id.value] = thread.name;
        auto const name = [&](message::Person const &person) {
            if (!person.card.name.empty()) return name_of(person.card, w);
            auto const &former = w.is_ja() ? person.former_ja : person.former_en;
            return former.empty() ? std::string{w("A member")} : former;
        };
        Text text;
        std::vector<Named> senders;
        for (auto const thread : thread_ids) {
            Item item;
            std::vector<Named> writers;
            for (auto const &one : messages) {
                if (one.thread != thread) continue;
                auto const from = name(one.from);
                auto const add = [&](std::vector<Named> &names) {
                    if (std::none_of(names.begin(), names.end(),
                                     [&](Named const &n) { return n.id == one.from.id; }))
                        names.push_back({one.from.id, from});
                };
                add(writers), add(senders);
                if (!item.text.empty()) item.text += '\n';
                if (titles.count(thread.value) > 0) item.text += w("{1}:", {from}) + "\n";
                if (one.kind == message::Kind::card) item.text += std::string{w("A card")} + "\n";
                if (!one.text.empty()) item.text += cut(one.text) + "\n";
                for (auto const &file : one.files)
                    item.text +=
                        (file.is_photo ? std::string{w("A photo")} : w("File: {1}", {file.name})) +
                        "\n";
            }
            auto const who = who_of(writers, static_cast<int>(writers.size()), w);
            auto const title = titles.find(thread.value);
            item.heading = title == titles.end() || title->second.empty()
                               ? w("Message from {1}", {who})
                               : w("{1}: message from {2}", {title->second, who});
            item.url = office.url + "/messages/" + thread.text();
            item.answer = Answer{Answer::To::thread, thread.value};
            text.items.push_back(std::move(item));
        }
        text.subject =
            text.items.size() == 1
                ? text.items.front().heading
                : w("Messages from {1}", {who_of(senders, static_cast<int>(senders.size()), w)});
        return text;
    });
}

std::optional<Text> of_guests(Office const &office, account::Member const &to,
                              Things const &things) {
    Words const w{to.language};
    std::vector<Named> names;
    for (auto const &guest : office.rooms.guests.list(to.id)) {
        if (std::find(things.begin(), things.end(), guest.id.value) != things.end())
            names.push_back({{}, name_of(guest.body, w)});
    }
    if (names.empty()) return {};
    Text text;
    auto const count = static_cast<int>(names.size());
    text.subject = sentence(Kind::guest, who_of(names, count, w), count, w);
    for (auto const &one : names) text.body += "- " + one.name + "\n";
    text.body += "\n" + std::string{w("Please look at the card and accept or decline it:")} + "\n" +
                 office.url + "/requests";
    return text;
}

// One line, however many have moved: who, and where they all stand.
std::optional<Text> of_moves(Office const &office, account::Member const &to,
                             Things const &things) {
    Words const w{to.language};
    auto const since = from_millis(*std::min_element(things.begin(), things.end()));
    auto const moves = office.rooms.feed.moves_since(to.id, since, to.language, most_moved);
    auto const quiet = office.rooms.database.read(
        [&](store::Reader &reader) { return office.state->silent(reader, to.id); });
    std::vector<Named> names;
    for (auto const &move : moves) {
        if (quiet.count(move.person.id) == 0)
            names.push_back({move.person.id, name_of(move.person.card, w)});
    }
    if (names.empty()) return {};
    Text text;
    auto const count = static_cast<int>(names.size());
    text.subject = sentence(Kind::move, who_of(names, count, w), count, w);
    text.body = w.n("{1} person you exchanged cards with has a new position:",
                    "{1} people you exchanged cards with have new positions:", count) +
                "\n" + office.url + "/moves";
    return text;
}

} // namespace

void Notices::write_letters() {
    auto const &rooms = state_->rooms;
    auto const office = std::make_shared<Office>(Office{rooms, state_, rooms.letters.public_url()});
    using To = account::Member;
    for (auto const kind : {Kind::comment, Kind::reply, Kind::mention})
        rooms.letters.written_by(kind, [office, kind](To const &to, Things const &things) {
            return of_remarks(*office, to, kind, things);
        });
    rooms.letters.written_by(Kind::reaction, [office](To const &to, Things const &things) {
        return of_reactions(*office, to, things);
    });
    rooms.letters.written_by(Kind::message, [office](To const &to, Things const &things) {
        return of_messages(*office, to, things);
    });
    rooms.letters.written_by(Kind::guest, [office](To const &to, Things const &things) {
        return of_guests(*office, to, things);
    });
    rooms.letters.written_by(Kind::move, [office](To const &to, Things const &things) {
        return of_moves(*office, to, things);
    });
}

std::optional<Notices::What> Notices::what(MemberId me, Kind kind, Things const &things) {
    auto const text = state_->rooms.letters.written(me, kind, things);
    if (!text) return {};
    What out;
    out.count = static_cast<int>(std::max<std::size_t>(text->items.size(), 1));
    out.text = text->subject;
    auto const &url = state_->rooms.letters.public_url();
    if (text->items.size() == 1 && text->items.front().url.starts_with(url))
        out.path = text->items.front().url.substr(url.size());
    else
        out.path = kind == Kind::message ? "/messages" : "/notices";
    return out;
}

} // namespace goen::notice
