// SPDX-License-Identifier: Apache-2.0
// A photograph, from Hana's telephone to Ken's address book, and to nobody else.
#include "support/darkroom.hpp"
#include "support/samples.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

struct People {
    explicit People(Town &town) {
        hana = town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        ken = town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        town.settle("eve@mihon.example", name_of("鈴木", "愛", "すずき", "あい"));
        auto &house = town.house;
        auto const code = house.exchange.show_code(hana, card(town, hana), 10, 1, "");
        REQUIRE(code);
        REQUIRE(house.exchange.redeem(ken, code->secret, card(town, ken), "", "192.0.2.1"));
    }
    static CardId card(Town &town, MemberId of) { return town.house.cards.of(of).front().id; }
    MemberId hana, ken;
};

http::Response fetched(Browser &browser, std::string const &path) {
    return browser.request(request_for(http::Method::get, path, {}, {{"accept", "image/webp"}}));
}

} // namespace

TEST_CASE("Hana puts her photograph on her card without a script; Ken sees it in his book, Eve "
          "sees nothing of it") {
    in_each_town([](Town &town) {
        People const people{town};
        Browser hana{town}, ken{town}, eve{town}, nobody{town};
        hana.log_in("hana@mihon.example");
        ken.log_in("ken@mihon.example");
        eve.log_in("eve@mihon.example");
        ken.open("/contacts");
        CHECK(ken.says("data-initial=\"山\""));

        auto const page = "/card/" + People::card(town, people.hana).text() + "/pictures",
                   photo = page.substr(0, page.rfind('/')) + "/photo";
        hana.open(page);
        CHECK(hana.says("enctype=\"multipart/form-data\""));
        hana.send_files(photo, {{"photo-show", "exchanged"}}, {});
        CHECK(hana.status() == 422);
        CHECK(hana.says("画像ファイルを選んでください。"));
        hana.send_files(photo, {{"photo-show", "exchanged"}},
                        {{"photo", "me.png", "image/png", "<html><script>alert(1)</script>"}});
        CHECK(hana.status() == 415);
        CHECK(hana.says("画像として利用できません"));
        CHECK(hana.says("aria-invalid=\"true\""));
        hana.send_files(photo, {{"photo-show", "exchanged"}},
                        {{"photo", "私.jpg", "image/jpeg", sample_picture("gps.jpg")}});
        CHECK(hana.status() == 200);
        CHECK(hana.says("山田 花さんの写真"));
        auto const path = hana.value_after("class=\"photo\"", "src");
        REQUIRE(path.starts_with("/pictures/"));

        ken.open("/contacts"); // a page kept in memory would still have the initial
        CHECK_FALSE(ken.says("data-initial=\"山\""));
        auto const small = ken.value_after("class=\"portrait\"", "src");
        CHECK(small.substr(0, small.rfind('/')) == path.substr(0, path.rfind('/')));
        CHECK(ken.says("loading=\"lazy\""));
        ken.open("/contacts/" + people.hana.text());
        CHECK(ken.says(path));
        ken.open("/m/" + people.hana.text());
        CHECK(ken.says(path));
        auto const seen = fetched(ken, path);
        CHECK(seen.status == 200);
        CHECK(seen.header("content-type") == "image/webp");
        CHECK(seen.header("content-encoding").empty());
        eve.open("/m/" + people.hana.text());
        CHECK_FALSE(eve.says("/pictures/"));
        CHECK(fetched(eve, path).status == 404);
        CHECK(fetched(nobody, path).status == 404);

        // The plain edition has no pictures, and stays as small as it was.
        ken.open("/contacts?view=plain");
        CHECK_FALSE(ken.says("<img"));
        CHECK_FALSE(ken.says("/pictures/"));
        ken.open("/contacts?view=full");

        // Only those close to her: Ken is not, from this moment.
        hana.open(page).send_files(photo, {{"photo-show", "close"}}, {});
        CHECK(hana.status() == 200);
        CHECK(fetched(ken, path).status == 404);
        ken.open("/contacts");
        CHECK(ken.says("data-initial=\"山\""));
        CHECK(fetched(hana, path).status == 200);

        // Her other window still shows it to those she exchanged cards with, and puts up another.
        Browser other{town};
        other.log_in("hana@mihon.example");
        other.open(page);
        hana.open(page).send_files(photo, {{"photo-show", "colleague"}}, {});
        auto const another =
            Browser::File{"photo", "新.jpg", "image/jpeg", sample_picture("gps.jpg")};
        other.send_files(photo, {{"photo-show", "exchanged"}}, {another});
        CHECK(other.status() == 409);
        CHECK(other.says("名刺交換した方"));
        CHECK(other.says("仕事仲間"));
        CHECK(other.says("もう一度ファイルを選んでください"));
        CHECK(fetched(ken, path).status == 404);
        other.send_files(photo, {{"photo-show", "colleague"}}, {another});
        CHECK(other.status() == 200);
        CHECK(fetched(ken, path).status == 404);

        hana.open(page).send(photo + "/remove", {});
        CHECK(hana.status() == 200);
        town.fresh.clock.advance(std::chrono::hours{1});
        town.house.tidy();
        CHECK(fetched(hana, path).status == 404);
    });
}

TEST_CASE(
    "A program puts a photograph on a card, reads its address from the card, and takes it off") {
    in_each_town([](Town &town) {
        People const people{town};
        auto hana = Phone::of(town, "hana@mihon.example"),
             ken = Phone::of(town, "ken@mihon.example"), eve = Phone::of(town, "eve@mihon.example");
        auto const card = "/cards/" + People::card(town, people.hana).text();
        auto const fetched = [&](Phone const &phone, std::string const &path) {
            return town.house.handle(request_for(http::Method::get, path, {},
                                                 {{"authorization", "Bearer " + phone.token()}}));
        };
        auto const before = hana.get(card);
        CHECK_FALSE(before.body.as_object().contains("photo"));
        CHECK(hana.upload(card + "/photo", "image/png", "<html>").status == 415);
        CHECK(hana.post(card + "/photo").status == 422);
        CHECK(ken.upload(card + "/photo", "image/heic", sample_picture("plain.heic")).status ==
              404);
        auto const put = hana.upload(card + "/photo?show=colleague", "application/octet-stream",
                                     sample_picture("plain.heic"));
        REQUIRE(put.status == 200);
        auto const url = std::string{put.body.at("photo").at("url").as_string()};
        CHECK(url.starts_with("/api/v1/pictures/"));
        CHECK(put.body.at("show").at("photo").as_string() == "colleague");
        CHECK(put.body.at("photo").at("width").as_int64() == 384);

        auto const mine = fetched(hana, url);
        CHECK(mine.status == 200);
        CHECK(mine.header("content-type") == "image/jpeg");
        CHECK(fetched(ken, url).status == 404);
        REQUIRE(town.house.exchange.set_tier(people.hana, people.ken, card::Tier::colleague));
        CHECK(fetched(ken, url).status == 200);
        CHECK(std::string{ken.get("/members/" + people.hana.text()).text}.find(url) !=
              std::string::npos);
        CHECK(fetched(eve, url).status == 404);
        CHECK(town.house.handle(request_for(http::Method::get, url)).status == 401);

        // A card sent back as it came keeps its picture.
        auto back = hana.get(card).body.as_object();
        for (auto const *own : {"id", "published_at", "main"}) back.erase(own);
        CHECK(hana.patch(card, back).status == 200);
        CHECK(std::string{hana.get(card).body.at("photo").at("url").as_string()} == url);

        CHECK(hana.upload(card + "/logo", "image/png", sample_picture("alpha.png")).status == 200);
        CHECK(hana.drop(card + "/photo").status == 204);
        CHECK(fetched(ken, url).status == 404);
        CHECK_FALSE(hana.get(card).body.as_object().contains("photo"));
        CHECK(hana.get(card).body.as_object().contains("logo"));
    });
}
