// SPDX-License-Identifier: Apache-2.0
#include "demo/demo.hpp"
#include "demo/photographs.hpp"
#include "demo/posts_data.hpp"
#include "i18n/dates.hpp"
#include "support/circle.hpp"
#include "support/darkroom.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace goen;

TEST_CASE("Both who show the demonstration round find a month of posts, with moves and answers") {
    tests::in_each_circle([](tests::Circle &circle) {
        media::Darkroom darkroom;
        picture::Pictures pictures{circle.database, circle.policy, circle.cards, darkroom,
                                   circle.clock};
        reminder::Reminders reminders{circle.database, circle.contacts, circle.ids, circle.clock};
        introduction::Introductions introductions{circle.database, circle.policy,   circle.cards,
                                                  circle.exchange, circle.accounts, circle.ids,
                                                  circle.clock};
        transfer::Bulk bulk{circle.database, circle.accounts, circle.cards, circle.ids,
                            circle.clock};
        feed::Feed feed{{circle.database, circle.policy, circle.cards, circle.contacts, darkroom,
                         circle.ids, circle.clock}};
        circle.cards.on_change(card::Cards::Order::others,
                               [&](store::Writer &writer, card::Cards::Change const &change) {
                                   feed.card_changed(writer, change);
                               });
        auto const now = circle.clock.now();
        auto const log_ins =
            demo::populate({circle.database, circle.accounts, circle.cards, circle.contacts,
                            circle.exchange, reminders, introductions, pictures, circle.policy,
                            darkroom, bulk, circle.random, circle.ids},
                           40, now);
        REQUIRE(log_ins.size() == 2);
        feed.open();
        REQUIRE(feed.wait_until_ready(milliseconds{20'000}));
        for (auto const &[mail, password] : log_ins) {
            CAPTURE(mail);
            auto const me = circle.accounts.log_in(mail, password, "192.0.2.1", "");
            REQUIRE(me);
            auto const page = feed.page(me->member, {}, "", 100, i18n::Language::ja);
            int posts = 0, moves = 0, answers = 0, photographs = 0, quoted = 0;
            std::set<std::string_view> audiences;
            std::optional<Time> newest, before;
            for (auto const &item : page.items) {
                if (item.moves) {
                    ++moves;
                    CHECK(item.moves->day.day() == std::chrono::day{1});
                    continue;
                }
                ++posts;
                auto const &post = *item.post;
                if (!newest) newest = post.post.made;
                if (before) CHECK(post.post.made < *before);
                before = post.post.made;
                // The number says the same moment as the row.
                CHECK(IdMaker::time_of(post.post.id.value) - post.post.made < milliseconds{100});
                answers += post.comments;
                quoted += post.quoted ? 1 : 0;
                photographs += static_cast<int>(post.pictures.size());
                for (auto const &picture : post.pictures) CHECK_FALSE(picture.alt.empty());
                audiences.insert(feed::to_string(post.post.audience.to));
                auto const comments = feed.comments(me->member, post.post.id, {}, 50);
                REQUIRE(comments);
                for (auto const &comment : comments->comments) {
                    CHECK(comment.made > post.post.made);
                    CHECK(comment.made < now);
                }
            }
            CHECK(posts >= 30);
            CHECK(moves >= 1);
            CHECK(answers >= 30);
            CHECK(photographs == 4);
            CHECK(quoted >= 3);
            CHECK(audiences.size() >= 4);
            REQUIRE(newest);
            CHECK(now - *newest < std::chrono::hours{1});
            CHECK(*newest < now);
            CHECK(page.fresh >= 3); // since yesterday
        }
        feed.close();
    });
}

TEST_CASE("What the invented people write is made of posts that members could write") {
    auto const scripts = demo::scripted_posts();
    CHECK(scripts.size() >= 35);
    auto const photographs = demo::photograph_files().size();
    std::set<std::string_view> texts;
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        auto const &script = scripts[i];
        CAPTURE(script.text);
        CHECK(texts.insert(script.text).second);
        CHECK(script.quote < static_cast<int>(i));
        CHECK(script.photograph < static_cast<int>(photographs));
        CHECK(script.alt.empty() == (script.photograph < 0));
        CHECK(script.tag.empty() == (script.audience != feed::Audience::To::tag));
        if (i > 0) CHECK(script.days <= scripts[i - 1].days);
        for (std::size_t n = 0; n < script.answers.size(); ++n) {
            auto const &answer = script.answers[n];
            CHECK(answer.to < static_cast<int>(n));
            if (answer.to >= 0)
                CHECK(answer.minutes > script.answers[static_cast<std::size_t>(answer.to)].minutes);
        }
    }
}
