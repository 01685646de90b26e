// SPDX-License-Identifier: Apache-2.0
// Notices as Ken meets them: on the page, by program, on the stream's terms and by mail.
#include "support/meeting.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;
using boost::json::object;

namespace {

struct Evening {
    explicit Evening(Town &a_town)
        : town(a_town),
          kens_id(town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"))),
          hanas_id(town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"))),
          meis_id(town.settle("mei@mihon.example", name_of("林", "芽衣", "はやし", "めい"))),
          ken(town) {
        for (auto const who : {kens_id, hanas_id, meis_id})
            REQUIRE(
                town.house.accounts.choose(who, i18n::Language::ja, account::Reach::anyone, true));
        exchange_cards(town, kens_id, hanas_id);
        exchange_cards(town, kens_id, meis_id);
        ken.log_in("ken@mihon.example");
    }
    feed::PostId post(std::string text) {
        feed::NewPost typed;
        typed.text = std::move(text);
        auto const made = town.house.feed.post(kens_id, typed);
        REQUIRE(made);
        return made->id;
    }
    void settled() { town.house.notices.derive(); }

    Town &town;
    MemberId kens_id, hanas_id, meis_id;
    Browser ken;
};

} // namespace

TEST_CASE("Ken finds what concerns him in one list, opens it, and marks the rest as read") {
    in_each_town([](Town &town) {
        Evening evening{town};
        auto &ken = evening.ken;
        CHECK(ken.open("/notices").says("お知らせはありません"));
        CHECK(ken.says("href=\"/notices/settings\""));
        auto const post = evening.post("来週の展示会に出ます。");
        auto const comment = town.house.feed.comment(evening.hanas_id, post, "伺います。", {});
        REQUIRE(comment);
        REQUIRE(town.house.feed.react(evening.hanas_id, post, feed::Reaction::useful));
        REQUIRE(town.house.feed.react(evening.meis_id, post, feed::Reaction::like));
        evening.settled();
        ken.open("/notices");
        CHECK(ken.says("山田 花さんがあなたの投稿にコメントしました"));
        CHECK(ken.says("林 芽衣さん、山田 花さんがあなたの投稿にリアクションしました"));
        CHECK(ken.says("<span class=\"badge\" aria-hidden=\"true\">2</span>"));
        // Nothing is written by looking.
        CHECK(ken.open("/notices").says("<span class=\"badge\" aria-hidden=\"true\">2</span>"));
        auto const page =
            town.house.notices.list(evening.kens_id, i18n::Words{i18n::Language::ja}, 0, 10);
        REQUIRE(page.notices.size() == 2);
        auto const &about = page.notices[1];
        ken.send("/notices/open", {{"kind", "comment"},
                                   {"about", std::to_string(about.about)},
                                   {"up_to", std::to_string(about.place)},
                                   {"to", about.path}});
        CHECK(ken.path().starts_with("/posts/" + post.text()));
        CHECK(ken.open("/notices").says("<span class=\"badge\" aria-hidden=\"true\">1</span>"));
        ken.send("/notices/read", {{"up_to", std::to_string(page.newest)}});
        CHECK(ken.says("すべて既読にしました。"));
        CHECK_FALSE(ken.says("<span class=\"badge\""));
        ken.send("/notices/read/undo", {});
        CHECK(ken.says("<span class=\"badge\" aria-hidden=\"true\">1</span>"));
        // It leads nowhere but to this site.
        ken.send(
            "/notices/open",
            {{"kind", "comment"}, {"about", "1"}, {"up_to", "1"}, {"to", "https://evil.example/"}});
        CHECK(ken.path() == "/");
        for (auto const *wrong : {"", "-1", "comments"}) {
            ken.open("/notices");
            ken.send("/notices/open",
                     {{"kind", wrong}, {"about", "1"}, {"up_to", "1"}, {"to", "/"}});
            CHECK(ken.status() == 404);
        }
        CHECK(ken.open("/notices?after=x").status() == 404);
        CHECK(ken.open("/notices?view=plain").says("accesskey"));
        CHECK(ken.open("/").says("href=\"/notices\" accesskey=\"4\""));
        Browser nobody{town};
        CHECK(nobody.open("/notices").path().starts_with("/login"));
    });
}

TEST_CASE("A program reads notices, marks them as read, and takes that back") {
    in_each_town([](Town &town) {
        Evening evening{town};
        auto phone = Phone::of(town, "ken@mihon.example");
        CHECK(phone.get("/notices")["items"].as_array().empty());
        auto const post = evening.post("来週の展示会に出ます。");
        REQUIRE(town.house.feed.comment(evening.hanas_id, post, "伺います。", {}));
        evening.settled();
        auto const list = phone.get("/notices");
        REQUIRE(list.status == 200);
        auto const &one = list["items"].as_array().at(0).as_object();
        CHECK(one.at("kind") == "comment");
        CHECK(one.at("read") == false);
        CHECK(one.at("count") == 1);
        CHECK(one.at("excerpt") == "伺います。");
        CHECK(one.at("members").as_array().at(0).at("id").as_string() == evening.hanas_id.text());
        CHECK(one.at("members").as_array().at(0).at("name") == "山田 花");
        CHECK(phone.post("/notices/read", object{{"up_to", one.at("id")}}).status == 204);
        CHECK(phone.get("/notices")["items"].as_array().at(0).at("read") == true);
        CHECK(phone.post("/notices/read/undo").status == 204);
        CHECK(phone.get("/notices")["items"].as_array().at(0).at("read") == false);
        CHECK(phone.post("/notices/read", object{{"up_to", "x"}}).status == 422);
        CHECK(phone.get("/notices?after=x").status == 422);
        // Whom he blocks is gone from it.
        REQUIRE(town.house.exchange.block(evening.kens_id, evening.hanas_id));
        CHECK(phone.get("/notices")["items"].as_array().empty());
    });
}

TEST_CASE("Settings are read and changed by program, whole or in part, and refused in words") {
    in_each_town([](Town &town) {
        Evening evening{town};
        auto phone = Phone::of(town, "ken@mihon.example");
        auto const begun = phone.get("/notices/settings");
        CHECK(begun["request"].at("mail") == "daily");
        CHECK(begun["comment"].at("mail") == "weekly");
        CHECK(begun["weekdays"].as_array().size() == 1);
        auto const changed = phone.patch("/notices/settings",
                                         object{{"comment", {{"mail", "at_once"}, {"push", true}}},
                                                {"quiet", {{"from", "22:00"}, {"to", "7:00"}}},
                                                {"weekdays", {"tue", "fri"}},
                                                {"business_days_only", true}});
        REQUIRE(changed.status == 200);
        CHECK(changed["comment"].at("mail") == "at_once");
        CHECK(changed["comment"].at("push") == true);
        CHECK(changed["quiet"].at("to") == "07:00");
        CHECK(changed["weekdays"].as_array().size() == 2);
        CHECK(changed["request"].at("mail") == "daily");
        for (auto const &wrong :
             {object{{"weekdays", boost::json::array{}}}, object{{"move", {{"mail", "at_once"}}}},
              object{{"quiet", {{"from", "25:00"}}}}, object{{"comment", {{"mail", "hourly"}}}}})
            CHECK(phone.patch("/notices/settings", wrong).status == 422);
        evening.ken.open("/notices/settings");
        CHECK(evening.ken.says("value=\"22:00\""));
        // As in letters of an earlier goen.
        CHECK(evening.ken.open("/settings/letters").says("value=\"22:00\""));
    });
}

TEST_CASE("Ken reads on Monday what happened in his week, and turns it off with one press") {
    in_each_town([](Town &town) {
        Evening evening{town};
        auto &clock = town.fresh.clock;
        clock.set(*parse_rfc3339("2026-10-06T03:00:00Z"));
        auto const post = evening.post("来週の展示会に出ます。");
        REQUIRE(town.house.feed.comment(evening.hanas_id, post, "伺います。\n楽しみです。", {}));
        REQUIRE(town.house.feed.react(evening.meis_id, post, feed::Reaction::like));
        evening.settled();
        town.house.letters.send_due();
        CHECK(town.postman.letters_to("ken@mihon.example").empty());
        clock.set(*parse_rfc3339("2026-10-11T23:00:30Z"));
        town.house.letters.send_due();
        auto const letters = town.postman.letters_to("ken@mihon.example");
        REQUIRE(letters.size() == 1);
        auto const &text = letters[0].text;
        CHECK(text.find("伺います。\n楽しみです。") != std::string::npos);
        CHECK(text.find("林 芽衣さん") != std::string::npos);
        CHECK(text.find("/posts/" + post.text() + "#c-") != std::string::npos);
        CHECK(letters[0].html.find("<!DOCTYPE html><html lang=\"ja\">") == 0);
        auto const path = text.substr(text.find("/letters/off/"));
        Browser somebody{town};
        somebody.open(path.substr(0, path.find('\n')));
        CHECK(somebody.says("自分の投稿にコメントがあったとき"));
        CHECK(somebody.says("自分の投稿にリアクションがあったとき"));
        somebody.send(path.substr(0, path.find('\n')), {});
        auto const settings = town.house.letters.settings(evening.kens_id);
        CHECK(settings.of(letter::Kind::comment) == letter::Mode::never);
        CHECK(settings.of(letter::Kind::reaction) == letter::Mode::never);
        CHECK(settings.of(letter::Kind::message) == letter::Mode::daily);
    });
}
