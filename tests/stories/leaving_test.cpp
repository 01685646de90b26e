// SPDX-License-Identifier: Apache-2.0
// A member leaves a whole house: no room keeps anything of her that it does not say.
#include "store/backup.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <set>

using namespace goen;
using namespace goen::tests;

namespace {

bool names_a_member(store::TableShape const &table) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](auto const &column) { return column.name == "member_id"; });
}

// A row of hers in any table: 7, "left behind" and one byte wherever something else is asked for.
// Nothing where she has that row already.
store::Query row_in(store::TableShape const &table, std::deque<std::string> &texts) {
    auto const text = [&](std::string const &bytes) -> std::string const & {
        std::string columns, values;
        for (auto const &[name, kind] : table.columns) {
            using Kind = store::TableShape::Kind;
            if (!columns.empty()) {
                columns += ", ";
                values += ", ";
            }
            columns += '"' + name + '"';
            values += name == "member_id"     ? ":me"
                      : kind == Kind::integer ? "7"
                      : kind == Kind::text    ? "'left behind'"
                                              : bytes;
        }
        return texts.emplace_back("insert into \"" + table.name + "\" (" + columns + ") values (" +
                                  values + ") on conflict do nothing");
    };
    return {"test.row", text("x'07'"), text("decode('07', 'hex')")};
}

std::int64_t rows_of(store::Reader &reader, store::TableShape const &table, MemberId me,
                     std::deque<std::string> &texts) {
    auto const &text =
        texts.emplace_back("select count(*) from \"" + table.name + "\" where member_id = :me");
    return reader.one<std::int64_t>({"test.rows", text, text}, {{"me", me}}).value_or(0);
}

} // namespace

TEST_CASE("Every table that names its member is emptied of her, but for those that say why not") {
    static std::deque<std::string> texts; // queries live for ever
    in_each_town([](Town &town) {
        std::set<std::string> const stays{
            "journal",         // numbers only; the order of what happened
            "departed",        // that she has left
            "departed_holder", // who holds cards of hers
        };
        auto const hana =
            town.settle("hana@mihon.example", name_of("花田", "花", "はなだ", "はな"));
        auto &database = town.house.database;
        std::vector<store::TableShape> tables;
        database.read([&](store::Reader &reader) {
            for (auto &table : store::data_tables(reader)) {
                if (names_a_member(table) && !stays.contains(table.name))
                    tables.push_back(std::move(table));
            }
        });
        REQUIRE(tables.size() > 40);
        for (auto const &table : tables) {
            CAPTURE(table.name);
            auto const query = row_in(table, texts);
            REQUIRE(database.write([&](store::Writer &writer) -> Done {
                writer.run(query, {{"me", hana}});
                return {};
            }));
            REQUIRE(database.read([&](store::Reader &reader) {
                return rows_of(reader, table, hana, texts);
            }) > 0);
        }

        REQUIRE(town.house.leaving.leave(hana, Town::password, "192.0.2.1"));
        // A new table holds something of members: its room ends it by Accounts::on_leave, or says
        // here why it stays.
        std::string forgotten;
        database.read([&](store::Reader &reader) {
            for (auto const &table : tables) {
                if (rows_of(reader, table, hana, texts) > 0) forgotten += table.name + ' ';
            }
        });
        CHECK(forgotten == "");
    });
}

TEST_CASE("The page for leaving counts what of hers in the feed goes, and it goes with her") {
    in_each_town([](Town &town) {
        auto const hana =
            town.settle("hana@mihon.example", name_of("花田", "花", "はなだ", "はな"));
        auto const ken = town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        auto &feed = town.house.feed;
        feed::NewPost typed;
        typed.text = "はじめまして";
        typed.audience = {feed::Audience::To::everyone};
        auto const hers = feed.post(hana, typed);
        REQUIRE(hers);
        typed.text = "こちらこそ";
        auto const his = feed.post(ken, typed);
        REQUIRE(his);
        REQUIRE(feed.comment(ken, hers->id, "健のコメント", {}));
        for (auto const *words : {"一", "二"}) REQUIRE(feed.comment(hana, his->id, words, {}));

        Browser page{town};
        page.log_in("hana@mihon.example").open("/settings/leave");
        CHECK(page.says("投稿1件、コメント2件、写真0枚"));

        REQUIRE(town.house.leaving.leave(hana, Town::password, "192.0.2.1"));
        CHECK_FALSE(feed.find(ken, hers->id));
        auto const left = feed.comments(ken, his->id, {}, 10);
        REQUIRE(left);
        CHECK(left->comments.empty());
        CHECK(town.house.leaving.in_the_feed(ken).comments == 0); // his was on her post
    });
}
