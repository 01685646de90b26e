// SPDX-License-Identifier: Apache-2.0
// What one member may keep: said before it is reached, refused in words, and nothing typed is lost.
#include "support/town.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::tests;

namespace {

app::Config small() {
    app::Config config;
    config.most_contacts = "2", config.most_drafts = "1";
    return config;
}

std::string card_of(std::string const &name) {
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nN:" + name + ";;;;\r\nEND:VCARD\r\n";
}

} // namespace

TEST_CASE(
    "A book that is nearly full says so where contacts are added; the one too many comes back "
    "as it was typed") {
    in_each_town(
        [](Town &town) {
            town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
            Browser ken{town};
            ken.log_in("ken@mihon.example");
            auto const type_in = [&](std::string const &name) {
                ken.open("/contacts/new")
                    .send("/contacts/new", {{"family", name}, {"memo", "囲碁の会"}});
            };
            CHECK_FALSE(ken.open("/contacts/new").says("上限2件"));
            type_in("高橋");
            type_in("鈴木");
            REQUIRE(ken.status() == 200);
            CHECK(ken.open("/contacts/new").says("上限2件"));
            CHECK(ken.open("/contacts/import").says("上限2件"));
            type_in("山本");
            CHECK(ken.status() == 409);
            CHECK(ken.says("山本"));
            CHECK(ken.says("囲碁の会"));
            CHECK(ken.says("上限2件"));
            CHECK_FALSE(ken.open("/contacts").says("山本"));

            auto phone = Phone::of(town, "ken@mihon.example");
            auto const refused =
                phone.post("/contacts", {{"card", {{"name", {{"family", "山本"}}}}}});
            CHECK(refused.status == 409);
            CHECK(refused.word("type").ends_with("/problems/quota"));
            CHECK(refused.word("detail").find("2") != std::string::npos);
        },
        small());
}

TEST_CASE("An import says how many do not fit before anything is stored, and a second file waits "
          "until the first is brought in or forgotten") {
    in_each_town(
        [](Town &town) {
            town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
            Browser ken{town};
            ken.log_in("ken@mihon.example").open("/contacts/import");
            ken.send_files("/contacts/import", {{"text", ""}, {"charset", ""}},
                           {{"file", "a.vcf", "text/x-vcard",
                             card_of("高橋") + card_of("鈴木") + card_of("山本")}});
            REQUIRE(ken.status() == 200);
            auto const preview = ken.path();
            CHECK(ken.says("3名のうち1名"));
            ken.send(preview, {{"shown", "1"},
                               {"take", "1"},
                               {"shown", "2"},
                               {"take", "2"},
                               {"shown", "3"},
                               {"take", "3"},
                               {"go", "bring"}});
            CHECK(ken.status() == 409);
            CHECK_FALSE(ken.open("/contacts").says("高橋"));

            CHECK(ken.open("/contacts/import").says("上限1件"));
            ken.send_files("/contacts/import", {{"text", ""}, {"charset", ""}},
                           {{"file", "b.vcf", "text/x-vcard", card_of("中村")}});
            CHECK(ken.status() == 422);
            // What was pasted stays in the form.
            ken.send_files("/contacts/import", {{"text", card_of("中村")}, {"charset", ""}}, {});
            CHECK(ken.status() == 422);
            CHECK(ken.says("中村"));

            ken.open(preview).send(preview, {{"shown", "1"},
                                             {"take", "1"},
                                             {"shown", "2"},
                                             {"shown", "3"},
                                             {"take", "3"},
                                             {"go", "bring"}});
            CHECK(ken.status() == 200);
            CHECK(ken.open("/contacts").says("高橋"));
            CHECK_FALSE(ken.says("鈴木"));
            ken.open("/contacts/import")
                .send_files("/contacts/import", {{"text", ""}, {"charset", ""}},
                            {{"file", "b.vcf", "text/x-vcard", card_of("中村")}});
            CHECK(ken.status() == 200);
        },
        small());
}

TEST_CASE(
    "An archive for which the book has no room says so when it is looked at, and is brought in "
    "whole or not at all") {
    std::string file;
    in_each_town([&](Town &town) {
        town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        Browser ken{town};
        ken.log_in("ken@mihon.example");
        for (auto const *name : {"高橋", "鈴木", "山本"})
            ken.open("/contacts/new").send("/contacts/new", {{"family", name}});
        file = ken.open("/settings/archive.zip").body();
    });
    in_each_town(
        [&](Town &town) {
            town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
            Browser ken{town};
            ken.log_in("ken@mihon.example").open("/settings/archive");
            ken.send_files("/settings/archive", {}, {{"file", "a.zip", "application/zip", file}});
            REQUIRE(ken.status() == 200);
            CHECK(ken.says("このファイルの3名のうち、追加できるのは2名までです"));
            ken.send("/settings/archive/look", {});
            CHECK(ken.status() == 409);
            CHECK_FALSE(ken.open("/contacts").says("高橋"));
            CHECK(ken.open("/settings/archive/look").status() == 200); // the file still waits
        },
        small());
}

TEST_CASE("The operator reads and sets what one member may keep") {
    auto const none = [](char const *) -> char const * { return nullptr; };
    auto const usual = app::read_config({}, {}, none);
    REQUIRE(usual);
    CHECK(usual->quotas().contacts == 200'000);
    CHECK(app::explain(*usual).find("most_contacts = \"200000\"") != std::string::npos);
    auto const set = app::read_config({}, {{"most-contacts", "0"}, {"most-archive-mb", "5"}}, none);
    REQUIRE(set);
    CHECK(set->quotas().contacts == 0);
    CHECK(set->quotas().archive_bytes == 5 << 20);
    for (auto const *wrong : {"", "-1", "many", "1e6", "9999999999"})
        CHECK_FALSE(app::read_config({}, {{"most-pictures", wrong}}, none));
}
