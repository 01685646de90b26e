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
        auto const quoted = two.post(two.ken, {{"text", "元の投稿です"}});
        two.post(two.hana.phone, {{"text", "引用します"}, {"quote", quoted}});
        Browser browser{town};
        browser.log_in("hana@mihon.example");
        std::vector<std::string> const pages{"/", "/feed", "/m/" + two.ken.get("/me").word("id")};
        auto const holds = [&](std::string const &page) {
            return browser.open(page).says("元の投稿です");
        };
        for (int round = 0; round < 2; ++round) { // the second is from memory
            for (auto const &page : pages) CHECK(holds(page));
            CHECK(two.hana.phone.get("/feed").text.find("元の投稿です") != std::string::npos);
        }
        auto const own = "/m/" + two.hana.phone.get("/me").word("id") + "/posts";
        CHECK(holds(own));
        REQUIRE(two.ken.drop("/posts/" + quoted).status == 204);
        for (auto const &page : pages) CHECK_FALSE(holds(page));
        CHECK_FALSE(holds(own));
        CHECK(two.hana.phone.get("/feed").text.find("元の投稿です") == std::string::npos);
        CHECK(two.hana.phone.get("/feed").text.find("引用します") != std::string::npos);
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
