// SPDX-License-Identifier: Apache-2.0
// Names in files: what a name column holds beside the name, in every format.
#include "contacts/testing_book.hpp"
#include "transfer/book_file.hpp"
#include "transfer/imports.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::transfer;
using contacts::testing::on_each_world;
using contacts::testing::World;

namespace {

i18n::Words const en{i18n::Language::en};
i18n::Words const ja{i18n::Language::ja};

std::vector<Incoming> rows_of(std::string_view bytes) {
    std::vector<Incoming> rows;
    auto const facts = read_people(bytes, {}, en, [&](std::int64_t, Incoming &&incoming) {
        rows.push_back(std::move(incoming));
        return true;
    });
    if (!facts) FAIL(facts.why().message.msgid);
    return rows;
}
Incoming row_of(std::string_view bytes) {
    auto rows = rows_of(bytes);
    REQUIRE(rows.size() == 1);
    REQUIRE_FALSE(rows[0].refused);
    return rows[0];
}
std::string vcf(std::string const &lines) {
    return "BEGIN:VCARD\r\nVERSION:3.0\r\n" + lines + "END:VCARD\r\n";
}

// "佐藤|花子" with " given_first"
std::string name_of(Incoming const &row) {
    auto const &name = row.body.name;
    return name.family + "|" + name.given +
           (name.order == names::Order::given_first ? " given_first" : "");
}
std::string notes_of(Incoming const &row, i18n::Words const &words = en) {
    std::string out;
    for (auto const &note : row.notes) out += (out.empty() ? "" : " / ") + words(note);
    return out;
}

constexpr char const *network_file =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "花子 ✨,\"佐藤 (Sato), MBA\",,h@mihon.example,,,15 Mar 2024\n"
    "John,\"Smith, Ph.D., PMP®\",,,,,9 Sep 2021\n";

} // namespace

TEST_CASE(
    "A degree behind a surname of another network is kept in the memo, and the review says so") {
    auto const rows = rows_of(network_file);
    REQUIRE(rows.size() == 2);
    CHECK(name_of(rows[0]) == "佐藤|花子");
    CHECK(rows[0].body.name.family_romaji == "Sato");
    CHECK(rows[0].shown == "佐藤 花子");
    CHECK(rows[0].memo.find("MBA") != std::string::npos);
    auto const said = notes_of(rows[0]);
    CHECK(said.find("“Sato” next to the name will be imported as its reading.") !=
          std::string::npos);
    CHECK(said.find("“MBA” next to the name is not part of it and will be kept in the memo.") !=
          std::string::npos);
    CHECK(notes_of(rows[0], ja).find("「MBA」") != std::string::npos);
    CHECK(name_of(rows[1]) == "Smith|John given_first");
    CHECK(rows[1].memo == "Title of address: Ph.D. PMP®");
}

TEST_CASE("The day another network linked two people is a date of its own and no meeting") {
    on_each_world([](World &world) {
        Imports imports{world.database, world.contacts, world.ids, world.clock};
        reminder::Reminders reminders{world.database, world.contacts, world.ids, world.clock};
        auto const me = world.member();
        auto const report = imports.take_in(me, {network_file, "Connections.csv", {}}, false, en);
        REQUIRE(report);
        auto const hana = report->rows[0].contact;
        CHECK(world.contacts.find(me, hana)->met.empty());
        auto const dates = reminders.dates_of(me, hana);
        REQUIRE(dates->size() == 1);
        CHECK(dates->front().kind == reminder::Kind::connected);
        CHECK(dates->front().date == i18n::LooseDate{2024, 3, 15});
        // Hundreds of such days would otherwise fill the home page.
        CHECK(reminders.coming(me, 366).empty());
        CHECK(reminders.long_ago(me, 10).empty());

        // Our own files hand it on as what it is.
        for (auto const format : {Format::csv, Format::vcard3, Format::vcard4}) {
            CAPTURE(to_string(format));
            BookWriter writer{format, ja, "https://goen.example"};
            std::string out;
            writer.begin(out);
            writer.add(out, *world.contacts.find(me, hana), *dates);
            writer.end(out);
            auto const back = row_of(out);
            REQUIRE(back.dates.size() == 1);
            CHECK(back.dates[0].kind == reminder::Kind::connected);
            CHECK(back.dates[0].date == i18n::LooseDate{2024, 3, 15});
            CHECK(back.met.empty());
        }
    });
}

TEST_CASE("One column for the whole name is taken apart like several") {
    auto const row = [](std::string const &name) { return row_of("Name,Email\n" + name + ",\n"); };
    CHECK(name_of(row("\"Yamada, Hana\"")) == "Yamada|Hana given_first");
    CHECK(name_of(row("YAMADA Hana")) == "YAMADA|Hana");
    auto const ann = row("Dr. Ann Blue PhD");
    CHECK(name_of(ann) == "Blue|Ann given_first");
    CHECK(ann.memo == "Title of address: Dr. PhD");
    CHECK(name_of(row("田中部長様")) == "田中|");
    CHECK(name_of(row("Suharto")) == "|Suharto given_first");
    CHECK(row("Suharto").notes.empty());
    CHECK(name_of(row("田中")) == "田中|");

    auto const read = row("山田 太郎（やまだ たろう）");
    CHECK(name_of(read) == "山田|太郎");
    CHECK(read.body.name.kana() == "やまだ たろう");
    CHECK(read.memo.empty());
    auto const once_more = row_of("氏名,ふりがな\n山田 太郎（ヤマダ）,やまだ たろう\n");
    CHECK(once_more.body.name.kana() == "やまだ たろう");
    CHECK(once_more.memo == "Written next to the name: ヤマダ");
    CHECK(row_of("氏名,ふりがな\nMaria Garcia,マリア ガルシア\n").body.name.given_kana == "まりあ");
    CHECK(row_of("氏名,ふりがな\n山田 太郎,ヤマダタロウ\n").body.name.kana() == "やまだ たろう");
    auto const latin = row("山田 太郎（Taro Yamada）");
    CHECK(latin.body.name.romaji() == "YAMADA Taro");
    CHECK(latin.memo.empty());
    CHECK(row("山田 太郎（Bob Blue）").memo == "Written next to the name: Bob Blue");
    CHECK(row_of("氏名,ふりがな\nマドンナ,まどんな\n").body.name.given_kana == "まどんな");
}

TEST_CASE("A vCard whose name says more than its parts loses nothing of it") {
    CHECK(name_of(row_of(vcf("FN:Yamada\\, Hana\r\n"))) == "Yamada|Hana given_first");
    CHECK(name_of(row_of(vcf("FN:Suharto\r\n"))) == "|Suharto given_first");
    CHECK(name_of(row_of(vcf("N:Blue;Ann;;;\r\nFN:Dr. Ann Blue\r\n"))) == "Blue|Ann given_first");
    CHECK(name_of(row_of(vcf("N:Red;Bob;;;\r\nFN:BOB RED\r\n"))) == "Red|Bob given_first");
    auto const herr = row_of(vcf("N:Grün;Max;;Herr;\r\nFN:Herr Max Grün\r\n"));
    CHECK(name_of(herr) == "Grün|Max given_first");
    CHECK(herr.memo == "Title of address: Herr");
    CHECK(herr.notes.empty());
    auto const maiden = row_of(vcf("N:田中;太郎;;;\r\nFN:田中 太郎（旧姓 鈴木）\r\n"));
    CHECK(name_of(maiden) == "田中|太郎");
    CHECK(maiden.memo == "Written next to the name: 旧姓 鈴木");
    auto const shop = row_of(vcf("N:山田;一;;;\r\nFN:ヤマダ電機 山田\r\n"));
    CHECK(name_of(shop) == "山田|一");
    CHECK(shop.memo == "Written next to the name: ヤマダ電機 山田");
    CHECK(name_of(row_of(vcf("N:佐藤様;;;;\r\n"))) == "佐藤|");
    auto const company =
        row_of(vcf("FN:見本, 山田商会\r\nORG:見本, 山田商会\r\nX-ABShowAs:COMPANY\r\n"));
    CHECK(company.body.name.family == "見本, 山田商会");
}

TEST_CASE("A guessed reading goes into no file: whoever reads it would take it for what was said") {
    on_each_world([](World &world) {
        auto const me = world.member();
        auto const id = world.type_in(me, {.family = "西園寺", .given = "美佐子"});
        auto const contact = *world.contacts.find(me, id);
        for (auto const &name : format_names()) {
            CAPTURE(name);
            BookWriter writer{*format_of(name), ja, "https://goen.example"};
            std::string out;
            writer.begin(out);
            writer.add(out, contact);
            writer.end(out);
            for (std::string const reading : {"さいおんじ", "サイオンジ", "みさこ", "Misako"}) {
                CHECK(out.find(reading) == std::string::npos);
                std::size_t missing = 0;
                CHECK(out.find(i18n::to_cp932(reading, {}, missing)) == std::string::npos);
            }
        }
    });
}
