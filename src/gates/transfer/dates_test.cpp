// SPDX-License-Identifier: Apache-2.0
// Birthdays and other days of a file become important days of the book, and go out again.
#include "contacts/testing_book.hpp"
#include "reminder/whole_book.hpp"
#include "transfer/book_file.hpp"
#include "transfer/imports.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace goen;
using namespace goen::transfer;
using contacts::testing::on_each_world;
using contacts::testing::World;

namespace {

i18n::Words const ja{i18n::Language::ja};

std::string const file =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:山田;太郎;;;\r\nBDAY:1980-04-01\r\n"
    "item1.X-ABDATE:2010-05-03\r\nitem1.X-ABLabel:_$!<Anniversary>!$_\r\n"
    "item2.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-07-07\r\nitem2.X-ABLabel:開店の日\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nN:佐藤;花子;;;\r\nBDAY:--0415\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nN:東;純;;;\r\nBDAY:1985\r\nANNIVERSARY:2001-06\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:渡邉;一;;;\r\nBDAY:不明\r\nEND:VCARD\r\n";

struct Desk {
    World &world;
    MemberId me = world.member();
    Imports imports{world.database, world.contacts, world.ids, world.clock};

    void take(std::string_view bytes) {
        REQUIRE(imports.take_in(me, {bytes, "file", {}}, false, ja));
    }
    std::vector<contacts::Contact> book() { return world.contacts.piece(me, "", 100).contacts; }
    // "山田 太郎 birthday 1980-04-01", sorted.
    std::vector<std::string> days() {
        std::vector<std::string> out;
        auto const dates = imports.dates(me);
        for (auto const &contact : book()) {
            auto const hers = dates.find(contact.id);
            if (hers == dates.end()) continue;
            for (auto const &one : hers->second)
                out.push_back(contact.body.name.display() + " " +
                              std::string{reminder::to_string(one.kind)} + " " + one.label +
                              vcard::written(one.date));
        }
        std::sort(out.begin(), out.end());
        return out;
    }
    std::string exported(Format format) {
        auto const dates = imports.dates(me);
        BookWriter writer{format, ja, "https://goen.example"};
        std::string out;
        writer.begin(out);
        for (auto const &contact : book()) {
            auto const hers = dates.find(contact.id);
            writer.add(out, contact, hers == dates.end() ? Dates{} : hers->second);
        }
        writer.end(out);
        return out;
    }
};

std::vector<std::string> const expected{
    "佐藤 花子 birthday --04-15",    "山田 太郎 anniversary 2010-05-03",
    "山田 太郎 birthday 1980-04-01", "山田 太郎 other 開店の日--07-07",
    "東 純 anniversary 2001-06",     "東 純 birthday 1985"};

} // namespace

TEST_CASE(
    "A birthday in a phone's file becomes an important day; what is no day stays in the memo") {
    on_each_world([](World &world) {
        Desk desk{world};
        desk.take(file);
        CHECK(desk.days() == expected);
        for (auto const &contact : desk.book()) {
            bool const is_odd = contact.body.name.family == "渡邉";
            CHECK(contact.memo == (is_odd ? "誕生日：不明" : ""));
        }
        // A second time nothing comes twice, and taken back the days go along.
        desk.take(file);
        CHECK(desk.days() == expected);
        REQUIRE(desk.imports.undo(desk.me, desk.imports.recent(desk.me).front().id));
        CHECK(desk.days().empty());
    });
}

TEST_CASE("Looked at first and brought in by tick, the days come as well") {
    on_each_world([](World &world) {
        Desk desk{world};
        auto const draft = desk.imports.look_at(desk.me, {file, "file", {}}, ja);
        REQUIRE(draft);
        CHECK(desk.days().empty());
        REQUIRE(desk.imports.bring_in(desk.me, *draft, ja));
        CHECK(desk.days() == expected);
    });
}

TEST_CASE("The days go out in either version of vCard and come in elsewhere as they were") {
    on_each_world([](World &world) {
        Desk desk{world};
        desk.take(file);
        for (auto const format : {Format::vcard3, Format::vcard4}) {
            Desk other{world};
            other.take(desk.exported(format));
            CHECK(other.days() == expected);
        }
        auto const json = desk.exported(Format::jscontact);
        CHECK(json.find(R"("kind":"birth","date":{"@type":"PartialDate","month":4,"day":15})") !=
              std::string::npos);
        CHECK(
            json.find(R"("kind":"wedding","date":{"@type":"PartialDate","year":2001,"month":6})") !=
            std::string::npos);
    });
}

TEST_CASE("A spreadsheet's birthdays are read as people write them") {
    on_each_world([](World &world) {
        Desk desk{world};
        desk.take("姓,名,誕生日\n山田,一,昭和28年5月3日\n佐藤,二,--04-01\n東,三,0/0/00\n"
                  "西,四,31 Feb 2020\n南,五,1990/7/8\n");
        CHECK(desk.days() == std::vector<std::string>{"佐藤 二 birthday --04-01",
                                                      "南 五 birthday 1990-07-08",
                                                      "山田 一 birthday 1953-05-03"});
    });
}

TEST_CASE("A birthday stands in a spreadsheet and in a file for mail programs as well") {
    on_each_world([](World &world) {
        Desk desk{world};
        desk.take(file);
        for (auto const format : {Format::csv, Format::csv_cp932}) {
            Desk other{world};
            other.take(desk.exported(format));
            CHECK(other.days() == std::vector<std::string>{"佐藤 花子 birthday --04-15",
                                                           "山田 太郎 birthday 1980-04-01",
                                                           "東 純 birthday 1985"});
        }
        auto const ldif = desk.exported(Format::ldif);
        CHECK(ldif.find("\nbirthyear: 1980\nbirthmonth: 4\nbirthday: 1\n") != std::string::npos);
        CHECK(ldif.find("\nbirthmonth: 4\nbirthday: 15\n") != std::string::npos);
    });
}
