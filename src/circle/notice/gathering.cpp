// SPDX-License-Identifier: Apache-2.0
// What a member may be told now: rows of this room and what other rooms hold, each through the
// policy of its own room. Everything that leaves this room comes from here.
#include "notice/notice_state.hpp"

#include <algorithm>
#include <map>

namespace goen::notice {
namespace {

using i18n::Words;

constexpr std::size_t excerpt_characters = 60, most_moves = 200;
constexpr std::chrono::days moves_of{14};
constexpr int most_waiting = 100, most_threads = 50, rounds = 8;

std::string path_of(feed::PostId post, std::string_view more = {}) {
    return "/posts/" + post.text() + std::string{more};
}

Notice begun(Kind kind, std::int64_t about, Time at) {
    Notice one;
    one.kind = kind;
    one.about = about;
    one.id = id_of(at);
    one.at = at;
    return one;
}

// As in her conversations: also the name that somebody had who has left.
std::string message_name(message::Person const &person, Words const &w) {
    if (!person.card.name.empty()) return name_of(person.card, w);
    auto const &former = w.is_ja() ? person.former_ja : person.former_en;
    return former.empty() ? w("A member") : former;
}

void name(Notice &notice, MemberId id, std::string text) {
    for (auto const &one : notice.members) {
        if (one.id == id) return;
    }
    notice.members.push_back({id, std::move(text)});
}

} // namespace

std::set<MemberId> Notices::State::silent(store::Reader &reader, MemberId me) {
    std::set<MemberId> out;
    auto add = [&](store::Row const &row) { out.insert(row.get<MemberId>(0)); };
    reader.each(sql::blocks_of, {{"me", me}}, add);
    reader.each(sql::hidden_by, {{"me", me}}, add);
    return out;
}

std::vector<feed::Move> Notices::State::moves(MemberId me, Words const &words) {
    return rooms.feed.moves_since(me, rooms.clock.now() - moves_of, words.language(), most_moves);
}

std::vector<Notice> Notices::State::told_of(store::Reader &reader, MemberId me, Words const &words,
                                            std::vector<Row> const &rows, Gathered *of) {
    std::vector<Notice> out;
    if (rows.empty()) return out;
    auto const quiet = silent(reader, me);
    std::vector<feed::CommentId> comment_ids;
    std::vector<feed::PostId> post_ids, reacted_ids;
    std::vector<MemberId> tied;
    for (auto const &row : rows) {
        if (of) of->people.push_back(row.by.value);
        if (row.kind == Kind::exchange) {
            tied.push_back(row.by);
            continue;
        }
        feed::PostId const post{row.about};
        post_ids.push_back(post);
        if (of) of->topics.push_back(store::mark_of(feed::of_post, post.value));
        if (row.kind == Kind::reaction) reacted_ids.push_back(post);
        if (row.thing != 0) comment_ids.push_back(feed::CommentId{row.thing});
    }
    auto const distinct = [](auto &ids) {
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    };
    distinct(comment_ids), distinct(post_ids), distinct(reacted_ids), distinct(tied);

    std::map<std::int64_t, feed::Comment> comments;
    for (auto &one : rooms.feed.look(reader, me, comment_ids)) comments[one.id.value] = one;
    std::map<std::int64_t, feed::Shown> posts;
    for (auto &one : rooms.feed.look(reader, me, post_ids)) posts[one.post.id.value] = one;
    std::map<std::pair<std::int64_t, MemberId>, std::string> reacted;
    for (auto const &[post, person] : rooms.feed.reacted(reader, me, reacted_ids))
        reacted[{post.value, person.id}] = name_of(person.card, words);
    std::map<MemberId, std::string> ties;
    if (!tied.empty()) {
        auto const sights = rooms.policy.look(reader, me, tied);
        for (std::size_t i = 0; i < tied.size(); ++i) {
            if (sights[i].is_tied()) ties[tied[i]] = name_of(sights[i].card(), words);
        }
    }

    // The name of who did it, if the reader may be told of this row.
    auto const told = [&](Row const &row) -> std::optional<std::string> {
        if (quiet.count(row.by) > 0 || row.by == me) return {};
        if (row.kind == Kind::exchange) {
            auto const found = ties.find(row.by);
            return found == ties.end() ? std::nullopt : std::optional{found->second};
        }
        auto const post = posts.find(row.about);
        if (post == posts.end() || quiet.count(post->second.post.author) > 0) return {};
        if (row.kind == Kind::reaction) {
            auto const found = reacted.find({row.about, row.by});
            return found == reacted.end() ? std::nullopt : std::optional{found->second};
        }
        if (row.thing != 0) {
            auto const found = comments.find(row.thing);
            return found == comments.end()
                       ? std::nullopt
                       : std::optional{name_of(found->second.author.card, words)};
        }
        auto const &mentions = post->second.mentions;
        bool const still = std::any_of(mentions.begin(), mentions.end(),
                                       [&](feed::Person const &one) { return one.id == me; });
        return still ? std::optional{name_of(post->second.author.card, words)} : std::nullopt;
    };
    std::map<std::pair<Kind, std::int64_t>, std::size_t> place;
    std::map<std::pair<Kind, std::int64_t>, std::int64_t> newest;
    std::map<std::size_t, std::int64_t> newest_thing;
    for (auto const &row : rows) { // newest first
        newest.emplace(std::pair{row.kind, row.about}, row.id);
        auto who = told(row);
        if (!who) continue;
        auto const [at, is_new] = place.emplace(std::pair{row.kind, row.about}, out.size());
        if (is_new) {
            Notice one;
            one.kind = row.kind;
            one.about = row.about;
            one.id = row.id;
            one.place = newest.at({row.kind, row.about});
            one.at = IdMaker::time_of(row.id);
            out.push_back(std::move(one));
        }
        name(out[at->second], row.by, std::move(*who));
        newest_thing.emplace(at->second, row.thing);
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto &one = out[i];
        one.count = static_cast<int>(one.members.size());
        one.text = sentence(one.kind, who_of(one.members, one.count, words), one.count, words);
        if (one.kind == Kind::exchange) {
            one.path = one.count == 1 ? "/contacts/" + one.members.front().id.text()
                                      : "/contacts?sort=new";
            continue;
        }
        auto const &post = posts.at(one.about);
        auto const thing = newest_thing.at(i);
        one.path = path_of(post.post.id, thing != 0 ? "#c-" + std::to_string(thing) : "");
        // Of what others wrote the newest, of what they reacted to the post.
        auto const comment = comments.find(thing);
        one.excerpt = comment != comments.end()
                          ? feed::plain_text(comment->second.text, feed::Kind::text,
                                             comment->second.mentions, words, excerpt_characters)
                          : feed::plain_text(post.post.text, post.post.kind, post.mentions, words,
                                             excerpt_characters);
    }
    return out;
}

Gathered Notices::State::gather(store::Reader &reader, MemberId me, Words const &words,
                                Range const &range, std::vector<feed::Move> const &moves) {
    Gathered out;
    auto const now = rooms.clock.now();
    auto const put = [&](Notice one) {
        one.place = one.id;
        if (one.id <= range.after || one.id >= range.before) return;
        for (auto const &member : one.members) out.people.push_back(member.id.value);
        out.notices.push_back(std::move(one));
    };

    // Requests that wait: by the card that is held out, as /requests shows them.
    if (rooms.exchange.waiting(me) > 0) {
        std::vector<exchange::Request> open;
        std::vector<card::CardKey> cards;
        for (auto &one : rooms.exchange.incoming(me, {}, most_waiting)) {
            if (one.state != exchange::Request::State::open) continue;
            cards.push_back({one.from, one.card});
            open.push_back(std::move(one));
        }
        auto const versions = rooms.cards.live(reader, cards);
        for (std::size_t i = 0; i < open.size(); ++i) {
            auto const seen =
                versions[i] ? policy::Policy::held_out(versions[i]->body) : card::CardBody{};
            Notice one = begun(Kind::request, open[i].id.value, open[i].sent);
            one.count = 1;
            name(one, open[i].from, name_of(seen, words));
            one.text = sentence(one.kind, who_of(one.members, 1, words), 1, words);
            one.path = "/requests";
            put(std::move(one));
        }
    }
    if (rooms.introductions.introductions.waiting(me) > 0) {
        std::vector<introduction::Introduction> open;
        for (auto &one : rooms.introductions.introductions.list(me, introduction::Box::waiting, {},
                                                                most_waiting)) {
            if (one.state == introduction::State::open) open.push_back(std::move(one));
        }
        auto const lines =
            introduction::headings(rooms.introductions, me, words, reader, now, open);
        for (std::size_t i = 0; i < open.size(); ++i) {
            Notice one = begun(Kind::introduction, open[i].id.value, open[i].since);
            one.count = 1;
            one.text = sentence(one.kind, lines[i], 1, words);
            one.path = "/introductions/" + open[i].id.text();
            put(std::move(one));
        }
    }
    if (rooms.guests.waiting(me) > 0) {
        for (auto const &guest : rooms.guests.list(me, {}, most_waiting)) {
            Notice one = begun(Kind::guest, guest.id.value, guest.left);
            one.count = 1;
            one.text = sentence(one.kind, polite(name_of(guest.body, words), words), 1, words);
            one.path = "/requests";
            put(std::move(one));
        }
    }
    if (!range.is_for_badge && rooms.messages.unread(me) > 0) {
        auto const quiet = silent(reader, me);
        for (auto const &thread : rooms.messages.unread_threads(reader, me, most_threads)) {
            if (!thread.last || (thread.is_pair && quiet.count(thread.other) > 0)) continue;
            Notice one = begun(Kind::message, thread.id.value, thread.last->made);
            one.count = thread.unread;
            for (auto const &person : thread.members) {
                if (!person.is_self && quiet.count(person.id) == 0)
                    name(one, person.id, message_name(person, words));
            }
            auto const who = thread.is_pair || thread.name.empty()
                                 ? who_of(one.members, static_cast<int>(one.members.size()), words)
                                 : thread.name;
            one.text = sentence(one.kind, who, one.count, words);
            one.path = "/messages/" + thread.id.text();
            put(std::move(one));
        }
    }
    if (!range.is_for_badge && !moves.empty()) {
        Notice one = begun(Kind::move, 0, moves.front().at);
        for (auto const &move : moves) name(one, move.person.id, name_of(move.person.card, words));
        one.count = static_cast<int>(one.members.size());
        one.text = sentence(one.kind, who_of(one.members, one.count, words), one.count, words);
        one.path = "/moves";
        put(std::move(one));
    }
    if (auto const today = rooms.reminders.for_home(me); today && today->due_count > 0) {
        auto const day = std::chrono::sys_days{today->day}.time_since_epoch();
        auto const at = Time{std::chrono::duration_cast<milliseconds>(day)} - std::chrono::hours{9};
        Notice one = begun(Kind::reminder, day.count(), at);
        one.count = static_cast<int>(today->due_count);
        one.text = sentence(one.kind, {}, one.count, words);
        one.path = "/reminders";
        put(std::move(one));
    }

    // Rows of this room, until there are enough that she may be told of.
    std::size_t found = 0;
    auto before = range.before;
    for (int round = 0; round < rounds && found < static_cast<std::size_t>(range.limit); ++round) {
        std::vector<std::pair<Kind, std::int64_t>> groups;
        int asked = 0;
        reader.each(
            sql::groups,
            {{"me", me}, {"after", range.after}, {"before", before}, {"count", range.limit + 1}},
            [&](store::Row const &row) {
                ++asked;
                before = row.integer(2);
                if (auto const kind = letter::kind_of(row.text(0)))
                    groups.emplace_back(*kind, row.integer(1));
            });
        if (asked == 0) break;
        std::string abouts{"["};
        for (auto const &group : groups) {
            if (abouts.size() > 1) abouts += ',';
            abouts += std::to_string(group.second);
        }
        abouts += ']';
        std::vector<Row> rows;
        reader.each(sql::rows_about, {{"me", me}, {"abouts", abouts}}, [&](store::Row const &row) {
            auto const kind = letter::kind_of(row.text(0));
            if (!kind) return;
            Row const one{*kind, row.integer(1), row.integer(2), row.get<MemberId>(3),
                          row.integer(4)};
            if (std::find(groups.begin(), groups.end(), std::pair{one.kind, one.about}) !=
                groups.end())
                rows.push_back(one);
        });
        for (auto &one : told_of(reader, me, words, rows, &out)) {
            // Its newest rows may be of people whom she has blocked: then it is an older notice.
            if (one.id <= range.after) continue;
            ++found;
            out.notices.push_back(std::move(one));
        }
        if (asked <= range.limit) break;
    }
    std::sort(out.notices.begin(), out.notices.end(), [](Notice const &a, Notice const &b) {
        return std::tie(a.place, a.kind, a.about) > std::tie(b.place, b.kind, b.about);
    });
    return out;
}

void Notices::State::set_read(store::Reader &reader, MemberId me, std::vector<Notice> &notices) {
    auto const read_to = reader.one<std::int64_t>(sql::mark, {{"me", me}}).value_or(0);
    std::string abouts{"["};
    for (auto const &one : notices) {
        if (abouts.size() > 1) abouts += ',';
        abouts += std::to_string(one.about);
    }
    abouts += ']';
    std::map<std::pair<Kind, std::int64_t>, std::int64_t> opened;
    reader.each(sql::read_of, {{"me", me}, {"abouts", abouts}}, [&](store::Row const &row) {
        if (auto const kind = letter::kind_of(row.text(0)))
            opened[{*kind, row.integer(1)}] = row.integer(2);
    });
    for (auto &one : notices) {
        auto const found = opened.find({one.kind, one.about});
        one.is_read = one.id <= read_to || (found != opened.end() && one.id <= found->second);
    }
}

} // namespace goen::notice
