// SPDX-License-Identifier: Apache-2.0
#include "names/postal.hpp"
#include "names/postal_data.hpp"
#include "names/queries.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

using namespace goen;
using namespace goen::names;

namespace {

struct House {
    StillClock clock{*parse_rfc3339("2026-10-03T00:00:00Z")};
    std::unique_ptr<store::Database> database = store::Database::open("sqlite::memory:", clock);
    PostalTable table{*database};
    House() { REQUIRE(database->migrate()); }
};

std::string row(std::string code, std::string town_kana, std::string town,
                std::string city = "千代田区", std::string prefecture = "東京都") {
    return "13101,\"100  \",\"" + code + "\",\"トウキョウト\",\"チヨダク\",\"" + town_kana +
           "\",\"" + prefecture + "\",\"" + city + "\",\"" + town + "\",0,0,0,0,0,0\r\n";
}
std::vector<PostalPlace> read(std::string const &file) {
    std::vector<PostalPlace> places;
    auto const report = read_ken_all(file, places);
    REQUIRE(report);
    CHECK(report->bad == 0);
    return places;
}

} // namespace

TEST_CASE("A fresh server knows the business districts of all 47 prefectures") {
    struct Row {
        char const *code, *address, *kana, *romaji;
    };
    for (auto const &[code, address, kana, romaji] : std::vector<Row>{
             {"100-0005", "東京都千代田区丸の内", "とうきょうと ちよだく まるのうち",
              "Marunouchi, Chiyoda-ku, Tokyo"},
             {"〒530-0001", "大阪府大阪市北区梅田", "おおさかふ おおさかしきたく うめだ",
              "Umeda, Kita-ku, Osaka-shi, Osaka"},
             {"０６０－０００１", "北海道札幌市中央区北一条西",
              "ほっかいどう さっぽろしちゅうおうく きたいちじょうにし",
              "Kitaichijonishi, Chuo-ku, Sapporo-shi, Hokkaido"},
             {"4500002", "愛知県名古屋市中村区名駅", "あいちけん なごやしなかむらく めいえき",
              "Meieki, Nakamura-ku, Nagoya-shi, Aichi"},
             {"812-0011", "福岡県福岡市博多区博多駅前",
              "ふくおかけん ふくおかしはかたく はかたえきまえ",
              "Hakataekimae, Hakata-ku, Fukuoka-shi, Fukuoka"},
             {"730-0011", "広島県広島市中区基町", "ひろしまけん ひろしましなかく もとまち",
              "Motomachi, Naka-ku, Hiroshima-shi, Hiroshima"},
             {"900-0015", "沖縄県那覇市久茂地", "おきなわけん なはし くもじ",
              "Kumoji, Naha-shi, Okinawa"},
         }) {
        CAPTURE(code);
        auto const found = PostalTable::built_in(*postal_digits(code));
        REQUIRE(found.size() == 1);
        auto const &place = found[0];
        CHECK(place.prefecture + place.city + place.town == address);
        CHECK(place.prefecture_kana + " " + place.city_kana + " " + place.town_kana == kana);
        CHECK(place.town_romaji + ", " + place.city_romaji + ", " + place.prefecture_romaji ==
              romaji);
    }
    std::set<std::string> prefecture_names;
    for (auto const &place : PostalTable::all_built_in()) {
        CHECK(postal_digits(place.code) == place.code);
        CHECK(place.town_romaji.find_first_not_of(
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == std::string::npos);
        prefecture_names.insert(place.prefecture);
    }
    CHECK(prefecture_names.size() == 47);
    CHECK(PostalTable::all_built_in().size() > 300);
    CHECK(prefectures()[12].name == std::string{"東京都"});
}

TEST_CASE("A code is taken as people write it and nothing else is") {
    for (auto const *const typed :
         {"1000005", "100-0005", "〒100-0005", "〒 １００ー０００５", " 100 0005 "})
        CHECK(postal_digits(typed) == "1000005");
    for (auto const *const typed :
         {"", "100", "10000055", "100-000a", "１００", "abc", "100/0005", "-------"})
        CHECK_FALSE(postal_digits(typed));
    CHECK_FALSE(postal_digits(std::string(10'000, '-') + "1000005"));
    CHECK(postal_text("1000005") == "100-0005");
}

TEST_CASE("An unknown code finds nothing, and the imported list goes before the built-in one") {
    House house;
    CHECK(house.table.find("000-0000").empty());
    CHECK(house.table.find("nonsense").empty());
    CHECK(house.table.find("100-0005").at(0).town == "丸の内");
    auto const file =
        row("1000005", "マルノウチチョウ", "丸の内町") +
        row("1000014", "ナガタチョウ（ツギノビルヲノゾク）", "永田町（次のビルを除く）") +
        row("1000000", "イカニケイサイガナイバアイ", "以下に掲載がない場合");
    std::vector<std::pair<std::int64_t, std::int64_t>> heard;
    auto const report = house.table.import(
        file, [&](std::int64_t done, std::int64_t all) { heard.emplace_back(done, all); });
    REQUIRE(report);
    CHECK(report->rows == 3);
    CHECK(report->places == 3);
    CHECK(heard.back().first == heard.back().second);
    CHECK(house.table.find("〒100-0005").at(0).town == "丸の内町");
    CHECK(house.table.find("100-0014").at(0).town == "永田町");
    CHECK(house.table.find("100-0014").at(0).town_kana == "ながたちょう");
    CHECK(house.table.find("100-0014").at(0).city_romaji == "Chiyoda-ku");
    CHECK(house.table.find("530-0001").at(0).city_romaji == "Kita-ku, Osaka-shi");
    CHECK(house.table.find("100-0000").at(0).town == "");
    CHECK(house.table.find("100-0000").at(0).town_kana == "");
    CHECK(house.table.find("530-0001").at(0).town == "梅田"); // not in that file: built in

    REQUIRE(house.table.import(file));
    CHECK(house.table.count() == 3); // importing again changes nothing
    CHECK_FALSE(house.table.import("not a list"));
    CHECK(house.table.count() == 3); // a wrong file leaves what was there
}

TEST_CASE("The Shift_JIS list with half-width kana reads like the UTF-8 one") {
    // 01101,"060
    // ","0600042","ﾎｯｶｲﾄﾞｳ","ｻｯﾎﾟﾛｼﾁｭｳｵｳｸ","ｵｵﾄﾞｵﾘﾆｼ(1-19ﾁｮｳﾒ)","北海道","札幌市中央区","大通西（１～１９丁目）",1,0,1,0,0,0
    std::string const cp932 =
        "01101,\"060  "
        "\",\"0600042\",\"\xCE\xAF\xB6\xB2\xC4\xDE\xB3\","
        "\"\xBB\xAF\xCE\xDF\xDB\xBC\xC1\xAD\xB3\xB5\xB3\xB8\",\"\xB5\xB5\xC4\xDE\xB5\xD8\xC6\xBC(1-"
        "19\xC1\xAE\xB3\xD2)\","
        "\"\x96\x6B\x8A\x43\x93\xB9\",\"\x8E\x44\x96\x79\x8E\x73\x92\x86\x89\x9B\x8B\xE6\","
        "\"\x91\xE5\x92\xCA\x90\xBC\x81\x69\x82\x50\x81\x60\x82\x50\x82\x58\x92\x9A\x96\xDA\x81\x6A"
        "\",1,0,1,0,0,0\r\n";
    auto const places = read(cp932);
    REQUIRE(places.size() == 1);
    CHECK(places[0].prefecture == "北海道");
    CHECK(places[0].prefecture_kana == "ほっかいどう");
    CHECK(places[0].city == "札幌市中央区");
    CHECK(places[0].city_kana == "さっぽろしちゅうおうく");
    CHECK(places[0].town == "大通西");
    CHECK(places[0].town_kana == "おおどおりにし");
    auto const utf8 = read("\xEF\xBB\xBF" + row("0600042", "オオドオリニシ（１−１９チョウメ）",
                                                "大通西（１～１９丁目）"));
    CHECK(utf8[0].town == places[0].town);
    CHECK(utf8[0].town_kana == places[0].town_kana);
}

TEST_CASE("Counties and villages are split for English readers") {
    std::string const file =
        "47306,\"90504\",\"9050401\",\"オキナワケン\",\"クニガミグンナキジンソン\",\"ナカソネ\","
        "\"沖縄県\",\"国頭郡今帰仁村\",\"仲宗根\",0,0,0,0,0,0\r\n";
    House house;
    REQUIRE(house.table.import(file));
    auto const place = house.table.find("905-0401").at(0);
    CHECK(place.city_romaji == "Nakijin-son, Kunigami-gun");
    CHECK(place.prefecture_romaji == "Okinawa");
}

TEST_CASE("The quirks of the list are known: rows that go on, notes, floors, lots and the place "
          "called 一円") {
    auto const town = [](std::string const &file) {
        auto const places = read(file);
        REQUIRE(places.size() == 1);
        return places[0].town + "|" + places[0].town_kana;
    };
    CHECK(town(row("0660005", "ｷｮｳﾜ(88-2､271-10､343-2､", "協和（８８－２、２７１－１０、") +
               row("0660005", "404-1)", "４０４－１）")) == "協和|きょうわ");
    CHECK(town(row("6028368", "", "北町（一条通紙屋川西入、") + row("6028368", "", "西町）")) ==
          "北町|");
    CHECK(town(row("6040983", "ｻｻﾔﾁｮｳ", "笹屋町（麩屋町通竹屋町下る、") +
               row("6040983", "ｻｻﾔﾁｮｳ", "押小路通）")) == "笹屋町|ささやちょう");
    CHECK(town(row("1000000", "イカニケイサイガナイバアイ", "以下に掲載がない場合")) == "|");
    CHECK(town(row("3060433", "サカイマチノツギニバンチガクルバアイ",
                   "境町の次に番地がくる場合")) == "|");
    CHECK(town(row("1000301", "トシマムライチエン", "利島村一円")) == "|");
    CHECK(town(row("5220317", "イチエン", "一円")) == "一円|いちえん");
    CHECK(town(row("1631301", "ニシシンジュクシンジュクアイランドタワー（１カイ）",
                   "西新宿新宿アイランドタワー（１階）")) ==
          "西新宿新宿アイランドタワー1階|にししんじゅくしんじゅくあいらんどたわー1かい");
    CHECK(town(row("1631390", "ニシシンジュクシンジュクアイランドタワー（チカイ・カイソウフメイ）",
                   "西新宿新宿アイランドタワー（地階・階層不明）")) ==
          "西新宿新宿アイランドタワー|にししんじゅくしんじゅくあいらんどたわー");
    CHECK(town(row("0287917", "タネイチダイ15チワリ-ダイ21チワリ",
                   "種市第１５地割～第２１地割（鹿糠、小路合、緑町）")) == "種市|たねいち");
    CHECK(town(row("1000005", "マルノウチ", "丸の内") + row("1000005", "マルノウチ", "丸の内") +
               "\r\n") == "丸の内|まるのうち");
    CHECK(read(row("4980000", "ア", "甲") + row("4980000", "イ", "乙") +
               row("1000005", "マルノウチ", "丸の内"))
              .size() == 3);
}

TEST_CASE("A bad row is told with its number and the rest is read") {
    std::vector<PostalPlace> places;
    auto const file = row("1000005", "マルノウチ", "丸の内") + "1,2,3\r\n" +
                      row("12345", "ア", "甲") + row("1000006", "ア", "甲", "") +
                      row("1000007", "ア", "開いた（括弧") + row("1000008", "ア", "甲") +
                      "13101,\"never closed\n" + row("1000009", "ア", "乙") +
                      row("1000010", "ア", "最後（括弧");
    auto const report = read_ken_all(file, places);
    REQUIRE(report);
    CHECK(places.size() == 3);
    REQUIRE(report->errors.size() == 6);
    CHECK(report->bad == 6);
    CHECK(report->errors[0].row == 2);
    CHECK(report->errors[0].why.args == std::vector<std::string>{"3"});
    CHECK(report->errors[1].row == 3);
    CHECK(report->errors[2].row == 4);
    CHECK(report->errors[3].row == 5);
    CHECK(report->errors[4].row == 7);
    CHECK(report->errors[5].row == 9);
}

TEST_CASE("No file makes the reader stumble") {
    std::vector<PostalPlace> places;
    for (std::string const file :
         {"", "\n\n\n", "\"", ",,,,,,,,,,", "\xFF\xFE\x00", "\x81", "a,b\0c"})
        CHECK_FALSE(read_ken_all(file, places));
    CHECK_FALSE(read_ken_all(std::string(65u * 1024 * 1024, 'a'), places));
    auto const long_town = read_ken_all(
        row("1000005", "ア", std::string(100'000, 'a')) + row("1000006", "ア", "甲"), places);
    REQUIRE(long_town);
    CHECK(places.size() == 1);
    bool const holds = rc::check([](std::string const &bytes) {
        std::vector<PostalPlace> found;
        auto const report =
            read_ken_all(bytes + "\n" + row("1000005", "マルノウチ", "丸の内"), found);
        if (report) RC_ASSERT(!found.empty());
    });
    CHECK(holds);
}
