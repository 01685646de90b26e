// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include "store/queries.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <limits>
#include <thread>

using namespace goen;
using namespace goen::store;

namespace {

// Migration is the one table every database has that is free to hold a test's rows.
constexpr Query keep{
    "test.keep",
    "insert into migration (number, name, hash, applied_at) values (:number, :name, :hash, 0)",
    "insert into migration (number, name, hash, applied_at) values (:number, :name, :hash, 0)"};
constexpr Query name_of{"test.name_of", "select name from migration where number = :number",
                        "select name from migration where number = :number"};
constexpr Query numbers{
    "test.numbers",
    "select number from migration where number < 0 or number > 1000 order by number",
    "select number from migration where number < 0 or number > 1000 order by number"};
constexpr Query change_name{"test.rename",
                            "update migration set name = :name where number = :number",
                            "update migration set name = :name where number = :number"};

Result<int> keep_row(Writer &writer, std::int64_t number, std::string_view name) {
    writer.put(keep, {{"number", number}, {"name", name}, {"hash", ""}});
    return 1;
}

std::vector<std::int64_t> kept(Database &database) {
    return database.read([](Reader &reader) {
        std::vector<std::int64_t> found;
        reader.each(numbers, {}, [&](Row const &row) { found.push_back(row.integer(0)); });
        return found;
    });
}

} // namespace

TEST_CASE("Every query of the store prepares on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE("Reads inside a read are of its moment, and a write inside it is refused") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        db.read([&](Reader &) {
            CHECK(kept(db).empty());
            std::thread{[&] {
                REQUIRE(db.write([](Writer &writer) { return keep_row(writer, 5000, "山田"); }));
            }}.join();
            CHECK(kept(db).empty());
            // Of another thread it is no part.
            std::thread{[&] { CHECK(kept(db).size() == 1); }}.join();
            CHECK_THROWS_AS((void)db.write([](Writer &writer) { return keep_row(writer, 1, ""); }),
                            std::logic_error);
        });
        CHECK(kept(db).size() == 1);
        CHECK(db.write([](Writer &writer) { return keep_row(writer, 5001, "渡邉"); }));
    });
}

TEST_CASE("What was written is read afterwards, and in the same transaction") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        auto const inside = db.write([](Writer &writer) -> Result<std::string> {
            (void)keep_row(writer, 5000, "山田");
            CHECK(writer.run(change_name, {{"number", 5000}, {"name", "渡邉"}}) == 1);
            CHECK(writer.run(change_name, {{"number", 5001}, {"name", "渡邉"}}) == 0);
            return writer.one<std::string>(name_of, {{"number", 5000}}).value_or("");
        });
        CHECK(*inside == "渡邉");
        CHECK(db.read([](Reader &reader) {
            return reader.one<std::string>(name_of, {{"number", 5000}});
        }) == "渡邉");
    });
}

TEST_CASE("Bytes of any kind come back as they were") {
    static constexpr std::string_view put_text =
        "insert into picture_print (member_id, hash, size, format, bytes) values (1, :hash, 1, '', "
        ":bytes)";
    static constexpr std::string_view get_text =
        "select bytes from picture_print where member_id = 1 and hash = :hash";
    static constexpr Query put{"test.put_bytes", put_text, put_text},
        get{"test.get_bytes", get_text, get_text};
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        std::string all;
        for (int i = 0; i < 70'000; ++i) all += static_cast<char>(i % 256);
        for (auto const &[hash, bytes] :
             std::vector<std::pair<std::string, std::string>>{{"all", all},
                                                              {"none", ""},
                                                              {"zeros", std::string(3, '\0')},
                                                              {"like hex", "\\x00ff"},
                                                              {"quotes", "';--\"\\"}}) {
            CAPTURE(hash);
            REQUIRE(db.write([&](Writer &writer) -> Done {
                writer.run(put, {{"hash", hash}, {"bytes", Bytes{bytes}}});
                return {};
            }));
            std::string back = "nothing";
            db.read([&](Reader &reader) {
                reader.each(get, {{"hash", hash}}, [&](Row const &row) { back = row.bytes(0); });
            });
            CHECK(back == bytes);
        }
    });
}

TEST_CASE("A refused write leaves nothing, and its neighbours stay") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        std::atomic<int> refused = 0;
        std::atomic<int> thrown = 0;
        std::vector<std::thread> people;
        for (int person = 0; person < 12; ++person) {
            people.emplace_back([&, person] {
                for (int i = 0; i < 30; ++i) {
                    int const number = 10000 + person * 100 + i;
                    try {
                        auto const done = db.write([&](Writer &writer) -> Result<int> {
                            auto result = keep_row(writer, number, "x");
                            writer.journal("test.kept", number);
                            if (number % 3 == 1) return Refusal{Reason::conflict, "No.", {}, {}};
                            if (number % 3 == 2) throw std::runtime_error{"thrown"};
                            return result;
                        });
                        if (!done) ++refused;
                    } catch (std::runtime_error const &error) {
                        if (std::string{error.what()} == "thrown") ++thrown;
                    }
                }
            });
        }
        for (auto &person : people) person.join();
        auto const rows = kept(db);
        CHECK(rows.size() == 120);
        CHECK(refused == 120);
        CHECK(thrown == 120);
        for (auto const number : rows) CHECK(number % 3 == 0);
        auto const events = db.journal_after(0, 1000);
        CHECK(events.size() == 120);
        for (auto const &event : events) CHECK(event.member % 3 == 0);
    });
}

TEST_CASE("Numbers and texts of every size come back as they were") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        constexpr auto least = std::numeric_limits<std::int64_t>::min();
        constexpr auto most = std::numeric_limits<std::int64_t>::max();
        std::string big;
        while (big.size() < 3'000'000) big += "髙橋 𠮷野家 ';--\\ \n";
        (void)db.write([&](Writer &writer) -> Result<int> {
            writer.put(keep, {{"number", least}, {"name", big}, {"hash", std::string_view{}}});
            writer.put(keep, {{"number", most}, {"name", ""}, {"hash", ""}});
            return 1;
        });
        CHECK(kept(db) == std::vector<std::int64_t>{least, most});
        CHECK(db.read([&](Reader &reader) {
            return reader.one<std::string>(name_of, {{"number", least}});
        }) == big);
        CHECK(db.read([&](Reader &reader) {
            return reader.one<std::string>(name_of, {{"number", most}});
        }) == "");
    });
}
