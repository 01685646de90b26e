// SPDX-License-Identifier: Apache-2.0
// Contacts of whom nobody said how their names are read.
#include "contacts/find_keys.hpp"
#include "contacts/testing_browser.hpp"
#include "store/derived.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;

namespace {

#define GOEN_TEST_QUERY(name, text)                                                                \
    constexpr store::Query name { "test." #name, text, text }
GOEN_TEST_QUERY(unread, "update contact set sort_key = '3' || id, head = '#', find = 'old' "
                        "where is_member = 0");
GOEN_TEST_QUERY(forget, "delete from find_key_renewal");
#undef GOEN_TEST_QUERY

Names under(World &world, MemberId me, std::string head) {
    Ask ask;
    ask.index = std::move(head);
    return names_of(world.contacts.list(me, ask, i18n::Language::ja)->lines);
}
} // namespace

TEST_CASE("An imported name without a reading is filed, found and shown by the usual one, and the "
          "guess is marked") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        auto const misako = world.type_in(ken, {.family = "西園寺", .given = "美佐子"});
        world.type_in(ken, {.family = "佐藤", .family_kana = "さとう"});
        CHECK(under(world, ken, "さ") == Names{"西園寺 美佐子", "佐藤"});
        CHECK(under(world, ken, "#").empty());
        CHECK(found(world, ken, "さいおんじ") == Names{"西園寺 美佐子"});
        CHECK(found(world, ken, "saionji misako") == Names{"西園寺 美佐子"});

        Browser browser{world, ken}, english{world, ken, i18n::Language::en};
        auto const path = "/contacts/" + misako.text();
        CHECK(says(browser.get(path), "さいおんじ みさこ</span> <small>（推定）"));
        CHECK(says(browser.get(path + "/edit"), "推定：さいおんじ"));
        CHECK(says(english.get(path), "SAIONJI Misako (guess)"));
        CHECK(says(english.get("/contacts"), "SAIONJI Misako (guess)"));
        // Among names nothing is put above the kanji that nobody said.
        CHECK_FALSE(says(browser.get("/contacts"), "さいおんじ"));
        // What is stored, and handed to programs and files, is what was said.
        CHECK(world.contacts.find(ken, misako)->body.name.kana().empty());

        // What is typed takes its place.
        Edit edit;
        edit.body = body_of({.family = "西園寺", .given = "美佐子", .family_kana = "にしぞのじ"});
        REQUIRE(world.contacts.edit(ken, misako, edit));
        CHECK(under(world, ken, "な") == Names{"西園寺 美佐子"});
        CHECK(found(world, ken, "さいおんじ").empty());
        CHECK(says(browser.get(path), "にしぞのじ みさこ</span> <small>（推定）"));
        CHECK_FALSE(says(browser.get(path + "/edit"), "推定：にしぞのじ"));
        edit.body->name.given_kana = "みさこ";
        REQUIRE(world.contacts.edit(ken, misako, edit));
        CHECK_FALSE(says(browser.get(path), "推定"));
        CHECK(says(english.get(path), "NISHIZONOJI Misako"));
    });
}

TEST_CASE(
    "Contacts that stood under # before are put in their place after an upgrade, on kept pages "
    "too") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        auto const sato = world.type_in(ken, {.family = "佐藤", .family_kana = "さとう"});
        auto const misako = world.type_in(ken, {.family = "西園寺", .given = "美佐子"});
        REQUIRE(world.database.write([&](store::Writer &writer) -> Done {
            writer.run(unread, {});
            writer.run(forget, {});
            return {};
        }));
        store::DerivedMemory memory;
        memory.follow(world.database);
        world.contacts.keep_in(memory);
        auto const page = [&] {
            auto const markup =
                world.contacts.rendered(ken, {}, i18n::Language::ja, [](Book const &book) {
                    std::string text;
                    for (auto const &line : book.found.lines) text += line.name.display() + "\n";
                    return text;
                });
            return **markup;
        };
        CHECK(page() == "佐藤\n西園寺 美佐子\n");
        CHECK(under(world, ken, "#").size() == 2);
        while (!renew_find_keys(world.database, 1).is_done) {
        }
        CHECK(under(world, ken, "#").empty());
        CHECK(under(world, ken, "さ") == Names{"西園寺 美佐子", "佐藤"});
        CHECK(page() == "西園寺 美佐子\n佐藤\n");
        CHECK(found(world, ken, "さいおんじ") == Names{"西園寺 美佐子"});
        CHECK(world.contacts.find(ken, misako)->body.name.kana().empty());
        CHECK(world.contacts.find(ken, sato)->body.name.family_kana == "さとう");
    });
}
