// SPDX-License-Identifier: Apache-2.0
#include "feed/feed_view.hpp"

#include "web/page.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::feed;

namespace {

struct Reading {
    explicit Reading(i18n::Language language = i18n::Language::ja) {
        request.path = request.target = "/feed";
        visit.words = i18n::Words{language};
        visit.member = MemberId{3};
        visit.csrf = std::string(64, 'c');
        visit.public_url = "https://goen.example";
        visit.now = *parse_rfc3339("2026-04-01T03:00:00Z");
    }
    Reading(Reading const &) = delete;
    Reading &operator=(Reading const &) = delete;

    std::string post(Shown const &shown, PostStyle const &style = {}) const {
        return post_article(visit, shown, style).markup();
    }

    http::Request request;
    web::Visit visit{.request = request};
};

Person person(std::int64_t id, std::string family, std::string given) {
    Person made{MemberId{id}, {}};
    made.card.name.family = std::move(family);
    made.card.name.given = std::move(given);
    made.card.emails = {{"work", "ken+a&b@mihon.example"}};
    return made;
}

Shown shown(std::string text) {
    Shown made;
    made.post.id = PostId{77};
    made.post.text = std::move(text);
    made.post.made = *parse_rfc3339("2026-04-01T01:00:00Z");
    made.author = person(5, "佐藤", "健");
    made.post.author = made.author.id;
    return made;
}

bool holds(std::string const &markup, std::string_view what) {
    return markup.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("A post is shown as it was typed: no markup of its author's, lines kept, links live") {
    Reading const reading;
    auto const markup =
        reading.post(shown("<b>展示会</b>に出ます\nhttps://mihon.example/a?b=1&c=2 です"));
    CHECK(holds(markup, "&lt;b&gt;展示会&lt;/b&gt;"));
    CHECK_FALSE(holds(markup, "<b>展示会"));
    CHECK(holds(markup, "<br"));
    CHECK(holds(markup, "href=\"https://mihon.example/a?b=1&amp;c=2\""));
    CHECK(holds(markup, "nofollow"));
    CHECK(holds(markup, "datetime=\"2026-04-01T01:00:00"));
    CHECK(holds(markup, "2時間前"));
}

TEST_CASE("A reader learns neither how near its author holds her nor under which tag") {
    Reading const reading;
    auto post = shown("今夜どうですか");
    for (auto const &audience :
         {Audience{Audience::To::close}, Audience{Audience::To::colleague},
          Audience{Audience::To::tag, "見込み客"}, Audience{Audience::To::exchanged}}) {
        post.post.audience = audience;
        auto const markup = reading.post(post);
        CHECK(holds(markup, "投稿者が選んだ方"));
        CHECK_FALSE(holds(markup, "見込み客"));
        CHECK_FALSE(holds(markup, "親しい"));
        CHECK_FALSE(holds(markup, "仕事仲間"));
    }
    post.author.is_self = true;
    post.post.audience = {Audience::To::tag, "見込み客"};
    CHECK(holds(reading.post(post), "見込み客"));
}

TEST_CASE("A mention is a link to who it is, and to nobody when she may not be seen") {
    Reading const reading;
    auto post = shown("@[9] さん、@[10] さんと");
    post.mentions = {person(9, "山田", "花子")};
    auto const markup = reading.post(post);
    CHECK(holds(markup, "href=\"/m/9\""));
    CHECK(holds(markup, "@山田 花子"));
    CHECK_FALSE(holds(markup, "/m/10"));
    CHECK_FALSE(holds(markup, "@[10]"));
}

TEST_CASE("The reaction one gave is pressed, and pressing it takes it back") {
    Reading const reading;
    auto post = shown("入賞しました");
    post.counts = {0, 12, 0, 1};
    post.mine = Reaction::congratulation;
    auto const markup = reading.post(post);
    CHECK(holds(markup, "value=\"none\" aria-pressed=\"true\""));
    CHECK(holds(markup, "value=\"useful\" aria-pressed=\"false\""));
    CHECK_FALSE(holds(markup, "value=\"congratulation\""));
    CHECK(holds(markup, "反応 13件"));
}

TEST_CASE("Only the author has buttons that change a post, only others one that hides it") {
    Reading const reading;
    auto post = shown("お知らせ");
    auto const others = reading.post(post);
    CHECK(holds(others, "formaction=\"/m/5/hide\""));
    CHECK_FALSE(holds(others, "/posts/77/edit"));
    CHECK_FALSE(holds(others, "/posts/77/delete"));
    post.author.is_self = true;
    auto const own = reading.post(post);
    CHECK(holds(own, "href=\"/posts/77/edit\""));
    CHECK(holds(own, "formaction=\"/posts/77/delete\""));
    CHECK_FALSE(holds(own, "/hide"));
}

TEST_CASE("A long text is cut in a list, and whole on its own page") {
    Reading const reading;
    std::string text;
    for (int i = 0; i < 600; ++i) text += "長";
    text += "終";
    auto const post = shown(text);
    CHECK(holds(reading.post(post), "続きを読む"));
    CHECK_FALSE(holds(reading.post(post), "終"));
    CHECK(holds(reading.post(post, {.is_whole = true}), "終"));
}

TEST_CASE("A photograph says how large it is before it comes, and what is on it") {
    Reading const reading;
    auto post = shown("");
    post.pictures = {{PostPictureId{8}, "検査装置の前の\"三人\"", 1600, 1200}};
    auto const one = reading.post(post);
    CHECK(holds(one, "width=\"1600\" height=\"1200\""));
    CHECK(holds(one, "alt=\"検査装置の前の&quot;三人&quot;\""));
    CHECK(holds(one, "src=\"/posts/pictures/8/1600\""));
    post.pictures.push_back({PostPictureId{9}, "", 600, 800});
    auto const two = reading.post(post);
    CHECK(holds(two, "src=\"/posts/pictures/9/640\""));
    CHECK(holds(two, "説明のない写真"));
}

TEST_CASE("A quoted post that may not be read is not said to be there") {
    Reading const reading;
    auto post = shown("同感です");
    post.post.quote = PostId{66};
    CHECK_FALSE(holds(reading.post(post), "quoted"));
    CHECK_FALSE(holds(reading.post(post), "66"));
}

TEST_CASE("A small page of the longest post and comments stays below nine kilobytes") {
    Reading reading;
    reading.request.query.add("view", "plain");
    reading.visit.network_name = "見本の会";
    std::string longest;
    for (std::size_t i = 0; i < most_text; ++i) longest += "縁";
    PostView view{.post = shown(longest)};
    view.post.author.is_self = true;
    for (int i = 0; i < 3; ++i) {
        Comment comment;
        comment.id = CommentId{1'000'000'000'000'000'000 + i};
        comment.post = view.post.post.id;
        comment.author = person(20 + i, "渡邉", "健太郎");
        comment.text = longest.substr(0, 3 * most_comment);
        comment.may_delete = true;
        view.comments.comments.push_back(std::move(comment));
    }
    auto const first = web::page(reading.visit, "投稿", post_page(reading.visit, view)).body;
    CHECK(first.size() <= 9 * 1024);
    CHECK(holds(first, "?part=2"));
    // The text goes on until its end.
    std::size_t read = 0;
    int part = 1;
    for (;; ++part) {
        auto const piece = small_part(view.post.post.text, part);
        read += piece.text.size();
        if (!piece.has_more) break;
    }
    CHECK(read == longest.size());
    CHECK(part > 3);
    // A long comment is whole on the page that begins with it.
    view.is_first = false;
    view.comments.comments.resize(1);
    auto const comment = web::page(reading.visit, "投稿", post_page(reading.visit, view)).body;
    CHECK(comment.size() <= 9 * 1024);
    CHECK(holds(comment, longest.substr(0, 3 * most_comment)));
}

TEST_CASE("What is typed after an @ is stored as whom it means, and edited as it was typed") {
    std::vector<Mention> const mentions{{MemberId{1}, "山田"}, {MemberId{2}, "山田 花子"}};
    auto const stored = stored_text("@山田 花子 と @山田\r\nと @鈴木", mentions);
    CHECK(stored == "@[2] と @[1]\nと @鈴木");
    CHECK(typed_text(stored, mentions) == "@山田 花子 と @山田\nと @鈴木");
}

TEST_CASE("Two people of one name stay two in a post that is edited") {
    std::vector<Mention> mentions;
    for (int id : {1, 2, 3}) add_mention(mentions, {MemberId{id}, "山田 太郎"});
    auto const typed = typed_text("@[1] @[2] @[3]", mentions);
    CHECK(typed == "@山田 太郎 @山田 太郎（2） @山田 太郎（3）");
    CHECK(stored_text(typed, mentions) == "@[1] @[2] @[3]");
}

TEST_CASE("A draft keeps whom its writer chose besides those in the text") {
    http::Params form;
    form.add("text", "本文 @山田 花子");
    form.add("mention", "9|山田 花子");
    form.add("tell", "9|山田 花子");
    form.add("tell", "11|佐藤 健");
    CHECK(post_form_of(form).draft().text == "本文 @[9] @[11]");
}

TEST_CASE("A form is read leniently: what is no id, name or audience is not there") {
    http::Params form;
    form.add("text", "本文");
    form.add("audience", "tag:");
    form.add("picture", "x");
    form.add("picture", "5");
    form.add("picture", "6");
    form.add("alt.5", " 説明 ");
    form.add("drop.6", "1");
    form.add("mention", "9|山田 花子");
    form.add("mention", "9|山田 花子");
    form.add("mention", "|名無し");
    form.add("tell", "11|佐藤 健");
    auto const read = post_form_of(form);
    CHECK(read.audience == Audience{});
    REQUIRE(read.photos.size() == 1);
    CHECK(read.photos[0].alt == "説明");
    CHECK(read.mentions.size() == 1);
    auto const post = read.post();
    REQUIRE(post.mentions.size() == 1);
    CHECK(post.mentions[0] == MemberId{11});
    CHECK(read_audience("tag:展示会")->tag == "展示会");
    CHECK(audience_value({Audience::To::close}) == "close");
    CHECK_FALSE(read_audience("anybody"));
}

TEST_CASE("Congratulations are a letter of one's own, begun with address, subject and words") {
    Reading const reading;
    MovesOfDay day;
    day.day = Date{std::chrono::year{2026} / 4 / 1};
    Move move{person(5, "佐藤", "健"), {}, {{"株式会社見本", {"営業部"}, "部長", true}}, {}};
    day.moves = {move};
    auto const page = moves_page(reading.visit, day.day, {day}).markup();
    CHECK(holds(page, "href=\"mailto:ken%2Ba%26b@mihon.example?subject=%E3%81%94"));
    CHECK(holds(page, "%0D%0A"));
    CHECK(holds(page, "株式会社見本 営業部 部長"));
    CHECK(holds(moves_line(reading.visit, day).markup(), "/moves?month=2026-04#d-2026-04-01"));
}

TEST_CASE(
    "Where she stopped reading is marked between the posts, and only where something is new") {
    Reading const reading;
    FeedView view;
    for (int i = 0; i < 3; ++i) {
        Item item;
        item.post = shown("投稿" + std::to_string(i));
        item.post->post.id = PostId{100 - i};
        view.page.items.push_back(item);
    }
    view.page.newest = PostId{100};
    view.page.seen = PostId{99};
    view.page.fresh = 1;
    auto const list = feed_list(reading.visit, view).markup();
    auto const mark = list.find("前回はここまで読みました");
    REQUIRE(mark != std::string::npos);
    CHECK(list.find("投稿0") < mark);
    CHECK(list.find("投稿1") > mark);
    CHECK(holds(list, "前回以降の新着 1件"));
    view.page.seen = PostId{100};
    view.page.fresh = 0;
    CHECK_FALSE(holds(feed_list(reading.visit, view).markup(), "前回はここまで"));
}
