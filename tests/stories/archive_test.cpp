// SPDX-License-Identifier: Apache-2.0
// Hana moves from one goen to another with a browser and one file; a program does the same.
#include "support/darkroom.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

MemberId settle_hana(Town &town) {
    return town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
}

} // namespace

TEST_CASE("Hana saves her archive before she leaves, and brings it into another goen by its page") {
    std::string file;
    in_each_town([&](Town &town) {
        auto const hana_id = settle_hana(town);
        auto const ken_id =
            town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        auto &house = town.house;
        auto const card = [&](MemberId of) { return house.cards.of(of).front().id; };
        auto const code = house.exchange.show_code(hana_id, card(hana_id), 10, 1, "見本会場");
        REQUIRE(code);
        REQUIRE(house.exchange.redeem(ken_id, code->secret, card(ken_id), "", "192.0.2.1"));

        Browser hana{town, "ja"}, nobody{town, "ja"};
        hana.log_in("hana@mihon.example").open("/settings/leave");
        CHECK(hana.says("href=\"/settings/archive\""));
        hana.open("/settings").open("/settings/archive");
        CHECK(hana.says("アーカイブをダウンロード"));
        CHECK(hana.says("ほかの方の情報"));
        hana.open("/settings/archive.zip");
        REQUIRE(hana.status() == 200);
        file = hana.body();
        CHECK(file.starts_with("PK"));
        auto const answer = hana.request(request_for(http::Method::get, "/settings/archive.zip"));
        CHECK(answer.header("content-type") == "application/zip");
        CHECK(answer.header("cache-control") == "no-store");
        CHECK(answer.header("content-disposition").find("goen-archive-2026-10-03.zip") !=
              std::string_view::npos);
        nobody.open("/settings/archive.zip");
        CHECK(nobody.path().starts_with("/login"));
    });

    in_each_town([&](Town &town) {
        settle_hana(town);
        // Ken is here as well, under the same address.
        auto const ken_id =
            town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        Browser hana{town, "ja"};
        hana.log_in("hana@mihon.example").open("/settings/archive");
        hana.send_files("/settings/archive", {}, {{"file", "a.zip", "", "PK\x03\x04 torn"}});
        CHECK(hana.status() == 422);
        CHECK(hana.says("goenのアーカイブではありません"));
        hana.send_files("/settings/archive", {}, {{"file", "a.zip", "application/zip", file}});
        REQUIRE(hana.status() == 200);
        CHECK(hana.path() == "/settings/archive/look");
        CHECK(hana.says("1名"));
        auto const mark = hana.body();
        hana.open("/contacts");
        CHECK_FALSE(hana.says("佐藤"));

        hana.open("/settings/archive/look").send("/settings/archive/look", {{"settings", "1"}});
        REQUIRE(hana.status() == 200);
        CHECK(hana.says("取り込みました"));
        hana.open("/contacts");
        CHECK(hana.says("佐藤"));
        hana.open("/m/" + ken_id.text());
        CHECK_FALSE(hana.says("見本会場")); // no exchange was made
        // A second tap finds no file, and nothing twice.
        hana.open("/settings/archive").send("/settings/archive/look", {});
        CHECK(hana.status() == 404);
        CHECK(town.postman.letters_to("ken@mihon.example").empty());
        hana.open("/contacts/import");
        CHECK(hana.says("goen"));
    });
}

TEST_CASE("A program takes the archive and brings it in elsewhere; twice is once") {
    in_each_town([](Town &town) {
        settle_hana(town);
        town.settle("mei@mihon.example", name_of("林", "芽衣", "はやし", "めい"));
        auto hana = Phone::of(town, "hana@mihon.example");
        REQUIRE(hana.post("/contacts",
                          {{"card", {{"name", {{"family", "渡邊"}}}}}, {"memo", "紙の名刺"}})
                    .status == 201);
        auto const file = hana.get("/archive");
        REQUIRE(file.status == 200);
        REQUIRE(file.text.starts_with("PK"));

        auto mei = Phone::of(town, "mei@mihon.example");
        auto const look = mei.upload("/archive?dry_run=1", "application/zip", file.text);
        REQUIRE(look.status == 200);
        CHECK(look["contacts"].as_int64() == 1);
        CHECK(mei.get("/contacts")["total"].as_int64() == 0);
        auto const brought = mei.upload("/archive", "application/zip", file.text);
        REQUIRE(brought.status == 200);
        CHECK(brought["batch"].is_string());
        auto const again = mei.upload("/archive", "application/zip", file.text);
        CHECK(again["contacts"].as_int64() == 0);
        CHECK(again["batch"].is_null());
        CHECK(mei.get("/contacts")["total"].as_int64() == 1);
        auto const torn = mei.upload("/archive", "application/zip", file.text.substr(0, 500));
        CHECK(torn.status == 422);
        CHECK(mei.drop("/imports/" + brought.word("batch")).status == 200);
        CHECK(mei.get("/contacts")["total"].as_int64() == 0);
    });
}
