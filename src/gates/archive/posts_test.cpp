// SPDX-License-Identifier: Apache-2.0
// What an archive holds of the feed, and what becomes of it where it is brought in.
#include "archive/testing_move.hpp"

using namespace goen;
using namespace goen::archive::testing;
using feed::Audience;

namespace {

// Hana's words among people: posts for some, a photograph, an edit, answers on posts of others.
struct Words {
    Goen &goen;
    feed::Feed &feed = goen.feed;
    tests::Member hana = goen.circle.settle("山田", "花"), ken = goen.circle.settle("佐藤", "健"),
                  mei = goen.circle.settle("林", "芽衣"), eve = goen.circle.settle("鈴木", "愛");
    feed::Picture photograph;
    feed::PostId for_all, with_photograph, quoting, kens, meis;

    explicit Words(Goen &goen_) : goen(goen_) {
        goen.circle.exchange_cards(hana, ken);
        goen.circle.exchange_cards(hana, mei);
        for_all = post(hana, {.text = "はじめの書き間違い", .audience = {Audience::To::everyone}});
        feed::PostEdit edit;
        edit.text = "はじめの投稿";
        REQUIRE(feed.edit(hana.id, for_all, edit));
        auto const taken = feed.add_picture(hana.id, sample("gps.jpg"));
        REQUIRE(taken);
        photograph = *taken;
        photograph.alt = "会場の写真";
        with_photograph = post(hana, {.text = "@[" + ken.id.text() + "]さんと展示会へ",
                                      .audience = {Audience::To::tag, "勉強会"},
                                      .pictures = {photograph}});
        kens = post(ken, {.text = "健の投稿"});
        meis = post(mei, {.text = "芽衣の投稿"});
        auto const gone = post(hana, {.text = "消した投稿"});
        REQUIRE(feed.remove(hana.id, gone));
        quoting =
            post(hana, {.text = "# 記事\n\n本文", .kind = feed::Kind::article, .quote = kens});
        auto const first = feed.comment(ken.id, for_all, "健のコメント", {});
        REQUIRE(first);
        REQUIRE(feed.comment(hana.id, for_all, "お返事", first->id));
        REQUIRE(feed.comment(hana.id, meis, "芽衣さんへのコメント", {}));
        auto const taken_back = feed.comment(hana.id, kens, "消したコメント", {});
        REQUIRE(taken_back);
        REQUIRE(feed.remove_comment(hana.id, taken_back->id));
        REQUIRE(feed.react(hana.id, kens, feed::Reaction::useful));
        REQUIRE(feed.react(hana.id, meis, feed::Reaction::thanks));
        REQUIRE(feed.react(ken.id, for_all, feed::Reaction::like));
        REQUIRE(feed.hide(hana.id, mei.id));
        feed::Draft draft;
        draft.text = "書きかけ";
        auto const unposted = feed.add_picture(hana.id, sample("alpha.png"));
        REQUIRE(unposted);
        draft.pictures = {*unposted};
        REQUIRE(feed.keep_draft(hana.id, draft));
    }
    feed::PostId post(tests::Member const &by, feed::NewPost const &typed) {
        goen.fresh->clock.advance(minutes{1});
        auto const made = feed.post(by.id, typed);
        REQUIRE_MESSAGE(made, made.why().message.msgid);
        return made->id;
    }
};

std::string text(json::object const &line, std::string_view key) {
    return std::string{std::string_view{line.at(key).as_string()}};
}

} // namespace

TEST_CASE("Hana takes along what she wrote, for whom, what it said before, and her photographs") {
    in_each_goen([](Goen &goen) {
        Words const words{goen};
        auto const archive = Unpacked{goen.archive_of(words.hana.id)};
        auto const &posts = archive.lists.at("posts.jsonl");
        REQUIRE(posts.size() == 3);
        CHECK(text(posts[0], "text") == "はじめの投稿"); // oldest first
        CHECK(text(posts[0].at("audience").as_object(), "to") == "everyone");
        CHECK(posts[0].at("version").as_int64() == 2);
        CHECK_FALSE(posts[0].at("edited_at").is_null());
        CHECK(text(posts[1].at("audience").as_object(), "tag") == "勉強会");
        auto const &mention = posts[1].at("mentions").as_array().at(0).as_object();
        CHECK(text(mention, "member") == words.ken.id.text());
        CHECK(text(mention.at("name").as_object(), "family") == "佐藤");
        CHECK(text(posts[2], "kind") == "article");
        CHECK(text(posts[2], "quote") == words.kens.text());

        auto const &versions = archive.lists.at("post-versions.jsonl");
        REQUIRE(versions.size() == 1);
        CHECK(text(versions[0], "post") == words.for_all.text());
        CHECK(text(versions[0], "text") == "はじめの書き間違い");

        auto const &picture = posts[1].at("pictures").as_array().at(0).as_object();
        CHECK(text(picture, "alt") == "会場の写真");
        auto const &bytes = archive.photographs.at(text(picture, "file"));
        CHECK(bytes == goen.feed.print(words.hana.id, words.photograph.id, 1600, "jpeg"));
        CHECK(bytes.starts_with("\xFF\xD8"));

        auto const &draft = archive.lists.at("post-draft.jsonl");
        REQUIRE(draft.size() == 1);
        CHECK(text(draft[0], "text") == "書きかけ");
        CHECK(archive.photographs.size() == 2); // and the one she is about to post
        auto const &hidden = archive.lists.at("hidden-posts.jsonl");
        REQUIRE(hidden.size() == 1);
        CHECK(text(hidden[0], "member") == words.mei.id.text());

        auto const all = archive.everything();
        for (auto const *others : {"健の投稿", "芽衣の投稿", "健のコメント", "消した"})
            CHECK_MESSAGE(all.find(others) == all.npos, others);
    });
}

TEST_CASE("Hana's comments and reactions say whose post it was, as long as she may read it") {
    in_each_goen([](Goen &goen) {
        Words const words{goen};
        auto const before = Unpacked{goen.archive_of(words.hana.id)};
        auto const &comments = before.lists.at("comments.jsonl");
        REQUIRE(comments.size() == 2);
        CHECK(text(comments[0], "text") == "お返事");
        CHECK_FALSE(comments[0].at("reply_to").is_null());
        CHECK(text(comments[1].at("author").as_object(), "family") == "林");
        auto const &reactions = before.lists.at("reactions.jsonl");
        REQUIRE(reactions.size() == 2);
        CHECK(text(reactions[0], "kind") == "useful");
        CHECK(text(reactions[0].at("author").as_object(), "family") == "佐藤");

        REQUIRE(goen.circle.exchange.end(words.mei.id, words.hana.id));
        auto const after = Unpacked{goen.archive_of(words.hana.id)};
        auto const &kept = after.lists.at("comments.jsonl");
        REQUIRE(kept.size() == 2);
        CHECK(text(kept[1], "text") == "芽衣さんへのコメント"); // her own words stay hers
        CHECK(kept[1].at("author").is_null());
        CHECK(after.lists.at("reactions.jsonl")[1].at("author").is_null());
    });
}

TEST_CASE("That somebody hid Hana, and what is not for her, is in no file of hers") {
    in_each_goen([](Goen &goen) {
        Words const words{goen};
        REQUIRE(goen.feed.hide(words.ken.id, words.hana.id));
        REQUIRE(goen.feed.unhide(words.hana.id, words.mei.id));
        auto const archive = Unpacked{goen.archive_of(words.hana.id)};
        CHECK(archive.lists.at("hidden-posts.jsonl").empty());
        auto const eves = Unpacked{goen.archive_of(words.eve.id)};
        for (auto const *name : {"posts.jsonl", "comments.jsonl", "reactions.jsonl"})
            CHECK_MESSAGE(eves.lists.at(name).empty(), name);
        CHECK(eves.everything().find("はじめの投稿") == std::string::npos);
    });
}

TEST_CASE("Where Hana's archive is brought in, her words stay in the file, and she is told") {
    in_both_directions([](Goen &old_home, Goen &new_home) {
        Words const words{old_home};
        auto const file = old_home.archive_of(words.hana.id);
        auto const hana = new_home.newcomer("山田", "花");
        auto const report = new_home.archives.bring_in(hana, file, {});
        REQUIRE(report);
        CHECK(report->posts == 3);
        CHECK(report->comments == 2);
        CHECK(report->reactions == 2);
        CHECK(new_home.feed.of_member(hana, hana, {}, 10).posts.empty());
        CHECK_FALSE(new_home.feed.draft(hana));
        CHECK(new_home.feed.hidden(hana).empty());
    });
}

TEST_CASE("More posts than one piece holds are all there, in their order") {
    in_each_goen([](Goen &goen) {
        auto const hana = goen.circle.settle("山田", "花");
        auto const made = goen.database().write([&](store::Writer &writer) -> Done {
            static store::Query const put{
                "test.posts",
                "insert into post (id, author_id, kind, audience, audience_tag, audience_key, "
                "audience_id, text, quote_id, version, made_at, is_closed) values (:id, :me, "
                "'text', 'exchanged', '', '', 0, :text, 0, 1, 1, 0)",
                "insert into post (id, author_id, kind, audience, audience_tag, audience_key, "
                "audience_id, text, quote_id, version, made_at, is_closed) values (:id, :me, "
                "'text', 'exchanged', '', '', 0, :text, 0, 1, 1, 0)"};
            for (std::int64_t i = 1; i <= 200; ++i)
                writer.put(put, {{"id", i}, {"me", hana.id}, {"text", std::to_string(i)}});
            return {};
        });
        REQUIRE(made);
        auto const archive = Unpacked{goen.archive_of(hana.id)};
        auto const &posts = archive.lists.at("posts.jsonl");
        REQUIRE(posts.size() == 200);
        CHECK(text(posts[0], "id") == "1");
        CHECK(text(posts[100], "id") == "101");
        CHECK(text(posts[199], "text") == "200");
    });
}
