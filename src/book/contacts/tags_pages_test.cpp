// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "contacts/testing_browser.hpp"
#include "support/form_fields.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;

namespace {

// What stands in a box of the page, as a browser sends it back.
std::string box(http::Response const &page, std::string_view name) {
    std::string const text{page.content()};
    auto const at = text.find("name=\"" + std::string{name} + "\"");
    auto const from = text.find('\n', text.find('>', at));
    REQUIRE(from != text.npos);
    auto typed = text.substr(from + 1, text.find("</textarea>", from) - from - 1);
    for (auto const &[entity, character] : {std::pair{"&lt;", "<"},
                                            {"&gt;", ">"},
                                            {"&quot;", "\""},
                                            {"&#39;", "'"},
                                            {"&amp;", "&"}}) {
        for (auto there = typed.find(entity); there != typed.npos; there = typed.find(entity))
            typed.replace(there, std::string_view{entity}.size(), character);
    }
    std::string sent;
    for (char const c : typed) sent += c == '\n' ? "\r\n" : std::string(1, c);
    return sent;
}

} // namespace

TEST_CASE("Tags with commas go through every page as they are") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        Names const tags{"東京, 大阪", "甲、乙", "a，b;c", "\"<i>\" & 'x'", "展示会"};
        auto const id = world.type_in(ken, {.family = "佐藤"}, "", tags);
        Browser browser{world, ken};
        auto const path = "/contacts/" + id.text();
        auto const save = [&](tests::Fields const &typed) {
            auto const opened = tests::fields_of(browser.get(path).content(), path);
            return browser.post(path, tests::typed_into(opened, typed));
        };
        auto const page = browser.get(path);
        CHECK(save({{"memo", "新しいメモ"}, {"tags", box(page, "tags")}}).status == 303);
        CHECK(world.contacts.find(ken, id)->memo == "新しいメモ");
        CHECK(world.contacts.find(ken, id)->tags == tags);

        // The habit of commas makes one tag, and is told so; what was there before is not talked
        // of.
        auto const typed = save({{"tags", box(page, "tags") + "\r\n名古屋、京都"}});
        CHECK(world.contacts.find(ken, id)->tags.back() == "名古屋、京都");
        CHECK(flash(typed).args == Names{"名古屋、京都"});
        auto const same = save({{"tags", box(browser.get(path), "tags")}});
        CHECK(flash(same).args.empty());

        for (auto const &tag : tags) {
            CAPTURE(tag);
            CHECK(found(world, ken, tag) == Names{"佐藤"});
            auto const list = browser.get("/contacts?tag=" + percent_encoded(tag));
            CHECK(says(list, path));
        }
        CHECK(says(page, "「東京, 大阪」")); // among the tags used so far
        CHECK(says(page, "「甲、乙」"));

        auto const made =
            browser.post("/contacts/new", {{"family", "鈴木"}, {"tags", "甲、乙\n丙"}});
        CHECK(made.status == 303);
        CHECK(world.contacts.tags(ken).front() ==
              std::pair<std::string, std::int64_t>{"甲、乙", 2});
    });
}
