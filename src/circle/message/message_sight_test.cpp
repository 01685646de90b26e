// SPDX-License-Identifier: Apache-2.0
// Circles made at random: ties are made and end, people block each other, are added to threads with
// and without what was before, leave and delete. No door shows a message, its text, its attachment
// or a count of it to anybody it is not for. What is right is worked out here from what was done,
// by other means than the room's.
#include "message/testing_messages.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

using namespace goen;
using namespace goen::message;
using namespace goen::message::testing;
using tests::Member;

namespace {

constexpr std::size_t people = 6;
constexpr int deeds = 160;

struct Written {
    MessageId id;
    std::size_t thread = 0, from = 0;
    std::string text;
    std::optional<FileId> file;
    std::set<std::size_t> readers; // whoever was in the thread then, or got it with what was before
    std::set<std::size_t> unread;
    bool is_deleted = false;
};
struct Talk {
    ThreadId id;
    bool is_pair = false;
    std::set<std::size_t> members, ever;
};
struct Model {
    std::set<std::pair<std::size_t, std::size_t>> ties, blocks;
    std::set<std::size_t> departed;
    std::vector<Talk> talks;
    std::vector<Written> messages;

    bool may_write(std::size_t a, std::size_t b) const {
        return ties.count({a, b}) > 0 && blocks.count({a, b}) == 0 && blocks.count({b, a}) == 0;
    }
};

void check_all(PostOffice &office, Model const &model, std::vector<Member> const &who) {
    for (std::size_t viewer = 0; viewer < people; ++viewer) {
        if (model.departed.count(viewer) > 0) continue;
        auto const me = who[viewer].id;
        CAPTURE(viewer);
        std::set<ThreadId> listed;
        auto const list = office.messages.threads(me, "", 100);
        for (auto const &thread : list->threads) listed.insert(thread.id);
        std::set<MessageId> found;
        auto const hits = office.messages.search(me, "文", "", 1000);
        for (auto const &one : hits->messages) found.insert(one.id);
        std::map<std::size_t, int> unread;
        for (auto const &one : model.messages) {
            bool const may = one.readers.count(viewer) > 0;
            CAPTURE(one.text);
            auto const seen = office.messages.find(me, one.id);
            CHECK(seen.has_value() == may);
            CHECK((found.count(one.id) > 0) == (may && !one.is_deleted));
            auto const streamed = office.circle.database.read(
                [&](store::Reader &reader) { return office.messages.seen_by(reader, me, one.id); });
            CHECK(streamed.has_value() == may);
            if (may) {
                CHECK(seen->text == (one.is_deleted ? "" : one.text));
                CHECK(streamed->text == seen->text);
                CHECK(seen->files.size() == (one.file && !one.is_deleted ? 1u : 0u));
            }
            if (one.file)
                CHECK(office.messages.content(me, *one.file, 0, "").has_value() ==
                      (may && !one.is_deleted));
            if (!one.is_deleted && one.unread.count(viewer) > 0) ++unread[one.thread];
        }
        int total = 0;
        for (std::size_t t = 0; t < model.talks.size(); ++t) {
            auto const &talk = model.talks[t];
            auto const thread = office.messages.thread(me, talk.id);
            bool const was_in = talk.ever.count(viewer) > 0;
            CHECK(thread.has_value() == was_in);
            if (!was_in) {
                CHECK(listed.count(talk.id) == 0);
                CHECK_FALSE(office.messages.messages(me, talk.id, {}, 10));
                continue;
            }
            std::set<MessageId> shown, expected;
            auto const page = office.messages.messages(me, talk.id, {}, 1000);
            for (auto const &one : page->messages) {
                if (is_written(one.kind)) shown.insert(one.id);
            }
            for (auto const &one : model.messages) {
                if (one.thread == t && one.readers.count(viewer) > 0) expected.insert(one.id);
            }
            CHECK(shown == expected);
            if (thread->last && is_written(thread->last->kind))
                CHECK(expected.count(thread->last->id) == 1);
            int const counted = talk.members.count(viewer) > 0 ? unread[t] : 0;
            CHECK(thread->unread == counted);
            total += counted;
        }
        CHECK(office.messages.unread(me) == total);
    }
}

void one_circle(tests::Circle &circle, unsigned seed) {
    CAPTURE(seed);
    std::mt19937 dice{seed};
    auto const pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(dice);
    };
    PostOffice office{circle};
    std::vector<Member> who;
    for (std::size_t i = 0; i < people; ++i)
        who.push_back(circle.settle("会員", "数" + std::to_string(i)));
    Model model;
    for (int deed = 0; deed < deeds; ++deed) {
        circle.clock.advance(milliseconds{20'000});
        auto const a = pick(people), b = pick(people);
        if (a == b || model.departed.count(a) > 0 || model.departed.count(b) > 0) continue;
        bool const is_tied = model.ties.count({a, b}) > 0;
        switch (pick(16)) {
        case 0:
        case 1:
        case 2:
            if (is_tied || model.blocks.count({a, b}) > 0 || model.blocks.count({b, a}) > 0) break;
            circle.exchange_cards(who[a], who[b]);
            model.ties.insert({a, b});
            model.ties.insert({b, a});
            break;
        case 3:
            if (!is_tied || pick(4) > 0) break;
            REQUIRE(circle.exchange.end(who[a].id, who[b].id));
            model.ties.erase({a, b});
            model.ties.erase({b, a});
            break;
        case 4:
            if (pick(5) > 0 || !circle.exchange.block(who[a].id, who[b].id)) break;
            model.blocks.insert({a, b});
            model.ties.erase({a, b});
            model.ties.erase({b, a});
            break;
        case 5:
        case 6: {
            bool const is_pair = pick(2) == 0;
            NewThread typed{{who[b].id}, is_pair ? "" : "会"};
            auto const opened = office.messages.open_thread(who[a].id, typed);
            bool is_there = false;
            for (auto const &talk : model.talks)
                is_there = is_there ||
                           (is_pair && talk.is_pair && talk.ever.count(a) && talk.ever.count(b));
            CHECK(opened.has_value() == (is_there || model.may_write(a, b)));
            if (opened && opened->is_new)
                model.talks.push_back({opened->id, is_pair, {a, b}, {a, b}});
            break;
        }
        case 7: {
            if (model.talks.empty()) break;
            auto const t = pick(model.talks.size());
            auto &talk = model.talks[t];
            bool const with_history = pick(2) == 0;
            auto const is_new = talk.members.count(b) == 0;
            auto const added = office.messages.add(who[a].id, talk.id, who[b].id, with_history);
            if (!added || !is_new) break;
            CHECK(model.may_write(a, b));
            talk.members.insert(b);
            talk.ever.insert(b);
            for (auto &one : model.messages) {
                if (one.thread != t) continue;
                if (with_history && one.readers.count(a) > 0) one.readers.insert(b);
                one.unread.erase(b);
            }
            break;
        }
        case 8: {
            if (model.talks.empty() || pick(3) > 0) break;
            auto &talk = model.talks[pick(model.talks.size())];
            auto const done = pick(2) == 0
                                  ? office.messages.leave(who[b].id, talk.id)
                                  : office.messages.remove_member(who[a].id, talk.id, who[b].id);
            if (done) talk.members.erase(b);
            break;
        }
        case 9: {
            if (model.messages.empty()) break;
            auto &one = model.messages[pick(model.messages.size())];
            auto const done = office.messages.remove(who[a].id, one.id);
            CHECK(done.has_value() == (one.from == a));
            if (done) one.is_deleted = true;
            if (pick(2) == 0) office.messages.tidy();
            break;
        }
        case 10: {
            if (model.talks.empty()) break;
            auto const t = pick(model.talks.size());
            auto const page =
                office.messages.messages(who[a].id, model.talks[t].id, {.is_newest = true}, 1);
            if (!page || page->messages.empty()) break;
            REQUIRE(office.messages.read(who[a].id, model.talks[t].id, page->messages[0].id));
            for (auto &one : model.messages) {
                if (one.thread == t) one.unread.erase(a);
            }
            break;
        }
        case 11:
            if (pick(12) > 0) break;
            office.leave_network(who[a]);
            model.departed.insert(a);
            for (auto &talk : model.talks) {
                talk.members.erase(a);
                talk.ever.erase(a);
            }
            for (auto &one : model.messages) one.readers.erase(a);
            for (std::size_t i = 0; i < people; ++i) {
                model.ties.erase({a, i});
                model.ties.erase({i, a});
            }
            break;
        default: {
            if (model.talks.empty()) break;
            auto const t = pick(model.talks.size());
            auto const &talk = model.talks[t];
            Written one;
            one.thread = t;
            one.from = a;
            one.text = "文" + std::to_string(deed);
            NewMessage typed;
            typed.text = one.text;
            typed.client_id = std::to_string(deed);
            if (pick(3) == 0) {
                auto const file = office.messages.add_file(who[a].id, "f.txt", one.text);
                REQUIRE(file);
                one.file = file->id;
                typed.files = {file->id};
            }
            auto const sent = office.messages.send(who[a].id, talk.id, typed);
            bool may = talk.members.count(a) > 0;
            if (talk.is_pair && may) {
                may = talk.members.size() == 2;
                for (auto const other : talk.members) {
                    if (other != a) may = may && model.may_write(a, other);
                }
            }
            CHECK(sent.has_value() == may);
            if (!sent) break;
            one.id = sent->id;
            one.readers = one.unread = talk.members;
            one.unread.erase(a);
            for (auto &before : model.messages) {
                if (before.thread == t) before.unread.erase(a); // writing is reading
            }
            model.messages.push_back(std::move(one));
        }
        }
    }
    check_all(office, model, who);
}

} // namespace

TEST_CASE("No door shows a message to anybody it is not for") {
    for (unsigned seed = 1; seed <= 8; ++seed)
        tests::in_each_circle([seed](tests::Circle &circle) { one_circle(circle, seed); });
}
