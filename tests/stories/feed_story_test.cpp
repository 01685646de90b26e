// SPDX-License-Identifier: Apache-2.0
// Posts and the feed as programs and people without script meet them.
#include "api_things.hpp"

#include <set>

using namespace goen;
using namespace goen::tests;

namespace {

// Hana, and Ken with whom she has exchanged cards.
struct Two {
    explicit Two(Town &town) : hana(town), ken(Phone::of(town, "ken@mihon.example")) {}
    std::string post(Phone &who, json::object body) {
        auto const made = who.post("/posts", std::move(body));
        REQUIRE_MESSAGE(made.status == 201, made.text);
        return made.word("id");
    }
    Hana hana;
    Phone ken;
};

} // namespace

TEST_CASE("A feed with moves is read on to its end, one entry at a time") {
    in_each_town([](Town &town) {
        Two two{town};
        auto const card = std::string{two.ken.get("/me")["cards"].at(0).at("id").as_string()};
        int expected = 0;
        for (int day = 0; day < 4; ++day) {
            for (auto const *title : {"課長", "部長"}) {
                auto const text = std::to_string(day) + title;
                two.post(two.ken, {{"text", text}});
                json::value const positions{
                    {"sides",
                     {{"ja", {{"positions", {{{"company", "株式会社見本"}, {"title", text}}}}}}}}};
                REQUIRE(two.ken.patch("/cards/" + card, positions).status == 200);
                town.fresh.clock.advance(minutes{10});
                ++expected;
            }
            ++expected; // the moves of the day
            town.fresh.clock.advance(std::chrono::hours{24});
        }
        std::set<std::string> seen;
        std::string after;
        int entries = 0;
        do {
            auto const page = two.hana.phone.get("/feed?limit=1" + after);
            REQUIRE_MESSAGE(page.status == 200, page.text);
            for (auto const &item : page["items"].as_array()) {
                bool const is_post = item.at("kind") == "post";
                auto const &name = is_post ? item.at("post").at("id") : item.at("day");
                CHECK(seen.emplace(std::string_view{name.as_string()}).second);
                ++entries;
            }
            auto const &next = page["next"];
            after =
                next.is_null() ? "" : "&after=" + std::string{std::string_view{next.as_string()}};
        } while (!after.empty() && entries < 100);
        CHECK(entries == expected);
        CHECK(two.hana.phone.get("/feed?after=zzz").status == 422);
    });
}

TEST_CASE("A deleted post is gone at once from what quotes it, wherever that is kept") {
    in_each_town([](Town &town) {
        Two two{town};
        // Mei knows Hana alone: what Ken wrote is before her only where Hana quotes it.
        town.settle("mei@rei.example", name_of("李", "梅", "り", "めい"));
        auto mei = Phone::of(town, "mei@rei.example");
        auto const card_of = [](Phone &one) {
            return std::string{one.get("/me")["cards"].at(0).at("id").as_string()};
        };
        auto &hana = two.hana.phone;
        auto const code = hana.post("/exchange/codes", {{"card", card_of(hana)}}).word("code");
        REQUIRE(
            mei.post("/exchange/codes/redeem", {{"code", code}, {"card", card_of(mei)}}).status ==
            201);
        auto const quoted =
            two.post(two.ken, {{"text", "元の投稿です"}, {"audience", {{"to", "everyone"}}}});
        auto const quoting = two.post(hana, {{"text", "引用します"}, {"quote", quoted}});
        Browser browser{town};
        browser.log_in("mei@rei.example");
        auto const hanas = "/m/" + hana.get("/me").word("id");
        // The section of a person's page says how her posts begin, without what they quote.
        std::vector<std::string> const pages{"/", "/feed", hanas + "/posts", "/posts/" + quoting};
        auto const holds = [&](std::string const &page, char const *text) {
            return browser.open(page).says(text);
        };
        auto const told = [&] { return mei.get("/feed").text; };
        for (int round = 0; round < 2; ++round) { // the second is from memory
            for (auto const &page : pages) CHECK(holds(page, "元の投稿です"));
            CHECK(told().find("元の投稿です") != std::string::npos);
        }
        REQUIRE(two.ken.drop("/posts/" + quoted).status == 204);
        for (auto const &page : pages) {
            CHECK_FALSE(holds(page, "元の投稿です"));
            CHECK(holds(page, "引用します"));
        }
        CHECK(told().find("元の投稿です") == std::string::npos);
        CHECK(told().find("引用します") != std::string::npos);
    });
}

TEST_CASE("The page of a post is what it is now, however often it was looked at") {
    in_each_town([](Town &town) {
        Two two{town};
        auto &hana = two.hana.phone;
        auto const at = "/posts/" + two.post(hana, {{"text", "展示会に出ます"}});
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        auto const says = [&](std::string_view text) {
            bool const before = ken.open(at).says(text);
            CHECK(ken.open(at).says(text) == before); // from memory
            return before;
        };
        CHECK(says("展示会に出ます"));
        auto const comment = hana.post(at + "/comments", {{"text", "お待ちしています"}});
        REQUIRE(comment.status == 201);
        CHECK(says("お待ちしています"));
        REQUIRE(hana.patch(at, {{"text", "展示会は中止です"}}).status == 200);
        CHECK(says("展示会は中止です"));
        CHECK_FALSE(says("展示会に出ます"));
        REQUIRE(hana.drop("/comments/" + comment.word("id")).status == 204);
        CHECK_FALSE(says("お待ちしています"));
        // What stands in the address, or was just done, is never another visit's.
        CHECK(ken.open(at + "?reply=1").status() == 200);
        REQUIRE(hana.drop("/ties/" + two.ken.get("/me").word("id")).status == 204);
        CHECK(ken.open(at).status() == 404);
        CHECK_FALSE(ken.says("中止"));
    });
}

TEST_CASE("The request on Hana's home page is the one that waits now") {
    in_each_town([](Town &town) {
        Two two{town};
        town.settle("mei@rei.example", name_of("李", "梅", "り", "めい"));
        auto mei = Phone::of(town, "mei@rei.example");
        auto const card = std::string{mei.get("/me")["cards"].at(0).at("id").as_string()};
        REQUIRE(two.hana.phone.patch("/me", {{"reach", "anyone"}}).status == 200);
        auto const asked =
            mei.post("/exchange/requests", {{"to", two.hana.phone.get("/me").word("id")},
                                            {"card", card},
                                            {"message", "勉強会でお会いしました"}});
        REQUIRE_MESSAGE(asked.status == 201, asked.text);
        Browser hana{town};
        hana.log_in("hana@mihon.example");
        for (int round = 0; round < 2; ++round) {
            CHECK(hana.open("/").says("勉強会でお会いしました"));
            CHECK(hana.says("李"));
        }
        auto const renamed = mei.patch("/cards/" + card, {{"name", {{"family", "森"}}}});
        REQUIRE_MESSAGE(renamed.status == 200, renamed.text);
        CHECK(hana.open("/").says("森"));
        REQUIRE(mei.post("/exchange/requests/" + asked.word("id") + "/withdraw").status == 204);
        CHECK_FALSE(hana.open("/").says("勉強会でお会いしました"));
    });
}

TEST_CASE("Nothing is posted for others than was chosen: an audience that is none is refused") {
    in_each_town([](Town &town) {
        Two two{town};
        Browser hana{town};
        hana.log_in("hana@mihon.example").open("/posts/new");
        for (auto const *audience : {"", "nobody", "tag:", "group:x"}) {
            hana.send("/posts/new", {{"text", "誰へ"}, {"audience", audience}, {"do", "post"}});
            CHECK(hana.status() == 422);
            CHECK(hana.says("誰へ"));
        }
        CHECK(two.ken.get("/feed")["items"].as_array().empty());
    });
}
