// SPDX-License-Identifier: Apache-2.0
// Books of before it was kept what a former contact had disclosed last: what their rows show too
// widely is mended when the database is brought up to date.
#include "contacts/testing_book.hpp"
#include "store/engines.hpp"
#include "store/migrations.hpp"

#include <doctest/doctest.h>

using namespace goen;
using tests::FreshDatabase;

namespace {

#define GOEN_TEST_QUERY(name, text)                                                                \
    constexpr store::Query name { "test." #name, text, text }
GOEN_TEST_QUERY(put_version,
                "insert into card_version (id, member_id, card_id, published_at, body) "
                "values (:id, :owner, :card, :at, '{}')");
GOEN_TEST_QUERY(
    put_tie, "insert into tie (member_id, other_id, since, means, place, introducer_id, "
             "given_card_id, received_card_id, received_version_id, tier, sees, ended_at) values "
             "(1, :other, 1, 'code', '', 0, 10, :card, :version, 1, :sees, :ended)");
GOEN_TEST_QUERY(put_line,
                "insert into contact (member_id, id, is_member, sort_key, head, last_version_id, "
                "last_tier, created_at, updated_at) values (1, :other, :is_member, 'a', '#', "
                ":version, :tier, 1, 1)");
GOEN_TEST_QUERY(delete_line, "insert into contact_bin (member_id, id, is_member, sort_key, head, "
                             "body, face, find, memo, tags, met, last_version_id, last_tier, "
                             "looked_version_id, created_at, updated_at, deleted_at) values (1, "
                             ":other, 1, 'a', '#', '', '', '', '', '', '', :version, :tier, 0, 1, "
                             "1, 2)");
GOEN_TEST_QUERY(put_departed, "insert into departed (member_id, at) values (:other, 9)");
GOEN_TEST_QUERY(put_picture, "insert into picture (member_id, hash, width, height, made_at) values "
                             "(1, 'h', 1, 1, 1)");
GOEN_TEST_QUERY(put_print, "insert into picture_print (member_id, hash, size, format, bytes) "
                           "values (1, 'h', :size, 'webp', :bytes)");
GOEN_TEST_QUERY(shown, "select shown_version_id, shown_tier from contact where member_id = 1 and "
                       "id = :other");
GOEN_TEST_QUERY(shown_in_bin, "select shown_version_id, shown_tier from contact_bin where "
                              "member_id = 1 and id = :other");
GOEN_TEST_QUERY(counted, "select private_ones from contact_count where member_id = 1");
GOEN_TEST_QUERY(picture_bytes, "select bytes from picture where member_id = 1");
#undef GOEN_TEST_QUERY

struct Old {
    int other, version, sees;
    std::optional<int> ended;
    int last_version, last_tier;
};

void fill(store::Database &database) {
    auto const done = database.write([](store::Writer &writer) -> Done {
        auto const version = [&](int id, int owner, int at) {
            writer.run(put_version,
                       {{"id", id}, {"owner", owner}, {"card", owner * 10}, {"at", at}});
        };
        auto const tie = [&](Old const &old) {
            writer.run(put_tie, {{"other", old.other},
                                 {"card", old.other * 10},
                                 {"version", old.version},
                                 {"sees", old.sees},
                                 {"ended", old.ended}});
        };
        auto const line = [&](Old const &old) {
            tie(old);
            writer.run(put_line, {{"other", old.other},
                                  {"is_member", 1},
                                  {"version", old.last_version},
                                  {"tier", old.last_tier}});
        };
        version(21, 2, 1), version(22, 2, 2);
        line({2, 22, 1, 5, 21, 3}); // lowered, hidden, ended
        version(32, 3, 1), version(31, 3, 2);
        line({3, 0, 1, {}, 32, 3}); // lowered, then the card was withdrawn: its newest version
        version(41, 4, 1), version(42, 4, 2);
        line({4, 0, 1, 5, 41, 3}); // left: only what was received
        writer.run(put_departed, {{"other", 4}});
        version(51, 5, 1);
        line({5, 51, 2, {}, 51, 3}); // stands
        version(61, 6, 1);
        tie({6, 61, 1, 5, 61, 3}); // ended and deleted
        writer.run(delete_line, {{"other", 6}, {"version", 61}, {"tier", 3}});
        writer.run(put_line, {{"other", 7}, {"is_member", 0}, {"version", 0}, {"tier", 0}});
        writer.run(put_line, {{"other", 8}, {"is_member", 0}, {"version", 0}, {"tier", 0}});
        writer.run(put_picture, {});
        writer.run(put_print,
                   {{"size", 48}, {"bytes", store::Bytes{std::string_view{"\0abc", 4}}}});
        writer.run(put_print, {{"size", 96}, {"bytes", store::Bytes{"abc"}}});
        return {};
    });
    REQUIRE(done);
}

} // namespace

TEST_CASE("Former contacts stored too widely are cut to what was disclosed last when an older "
          "database is brought up to date, and what there is is counted") {
    std::vector<FreshDatabase::Engine> engines{FreshDatabase::Engine::sqlite};
    if (tests::has_postgres()) engines.push_back(FreshDatabase::Engine::postgres);
    std::vector<std::int64_t> older;
    for (auto const &one : store::embedded_migrations())
        if (one.number < 20) older.push_back(one.number);
    for (auto const engine : engines) {
        FreshDatabase fresh{engine, FreshDatabase::Tables::none};
        REQUIRE(dynamic_cast<store::Steps &>(*fresh).migrate_only(older));
        fill(*fresh);
        REQUIRE(fresh->migrate());
        fresh->read([&](store::Reader &reader) {
            auto const of = [&](store::Query const &query, int other) {
                auto const found =
                    reader.one<std::int64_t, std::int64_t>(query, {{"other", other}});
                REQUIRE(found);
                return std::pair{std::get<0>(*found), std::get<1>(*found)};
            };
            using Shown = std::pair<std::int64_t, std::int64_t>;
            CHECK(of(shown, 2) == Shown{22, 1});
            CHECK(of(shown, 3) == Shown{31, 1});
            CHECK(of(shown, 4) == Shown{41, 1});
            CHECK(of(shown, 5) == Shown{51, 2});
            CHECK(of(shown_in_bin, 6) == Shown{61, 1});
            CHECK(of(shown, 7) == Shown{0, 0});
            CHECK(*reader.one<std::int64_t>(counted, {}) == 2);
            CHECK(*reader.one<std::int64_t>(picture_bytes, {}) == 7);
        });
    }
}
