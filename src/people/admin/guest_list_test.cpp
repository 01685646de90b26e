// SPDX-License-Identifier: Apache-2.0
#include "admin/guest_list.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace goen;
using namespace goen::admin;

namespace {

account::Invitee const *guest(GuestRow const &row) {
    return std::get_if<account::Invitee>(&row.what);
}

} // namespace

TEST_CASE("A secretary's table is read as it comes: quotes, spaces of any width, empty lines, "
          "columns in any order") {
    auto const rows =
        read_guest_list("\xEF\xBB\xBF"
                        "部署,氏名,ふりがな,メール\r\n営業部,\"山田　花子\",やまだ　はなこ,hana@"
                        "mihon.example\r\n\r\n\"総務,経理\",Maria Garcia,,maria@mihon.example\r\n");
    REQUIRE(rows);
    REQUIRE(rows->size() == 2);
    auto const *hana = guest((*rows)[0]);
    REQUIRE(hana);
    CHECK(hana->email == "hana@mihon.example");
    CHECK(hana->name.family == "山田");
    CHECK(hana->name.given == "花子");
    CHECK(hana->name.family_kana == "やまだ");
    CHECK(hana->language == i18n::Language::ja);
    CHECK((*rows)[0].line == 2);
    auto const *maria = guest((*rows)[1]);
    REQUIRE(maria);
    CHECK(maria->language == i18n::Language::en);
    CHECK((*rows)[1].line == 4);
}

TEST_CASE("Quotes after a space count, and those in a column that is passed over do no harm") {
    auto const rows = read_guest_list("氏名, \"メール\",備考\n山田 花子, \"hana@mihon.example\",\n"
                                      "佐藤 健,ken@mihon.example,the 5\" disk\n"
                                      "\"佐藤\" 恵,kei@mihon.example,\n");
    REQUIRE(rows);
    REQUIRE(rows->size() == 3);
    for (auto const &row : *rows) REQUIRE(guest(row));
    CHECK(guest((*rows)[0])->email == "hana@mihon.example");
    CHECK(guest((*rows)[1])->name.family == "佐藤");
    CHECK(guest((*rows)[2])->name.given == "恵");
    CHECK((*rows)[2].line == 4);
}

TEST_CASE("A table pasted from a spreadsheet has tabs, and 姓 and 名 may stand apart") {
    auto const rows = read_guest_list(
        "姓\t名\tせい\tめい\tメールアドレス\n渡邉\t健\tわたなべ\tけん\tken@mihon.example");
    REQUIRE(rows);
    auto const *ken = guest(rows->front());
    REQUIRE(ken);
    CHECK(ken->name.family == "渡邉");
    CHECK(ken->name.given_kana == "けん");
}

TEST_CASE("Of a list the lines that are to be put right are left as they were written") {
    std::string const list = "\xEF\xBB\xBF氏名,備考,メール\r\n山田 "
                             "花,,hana@mihon.example\r\n\r\n佐藤 健,\"二行の\r\n備考\","
                             "wrong\r\n鈴木 愛,,wrong too";
    auto const rows = read_guest_list(list);
    REQUIRE(rows);
    CHECK(rest_of_list(list, *rows, {false, true, true}) ==
          "氏名,備考,メール\n佐藤 健,\"二行の\n備考\",wrong\n鈴木 愛,,wrong too\n");
    CHECK(rest_of_list(list, *rows, {true, false, false}) ==
          "氏名,備考,メール\n山田 花,,hana@mihon.example\n");
    CHECK(rest_of_list(list, *rows, {false, false, false}).empty());
    std::string const bare = "hana@mihon.example\nken@mihon.example\n";
    CHECK(rest_of_list(bare, *read_guest_list(bare), {false, true}) == "ken@mihon.example\n");
}

TEST_CASE("A list without column names is read by what stands in it") {
    auto const rows = read_guest_list("山田 花子,やまだ はなこ,hana@mihon.example\n"
                                      "渡邉 健,わたなべ けん,ken@mihon.example\n");
    REQUIRE(rows);
    REQUIRE(rows->size() == 2);
    REQUIRE(guest((*rows)[0]));
    CHECK(guest((*rows)[0])->name.given == "花子");
    CHECK(guest((*rows)[1])->name.family_kana == "わたなべ");
    CHECK((*rows)[0].line == 1);

    auto const bare = read_guest_list("hana@mihon.example\nken@mihon.example");
    REQUIRE(bare);
    CHECK(bare->size() == 2);
    CHECK(guest(bare->front())->email == "hana@mihon.example");

    CHECK_FALSE(read_guest_list("山田 花子\n渡邉 健")); // no address anywhere
    CHECK_FALSE(read_guest_list("氏名,メール"));        // names of columns, and nobody
}

TEST_CASE("A bad line says what is wrong with it and the others are not held up") {
    auto const rows = read_guest_list(
        "氏名,メール\n山田,hana@mihon.example\n佐藤,not an "
        "address\n鈴木,\n山田,HANA@mihon.example\n🍣,sushi@mihon.example\n"
        "田中,\"tanaka@mihon.example\r\nBcc: eve@evil.example\"\n高橋,taka@mihon.example\n");
    REQUIRE(rows);
    REQUIRE(rows->size() == 7);
    std::string good;
    for (auto const &row : *rows) good += guest(row) ? 'y' : 'n';
    CHECK(good == "ynnnnny");
    CHECK(std::get<Sentence>((*rows)[3].what).msgid.find("more than once") != std::string::npos);
}

TEST_CASE(
    "A list without a mail column, without people, too long, or not text is refused as a whole") {
    std::string endless = "氏名,メール\n";
    for (int i = 0; i < 1001; ++i) endless += "p,p" + std::to_string(i) + "@mihon.example\n";
    for (std::string const &bad :
         {std::string{}, std::string{"氏名,メール"}, std::string{"氏名,電話\n山田,03"},
          std::string{"メール,mail\na@b.example,c@d.example"}, std::string{"メール\n\xFF\xFE"},
          std::string{"メール\na\0b", 13}, endless, std::string(2'000'000, ',')}) {
        CHECK_FALSE(read_guest_list(bad).has_value());
    }
}

TEST_CASE("Whatever is pasted, reading the list ends well and lets only single addresses through") {
    bool const holds = rc::check("any text", [] {
        auto const parts =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "メール", "氏名", ",", ",", "\"", "\"", "\n", "\r\n", "\t", "a@b.example",
                "山田 花子", " ", "=1+1", "@", "\xE2\x80\x8B", "__proto__"));
        std::string text = "メール,氏名\n";
        for (auto const &part : parts) text += part;
        auto const rows = read_guest_list(text);
        if (!rows) return;
        for (auto const &row : *rows) {
            if (auto const *one = guest(row))
                RC_ASSERT(one->email == "a@b.example" ||
                          account::parse_email(one->email).has_value());
        }
    });
    CHECK(holds);
}
