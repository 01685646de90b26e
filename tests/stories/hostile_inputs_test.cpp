// SPDX-License-Identifier: Apache-2.0
// What somebody types, sends or asks for to do harm, through the whole house.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

MemberId settle_hana(Town &town) {
    return town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
}

} // namespace

TEST_CASE(
    "Markup in a company's name is text on the page everyone may read, and in what previews read") {
    in_each_town([](Town &town) {
        auto const hana = settle_hana(town);
        auto const card = town.house.cards.of(hana).front().id.text();
        auto phone = Phone::of(town, "hana@mihon.example");
        std::string const evil =
            "</script><script>alert(1)</script>\"><img src=x onerror=alert(1)>'";
        boost::json::value const side{
            {"positions",
             {{{"company", evil}, {"department", {evil}}, {"title", evil}, {"main", true}}}},
            {"address", nullptr}};
        auto const changed =
            phone.patch("/cards/" + card, {{"sides", {{"ja", side}}},
                                           {"show", {{"name", "none"}, {"positions", "none"}}}});
        REQUIRE(changed.status == 200);
        auto const url = phone.post("/cards/" + card + "/link").word("url");
        for (auto const *edition : {"", "?view=plain", "?view=plain&enc=sjis", "?lang=en"}) {
            CAPTURE(edition);
            Browser stranger{town};
            stranger.open(url.substr(url.find("/c/")) + edition);
            REQUIRE(stranger.status() == 200);
            CHECK(stranger.says("alert(1)")); // it is there, as text
            CHECK_FALSE(stranger.says("<script>alert"));
            CHECK_FALSE(stranger.says("<img src=x"));
            CHECK_FALSE(stranger.says("\"><img"));
        }
    });
}

TEST_CASE("A request for a thousand pieces of a file gets the file once") {
    in_each_town([](Town &town) {
        settle_hana(town);
        auto phone = Phone::of(town, "hana@mihon.example");
        REQUIRE(phone.post("/contacts", {{"card", {{"name", {{"family", "渡邊"}}}}}}).status ==
                201);
        Browser hana{town, "ja"};
        hana.log_in("hana@mihon.example").open("/contacts/export?format=vcard3");
        auto const whole = hana.body();
        CHECK(whole.find("渡邊") != whole.npos);
        std::string many = "bytes=0-";
        for (int i = 1; i < 1000; ++i) many += ",0-";
        for (auto const &range : {many, std::string{"bytes=-0"}, std::string{"bytes=0-0"},
                                  std::string{"bytes=18446744073709551616-"}}) {
            auto const answer = hana.request(request_for(
                http::Method::get, "/contacts/export?format=vcard3", {}, {{"range", range}}));
            CHECK(answer.status == 200);
            CHECK(answer.content().size() == whole.size());
            CHECK(answer.header("content-range").empty());
        }
    });
}

TEST_CASE(
    "Addresses in a brought card are neither fetched nor kept as a picture; a page that calls "
    "itself a picture is none") {
    in_each_town([](Town &town) {
        settle_hana(town);
        auto phone = Phone::of(town, "hana@mihon.example");
        std::string const file = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:悪井;紙子\r\n"
                                 "PHOTO;VALUE=uri:http://169.254.169.254/latest/meta-data/\r\n"
                                 "LOGO;VALUE=uri:file:///etc/passwd\r\nEND:VCARD\r\n";
        auto const brought = phone.upload("/contacts/import", "text/vcard", file);
        REQUIRE(brought.status == 200);
        auto const book = phone.get("/contacts/export?format=vcard4");
        CHECK(book.text.find("悪井") != std::string::npos);
        CHECK(book.text.find("169.254") == std::string::npos);
        CHECK(book.text.find("passwd") == std::string::npos);
        auto const page = phone.upload("/contacts/import", "text/vcard", "<html><script>alert(1)");
        CHECK(page.status == 422);
    });
}

TEST_CASE(
    "A birthday in a phone's file is on the contact's page; a card that is handed on keeps it "
    "back") {
    in_each_town([](Town &town) {
        settle_hana(town);
        auto phone = Phone::of(town, "hana@mihon.example");
        auto const brought = phone.upload("/contacts/import", "text/vcard",
                                          "BEGIN:VCARD\r\nVERSION:4.0\r\nN:東;純;;;\r\n"
                                          "BDAY:--0415\r\nANNIVERSARY:20100503\r\nEND:VCARD\r\n");
        REQUIRE(brought.status == 200);
        auto const id = std::string{
            std::string_view{brought["items"].as_array().at(0).at("contact").as_string()}};
        Browser hana{town, "ja"};
        hana.log_in("hana@mihon.example").open("/contacts/" + id);
        CHECK(hana.says("4月15日"));
        CHECK(hana.says("2010年5月3日"));
        hana.open("/contacts/export?format=vcard3");
        CHECK(hana.says("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15\r\n"));
        CHECK(hana.says("X-ABDATE:2010-05-03\r\n"));
        CHECK(phone.get("/contacts/export?format=vcard4").text.find("BDAY:--0415\r\n") !=
              std::string::npos);
        CHECK(phone.get("/contacts/" + id + ".vcf").text.find("0415") == std::string::npos);
        // Only her own: nothing of it in another's book.
        town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        auto ken = Phone::of(town, "ken@mihon.example");
        CHECK(ken.get("/contacts/export?format=vcard4").text.find("BDAY") == std::string::npos);
    });
}
