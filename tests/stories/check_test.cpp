// SPDX-License-Identifier: Apache-2.0
// goen check: what it finds, and how it says it.
#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "support/said.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>

using namespace goen;
using namespace goen::tests;

namespace {

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("goen-check-" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

constexpr store::Query both(std::string_view text) { return {"test.check", text, text}; }

} // namespace

TEST_CASE("goen check finds ids that two have, says whose they are, and answers 1") {
    on_each_fresh([](FreshDatabase &fresh) {
        Folder folder;
        app::Config config;
        config.data = folder.path.string();
        config.database = fresh.url();
        auto const change = [&](store::Query const &query) {
            (void)fresh->write([&](store::Writer &writer) -> Done {
                writer.run(query, {});
                return {};
            });
        };
        CHECK(app::check(config) == 0);
        {
            Said const said;
            // Without the indexes, as in a database somebody has worked on by hand.
            change(both("drop index card_by_id"));
            change(both("insert into card (member_id, id, live_version, is_main, made_at) values "
                        "(11, 77, 1, 0, 1), (12, 77, 2, 0, 1)"));
            CHECK(app::check(config) == 1);
            CHECK(said.times("members 11 and 12 have a card with the same id 77") == 1);
            CHECK(said.times("1 things do not agree") == 1);
        }
        change(both("delete from card where id = 77"));
        CHECK(app::check(config) == 0);
        {
            Said const said;
            change(both("drop index introduction_of_bridge"));
            for (auto const &row :
                 {both("insert into introduction select 21, 88, 'bridge', 0, 1, 21, 2, 0, 0, 0, "
                       "'', '', '', 1, 1, 'open', 0, 0"),
                  both("insert into introduction select 22, 88, 'bridge', 0, 3, 22, 4, 0, 0, 0, "
                       "'', '', '', 1, 1, 'open', 0, 0")})
                change(row);
            CHECK(app::check(config) == 1);
            CHECK(said.times("members 21 and 22 have made introductions with the same id 88") == 1);
        }
        change(both("delete from introduction"));
        {
            Said const said;
            Town town{fresh};
            auto const hana =
                town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
            (void)fresh->write([&](store::Writer &writer) -> Done {
                writer.run(both("insert into contact (member_id, id, is_member, sort_key, head, "
                                "created_at, updated_at) values (31, :id, 0, '', '', 1, 1)"),
                           {{"id", hana}});
                return {};
            });
            CHECK(app::check(config) == 1);
            CHECK(said.times("in the book of member 31 has the id of member " + hana.text()) == 1);
        }
    });
}

TEST_CASE("goen check finds what hangs on a post, a comment, a photograph or a version that is not "
          "there") {
    on_each_fresh([](FreshDatabase &fresh) {
        Folder folder;
        app::Config config;
        config.data = folder.path.string();
        config.database = fresh.url();
        auto const change = [&](store::Query const &query) {
            (void)fresh->write([&](store::Writer &writer) -> Done {
                writer.run(query, {});
                return {};
            });
        };
        // A post with all that may hang on one: everything agrees.
        change(both("insert into post (id, author_id, kind, audience, audience_tag, audience_key, "
                    "audience_id, text, quote_id, version, made_at, is_closed) "
                    "values (5, 1, 'text', 'everyone', '', '', 0, 'a', 99, 2, 1, 0)"));
        change(both("insert into post_version values (5, 1, 'b', '[]', 1)"));
        change(both("insert into post_link values (5, 'https://a.example/', '', '', '', 0, null)"));
        change(both("insert into post_mention values (5, 2)"));
        change(both("insert into post_reaction values (5, 3, 'like', 1)"));
        change(both("insert into post_comment (post_id, id, author_id, reply_to, text, made_at) "
                    "values (5, 6, 2, 0, 'c', 1), (5, 7, 3, 6, 'd', 1)"));
        change(both("insert into post_picture values (8, 1, 5, 0, '', 9, 9, 9, 1), "
                    "(9, 1, 0, 0, '', 9, 9, 9, 1)"));
        change({"test.check",
                "insert into post_print values (8, 640, 'webp', x'07'), (9, 640, 'webp', x'07')",
                "insert into post_print values (8, 640, 'webp', decode('07', 'hex')), "
                "(9, 640, 'webp', decode('07', 'hex'))"});
        CHECK(app::check(config) == 0);

        auto const finds = [&](store::Query const &breach, store::Query const &mending,
                               std::vector<std::string> const &lines) {
            Said const said;
            change(breach);
            CHECK(app::check(config) == 1);
            change(mending);
            for (auto const &line : lines) CHECK_MESSAGE(said.times(line) == 1, line);
            CHECK(said.times(std::to_string(lines.size()) + " things do not agree") == 1);
        };
        finds(both("update post set id = 50 where id = 5"),
              both("update post set id = 5 where id = 50"),
              {"there is a comment 6 of post 5, and no such post",
               "there is a comment 7 of post 5, and no such post",
               "there is a photograph 8 of post 5, and no such post",
               "there is a version 1 of post 5, and no such post",
               "there is a link of post 5, and no such post",
               "there is a reaction of member 3 of post 5, and no such post",
               "there is a mention of member 2 of post 5, and no such post"});
        finds(both("update post_comment set reply_to = 77 where id = 7"),
              both("update post_comment set reply_to = 6 where id = 7"),
              {"comment 7 on post 5 answers comment 77, which is not there"});
        finds(both("update post_comment set reply_to = 7 where id = 6"),
              both("update post_comment set reply_to = 0 where id = 6"),
              {"comment 6 on post 5 answers comment 7,", "comment 7 on post 5 answers comment 6,"});
        finds(both("update post_print set picture_id = 80 where picture_id = 8"),
              both("update post_print set picture_id = 8 where picture_id = 80"),
              {"photograph 8 has no prints", "there are prints of photograph 80, and no such"});
        finds(both("insert into move values (1, 12, 13, 14, 15)"), both("delete from move"),
              {"move 12 of member 1 names a version of a card that is not there"});
        CHECK(app::check(config) == 0);
    });
}

TEST_CASE("goen check reads the indexes through as well, and what a damaged file says cannot steer "
          "the terminal") {
    FreshDatabase fresh;
    Folder folder;
    app::Config config;
    config.data = folder.path.string();
    config.database = fresh.url();
    auto const change = [&](store::Query const &query) {
        (void)fresh->write([&](store::Writer &writer) -> Done {
            writer.run(query, {});
            return {};
        });
    };
    CHECK(app::check(config) == 0);
    change(both("create table one (a)"));
    change(both("create table two (a)"));
    change(both("insert into one (a) values (1), (2), (3)"));
    change(both("create index \"one\x1b[2J\x1b]0;owned\x07\nall is well\" on one (a)"));
    change(both("create index two_a on two (a)"));
    // The indexes are taken for one another: each is sound, and neither fits its table.
    change(both("pragma writable_schema = on"));
    change(both("update sqlite_master set rootpage = (select sum(rootpage) from sqlite_master "
                "where type = 'index' and tbl_name in ('one', 'two')) - rootpage "
                "where type = 'index' and tbl_name in ('one', 'two')"));
    fresh.open_again();
    Said const said;
    CHECK(app::check(config) == 1);
    auto const text = said.text();
    CHECK(text.find("The database file is damaged") != text.npos);
    CHECK(text.find("missing from index one\\x1b[2J\\x1b]0;owned\\x07 all is well") != text.npos);
    CHECK(text.find('\x1b') == text.npos);
    CHECK(text.find('\x07') == text.npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
}

TEST_CASE("What a command prints of anybody's text keeps letters and shows what is not text") {
    CHECK(app::printable("髙﨑 – 見本") == "髙﨑 – 見本");
    CHECK(app::printable("a\nb\tc\r") == "a b c ");
    CHECK(app::printable("\x1b[2J\x7f") == "\\x1b[2J\\x7f");
    CHECK(app::printable("\xc2\x9b"
                         "31m") == "\\x9b31m"); // C1: a control sequence in one byte
    CHECK(app::printable("\xff\xfe") == "\\xff\\xfe");
    CHECK(app::printable("a\u202Eb") == "a\\u202eb"); // the rest would read backwards
    CHECK(app::printable("\uFFFD") == "\uFFFD");
}
