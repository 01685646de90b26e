// SPDX-License-Identifier: Apache-2.0
#include "notice/queries.hpp"
#include "notice/testing_notices.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>

using namespace goen;
using namespace goen::notice;
using namespace goen::notice::testing;
using letter::Mode;
using To = feed::Audience::To;
using Lines = std::vector<std::string>;

namespace {

// Ken and his friends.
struct Friends {
    explicit Friends(Board &board)
        : ken(board.circle.settle("佐藤", "健")), hana(board.circle.settle("山田", "花")),
          mei(board.circle.settle("林", "芽衣")), eri(board.circle.settle("森", "絵里")) {
        for (auto const *one : {&hana, &mei, &eri}) board.circle.exchange_cards(ken, *one);
        board.circle.exchange_cards(hana, mei);
    }
    tests::Member ken, hana, mei, eri;
};

bool has(mail::Letter const &letter, std::string_view text) {
    return letter.text.find(text) != std::string::npos ||
           letter.subject.find(text) != std::string::npos;
}

} // namespace

TEST_CASE("Every query of the notice room is understood by both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE(
    "Comments, answers, mentions and reactions are told once, together, to whom they concern") {
    on_each_board([](Board &board) {
        Friends who{board};
        CHECK(board.list(who.ken).empty());
        auto const post = board.post(who.ken, "展示会に出ます");
        auto const first = board.comment(who.hana, post, "伺います");
        board.comment(who.mei, post, "私も");
        board.comment(who.eri, post, "楽しみです");
        board.react(who.hana, post);
        board.react(who.mei, post);
        auto const page = board.page(who.ken);
        REQUIRE(page.notices.size() == 2);
        auto const &reactions = page.notices[0], &comments = page.notices[1];
        CHECK(reactions.kind == Kind::reaction);
        CHECK(reactions.count == 2);
        CHECK(reactions.excerpt == "展示会に出ます");
        CHECK(comments.kind == Kind::comment);
        CHECK(comments.count == 3);
        CHECK(comments.members.front().id == who.eri.id);
        CHECK(comments.text.find("森 絵里") != std::string::npos);
        CHECK(comments.text.find("1") != std::string::npos); // and one more
        CHECK(comments.excerpt == "楽しみです");
        CHECK(comments.path.starts_with("/posts/" + post.text()));
        CHECK(board.unread(who.ken) == 2);
        // Nobody is told of her own, and whoever scanned a code of the tie that came of it.
        CHECK(board.list(who.eri) == Lines{"exchange 1 *"});
        board.comment(who.ken, post, "お待ちしています", first);
        CHECK(board.list(who.hana) == Lines{"reply 1 *", "exchange 1 *"});
        board.post(who.ken, "@[" + who.mei.id.text() + "] と出ます");
        CHECK(board.list(who.mei).front() == "mention 1 *");
        // Taken back or deleted: gone, from the count too.
        REQUIRE(board.feed.react(who.hana.id, post, {}));
        REQUIRE(board.feed.react(who.mei.id, post, {}));
        CHECK(board.list(who.ken) == Lines{"comment 3 *"});
        CHECK(board.unread(who.ken) == 1);
        REQUIRE(board.feed.remove(who.ken.id, post));
        CHECK(board.list(who.ken).empty());
        CHECK(board.unread(who.ken) == 0);
        CHECK(board.list(who.hana) == Lines{"exchange 1 *"});
    });
}

TEST_CASE("What waits elsewhere stands in the list while it waits") {
    on_each_board([](Board &board) {
        Friends who{board};
        auto const stranger = board.circle.settle("江口", "夢");
        board.ask(stranger, who.ken);
        board.say(who.hana, who.ken, "お久しぶりです");
        board.say(who.hana, who.ken, "お元気ですか");
        auto const page = board.page(who.ken);
        REQUIRE(page.notices.size() == 2);
        CHECK(page.notices[0].kind == Kind::message);
        CHECK(page.notices[0].count == 2);
        CHECK(page.notices[1].kind == Kind::request);
        CHECK(page.notices[1].text.find("江口 夢") != std::string::npos);
        CHECK(board.unread(who.ken) == 1); // messages have a badge of their own
        auto const request = board.circle.exchange.incoming(who.ken.id).front().id;
        REQUIRE(board.circle.exchange.hold(who.ken.id, request));
        CHECK(board.list(who.ken) == Lines{"message 2 *"});
        CHECK(board.unread(who.ken) == 0);
    });
}

TEST_CASE("Many moves are one line") {
    on_each_board([](Board &board) {
        Friends who{board};
        board.pass();
        for (auto const *one : {&who.hana, &who.mei, &who.eri}) {
            auto const card = board.circle.cards.of(one->id).front();
            auto body = card.live.body;
            body.ja.positions = {{"株式会社見本", {"総務部"}, "部長", true}};
            board.pass();
            REQUIRE(board.circle.cards.publish(one->id, card.id, body));
        }
        auto const page = board.page(who.ken);
        REQUIRE(page.notices.size() == 1);
        CHECK(page.notices[0].kind == Kind::move);
        CHECK(page.notices[0].count == 3);
        CHECK(page.notices[0].path == "/moves");
        CHECK(board.unread(who.ken) == 0);
    });
}

TEST_CASE("Opening one marks its group, all are marked with one tap, and that can be taken back") {
    on_each_board([](Board &board) {
        Friends who{board};
        auto const post = board.post(who.ken, "展示会");
        board.comment(who.hana, post, "一");
        auto const opened = board.page(who.ken).notices.front();
        REQUIRE(board.notices.opened(who.ken.id, opened.kind, opened.about, opened.place));
        CHECK(board.list(who.ken) == Lines{"comment 1"});
        CHECK(board.unread(who.ken) == 0);
        board.comment(who.mei, post, "二"); // something new in the group
        board.react(who.eri, post);
        CHECK(board.list(who.ken) == Lines{"reaction 1 *", "comment 2 *"});
        auto const page = board.page(who.ken);
        CHECK_FALSE(page.can_undo);
        REQUIRE(board.notices.read_all(who.ken.id, page.newest));
        CHECK(board.list(who.ken) == Lines{"reaction 1", "comment 2"});
        CHECK(board.unread(who.ken) == 0);
        CHECK(board.page(who.ken).can_undo);
        REQUIRE(board.notices.undo_read_all(who.ken.id));
        CHECK(board.unread(who.ken) == 2);
        CHECK_FALSE(board.page(who.ken).can_undo);
        REQUIRE(board.notices.undo_read_all(who.ken.id)); // a second tap does nothing
        CHECK(board.unread(who.ken) == 2);
        REQUIRE(board.notices.read_all(who.ken.id, page.newest));
        board.pass(std::chrono::minutes{11});
        REQUIRE(board.notices.undo_read_all(who.ken.id));
        CHECK(board.unread(who.ken) == 0);
        // Of the future nothing has been read.
        REQUIRE(board.notices.read_all(who.ken.id, INT64_MAX));
        board.comment(who.eri, post, "三");
        CHECK(board.unread(who.ken) == 1);
        CHECK_FALSE(board.notices.read_all(who.ken.id, 0));
    });
}

TEST_CASE("The list goes on page by page, each group once") {
    on_each_board([](Board &board) {
        Friends who{board};
        std::set<std::int64_t> posts;
        for (int n = 0; n < 7; ++n) {
            auto const post = board.post(who.ken, "投稿" + std::to_string(n));
            posts.insert(post.value);
            board.comment(who.hana, post, "はい");
        }
        std::vector<std::int64_t> seen;
        std::int64_t before = 0;
        do {
            auto const page = board.page(who.ken, before, 3);
            for (auto const &one : page.notices) seen.push_back(one.about);
            before = page.next;
        } while (before != 0 && seen.size() < 20);
        CHECK(seen.size() == 7);
        CHECK(std::set<std::int64_t>(seen.begin(), seen.end()) == posts);
    });
}

TEST_CASE("Whom she has blocked and whose posts she has hidden makes no notice") {
    on_each_board([](Board &board) {
        Friends who{board};
        auto const post = board.post(who.ken, "展示会", To::everyone);
        board.comment(who.hana, post, "一");
        board.comment(who.mei, post, "二");
        CHECK(board.unread(who.ken) == 1);
        REQUIRE(board.feed.hide(who.ken.id, who.mei.id));
        auto page = board.page(who.ken);
        REQUIRE(page.notices.size() == 1);
        CHECK(page.notices[0].count == 1);
        CHECK(page.notices[0].members.front().id == who.hana.id);
        REQUIRE(board.circle.exchange.block(who.ken.id, who.hana.id));
        CHECK(board.list(who.ken).empty());
        CHECK(board.unread(who.ken) == 0);
        REQUIRE(board.circle.exchange.unblock(who.ken.id, who.hana.id));
        board.leave_network(who.hana);
        CHECK(board.list(who.ken).empty());
    });
}

TEST_CASE("Each event is derived once, whoever derives and however often, and what fails is tried "
          "again as a whole") {
    on_each_board([](Board &board) {
        Friends who{board};
        auto const post = board.post(who.ken, "展示会");
        std::atomic<int> told = 0, fails = 1;
        board.notices.use([&](store::Writer &, MemberId, Kind kind, std::int64_t) {
            if (kind != Kind::comment) return;
            if (fails-- > 0) throw Trouble{"the power went out"};
            ++told;
        });
        board.comment(who.hana, post, "一");
        CHECK_THROWS_AS(board.notices.derive(), Trouble);
        CHECK(
            board.notices.list(who.ken.id, i18n::Words{i18n::Language::ja}, 0, 10).notices.empty());
        // Two nodes at the same time.
        std::thread other{[&] { board.notices.derive(); }};
        board.notices.derive();
        other.join();
        board.notices.derive();
        CHECK(told == 1);
        CHECK(board.list(who.ken) == Lines{"comment 1 *"});
    });
}

TEST_CASE("By default a request and a message are written of the same day, the rest on Monday "
          "morning in one letter") {
    on_each_board([](Board &board) {
        board.circle.clock.set(*parse_rfc3339("2026-10-06T03:00:00Z")); // a Tuesday, noon in Japan
        Friends who{board};
        CHECK(board.new_letters(who.ken).empty());
        board.say(who.hana, who.ken, "お久しぶりです。\nお元気ですか。");
        auto letters = board.new_letters(who.ken);
        REQUIRE(letters.size() == 1);
        CHECK(has(letters[0], "お久しぶりです。\nお元気ですか。"));
        CHECK(has(letters[0], "山田 花"));
        CHECK(letters[0].html.find("お元気ですか。") != std::string::npos);
        CHECK_FALSE(letters[0].message_id.empty());
        board.say(who.hana, who.ken, "追伸");
        CHECK(board.new_letters(who.ken).empty());

        auto const post = board.post(who.ken, "展示会 <b> に出ます");
        board.comment(who.hana, post, "伺い<script>ます");
        board.comment(who.mei, post, "もう読まれた");
        board.react(who.eri, post);
        CHECK(board.new_letters(who.ken).empty());
        board.circle.clock.set(*parse_rfc3339("2026-10-11T22:59:00Z")); // Monday 7:59
        letters = board.new_letters(who.ken);
        REQUIRE(letters.size() == 1); // of the message that waited
        CHECK(has(letters[0], "追伸"));
        CHECK_FALSE(has(letters[0], "お久しぶり")); // told already
        board.circle.clock.set(*parse_rfc3339("2026-10-11T23:00:30Z"));
        letters = board.new_letters(who.ken);
        REQUIRE(letters.size() == 1);
        CHECK(has(letters[0], "伺い<script>ます"));
        CHECK(letters[0].html.find("<script>") == std::string::npos);
        CHECK(letters[0].html.find("伺い&lt;script&gt;ます") != std::string::npos);
        CHECK(has(letters[0], "もう読まれた"));
        CHECK(has(letters[0], "森 絵里"));
        CHECK(letters[0].unsubscribe.find(".comment-reaction.") != std::string::npos);
        board.pass(std::chrono::hours{24 * 7});
        CHECK(board.new_letters(who.ken).empty());
    });
}

TEST_CASE("What she has read, what was deleted and who was blocked stands in no letter") {
    on_each_board([](Board &board) {
        board.circle.clock.set(*parse_rfc3339("2026-10-06T03:00:00Z"));
        Friends who{board};
        for (auto const kind : {Kind::comment, Kind::message, Kind::reaction})
            board.choose(who.ken, kind, Mode::daily);
        auto const post = board.post(who.ken, "展示会");
        board.comment(who.hana, post, "一");
        board.notices.derive();
        REQUIRE(board.notices.read_all(who.ken.id, board.page(who.ken).newest));
        CHECK(board.new_letters(who.ken).empty());
        auto const gone = board.comment(who.hana, post, "二");
        board.notices.derive();
        REQUIRE(board.feed.remove_comment(who.hana.id, gone));
        CHECK(board.new_letters(who.ken).empty());
        board.comment(who.mei, post, "三");
        board.say(who.mei, who.ken, "四");
        board.notices.derive();
        REQUIRE(board.circle.exchange.block(who.ken.id, who.mei.id));
        CHECK(board.new_letters(who.ken).empty());
        board.comment(who.eri, post, "五");
        auto const letters = board.new_letters(who.ken);
        REQUIRE(letters.size() == 1);
        CHECK(has(letters[0], "五"));
        CHECK_FALSE(has(letters[0], "三"));
    });
}

TEST_CASE("Moves come as one line on Monday, whoever has moved, and only when somebody has") {
    on_each_board([](Board &board) {
        board.circle.clock.set(*parse_rfc3339("2026-10-06T03:00:00Z"));
        Friends who{board};
        CHECK(board.new_letters(who.ken).empty()); // from here on
        for (auto const *one : {&who.hana, &who.mei, &who.eri}) {
            auto const card = board.circle.cards.of(one->id).front();
            auto body = card.live.body;
            body.ja.positions = {{"株式会社見本", {"総務部"}, "部長", true}};
            board.pass();
            REQUIRE(board.circle.cards.publish(one->id, card.id, body));
        }
        CHECK(board.new_letters(who.ken).empty());
        board.circle.clock.set(*parse_rfc3339("2026-10-11T23:00:30Z"));
        // The ties, too: of who scanned.
        auto const letters = board.new_letters(who.ken);
        REQUIRE(letters.size() == 1);
        CHECK(has(letters[0], "/moves"));
        CHECK(has(letters[0], "3"));
        board.circle.clock.set(*parse_rfc3339("2026-10-18T23:00:30Z"));
        CHECK(board.new_letters(who.ken).empty());
    });
}

TEST_CASE("A device is told in words what there is, and nothing of what is gone") {
    on_each_board([](Board &board) {
        Friends who{board};
        std::vector<std::pair<Kind, std::int64_t>> told;
        board.notices.use([&](store::Writer &, MemberId to, Kind kind, std::int64_t thing) {
            if (to == who.ken.id) told.emplace_back(kind, thing);
        });
        auto const post = board.post(who.ken, "展示会");
        auto const comment = board.comment(who.hana, post, "伺います");
        board.say(who.mei, who.ken, "こんにちは");
        board.notices.derive();
        REQUIRE(told.size() == 2);
        auto const what = board.notices.what(who.ken.id, told[0].first, {told[0].second});
        REQUIRE(what);
        CHECK(what->text.find("山田 花") != std::string::npos);
        CHECK(what->path.starts_with("/posts/" + post.text()));
        CHECK(board.notices.what(who.ken.id, told[1].first, {told[1].second})
                  ->path.starts_with("/messages/"));
        REQUIRE(board.feed.remove_comment(who.hana.id, comment));
        CHECK_FALSE(board.notices.what(who.ken.id, told[0].first, {told[0].second}));
        CHECK_FALSE(board.notices.what(who.eri.id, told[1].first, {told[1].second}));
    });
}
