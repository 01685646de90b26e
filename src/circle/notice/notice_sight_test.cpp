// SPDX-License-Identifier: Apache-2.0
// Circles made at random: ties are made, moved nearer and end, people block and hide each other,
// post, comment, react, write, delete and leave. No notice, badge, letter or device carries what
// its reader may not see at that moment. What is right is worked out here from what was done, by
// other means than the rooms': every text holds a marker that says who may read it.
#include "notice/testing_notices.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

using namespace goen;
using namespace goen::notice;
using namespace goen::notice::testing;
using letter::Mode;
using To = feed::Audience::To;
using tests::Member;

namespace {

constexpr std::size_t people = 5;
constexpr int deeds = 120;

struct Written { // a post
    feed::PostId id;
    std::size_t author = 0;
    To to = To::exchanged;
    bool is_deleted = false;
};
struct Remark {
    feed::CommentId id;
    std::size_t post = 0, author = 0;
    std::string text;
    bool is_deleted = false;
};
struct Said {
    message::MessageId id;
    std::size_t from = 0, to = 0;
    std::string text;
    bool is_deleted = false;
};

struct Model {
    std::map<std::pair<std::size_t, std::size_t>, card::Tier> tiers;
    std::set<std::pair<std::size_t, std::size_t>> blocks, hidden;
    std::set<std::size_t> departed;
    std::vector<Written> posts;
    std::vector<Remark> remarks;
    std::vector<Said> messages;

    bool is_shut_out(std::size_t me, std::size_t by) const {
        return blocks.count({me, by}) > 0 || blocks.count({by, me}) > 0 ||
               hidden.count({me, by}) > 0;
    }
    bool is_silent(std::size_t me, std::size_t by) const {
        return departed.count(by) > 0 || is_shut_out(me, by);
    }
    bool may_read(std::size_t viewer, Written const &post) const {
        if (post.is_deleted || departed.count(post.author) > 0) return false;
        if (viewer == post.author) return true;
        if (blocks.count({viewer, post.author}) > 0 || blocks.count({post.author, viewer}) > 0)
            return false;
        if (post.to == To::everyone) return true;
        auto const tie = tiers.find({post.author, viewer});
        if (tie == tiers.end()) return false;
        return post.to != To::close || tie->second >= card::Tier::close;
    }
    bool may_be_told(std::size_t me, Remark const &one) const {
        return !one.is_deleted && one.author != me && !is_silent(me, one.author) &&
               may_read(me, posts[one.post]);
    }
    bool may_be_told(std::size_t me, Said const &one) const {
        // Who leaves the network leaves her words to those she wrote to.
        return one.to == me && !one.is_deleted && !is_shut_out(me, one.from);
    }
};

// No text of anybody's that `me` may not be told of stands in `where`.
void check_text(Model const &model, std::size_t me, std::string const &where, char const *what) {
    CAPTURE(what);
    for (auto const &one : model.remarks) {
        if (!model.may_be_told(me, one))
            CHECK_MESSAGE(where.find(one.text) == std::string::npos, one.text);
    }
    for (auto const &one : model.messages) {
        if (!model.may_be_told(me, one))
            CHECK_MESSAGE(where.find(one.text) == std::string::npos, one.text);
    }
}

void check_all(Board &board, Model const &model, std::vector<Member> const &who) {
    board.notices.derive();
    for (std::size_t me = 0; me < people; ++me) {
        if (model.departed.count(me) > 0) continue;
        CAPTURE(me);
        auto const page = board.page(who[me], 0, 100);
        int unread = 0;
        for (auto const &one : page.notices) {
            CHECK(one.count > 0);
            for (auto const &member : one.members) {
                auto const by =
                    std::find_if(who.begin(), who.end(),
                                 [&](Member const &other) { return other.id == member.id; }) -
                    who.begin();
                auto const other = static_cast<std::size_t>(by);
                bool const may = one.kind == Kind::message ? !model.is_shut_out(me, other)
                                                           : !model.is_silent(me, other);
                CHECK(may);
            }
            if (one.kind != Kind::exchange && one.kind != Kind::message &&
                one.kind != Kind::request) {
                auto const post =
                    std::find_if(model.posts.begin(), model.posts.end(),
                                 [&](Written const &w) { return w.id.value == one.about; });
                REQUIRE(post != model.posts.end());
                CHECK(model.may_read(me, *post));
            }
            check_text(model, me, one.text + one.excerpt, "a notice");
            unread += !one.is_read && one.kind != Kind::message && one.kind != Kind::move;
        }
        CHECK(board.notices.unread(who[me].id) == std::min(unread, 100));
        for (auto const &one : model.remarks) {
            for (auto const kind : {Kind::comment, Kind::reply, Kind::mention}) {
                if (model.may_be_told(me, one)) continue;
                CHECK_FALSE(board.notices.what(who[me].id, kind, {one.id.value}));
            }
        }
        for (auto const &one : model.messages) {
            if (!model.may_be_told(me, one))
                CHECK_FALSE(board.notices.what(who[me].id, Kind::message, {one.id.value}));
        }
    }
    board.letters.send_due();
    for (std::size_t me = 0; me < people; ++me) {
        if (model.departed.count(me) > 0) continue;
        CAPTURE(me);
        for (auto const &one : board.new_letters(who[me]))
            check_text(model, me, one.subject + one.text + one.html, "a letter");
    }
}

void one_circle(tests::Circle &circle, unsigned seed) {
    CAPTURE(seed);
    std::mt19937 dice{seed};
    auto const pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(dice);
    };
    Board board{circle};
    std::vector<Member> who;
    for (std::size_t i = 0; i < people; ++i) {
        who.push_back(circle.settle("会員", "数" + std::to_string(i)));
        for (auto const kind : letter::kinds) {
            if (kind != Kind::move && kind != Kind::reminder)
                board.choose(who.back(), kind, i % 2 == 0 ? Mode::at_once : Mode::daily);
        }
    }
    Model model;
    for (int deed = 0; deed < deeds; ++deed) {
        board.pass(std::chrono::minutes{20});
        auto const a = pick(people), b = pick(people);
        if (a == b || model.departed.count(a) > 0 || model.departed.count(b) > 0) continue;
        auto const tie = model.tiers.find({a, b});
        bool const is_blocked = model.blocks.count({a, b}) > 0 || model.blocks.count({b, a}) > 0;
        auto const marker = "印" + std::to_string(seed) + "の" + std::to_string(deed) + "終";
        switch (pick(16)) {
        case 0:
        case 1:
        case 2:
            if (tie != model.tiers.end() || is_blocked) break;
            circle.exchange_cards(who[a], who[b]);
            model.tiers[{a, b}] = model.tiers[{b, a}] = card::Tier::exchanged;
            break;
        case 3:
            if (tie == model.tiers.end()) break;
            tie->second = pick(2) == 0 ? card::Tier::close : card::Tier::exchanged;
            REQUIRE(circle.exchange.set_tier(who[a].id, who[b].id, tie->second));
            break;
        case 4:
            if (tie == model.tiers.end() || pick(3) > 0) break;
            REQUIRE(circle.exchange.end(who[a].id, who[b].id));
            model.tiers.erase({a, b}), model.tiers.erase({b, a});
            break;
        case 5:
            if (pick(5) > 0 || !circle.exchange.block(who[a].id, who[b].id)) break;
            model.blocks.insert({a, b});
            model.tiers.erase({a, b}), model.tiers.erase({b, a});
            break;
        case 6:
            if (pick(3) > 0) break;
            if (board.feed.hide(who[a].id, who[b].id)) model.hidden.insert({a, b});
            break;
        case 7:
            if (deed < deeds / 2 || pick(10) > 0) break;
            board.leave_network(who[a]);
            model.departed.insert(a);
            for (std::size_t i = 0; i < people; ++i)
                model.tiers.erase({a, i}), model.tiers.erase({i, a});
            break;
        case 8:
        case 9: {
            constexpr std::array tos{To::everyone, To::exchanged, To::close};
            auto const to = tos[pick(tos.size())];
            auto text = "投稿" + std::to_string(deed);
            if (pick(2) == 0) text += " @[" + who[b].id.text() + "]";
            model.posts.push_back({board.post(who[a], text, to), a, to});
            break;
        }
        case 10:
        case 11: {
            if (model.posts.empty()) break;
            auto const at = pick(model.posts.size());
            if (!model.may_read(a, model.posts[at])) break;
            if (pick(3) == 0) {
                board.react(who[a], model.posts[at].id);
                break;
            }
            feed::CommentId answers;
            for (auto const &one : model.remarks) {
                bool const is_open = one.post == at && !one.is_deleted &&
                                     model.departed.count(one.author) == 0 &&
                                     model.blocks.count({a, one.author}) == 0 &&
                                     model.blocks.count({one.author, a}) == 0;
                if (is_open) answers = one.id;
            }
            auto const text = pick(2) == 0 ? marker : marker + " @[" + who[b].id.text() + "]";
            model.remarks.push_back(
                {board.comment(who[a], model.posts[at].id, text, answers), at, a, marker});
            break;
        }
        case 12: {
            if (model.remarks.empty()) break;
            auto &one = model.remarks[pick(model.remarks.size())];
            if (one.author == a && board.feed.remove_comment(who[a].id, one.id))
                one.is_deleted = true;
            break;
        }
        case 13: {
            if (model.posts.empty() || pick(3) > 0) break;
            auto &one = model.posts[pick(model.posts.size())];
            if (one.author == a && board.feed.remove(who[a].id, one.id)) one.is_deleted = true;
            break;
        }
        default: {
            if (tie == model.tiers.end()) break;
            board.say(who[a], who[b], marker);
            auto const thread = board.messages.with(who[a].id, who[b].id);
            REQUIRE(thread);
            auto const page = board.messages.messages(who[a].id, *thread, {.is_newest = true}, 1);
            REQUIRE(page);
            model.messages.push_back({page->messages.back().id, a, b, marker});
            if (pick(4) == 0) {
                REQUIRE(board.messages.remove(who[a].id, model.messages.back().id));
                model.messages.back().is_deleted = true;
            }
        }
        }
        if (deed % 10 == 9) check_all(board, model, who);
    }
}

} // namespace

TEST_CASE("No notice, badge, letter or device carries what its reader may not see") {
    for (unsigned seed = 1; seed <= 6; ++seed)
        tests::in_each_circle([seed](tests::Circle &circle) { one_circle(circle, seed); });
}
