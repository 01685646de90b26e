// SPDX-License-Identifier: Apache-2.0
#include "feed/queries.hpp"
#include "feed/testing_posts.hpp"
#include "support/darkroom.hpp"

using namespace goen;
using namespace goen::feed;
using namespace goen::feed::testing;
using tests::Member;

TEST_CASE("Every query of the feed prepares on both engines") { tests::prepares_on_both(sql::all); }

TEST_CASE(
    "What she posts is read by those she exchanged cards with, newest first, and by nobody else") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   stranger = circle.settle("鈴木", "一");
        circle.exchange_cards(hana, ken);
        auto const first = square.post(hana, "展示会に出ます");
        square.post(hana, "ありがとうございました");
        CHECK(square.read(ken) == Texts{"ありがとうございました", "展示会に出ます"});
        CHECK(square.read(hana) == Texts{"ありがとうございました", "展示会に出ます"});
        CHECK(square.read(stranger).empty());
        CHECK_FALSE(square.can_read(stranger, first));
        CHECK(square.can_read(ken, first));
    });
}

TEST_CASE(
    "A post to everyone is found on its author's page, and no stranger's feed is filled with it") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), stranger = circle.settle("鈴木", "一");
        auto const id = square.post(hana, "全員へ", {To::everyone});
        CHECK(square.can_read(stranger, id));
        CHECK(square.read(stranger).empty());
        CHECK(square.feed.of_member(stranger.id, hana.id, {}, 10).posts.size() == 1);
    });
}

TEST_CASE("Audiences by tier and by tag follow the author's own choice, at once") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        square.post(hana, "仕事仲間へ", {To::colleague});
        square.post(hana, "親しい方へ", {To::close});
        square.post(hana, "東京支部へ", {To::tag, "東京支部"});
        CHECK(square.read(ken).empty());
        square.tier(hana, ken, card::Tier::colleague);
        CHECK(square.read(ken) == Texts{"仕事仲間へ"});
        square.tier(hana, ken, card::Tier::close);
        CHECK(square.read(ken) == Texts{"親しい方へ", "仕事仲間へ"});
        contacts::Edit edit;
        edit.tags = {{"東京支部"}};
        REQUIRE(circle.contacts.edit(hana.id, ContactId{ken.id.value}, edit));
        CHECK(square.read(ken) == Texts{"東京支部へ", "親しい方へ", "仕事仲間へ"});
        REQUIRE(circle.exchange.end(ken.id, hana.id));
        CHECK(square.read(ken).empty());
        CHECK(square.read(hana).size() == 3);
        // How near she is to him is his to say, and nothing to her posts.
        CHECK(square.feed.readers(hana.id, std::vector{Audience{To::exchanged}}).front() == 0);
    });
}

TEST_CASE("She is told how many will read it") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花");
        for (int i = 0; i < 3; ++i) {
            auto const other = circle.settle("会員", "数" + std::to_string(i));
            circle.exchange_cards(hana, other);
            if (i == 0) square.tier(hana, other, card::Tier::close);
        }
        CHECK(square.feed.readers(hana.id, std::vector{Audience{To::exchanged}}).front() == 3);
        CHECK(square.feed.readers(hana.id, std::vector{Audience{To::close}}).front() == 1);
        CHECK(square.feed.readers(hana.id, std::vector{Audience{To::tag, "なし"}}).front() == 0);
        CHECK_FALSE(square.feed.readers(hana.id, std::vector{Audience{To::everyone}}).front());
    });
}

TEST_CASE("A mended mistake leaves what stood there for her readers to see") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   stranger = circle.settle("鈴木", "一");
        circle.exchange_cards(hana, ken);
        auto const id = square.post(hana, "展示会に出まず");
        circle.clock.advance(minutes{1});
        REQUIRE(square.feed.edit(hana.id, id, {"展示会に出ます", {}}));
        auto const versions = square.feed.versions(ken.id, id);
        REQUIRE(versions);
        REQUIRE(versions->size() == 2);
        CHECK((*versions)[0].text == "展示会に出ます");
        CHECK((*versions)[1].text == "展示会に出まず");
        CHECK(square.feed.find(ken.id, id)->post.edited);
        CHECK_FALSE(square.feed.versions(stranger.id, id));
        CHECK_FALSE(square.feed.edit(ken.id, id, {"x", {}}));
        // The same again is no edit.
        REQUIRE(square.feed.edit(hana.id, id, {"展示会に出ます", {}}));
        CHECK(square.feed.versions(ken.id, id)->size() == 2);
    });
}

TEST_CASE("Deleting can be taken back for ten seconds; then text, pictures and answers are gone") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const picture = square.feed.add_picture(hana.id, sample_picture("gps.jpg"));
        REQUIRE(picture);
        NewPost typed;
        typed.text = "写真です";
        typed.pictures = {{picture->id, "会場の入口"}};
        auto const id = square.feed.post(hana.id, typed)->id;
        REQUIRE(square.feed.edit(hana.id, id, {"写真を載せます", {}}));
        REQUIRE(square.feed.comment(ken.id, id, "いいですね", {}));
        REQUIRE(square.feed.react(ken.id, id, Reaction::like));

        REQUIRE(square.feed.remove(hana.id, id));
        CHECK_FALSE(square.can_read(ken, id));
        CHECK(square.read(ken).empty());
        CHECK(square.read(hana).empty());
        CHECK_FALSE(square.feed.comments(ken.id, id, {}, 10));
        CHECK_FALSE(square.feed.print(ken.id, picture->id, 640, "jpeg"));
        circle.clock.advance(seconds{9});
        REQUIRE(square.feed.restore(hana.id, id));
        CHECK(square.read(ken) == Texts{"写真を載せます"});
        CHECK(square.feed.print(ken.id, picture->id, 640, "jpeg"));

        REQUIRE(square.feed.remove(hana.id, id));
        circle.clock.advance(undo_time);
        CHECK_FALSE(square.feed.restore(hana.id, id));
        square.feed.tidy();
        for (auto const *query :
             {&all_posts, &all_versions, &all_prints, &all_pictures, &all_comments, &all_reactions})
            CHECK(count(circle.database, *query) == 0);
    });
}

TEST_CASE("Comments are answered on one level, closed and deleted by whom they belong to") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mari = circle.settle("高橋", "真理");
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mari);
        auto const id = square.post(hana, "ご相談");
        auto const first = square.feed.comment(ken.id, id, "何でしょう", {});
        REQUIRE(first);
        auto const answer = square.feed.comment(hana.id, id, "場所のことです", first->id);
        REQUIRE(answer);
        auto const third = square.feed.comment(mari.id, id, "私も", answer->id);
        REQUIRE(third);
        CHECK(third->reply_to == first->id);
        auto const all = square.feed.comments(ken.id, id, {}, 10);
        REQUIRE(all->comments.size() == 3);
        CHECK(all->comments[0].text == "何でしょう");
        CHECK(all->comments[0].may_delete);
        CHECK_FALSE(all->comments[1].may_delete);
        CHECK(square.feed.find(ken.id, id)->comments == 3);

        CHECK(square.feed.remove_comment(mari.id, first->id).why().reason == Reason::forbidden);
        REQUIRE(square.feed.remove_comment(hana.id, third->id)); // on her own post
        REQUIRE(square.feed.remove_comment(ken.id, first->id));
        CHECK(square.feed.comments(ken.id, id, {}, 10)->comments.size() == 1);
        REQUIRE(square.feed.restore_comment(ken.id, first->id));
        CHECK(square.feed.comments(ken.id, id, {}, 10)->comments.size() == 2);
        REQUIRE(square.feed.remove_comment(ken.id, first->id));
        circle.clock.advance(undo_time);
        square.feed.tidy();
        auto const left = square.feed.comments(hana.id, id, {}, 10);
        REQUIRE(left->comments.size() == 1);
        CHECK_FALSE(left->comments[0].reply_to); // it stands by itself now

        REQUIRE(square.feed.close_comments(hana.id, id, true));
        CHECK(square.feed.comment(ken.id, id, "まだです", {}).why().reason == Reason::conflict);
        CHECK_FALSE(square.feed.close_comments(ken.id, id, false));
    });
}

TEST_CASE("One person has one reaction, and whoever may read the post sees whose it is") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mari = circle.settle("高橋", "真理");
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mari);
        auto const id = square.post(hana, "昇進しました");
        REQUIRE(square.feed.react(ken.id, id, Reaction::like));
        REQUIRE(square.feed.react(ken.id, id, Reaction::congratulation));
        REQUIRE(square.feed.react(mari.id, id, Reaction::congratulation));
        auto shown = square.feed.find(hana.id, id);
        CHECK(shown->counts == std::array{0, 2, 0, 0});
        CHECK_FALSE(shown->mine);
        CHECK(square.feed.find(ken.id, id)->mine == Reaction::congratulation);
        CHECK(square.feed.reacted(ken.id, id)->size() == 2);
        REQUIRE(square.feed.react(ken.id, id, {}));
        CHECK(square.feed.find(hana.id, id)->counts == std::array{0, 1, 0, 0});
        REQUIRE(square.feed.comment(mari.id, id, "おめでとうございます", {}));
        CHECK(square.feed.find(ken.id, id)->comments == 1);
        // Mari blocks Ken: neither sees the other's traces, nor is counted one.
        REQUIRE(circle.exchange.block(mari.id, ken.id));
        CHECK(square.feed.find(ken.id, id)->counts == std::array{0, 0, 0, 0});
        CHECK(square.feed.reacted(ken.id, id)->empty());
        CHECK(square.feed.find(ken.id, id)->comments == 0);
        CHECK(square.feed.comments(ken.id, id, {}, 10)->comments.empty());
        CHECK(square.feed.find(hana.id, id)->comments == 1);
        CHECK(square.feed.find(hana.id, id)->counts == std::array{0, 1, 0, 0});
    });
}

TEST_CASE("A quotation is there for those who may read what is quoted; a mention opens nothing") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mari = circle.settle("高橋", "真理");
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(ken, mari);
        auto const first = square.post(hana, "元の投稿");
        NewPost typed;
        typed.text = "@[" + hana.id.text() + "] さんの投稿です。@[" + mari.id.text() + "] さんも";
        typed.quote = first;
        auto const second = square.feed.post(ken.id, typed);
        REQUIRE(second);
        auto const to_hana = square.feed.find(hana.id, second->id);
        REQUIRE(to_hana->quoted);
        CHECK(to_hana->quoted->post.text == "元の投稿");
        CHECK(to_hana->mentions.size() == 2);
        CHECK_FALSE(square.feed.find(mari.id, second->id)->quoted);
        CHECK_FALSE(square.can_read(mari, first));
        typed.quote = first;
        CHECK(square.feed.post(mari.id, typed).why().fields.front().field == "quote");
    });
}
