// SPDX-License-Identifier: Apache-2.0
#include "account/directory.hpp"
#include "store/engines.hpp"
#include "store/migrations.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

using namespace goen;
using account::directory::Kind;
namespace directory = account::directory;

namespace {

constexpr MemberId ken{1}, hana{2};

void change(store::Database &database, std::function<void(store::Writer &)> const &f) {
    auto const done = database.write([&](store::Writer &writer) -> Done {
        f(writer);
        return {};
    });
    REQUIRE(done);
}

bool put(store::Database &database, directory::Entry const &entry, Time now) {
    bool is_new = false;
    change(database, [&](store::Writer &writer) { is_new = directory::put(writer, entry, now); });
    return is_new;
}

directory::Found find(store::Database &database, std::string_view hash, Kind kind) {
    return database.read(
        [&](store::Reader &reader) { return directory::find(reader, hash, kind); });
}

constexpr store::Query both(std::string_view text) { return {"test.directory", text, text}; }

// As they were before there was a directory.
constexpr store::Query old_rows[] = {
    both("insert into exchange_code (member_id, id, card_id, digits, secret, digits_hash, "
         "secret_hash, place, expires_at, uses_left) values "
         "(1, 11, 5, '482913', 's', 'digits', 'secret', '', 1000, 1)"),
    both("insert into card_link (member_id, card_id, secret, secret_hash, made_at) values "
         "(1, 5, 'l', 'link', 1), (2, 6, 'm', 'another link', 1)"),
    both("insert into claim (member_id, invitation_id, contact_id, card_id, mail_hash, sent_at) "
         "values (1, 21, 31, 5, 'address', 1000), (2, 22, 32, 6, 'address', 3000)"),
    both("insert into block (member_id, other_id, since) values (1, 2, 1), (3, 2, 1)"),
    both("insert into card_version (id, member_id, card_id, published_at, body) values "
         "(103, 2, 6, 1, 'c'), (101, 1, 5, 1, 'a'), (102, 1, 5, 2, 'b')"),
};

} // namespace

TEST_CASE(
    "Of two whose codes have the same digits the later draws again, until the first expires") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &) {
        auto const now = clock.now();
        CHECK(put(database, {"digits", Kind::code, ken, 7, now + minutes{10}}, now));
        CHECK_FALSE(put(database, {"digits", Kind::code, hana, 8, now + minutes{10}}, now));
        auto found = find(database, "digits", Kind::code);
        CHECK(found.member == ken);
        CHECK(found.thing == 7);
        CHECK(put(database, {"digits", Kind::code, hana, 8, now + minutes{20}}, now + minutes{10}));
        found = find(database, "digits", Kind::code);
        CHECK(found.member == hana);
        CHECK(found.thing == 8);
        // What is Hana's now is not Ken's to take out.
        change(database, [](store::Writer &writer) { directory::drop(writer, "digits", ken); });
        CHECK(find(database, "digits", Kind::code).member == hana);
        change(database, [](store::Writer &writer) { directory::drop(writer, "digits", hana); });
        CHECK_FALSE(find(database, "digits", Kind::code).member);
    });
}

TEST_CASE("A link is found by its own hash and as nothing else, and outlives all that expires") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &) {
        auto const now = clock.now();
        CHECK(put(database, {"link", Kind::link, ken, 5, std::nullopt}, now));
        CHECK(put(database, {"code", Kind::code, ken, 7, now + minutes{10}}, now));
        CHECK_FALSE(put(database, {"link", Kind::link, hana, 6, std::nullopt}, now));
        CHECK_FALSE(find(database, "link", Kind::code).member);
        CHECK_FALSE(find(database, "lin", Kind::link).member);
        change(database, [&](store::Writer &writer) { directory::tidy(writer, now + minutes{9}); });
        CHECK(find(database, "code", Kind::code).member == ken);
        change(database,
               [&](store::Writer &writer) { directory::tidy(writer, now + minutes{10}); });
        CHECK_FALSE(find(database, "code", Kind::code).member);
        CHECK(find(database, "link", Kind::link).thing == 5);
    });
}

TEST_CASE("Letters to one address are counted from whomever they came, as long as they count") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &) {
        auto const now = clock.now();
        change(database, [&](store::Writer &writer) {
            directory::add_letter(writer, "address", ken, 1, now + minutes{10});
            directory::add_letter(writer, "address", hana, 2, now + minutes{20});
            directory::add_letter(writer, "another", hana, 3, now + minutes{20});
        });
        auto const count = [&](Time at) {
            return database.read([&](store::Reader &reader) {
                return directory::count_letters(reader, "address", at);
            });
        };
        CHECK(count(now) == 2);
        CHECK(count(now + minutes{10}) == 1);
        CHECK(count(now + minutes{20}) == 0);
    });
}

TEST_CASE("After the upgrade codes, links and letters of before are found, a block has both its "
          "sides, and a version lies with its member") {
    std::vector<std::int64_t> before;
    for (auto const &one : store::embedded_migrations())
        if (one.number < 22) before.push_back(one.number);
    auto engines = std::vector{tests::FreshDatabase::Engine::sqlite};
    if (tests::has_postgres()) engines.push_back(tests::FreshDatabase::Engine::postgres);
    for (auto const engine : engines) {
        tests::FreshDatabase fresh{engine, tests::FreshDatabase::Tables::none};
        REQUIRE(dynamic_cast<store::Steps &>(*fresh).migrate_only(before));
        change(*fresh, [](store::Writer &writer) {
            for (auto const &query : old_rows) writer.run(query, {});
        });
        REQUIRE(fresh->migrate());

        for (auto const *hash : {"digits", "secret"}) {
            CHECK(find(*fresh, hash, Kind::code).member == ken);
            CHECK(find(*fresh, hash, Kind::code).thing == 11);
        }
        CHECK(find(*fresh, "link", Kind::link).thing == 5);
        CHECK(find(*fresh, "another link", Kind::link).member == hana);
        auto const month = std::chrono::days{30};
        fresh->read([&](store::Reader &reader) {
            auto const count = [&](std::int64_t at) {
                return directory::count_letters(reader, "address", from_millis(at) + month);
            };
            CHECK(count(999) == 2);
            CHECK(count(1000) == 1);
            CHECK(count(3000) == 0);
            std::vector<std::tuple<MemberId, MemberId>> blocked;
            reader.each(
                both("select member_id, other_id from blocked_by order by other_id"), {},
                [&](store::Row const &row) { blocked.push_back(row.as<MemberId, MemberId>()); });
            CHECK(blocked ==
                  std::vector<std::tuple<MemberId, MemberId>>{{hana, ken}, {hana, MemberId{3}}});
            std::string bodies;
            reader.each(both("select body from card_version order by member_id, id"), {},
                        [&](store::Row const &row) { bodies += row.text(0); });
            CHECK(bodies == "abc");
        });
        // The key is the member and the id.
        change(*fresh, [](store::Writer &writer) {
            writer.run(both("insert into card_version (id, member_id, card_id, published_at, body) "
                            "values (101, 2, 6, 1, '')"),
                       {});
        });
    }
}
