// SPDX-License-Identifier: Apache-2.0
// The policy of posts, asked at every door, for circles made at random: no door shows a post, its
// count, its reactions, its picture or that it exists to anybody it is not for. What is right is
// worked out here from what was done, by other means than the room's.
#include "feed/testing_feed.hpp"
#include "support/darkroom.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <random>
#include <set>

using namespace goen;
using namespace goen::feed;
using namespace goen::feed::testing;
using tests::Member;
using To = Audience::To;

namespace {

constexpr std::size_t people = 6;
constexpr int deeds = 140;

struct Written {
    PostId id;
    std::size_t author;
    Audience audience;
    std::optional<PostPictureId> picture;
    std::optional<PostId> quote;
    bool is_deleted = false;
    std::vector<std::pair<std::size_t, CommentId>> comments;
    std::map<std::size_t, Reaction> reactions;
};

// What was done, and what follows from it.
struct Model {
    std::map<std::pair<std::size_t, std::size_t>, card::Tier> tiers; // of a towards b, in live ties
    std::set<std::pair<std::size_t, std::size_t>> blocks;
    std::set<std::pair<std::size_t, std::size_t>> tagged; // b, in a's book
    std::set<std::size_t> departed;
    std::vector<Written> posts;

    bool are_blocked(std::size_t a, std::size_t b) const {
        return blocks.count({a, b}) > 0 || blocks.count({b, a}) > 0;
    }
    bool may_read(std::size_t viewer, Written const &post) const {
        if (post.is_deleted || departed.count(post.author) > 0 || departed.count(viewer) > 0)
            return false;
        if (viewer == post.author) return true;
        if (are_blocked(viewer, post.author)) return false;
        if (post.audience.to == To::everyone) return true;
        auto const tie = tiers.find({post.author, viewer});
        if (tie == tiers.end()) return false;
        if (post.audience.to == To::colleague) return tie->second >= card::Tier::colleague;
        if (post.audience.to == To::close) return tie->second >= card::Tier::close;
        if (post.audience.to == To::tag) return tagged.count({post.author, viewer}) > 0;
        return true;
    }
    int reactions_seen(std::size_t viewer, Written const &post) const {
        int count = 0;
        for (auto const &[who, reaction] : post.reactions)
            count += departed.count(who) == 0 && !are_blocked(viewer, who);
        return count;
    }
    int comments_seen(std::size_t viewer, Written const &post) const {
        int count = 0;
        for (auto const &[who, id] : post.comments)
            count += departed.count(who) == 0 && !are_blocked(viewer, who);
        return count;
    }
};

std::string a_picture() {
    std::ifstream in{"tests/samples/pictures/plain.webp", std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void check_all(Square &square, Model const &model, std::vector<Member> const &who) {
    for (std::size_t viewer = 0; viewer < people; ++viewer) {
        if (model.departed.count(viewer) > 0) continue;
        auto const me = who[viewer].id;
        std::set<PostId> in_feed, in_lists;
        std::string after;
        do {
            auto const page = square.feed.page(me, {}, after, 9, i18n::Language::ja);
            for (auto const &item : page.items) {
                if (item.post) in_feed.insert(item.post->post.id);
            }
            after = page.next;
        } while (!after.empty());
        for (auto const &author : who) {
            for (auto const &shown : square.feed.of_member(me, author.id, {}, 100).posts)
                in_lists.insert(shown.post.id);
        }
        for (auto const &post : model.posts) {
            bool const may = model.may_read(viewer, post);
            CAPTURE(viewer);
            CAPTURE(post.author);
            CAPTURE(to_string(post.audience.to));
            bool const is_tied =
                viewer == post.author || model.tiers.count({post.author, viewer}) > 0;
            CHECK(in_feed.count(post.id) == (may && is_tied));
            CHECK(in_lists.count(post.id) == may);
            auto const found = square.feed.find(me, post.id);
            CHECK((found && !found->post.deleted) == may);
            auto const looked = square.circle.database.read([&](store::Reader &reader) {
                return square.feed.look(reader, me, {post.id}).size();
            });
            CHECK(looked == (may ? 1 : 0));
            if (post.is_deleted) continue; // hers for ten seconds more
            CHECK(square.feed.comments(me, post.id, {}, 50).has_value() == may);
            CHECK(square.feed.reacted(me, post.id).has_value() == may);
            CHECK(square.feed.versions(me, post.id).has_value() == may);
            if (post.picture)
                CHECK(square.feed.print(me, *post.picture, 640, "webp").has_value() == may);
            if (!may) {
                // The same words as for a number that no post ever had.
                auto const nothing = square.feed.find(me, PostId{1}).why();
                CHECK(found.why().message.msgid == nothing.message.msgid);
                CHECK(found.why().reason == nothing.reason);
                continue;
            }
            int reactions_counted = 0;
            for (int const one : found->counts) reactions_counted += one;
            CHECK(reactions_counted == model.reactions_seen(viewer, post));
            CHECK(found->comments == model.comments_seen(viewer, post));
            auto const listed = square.feed.comments(me, post.id, {}, 100);
            CHECK(static_cast<int>(listed->comments.size()) == found->comments);
            CHECK(static_cast<int>(square.feed.reacted(me, post.id)->size()) == reactions_counted);
            if (post.quote) {
                auto const quoted =
                    std::find_if(model.posts.begin(), model.posts.end(),
                                 [&](Written const &one) { return one.id == *post.quote; });
                CHECK((found->quoted != nullptr) == model.may_read(viewer, *quoted));
            }
        }
    }
}

void one_circle(tests::Circle &circle, unsigned seed) {
    CAPTURE(seed);
    std::mt19937 dice{seed};
    auto const pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(dice);
    };
    Options options;
    options.kept_of_author = 5; // so that both memory and rows are asked
    options.posts_an_hour = options.comments_an_hour = options.reactions_an_hour = 1000;
    Square square{circle, options};
    if (seed % 2 == 0) square.open();
    std::vector<Member> who;
    for (std::size_t i = 0; i < people; ++i)
        who.push_back(circle.settle("会員", "数" + std::to_string(i)));
    auto const picture = a_picture();
    Model model;
    for (int deed = 0; deed < deeds; ++deed) {
        circle.clock.advance(seconds{20});
        auto const a = pick(people), b = pick(people);
        if (a == b || model.departed.count(a) > 0 || model.departed.count(b) > 0) continue;
        auto const tie = model.tiers.find({a, b});
        switch (pick(14)) {
        case 0:
        case 1:
            if (tie != model.tiers.end() || model.are_blocked(a, b)) break;
            circle.exchange_cards(who[a], who[b]);
            model.tiers[{a, b}] = model.tiers[{b, a}] = card::Tier::exchanged;
            break;
        case 2:
        case 3: {
            if (tie == model.tiers.end()) break;
            auto const tier = static_cast<card::Tier>(1 + pick(3));
            square.tier(who[a], who[b], tier);
            tie->second = tier;
            break;
        }
        case 4:
            if (tie == model.tiers.end() || pick(3) > 0) break;
            REQUIRE(circle.exchange.end(who[a].id, who[b].id));
            model.tiers.erase({a, b});
            model.tiers.erase({b, a});
            break;
        case 5:
            if (pick(4) > 0 || !circle.exchange.block(who[a].id, who[b].id)) break;
            model.blocks.insert({a, b});
            model.tiers.erase({a, b});
            model.tiers.erase({b, a});
            break;
        case 6: {
            if (tie == model.tiers.end()) break;
            contacts::Edit edit;
            bool const is_on = pick(2) == 0;
            edit.tags = is_on ? std::vector<std::string>{"勉強会"} : std::vector<std::string>{};
            REQUIRE(circle.contacts.edit(who[a].id, ContactId{who[b].id.value}, edit));
            if (is_on) {
                model.tagged.insert({a, b});
            } else {
                model.tagged.erase({a, b});
            }
            break;
        }
        case 7:
            if (deed < deeds / 2 || pick(12) > 0) break;
            REQUIRE(circle.database.write(
                [&](store::Writer &writer) { return circle.accounts.leave(writer, who[a].id); }));
            model.departed.insert(a);
            for (auto at = model.tiers.begin(); at != model.tiers.end();) {
                at = at->first.first == a || at->first.second == a ? model.tiers.erase(at)
                                                                   : std::next(at);
            }
            break;
        case 8:
        case 9:
        case 10: {
            NewPost typed;
            typed.text = "投稿" + std::to_string(deed);
            auto const to = static_cast<To>(pick(5));
            typed.audience = {to, to == To::tag ? "勉強会" : ""};
            Written written{{}, a, typed.audience, {}, {}, false, {}, {}};
            if (pick(6) == 0) {
                auto const made = square.feed.add_picture(who[a].id, picture);
                REQUIRE(made);
                typed.pictures = {{made->id, ""}};
                written.picture = made->id;
            }
            if (!model.posts.empty() && pick(3) == 0) {
                auto const &quoted = model.posts[pick(model.posts.size())];
                if (model.may_read(a, quoted)) typed.quote = *(written.quote = quoted.id);
            }
            auto const made = square.feed.post(who[a].id, typed);
            REQUIRE(made);
            written.id = made->id;
            model.posts.push_back(written);
            break;
        }
        case 11:
        case 12:
            if (model.posts.empty()) break;
            {
                auto &post = model.posts[pick(model.posts.size())];
                bool const may = model.may_read(a, post);
                if (pick(2) == 0) {
                    auto const made = square.feed.comment(who[a].id, post.id, "はい", {});
                    CHECK(made.has_value() == may);
                    if (made) post.comments.emplace_back(a, made->id);
                } else {
                    auto const made = square.feed.react(who[a].id, post.id, Reaction::useful);
                    CHECK(made.has_value() == may);
                    if (made) post.reactions[a] = Reaction::useful;
                }
            }
            break;
        case 13:
            if (model.posts.empty() || pick(4) > 0) break;
            {
                auto &post = model.posts[pick(model.posts.size())];
                auto const done = square.feed.remove(who[a].id, post.id);
                CHECK(done.has_value() ==
                      (post.author == a && !post.is_deleted && model.departed.count(a) == 0));
                if (done) post.is_deleted = true;
            }
            break;
        default: break;
        }
        if (deed % 35 == 34) check_all(square, model, who);
    }
}

} // namespace

TEST_CASE("No door shows a post, its counts, picture or existence to anyone it is not for") {
    for (unsigned const seed : {1u, 2u, 3u, 4u, 5u, 6u}) {
        tests::in_each_circle([&](tests::Circle &circle) { one_circle(circle, seed); });
    }
}
