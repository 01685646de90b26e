// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include "store/migrations.hpp"
#include "store/outcome_unknown.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <latch>
#include <thread>

using namespace goen;
using namespace goen::store;
using tests::FreshDatabase;

namespace {

#define ON_BOTH(text) text, text
constexpr Query keep{
    "test.keep",
    ON_BOTH(
        "insert into migration (number, name, hash, applied_at) values (:number, :name, '', 0)")};
constexpr Query drop{"test.drop", ON_BOTH("delete from migration where number = :number")};
constexpr Query name_of{"test.name_of",
                        ON_BOTH("select name from migration where number = :number")};
constexpr Query numbers{
    "test.numbers", ON_BOTH("select number from migration where number > 1000 order by number")};
constexpr Query change_hash{"test.change_hash",
                            ON_BOTH("update migration set hash = 'other' where number = 1")};
constexpr Query count{"test.count", ON_BOTH("select count(*) from migration")};
constexpr Query no_table{"test.no_table", ON_BOTH("select nothing from nowhere")};
constexpr Query limit_pages{"test.limit_pages", "pragma max_page_count = 400", "select 1"};
constexpr Query lift_limit{"test.lift_limit", "pragma max_page_count = 1000000", "select 1"};

Done keep_row(Database &db, std::int64_t number, std::string_view name) {
    return db.write([&](Writer &writer) -> Done {
        writer.put(keep, {{"number", number}, {"name", name}});
        writer.journal("test.kept", number);
        return {};
    });
}

std::vector<std::int64_t> kept(Database &db) {
    return db.read([](Reader &reader) {
        std::vector<std::int64_t> found;
        reader.each(numbers, {}, [&](Row const &row) { found.push_back(row.integer(0)); });
        return found;
    });
}

} // namespace

TEST_CASE("A reader sees one moment, whatever is written meanwhile") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        db.read([&](Reader &reader) {
            CHECK(!reader.any(name_of, {{"number", 2000}}));
            std::thread writer{[&] { CHECK(keep_row(db, 2000, "山田")); }};
            writer.join();
            CHECK(!reader.any(name_of, {{"number", 2000}}));
        });
        CHECK(kept(db) == std::vector<std::int64_t>{2000});
    });
}

TEST_CASE("A query may be asked again while its own rows are being read") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        CHECK(keep_row(db, 2000, "a"));
        CHECK(keep_row(db, 2001, "b"));
        std::vector<std::int64_t> pairs;
        db.read([&](Reader &reader) {
            reader.each(numbers, {}, [&](Row const &outer) {
                reader.each(numbers, {}, [&](Row const &inner) {
                    pairs.push_back(outer.integer(0) * 10000 + inner.integer(0));
                });
            });
        });
        CHECK(pairs == std::vector<std::int64_t>{20002000, 20002001, 20012000, 20012001});
    });
}

TEST_CASE("Our own mistakes are bugs, and the database works on") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        using namespace std::string_literals;
        auto const read = [&](Query const &query, Binds binds) {
            return db.read([&](Reader &reader) { return reader.any(query, binds); });
        };
        CHECK_THROWS_AS(read(no_table, {}), std::logic_error);
        CHECK_THROWS_AS(read(name_of, {}), std::logic_error);
        CHECK_THROWS_AS(read(name_of, {{"nummer", 1}}), std::logic_error);
        CHECK_THROWS_AS(read(name_of, {{"number", 1}, {"more", 1}}), std::logic_error);
        CHECK_THROWS_AS((void)keep_row(db, 2000, "a\0b"s), std::logic_error);
        CHECK_THROWS_AS(db.read([&](Reader &reader) {
            return reader.any(drop, {{"number", 1}});
        }),
                        std::logic_error); // a read writes
        CHECK_THROWS_AS((void)db.write([&](Writer &writer) -> Done {
            writer.put(keep, {{"number", 2001}, {"name", "twice"}});
            writer.put(keep, {{"number", 2001}, {"name", "twice"}});
            return {};
        }),
                        std::logic_error);
        CHECK_THROWS_AS((void)db.write([&](Writer &writer) -> Done {
            try {
                writer.run(no_table, {});
            } catch (std::exception const &) {
                throw std::logic_error{"told"};
            }
            return {};
        }),
                        std::logic_error);
        CHECK_THROWS_AS(
            (void)db.write([&](Writer &) -> Done { return keep_row(db, 2002, "inside"); }),
            std::logic_error);
        CHECK(kept(db).empty());
        CHECK(keep_row(db, 2003, "after"));
        CHECK(kept(db) == std::vector<std::int64_t>{2003});
        CHECK(db.is_ready());
    });
}

TEST_CASE("Two who lock the same key follow one another") {
    tests::on_each_fresh(
        [](FreshDatabase &fresh) {
            static constexpr Query largest{
                "test.largest",
                ON_BOTH("select coalesce(max(number), 3000) from migration where number >= 3000")};
            std::vector<std::thread> people;
            for (int person = 0; person < 6; ++person) {
                people.emplace_back([&] {
                    for (int i = 0; i < 20; ++i) {
                        (void)fresh->write([&](Writer &writer) -> Done {
                            writer.lock(42);
                            auto const next = writer.one<std::int64_t>(largest, {}).value_or(0) + 1;
                            writer.put(keep, {{"number", next}, {"name", ""}});
                            return {};
                        });
                    }
                });
            }
            for (auto &person : people) person.join();
            CHECK(kept(*fresh).size() == 120);
        },
        {.readers = 6, .durable = false});
}

TEST_CASE("Two who lock rows in opposite order both get through") {
    if (!tests::has_postgres()) return;
    FreshDatabase fresh{FreshDatabase::Engine::postgres};
    static constexpr Query touch{
        "test.touch", "",
        "update migration set applied_at = applied_at + 1 where number = :number"};
    static constexpr Query touched{
        "test.touched", "", "select sum(applied_at) from migration where number in (2000, 2001)"};
    CHECK(keep_row(*fresh, 2000, ""));
    CHECK(keep_row(*fresh, 2001, ""));
    std::vector<std::thread> people;
    for (int person = 0; person < 2; ++person) {
        people.emplace_back([&, person] {
            for (int i = 0; i < 3; ++i) {
                (void)fresh->write([&](Writer &writer) -> Done {
                    writer.run(touch, {{"number", 2000 + person}});
                    std::this_thread::sleep_for(milliseconds{5});
                    writer.run(touch, {{"number", 2001 - person}});
                    return {};
                });
            }
        });
    }
    for (auto &person : people) person.join();
    CHECK(fresh->read([](Reader &reader) { return reader.one<int>(touched, {}); }) == 12);
}

TEST_CASE("Migrations are applied once, also when two nodes start at the same time") {
    std::vector<FreshDatabase::Engine> engines{FreshDatabase::Engine::sqlite};
    if (tests::has_postgres()) engines.push_back(FreshDatabase::Engine::postgres);
    for (auto const engine : engines) {
        FreshDatabase fresh{engine, FreshDatabase::Tables::none};
        auto const other = Database::open(fresh.url(), fresh.clock);
        std::thread second{[&] { CHECK(other->migrate()); }};
        CHECK(fresh->migrate());
        second.join();
        CHECK(fresh->migrate());
        auto const lines =
            fresh->read([](Reader &reader) { return reader.one<std::size_t>(count, {}); });
        CHECK(lines == embedded_migrations().size());
    }
}

TEST_CASE("A database from a newer goen is refused in words, and left alone") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        CHECK(keep_row(db, 9000, "future"));
        auto const done = db.migrate();
        REQUIRE(!done);
        CHECK(done.why().message.msgid.find("newer goen") != std::string::npos);
        CHECK(done.why().message.args == std::vector<std::string>{"9000", "future"});
    });
}

TEST_CASE("A migration that was changed afterwards is refused in words") {
    tests::on_each_engine([](Database &db, StillClock &, IdMaker &) {
        (void)db.write([](Writer &writer) -> Done { return writer.put(change_hash, {}), Done{}; });
        auto const done = db.migrate();
        REQUIRE(!done);
        CHECK(done.why().message.args.at(0) == "1");
    });
}

TEST_CASE("What was acknowledged is there after opening again") {
    tests::on_each_fresh([](FreshDatabase &fresh) {
        CHECK(keep_row(*fresh, 2000, "山田"));
        fresh.open_again();
        CHECK(kept(*fresh) == std::vector<std::int64_t>{2000});
        CHECK(fresh->check());
        CHECK(keep_row(*fresh, 2001, "佐藤"));
        CHECK(fresh->journal_after(0, 10).size() == 2);
    });
}

TEST_CASE(
    "The file is full: those who do not fit are told, the others stay, and with room all goes on") {
    FreshDatabase fresh;
    std::vector<std::int64_t> heard;
    fresh->follow(0, [&](Event const &event) { heard.push_back(event.member); });
    (void)fresh->write([](Writer &writer) -> Done { return writer.any(limit_pages, {}), Done{}; });
    std::string const much(200'000, 'x');
    std::atomic<int> troubled = 0;
    std::atomic<int> done = 0;
    std::latch together{8};
    std::vector<std::thread> people;
    for (int person = 0; person < 8; ++person) {
        people.emplace_back([&, person] {
            together.arrive_and_wait();
            for (int i = 0; i < 10; ++i) {
                try {
                    // One in four writes a lot; the small ones in the same batch must not suffer.
                    if (keep_row(*fresh, 2000 + person * 100 + i,
                                 person % 4 == 0 ? std::string_view{much} : "small"))
                        ++done;
                } catch (Trouble const &trouble) {
                    CHECK(std::string{trouble.what()}.find("disk is full") != std::string::npos);
                    ++troubled;
                }
            }
        });
    }
    for (auto &person : people) person.join();
    CHECK(troubled > 5);
    CHECK(done >= 60); // all the small ones
    auto const rows = kept(*fresh);
    CHECK(rows.size() == static_cast<std::size_t>(done));
    CHECK(heard.size() == rows.size());
    CHECK(fresh->check());
    (void)fresh->write([](Writer &writer) -> Done { return writer.any(lift_limit, {}), Done{}; });
    CHECK(keep_row(*fresh, 5000, much));
    CHECK(fresh->is_ready());
}

TEST_CASE("The disk is full: nothing acknowledged is lost, and with room all goes on") {
    std::string folder = "/tmp/goen-full-XXXXXX";
    REQUIRE(::mkdtemp(folder.data()));
    if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=4m") !=
        0) { // only root may; the test above does the rest
        std::filesystem::remove(folder);
        MESSAGE("not root: no small disk to fill");
        return;
    }
    {
        StillClock clock{from_millis(0)};
        auto db = Database::open("sqlite:" + folder + "/goen.db", clock);
        REQUIRE(db->migrate());
        std::string const some(50'000, 'x');
        std::vector<std::int64_t> acknowledged;
        int troubled = 0;
        for (int i = 0; i < 200; ++i) {
            try {
                if (keep_row(*db, 2000 + i, some)) acknowledged.push_back(2000 + i);
            } catch (Trouble const &) {
                ++troubled;
            }
        }
        CHECK(troubled > 0);
        CHECK(acknowledged.size() > 10);
        CHECK(kept(*db) == acknowledged);
        CHECK(db->why_not_ready() == "the disk is full");
        REQUIRE(::mount("tmpfs", folder.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0);
        CHECK(db->is_ready());
        CHECK(keep_row(*db, 5000, some));
        acknowledged.push_back(5000);
        CHECK(kept(*db) == acknowledged);
        db.reset();
        db = Database::open("sqlite:" + folder + "/goen.db", clock);
        CHECK(kept(*db) == acknowledged);
        CHECK(db->check());
    }
    ::umount(folder.c_str());
    std::filesystem::remove(folder);
}

TEST_CASE("A file that is no database, a folder that is not there and a strange address are "
          "refused in words") {
    StillClock clock{from_millis(0)};
    auto const open = [&](std::string const &url) { return Database::open(url, clock); };
    std::string folder = "/tmp/goen-no-XXXXXX";
    REQUIRE(::mkdtemp(folder.data()));
    std::ofstream{folder + "/letter.txt"} << std::string(5000, 'x');
    CHECK_THROWS_WITH_AS(open("sqlite:" + folder + "/letter.txt"),
                         doctest::Contains("not a SQLite database"), Trouble);
    CHECK_THROWS_WITH_AS(open("sqlite:" + folder + "/none/goen.db"),
                         doctest::Contains("cannot be opened"), Trouble);
    CHECK_THROWS_WITH_AS(open("mysql://somebody:secret@here"), doctest::Contains("sqlite:PATH"),
                         Trouble);
    CHECK_THROWS_WITH_AS(open("postgresql://nobody@127.0.0.1:1/none"),
                         doctest::Contains("cannot be reached"), Trouble);
    std::filesystem::remove_all(folder);
}

TEST_CASE("The database in memory serves many readers and leaves nothing behind") {
    StillClock clock{from_millis(0)};
    auto const files = [] {
        return std::count_if(std::filesystem::directory_iterator{"/dev/shm"}, {},
                             [](auto const &entry) {
                                 return entry.path().filename().string().starts_with("goen-") &&
                                        !entry.path().filename().string().starts_with("goen-test-");
                             });
    };
    auto const before = files();
    {
        auto const db = Database::open("sqlite::memory:", clock, {.readers = 2});
        REQUIRE(db->migrate());
        REQUIRE(keep_row(*db, 2000, "x"));
        std::atomic<int> found = 0;
        std::vector<std::thread> people;
        for (int i = 0; i < 8; ++i) {
            people.emplace_back([&] {
                for (int n = 0; n < 50; ++n) found += static_cast<int>(kept(*db).size());
            });
        }
        for (auto &person : people) person.join();
        CHECK(found == 400);
        CHECK(files() >= before);
    }
    CHECK(files() <= before);
}

namespace {

// A disk that takes as long as it is told to, and fails when it is told to.
struct Disk {
    std::atomic<bool> is_slow{false}, is_broken{false};
    std::atomic<int> flushes{0};
    Options options() {
        Options options;
        options.flush = [this](int) {
            ++flushes;
            while (is_slow) std::this_thread::sleep_for(milliseconds{1});
            if (!is_broken) return 0;
            errno = EIO;
            return -1;
        };
        return options;
    }
    void wait_for_flush(int than) const {
        while (flushes <= than) std::this_thread::sleep_for(milliseconds{1});
    }
};

} // namespace

TEST_CASE(
    "Nobody is answered before the disk has what she wrote, and the next is not kept waiting") {
    StillClock clock{Time{}};
    Disk disk;
    auto const db = Database::open("sqlite::memory:", clock, disk.options());
    REQUIRE(db->migrate());
    disk.is_slow = true;
    std::atomic<bool> first_answered{false}, second_answered{false};
    int const before = disk.flushes;
    std::thread first{[&] {
        bool const done = keep_row(*db, 2000, "a").has_value();
        first_answered = done;
    }};
    disk.wait_for_flush(before);
    std::thread second{[&] {
        bool const done = keep_row(*db, 2001, "b").has_value();
        second_answered = done;
    }};
    // Both are written while the disk still works on the first.
    while (kept(*db).size() < 2) std::this_thread::sleep_for(milliseconds{1});
    std::this_thread::sleep_for(milliseconds{20});
    CHECK(!first_answered);
    CHECK(!second_answered);
    CHECK(disk.flushes == before + 1);
    disk.is_slow = false;
    first.join(), second.join();
    CHECK(first_answered);
    CHECK(second_answered);
    CHECK(disk.flushes >= before + 2); // the second was not in the first one's flush
}

TEST_CASE("A disk that cannot keep a write is told to its writer, and nothing more is written") {
    StillClock clock{Time{}};
    Disk disk;
    auto const db = Database::open("sqlite::memory:", clock, disk.options());
    REQUIRE(db->migrate());
    CHECK(keep_row(*db, 2000, "a"));
    CHECK(db->is_ready());
    disk.is_broken = true;
    CHECK_THROWS_AS((void)keep_row(*db, 2001, "b"), OutcomeUnknown); // some of it may be there
    disk.is_broken = false; // a disk that says so again after it lost something is not believed
    bool is_unknown = false;
    try {
        (void)keep_row(*db, 2002, "c");
        FAIL("it was acknowledged");
    } catch (Trouble const &trouble) {
        is_unknown = dynamic_cast<OutcomeUnknown const *>(&trouble) != nullptr;
    }
    CHECK(!is_unknown); // it was not even begun
    CHECK(db->why_not_ready().starts_with("the disk lost what was written to it"));
    CHECK(kept(*db).front() == 2000);
}
