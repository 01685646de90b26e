// SPDX-License-Identifier: Apache-2.0
#include "feed/testing_posts.hpp"
#include "support/darkroom.hpp"

using namespace goen;
using namespace goen::feed;
using namespace goen::feed::testing;
using tests::Member;

namespace {

std::chrono::sys_days day_today(tests::Circle &circle) {
    return std::chrono::floor<std::chrono::days>(circle.clock.now() + std::chrono::hours{9});
}

} // namespace

TEST_CASE("Every page of a long feed follows the one before, from memory and from the rows") {
    tests::in_each_circle([](tests::Circle &circle) {
        for (std::size_t const kept : {std::size_t{4}, std::size_t{100}}) {
            Options options;
            options.kept_of_author = kept;
            options.posts_an_hour = 1000;
            Square square{circle, options};
            auto const reader = circle.settle("読者", "一");
            std::vector<Member> authors;
            for (int i = 0; i < 3; ++i) {
                authors.push_back(circle.settle("著者", "数" + std::to_string(i)));
                circle.exchange_cards(reader, authors.back());
            }
            Texts expected;
            for (int i = 0; i < 30; ++i) {
                auto const &author = authors[static_cast<std::size_t>(i * i % 3)];
                auto const text = "投稿" + std::to_string(i);
                square.post(author, text, {i % 5 == 0 ? To::close : To::exchanged});
                if (i % 5 != 0) expected.insert(expected.begin(), text);
            }
            CHECK(square.read_on(reader, 7) == expected); // not ready yet: all from the rows
            square.open();
            for (int const limit : {1, 2, 7, 50}) CHECK(square.read_on(reader, limit) == expected);
        }
    });
}

TEST_CASE("Filters show my own closest, my company, and my tags; hidden people are not told") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const me = circle.settle("山田", "花"), near = circle.settle("佐藤", "健");
        card::CardBody elsewhere;
        elsewhere.name.family = "高橋";
        elsewhere.name.given = "真理";
        elsewhere.ja.positions = {{"株式会社よそ", {}, "部長", true}};
        elsewhere.show = {{"name", card::Tier::none}};
        auto const far = circle.settle(elsewhere);
        circle.exchange_cards(me, near);
        circle.exchange_cards(me, far);
        square.tier(me, near, card::Tier::close);
        contacts::Edit edit;
        edit.tags = {{"勉強会"}};
        REQUIRE(circle.contacts.edit(me.id, ContactId{far.id.value}, edit));
        square.post(near, "近く");
        square.post(far, "遠く");
        CHECK(square.read(me) == Texts{"遠く", "近く"});
        CHECK(square.read(me, "close") == Texts{"近く"});
        CHECK(square.read(me, "colleague") == Texts{"近く"});
        CHECK(square.read(me, "company") == Texts{"近く"});
        CHECK(square.read(me, "tag:勉強会") == Texts{"遠く"});
        CHECK(square.read(me, "group:12").empty());
        REQUIRE(square.feed.hide(me.id, far.id));
        CHECK(square.read(me) == Texts{"近く"});
        CHECK(square.feed.hidden(me.id) == std::vector{far.id});
        CHECK(square.feed.of_member(me.id, far.id, {}, 10).posts.size() == 1);
        REQUIRE(square.feed.unhide(me.id, far.id));
        CHECK(square.read(me) == Texts{"遠く", "近く"});
        auto const stranger = circle.settle("知ら", "ない");
        CHECK_FALSE(square.feed.hide(me.id, stranger.id));
        CHECK_FALSE(square.feed.hide(me.id, MemberId{12345}));
    });
}

TEST_CASE("A filter is what it says, and nothing else") {
    for (auto const *text : {"all", "colleague", "close", "company", "tag:勉強会", "group:12"})
        CHECK(Filter::parse(text)->text() == text);
    for (auto const *text : {"nobody", "tag:", "group:x", "tag", ":", "group:-1"})
        CHECK_FALSE(Filter::parse(text));
}

TEST_CASE("What is new since she was here is counted, and her mark never goes back") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const me = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(me, ken);
        auto const first = square.post(ken, "一つ目");
        auto page = square.feed.page(me.id, {}, "", 20, i18n::Language::ja);
        CHECK(page.newest == first);
        CHECK(page.fresh == 0); // she has never been here: nothing is "new"
        REQUIRE(square.feed.seen(me.id, first));
        auto const second = square.post(ken, "二つ目");
        square.post(me, "自分の");
        page = square.feed.page(me.id, {}, "", 20, i18n::Language::ja);
        CHECK(page.fresh == 1);
        CHECK(page.seen == first);
        REQUIRE(square.feed.seen(me.id, second));
        REQUIRE(square.feed.seen(me.id, first));
        CHECK(square.feed.page(me.id, {}, "", 20, i18n::Language::ja).seen == second);
        CHECK_FALSE(square.feed.seen(me.id, PostId{INT64_MAX}));
    });
}

TEST_CASE("Moves of one day are one line, for those who are shown them") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const me = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mari = circle.settle("高橋", "真理"), stranger = circle.settle("鈴木", "一");
        circle.exchange_cards(me, ken);
        circle.exchange_cards(me, mari);
        square.post(ken, "異動の前");
        auto const move = [&](Member const &who, std::string const &title, bool is_shown = true) {
            circle.clock.advance(minutes{1});
            REQUIRE(circle.cards.change(
                who.id, who.card, [&](card::CardInfo const &now) -> Result<card::Cards::Next> {
                    auto body = now.live.body;
                    body.ja.positions.front().title = title;
                    body.show["positions"] = is_shown ? card::Tier::exchanged : card::Tier::close;
                    return card::Cards::Next{body};
                }));
        };
        move(ken, "部長");
        move(mari, "室長");
        square.post(mari, "異動しました");
        move(stranger, "会長");
        CHECK(square.read(me) == Texts{"異動しました", "moves:2", "異動の前"});
        CHECK(square.read(stranger).empty());
        auto const moves = square.feed.moves(me.id, Date{day_today(circle)}, i18n::Language::ja);
        REQUIRE(moves.size() == 1);
        REQUIRE(moves[0].moves.size() == 2);
        CHECK(moves[0].moves[0].after.front().title == "室長");
        CHECK(moves[0].moves[0].before.front().title == "課長");
        // The next day is a line of its own; what she is not shown has not moved for her.
        circle.clock.advance(std::chrono::hours{24});
        move(ken, "本部長");
        CHECK(square.read(me) == Texts{"moves:1", "異動しました", "moves:2", "異動の前"});
        move(mari, "顧問", false);
        CHECK(square.read(me).front() == "moves:2"); // it left the card: that is a move, too
        CHECK(square.read_on(me, 1) == square.read(me));
    });
}

TEST_CASE("A cursor is one of ours, or none") {
    for (auto const *text : {"", "385457670619922432", "385457670619922432m"})
        CHECK(is_cursor(text));
    for (auto const *text : {"zzz", "m", "12mm", "-1", "385457670619922432.2026-11-01"})
        CHECK_FALSE(is_cursor(text));
}

TEST_CASE("The outline of a feed is what its reader may read, also of what hangs on a tag") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const me = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(me, ken);
        auto const first = square.post(ken, "皆さんへ");
        auto const second = square.post(ken, "勉強会へ", {To::tag, "勉強会"});
        auto const outline = [&] {
            return *square.feed.outline(me.id, {}, 20, i18n::Language::ja);
        };
        CHECK(outline() == std::vector{first.value});
        contacts::Edit edit;
        edit.tags = {{"勉強会"}};
        REQUIRE(circle.contacts.edit(ken.id, ContactId{me.id.value}, edit));
        CHECK(outline() == std::vector{second.value, first.value});
        edit.tags = std::vector<std::string>{};
        REQUIRE(circle.contacts.edit(ken.id, ContactId{me.id.value}, edit));
        CHECK(outline() == std::vector{first.value});
    });
}

TEST_CASE("A draft waits until it is posted or thrown away") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花");
        CHECK_FALSE(square.feed.draft(hana.id));
        auto const picture = square.feed.add_picture(hana.id, sample_picture("alpha.png"));
        REQUIRE(picture);
        Draft draft;
        draft.text = "書きかけ";
        draft.audience = {To::tag, "勉強会"};
        draft.pictures = {{picture->id, "図"}};
        REQUIRE(square.feed.keep_draft(hana.id, draft));
        auto const found = square.feed.draft(hana.id);
        REQUIRE(found);
        CHECK(found->text == "書きかけ");
        CHECK(found->audience.tag == "勉強会");
        REQUIRE(found->pictures.size() == 1);
        CHECK(found->pictures[0].alt == "図");
        CHECK(found->pictures[0].width > 0);
        square.post(hana, "書きかけを仕上げました");
        CHECK_FALSE(square.feed.draft(hana.id));
        REQUIRE(square.feed.keep_draft(hana.id, draft));
        REQUIRE(square.feed.keep_draft(hana.id, {}));
        CHECK(count(circle.database, all_drafts) == 0);
        // A photograph that was never posted is gone after a day.
        circle.clock.advance(std::chrono::hours{25});
        square.feed.tidy();
        CHECK(count(circle.database, all_pictures) == 0);
        CHECK(count(circle.database, all_prints) == 0);
    });
}

TEST_CASE("Another's photograph cannot be posted, nor one that stands in another post") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const picture = square.feed.add_picture(hana.id, sample_picture("plain.webp"));
        REQUIRE(picture);
        NewPost typed;
        typed.text = "これ";
        typed.pictures = {{picture->id, ""}};
        CHECK(square.feed.post(ken.id, typed).why().fields.front().field == "pictures");
        CHECK_FALSE(square.feed.print(ken.id, picture->id, 640, "webp"));
        REQUIRE(square.feed.post(hana.id, typed));
        CHECK(square.feed.post(hana.id, typed).why().fields.front().field == "pictures");
        CHECK(square.feed.print(ken.id, picture->id, 640, "webp"));
        CHECK_FALSE(square.feed.print(ken.id, picture->id, 641, "webp"));
        CHECK_FALSE(square.feed.print({}, picture->id, 640, "webp"));
    });
}

TEST_CASE("What cannot be posted is refused by name") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花");
        auto const field_of = [&](NewPost const &typed) {
            auto const made = square.feed.post(hana.id, typed);
            REQUIRE_FALSE(made);
            return made.why().fields.front().field;
        };
        NewPost typed;
        CHECK(field_of(typed) == "text");
        typed.text = " \n　";
        CHECK(field_of(typed) == "text");
        typed.text = std::string(5001, 'a');
        CHECK(field_of(typed) == "text");
        typed.text = "a\x01";
        CHECK(field_of(typed) == "text");
        typed.text = "よい";
        typed.audience = {To::group, {}, 7};
        CHECK(field_of(typed) == "audience");
        typed.audience = {To::tag, "  "};
        CHECK(field_of(typed) == "audience");
        typed.audience = {};
        typed.pictures = std::vector<Picture>(5);
        CHECK(field_of(typed) == "pictures");
        typed.pictures.clear();
        for (int i = 1; i <= 10'000; ++i) typed.mentions.push_back(MemberId{i});
        CHECK(field_of(typed) == "mentions");
        typed.mentions.clear();
        typed.text = std::string(5001, 'a');
        typed.kind = Kind::article;
        CHECK(square.feed.post(hana.id, typed));
    });
}

TEST_CASE("A second tap on the button posts once; flooding is slowed with a sentence") {
    tests::in_each_circle([](tests::Circle &circle) {
        Options options;
        options.posts_an_hour = 3;
        Square square{circle, options};
        auto const hana = circle.settle("山田", "花");
        NewPost typed;
        typed.text = "一度だけ";
        auto const one = square.feed.post(hana.id, typed, true);
        auto const two = square.feed.post(hana.id, typed, true);
        REQUIRE(one);
        REQUIRE(two);
        CHECK(one->id == two->id);
        circle.clock.advance(minutes{3});
        CHECK(square.feed.post(hana.id, typed, true)->id != one->id);
        typed.text = "三つ目";
        CHECK(square.feed.post(hana.id, typed, true));
        auto const why = square.feed.post(hana.id, typed).why();
        CHECK(why.reason == Reason::too_many);
        CHECK(why.retry_after.count() > 0);
        circle.clock.advance(minutes{61});
        CHECK(square.feed.post(hana.id, typed));
    });
}

TEST_CASE(
    "A second tap on the button posts photographs once, and two photographs without a word twice") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花");
        auto const photo = [&] {
            auto const made = square.feed.add_picture(hana.id, sample_picture("plain.webp"));
            REQUIRE(made);
            return std::vector{Picture{made->id, "会場"}};
        };
        auto const posted = [&](std::string text, std::vector<Picture> pictures) {
            NewPost typed;
            typed.text = std::move(text);
            typed.pictures = std::move(pictures);
            auto const made = square.feed.post(hana.id, typed, true);
            REQUIRE(made);
            return made->id;
        };
        auto const one = photo();
        auto const first = posted("会場です", one);
        CHECK(posted("会場です", one) == first);
        CHECK(posted("会場です", photo()) == first); // sent again with the form
        auto const bare = photo();
        auto const second = posted("", bare);
        CHECK(second != first);
        CHECK(posted("", bare) == second);
        CHECK(posted("", photo()) != second);
    });
}

TEST_CASE("Whoever leaves takes her posts, comments, reactions and pictures along") {
    in_each_square([](Square &square) {
        auto &circle = square.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const picture = square.feed.add_picture(hana.id, sample_picture("plain.webp"));
        NewPost typed;
        typed.text = "写真";
        typed.pictures = {{picture->id, ""}};
        REQUIRE(square.feed.post(hana.id, typed));
        auto const his = square.post(ken, "健の投稿");
        auto const comment = square.feed.comment(hana.id, his, "花より", {});
        REQUIRE(comment);
        REQUIRE(square.feed.comment(ken.id, his, "返事", comment->id));
        REQUIRE(square.feed.react(hana.id, his, Reaction::thanks));
        REQUIRE(circle.database.write(
            [&](store::Writer &writer) { return circle.accounts.leave(writer, hana.id); }));
        CHECK(square.read(ken) == Texts{"健の投稿"});
        auto const left = square.feed.comments(ken.id, his, {}, 10);
        REQUIRE(left->comments.size() == 1);
        CHECK_FALSE(left->comments[0].reply_to);
        CHECK(count(circle.database, all_posts) == 1);
        CHECK(count(circle.database, all_reactions) == 0);
        CHECK(count(circle.database, all_prints) == 0);
    });
}

TEST_CASE("Edits and deletes that race with comments and reactions leave nothing behind") {
    tests::in_each_circle([](tests::Circle &circle) {
        Options options;
        options.comments_an_hour = options.reactions_an_hour = options.posts_an_hour = 10'000;
        Square square{circle, options};
        square.open();
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        std::vector<PostId> posts;
        for (int i = 0; i < 12; ++i) posts.push_back(square.post(hana, "投稿"));
        std::atomic<int> troubles{0};
        auto const each_post = [&](auto const &deed) {
            return std::thread{[&posts, &troubles, deed] {
                try {
                    for (auto const post : posts) deed(post);
                } catch (std::exception const &) {
                    ++troubles;
                }
            }};
        };
        std::vector<std::thread> threads;
        for (int i = 0; i < 2; ++i) {
            threads.push_back(each_post(
                [&](PostId post) { (void)square.feed.comment(ken.id, post, "はい", {}); }));
        }
        threads.push_back(
            each_post([&](PostId post) { (void)square.feed.react(ken.id, post, Reaction::like); }));
        threads.push_back(each_post([&](PostId post) {
            for (auto const *text : {"一", "二", "三"})
                (void)square.feed.edit(hana.id, post, {text, {}});
        }));
        threads.push_back(each_post([&](PostId post) { (void)square.feed.remove(hana.id, post); }));
        for (auto &thread : threads) thread.join();
        CHECK(troubles == 0);
        for (auto const post : posts) CHECK_FALSE(square.can_read(ken, post));
        circle.clock.advance(undo_time);
        square.feed.tidy();
        for (auto const *query : {&all_posts, &all_versions, &all_comments, &all_reactions})
            CHECK(count(circle.database, *query) == 0);
    });
}
