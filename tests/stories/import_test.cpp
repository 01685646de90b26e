// SPDX-License-Identifier: Apache-2.0
// An old address book comes in and goes out again, by page and by API, through the whole house.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

std::string const old_phone = // Shift_JIS, as a phone of 2008 wrote it: 能見 十和子, ﾉｳﾐ ﾄﾜｺ
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=SHIFT_JIS:\x94\x5C\x8C\xA9;"
    "\x8F\x5C\x98\x61\x8E\x71\r\n"
    "SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:\xC9\xB3\xD0;\xC4\xDC\xBA\r\nTEL;CELL:09000000001\r\nEND:"
    "VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nTEL;CELL:09000000002\r\nEND:VCARD\r\n";

void settle_hana(Town &town) {
    town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
}

} // namespace

TEST_CASE("Hana brings in her old phone's address book, looks at it first, and takes it back") {
    in_each_town([](Town &town) {
        settle_hana(town);
        Browser hana{town, "ja"};
        hana.log_in("hana@mihon.example").open("/contacts/import");
        CHECK(hana.says("連絡先の取り込み"));
        CHECK(hana.says("enctype=\"multipart/form-data\""));
        hana.send_files("/contacts/import", {{"text", ""}, {"charset", ""}},
                        {{"file", "電話帳.vcf", "text/x-vcard", old_phone}});
        REQUIRE(hana.status() == 200);
        CHECK(hana.says("能見 十和子"));
        CHECK(hana.says("お名前がありません。"));
        CHECK(hana.says("Shift_JIS"));
        CHECK(hana.says("電話帳.vcf"));
        auto const preview = hana.path();

        hana.open("/contacts");
        CHECK_FALSE(hana.says("能見"));
        hana.open(preview).send(preview, {{"shown", "1"}, {"take", "1"}, {"go", "bring"}});
        CHECK(hana.status() == 200);
        CHECK(hana.says("1名を連絡先に取り込みました"));
        hana.open("/contacts");
        CHECK(hana.says("能見"));
        CHECK(hana.says("のうみ"));

        hana.open(preview).send(preview + "/undo", {});
        CHECK(hana.says("元の状態に戻しました"));
        hana.open("/contacts");
        CHECK_FALSE(hana.says("能見"));
        // Nobody in the file was told.
        CHECK(town.postman.letters_to("towako@nomi.example").empty());
    });
}

TEST_CASE(
    "A file that is none is refused in words and leaves nothing; another's import is not there") {
    in_each_town([](Town &town) {
        settle_hana(town);
        town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        Browser hana{town, "ja"}, ken{town, "ja"};
        hana.log_in("hana@mihon.example").open("/contacts/import");
        hana.send_files(
            "/contacts/import", {{"text", ""}},
            {{"file", "x.png", "image/png", "\x89PNG\r\n\x1A\n<script>alert(1)</script>"}});
        CHECK(hana.status() == 422);
        CHECK_FALSE(hana.says("<script>alert"));
        hana.send("/contacts/import", {{"text", ""}});
        CHECK(hana.status() == 422);
        hana.send_files("/contacts/import", {{"text", ""}},
                        {{"file", "a.vcf", "", "BEGIN:VCARD\nN:<b>悪;意</b>\nEND:VCARD\n"}});
        CHECK(hana.status() == 200);
        CHECK_FALSE(hana.says("<b>悪"));
        auto const preview = hana.path();

        ken.log_in("ken@mihon.example").open(preview);
        CHECK(ken.status() == 404);
        ken.open("/contacts/import").send(preview, {{"go", "bring"}});
        CHECK(ken.status() == 404);
        ken.open("/contacts/import").send(preview + "/undo", {});
        CHECK(ken.status() == 404);
        hana.open(preview);
        CHECK(hana.status() == 200);
    });
}

TEST_CASE(
    "A program looks, brings in, finds everything there the second time, exports, and undoes") {
    in_each_town([](Town &town) {
        settle_hana(town);
        auto phone = Phone::of(town, "hana@mihon.example");
        auto const look = phone.upload("/contacts/import?dry_run=1", "text/vcard", old_phone);
        REQUIRE(look.status == 200);
        CHECK(look["batch"].is_null());
        CHECK(phone.get("/contacts")["total"].as_int64() == 0);

        auto const brought = phone.upload("/contacts/import", "text/vcard", old_phone);
        REQUIRE(brought.status == 200);
        CHECK(brought.word("format") == "vcard");
        CHECK(brought.word("charset") == "Shift_JIS");
        CHECK(brought["rows"].as_int64() == 2);
        auto const &items = brought["items"].as_array();
        CHECK(items[0].at("state").as_string() == "new");
        CHECK(items[1].at("state").as_string() == "skipped");
        auto const contact = std::string{std::string_view{items[0].at("contact").as_string()}};
        CHECK(phone.get("/contacts/" + contact)
                  .body.at("card")
                  .at("name")
                  .at("family_kana")
                  .as_string() == "のうみ");

        auto const again = phone.upload("/contacts/import", "text/vcard", old_phone);
        CHECK(again["items"].as_array()[0].at("state").as_string() == "same");
        CHECK(again["items"].as_array()[0].at("contact").as_string() == contact);
        CHECK(again["batch"].is_null());
        CHECK(phone.get("/contacts")["total"].as_int64() == 1);

        town.fresh.clock.advance(seconds{60});
        REQUIRE(phone.patch("/contacts/" + contact, {{"memo", "secret memo"}}).status == 200);
        auto const one = phone.get("/contacts/" + contact + ".vcf");
        CHECK(one.status == 200);
        CHECK(one.text.find("X-PHONETIC-LAST-NAME:のうみ\r\n") != std::string::npos);
        CHECK(one.text.find("secret memo") == std::string::npos); // a file to hand on
        for (std::string const format :
             {"csv", "csv-cp932", "vcard3", "vcard4", "jscontact", "ldif"}) {
            auto const all = phone.get("/contacts/export?format=" + format);
            CHECK(all.status == 200);
            CHECK(all.text.size() > 100);
        }
        CHECK(phone.get("/contacts/export?format=vcard3").text.find("secret memo") !=
              std::string::npos);
        CHECK(phone.get("/contacts/export?format=doc").status == 422);
        CHECK(phone.upload("/contacts/import?charset=klingon", "text/vcard", old_phone).status ==
              422);
        CHECK(phone.upload("/contacts/import", "text/vcard", "nothing").status == 422);

        auto const undone = phone.drop("/imports/" + brought.word("batch"));
        CHECK(undone.status == 200);
        CHECK(undone["kept"].as_int64() == 1); // she has written a memo since
        CHECK(phone.drop("/imports/1").status == 404);
    });
}

TEST_CASE("A card as a file holds what its reader sees, and no more") {
    in_each_town([](Town &town) {
        auto const hana =
            town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        auto card = town.house.cards.of(hana).front();
        auto body = card.live.body;
        body.emails = {{"work", "hana@mihon.example"}};
        body.phones = {{"mobile", "090-0000-7777"}};
        body.show["phones.mobile"] = card::Tier::close;
        REQUIRE(town.house.cards.publish(hana, card.id, body));
        Browser me{town, "ja"};
        me.log_in("hana@mihon.example").open("/card/" + card.id.text() + ".vcf");
        CHECK(me.status() == 200);
        CHECK(me.says("EMAIL;TYPE=INTERNET;TYPE=WORK:hana@mihon.example\r\n"));
        CHECK_FALSE(me.says("090-0000-7777"));
        town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        Browser ken{town, "ja"};
        ken.log_in("ken@mihon.example").open("/card/" + card.id.text() + ".vcf");
        CHECK(ken.status() == 404);
        ken.open("/contacts/" + hana.text() + ".vcf");
        CHECK(ken.status() == 404);
    });
}
