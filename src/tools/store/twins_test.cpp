// SPDX-License-Identifier: Apache-2.0
// A database of the time when two processes could make the same id, brought up to date.
#include "store/engines.hpp"
#include "store/migrations.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::store;
using namespace goen::tests;

namespace {

constexpr Query both(std::string_view text) { return {"test.twins", text, text}; }

void change(Database &database, Query const &query) {
    (void)database.write([&](Writer &writer) -> Done {
        writer.run(query, {});
        return {};
    });
}

std::vector<std::int64_t> numbers(Database &database, Query const &query) {
    return database.read([&](Reader &reader) {
        std::vector<std::int64_t> found;
        reader.each(query, {}, [&](Row const &row) { found.push_back(row.integer(0)); });
        return found;
    });
}

// Cards: 4194304 belongs to member 1 (made first) and member 2, both tied to member 3, who holds
// both; and to member 4. 8388608 is nobody else's.
constexpr Query old_rows[] = {
    both("insert into card (member_id, id, live_version, is_main, made_at) values "
         "(1, 4194304, 101, 1, 10), (2, 4194304, 102, 1, 11), (4, 4194304, 104, 1, 12), "
         "(3, 8388608, 103, 1, 10)"),
    both("insert into card_version (id, member_id, card_id, published_at, body) values "
         "(101, 1, 4194304, 10, ''), (102, 2, 4194304, 11, ''), (104, 4, 4194304, 12, ''), "
         "(103, 3, 8388608, 10, '')"),
    both("insert into tie (member_id, other_id, since, means, place, introducer_id, given_card_id, "
         "received_card_id, received_version_id, tier, sees, ended_at) values "
         "(1, 3, 1, 'code', '', 0, 4194304, 8388608, 103, 1, 1, null), "
         "(3, 1, 1, 'code', '', 0, 8388608, 4194304, 101, 1, 1, null), "
         "(2, 3, 1, 'code', '', 0, 4194304, 8388608, 103, 1, 1, null), "
         "(3, 2, 1, 'code', '', 0, 8388608, 4194304, 101, 1, 1, null)"), // 101 is another's card
    both("insert into request_out (member_id, id, to_id, card_id, message, sent_at, state) values "
         "(2, 1, 5, 4194304, '', 1, 'open')"),
    both("insert into request_in (member_id, id, from_id, card_id, message, sent_at, state) values "
         "(5, 1, 2, 4194304, '', 1, 'open')"),
    both("insert into card_link (member_id, card_id, secret, secret_hash, made_at) values "
         "(1, 4194304, 'a', 'a', 1), (2, 4194304, 'b', 'b', 1)"),
    both("insert into introduction (member_id, id, role, proposed, from_id, bridge_id, to_id, "
         "other_id, card_id, shown_id, message, about, words, sent_at, since, state, thanks_from, "
         "thanks_to) values "
         "(2, 4194304, 'asker', 0, 2, 6, 5, 5, 4194304, 0, '', '', '', 1, 1, 'introduced', 0, 0), "
         "(6, 4194304, 'bridge', 0, 2, 6, 5, 0, 0, 0, '', '', '', 1, 1, 'introduced', 0, 0), "
         "(5, 4194304, 'party', 0, 2, 6, 5, 2, 0, 4194304, '', '', '', 1, 1, 'open', 0, 0), "
         "(7, 4194304, 'asker', 0, 7, 8, 9, 9, 0, 0, '', '', '', 2, 2, 'open', 0, 0), "
         "(8, 4194304, 'bridge', 0, 7, 8, 9, 0, 0, 0, '', '', '', 2, 2, 'open', 0, 0)"),
};

} // namespace

TEST_CASE("Cards and introductions that had the same id have ids of their own after the upgrade, "
          "and everybody who holds one holds the right one") {
    auto engines = std::vector{FreshDatabase::Engine::sqlite};
    if (has_postgres()) engines.push_back(FreshDatabase::Engine::postgres);
    std::vector<std::int64_t> before;
    for (auto const &one : embedded_migrations())
        if (one.number < 19) before.push_back(one.number);
    for (auto const engine : engines) {
        FreshDatabase fresh{engine, FreshDatabase::Tables::none};
        REQUIRE(dynamic_cast<Steps &>(*fresh).migrate_only(before));
        for (auto const &query : old_rows) change(*fresh, query);
        REQUIRE(fresh->migrate());

        using Numbers = std::vector<std::int64_t>;
        auto const all = [&](std::string_view text) { return numbers(*fresh, both(text)); };
        constexpr std::int64_t first = 4194304, second = first + 4096, third = first + 8192;
        CHECK(all("select id from card order by member_id") ==
              Numbers{first, second, 8388608, third});
        CHECK(all("select card_id from card_version order by id") ==
              Numbers{first, second, 8388608, third});
        CHECK(all("select given_card_id from tie order by member_id, other_id") ==
              Numbers{first, second, 8388608, 8388608});
        CHECK(all("select received_card_id from tie order by member_id, other_id") ==
              Numbers{8388608, 8388608, first, second});
        CHECK(all("select received_version_id from tie order by member_id, other_id") ==
              Numbers{103, 103, 101, 102});
        CHECK(all("select card_id from request_out") == Numbers{second});
        CHECK(all("select card_id from request_in") == Numbers{second});
        CHECK(all("select card_id from card_link order by member_id") == Numbers{first, second});
        // Introductions: by member 2 (card 0 where none is given), 5, 6, then the later one, 7, 8.
        CHECK(all("select id from introduction order by member_id") ==
              Numbers{first, first, first, second, second});
        CHECK(all("select card_id from introduction where member_id = 2") == Numbers{second});
        CHECK(all("select shown_id from introduction where member_id = 5") == Numbers{second});

        CHECK_THROWS(change(*fresh, both("insert into card (member_id, id, live_version, is_main, "
                                         "made_at) values (9, 4194304, 1, 0, 1)")));
        CHECK_THROWS(change(*fresh, both("update introduction set id = 4194304")));
    }
}
