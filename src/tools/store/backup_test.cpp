// SPDX-License-Identifier: Apache-2.0
#include "store/backup.hpp"

#include "store/backup_file.hpp"
#include "store/engines.hpp"
#include "store/migrations.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <thread>

using namespace goen;
using namespace goen::store;
using tests::FreshDatabase;

namespace {

constexpr Query put_ref{"test.ref",
                        "insert into import_ref (ref, member_id) values (:ref, :member)",
                        "insert into import_ref (ref, member_id) values (:ref, :member)"};
constexpr Query count_refs{"test.refs",
                           "select count(*), coalesce(max(member_id), 0) from import_ref",
                           "select count(*), coalesce(max(member_id), 0) from import_ref"};
constexpr Query a_ref{"test.a_ref", "select ref from import_ref where member_id = :member",
                      "select ref from import_ref where member_id = :member"};
constexpr Query put_card{
    "test.card",
    "insert into card (member_id, id, live_version, is_main, made_at, removed_at) values (:m, :m, "
    "-1, 0, 0, null)",
    "insert into card (member_id, id, live_version, is_main, made_at, removed_at) values (cast(:m "
    "as bigint), cast(:m as bigint), -1, 0, 0, null)"};

struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "goen-backup-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw Trouble{"no temporary folder"};
        path = name;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string operator/(std::string const &name) const { return (path / name).string(); }
};

void add_ref(Database &database, std::string const &ref, std::int64_t member) {
    REQUIRE(database.write([&](Writer &writer) -> Done {
        writer.put(put_ref, {{"ref", ref}, {"member", member}});
        writer.journal("test.ref", member);
        return {};
    }));
}

std::string bytes_of(std::string const &path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}
void write_bytes(std::string const &path, std::string_view bytes) {
    std::ofstream{path, std::ios::binary}.write(bytes.data(),
                                                static_cast<std::streamsize>(bytes.size()));
}

auto const silent = [](double) {};

Result<BackupTally> back_up_to(FreshDatabase &from, std::string const &path, bool overwrite = false,
                               bool compress = true) {
    return back_up(*from, path, from.clock,
                   {.program = "goen test", .overwrite = overwrite, .compress = compress});
}

std::vector<FreshDatabase::Engine> engines() {
    if (tests::has_postgres())
        return {FreshDatabase::Engine::sqlite, FreshDatabase::Engine::postgres};
    return {FreshDatabase::Engine::sqlite};
}

} // namespace

TEST_CASE(
    "What is in one database is in the other after backup and restore, whichever the engines") {
    std::string const odd = "髙橋 𠮷野家 ';--\\ \n\t\"\xF0\x9F\x8D\xA3";
    for (auto const from : engines()) {
        for (auto const to : engines()) {
            Folder folder;
            FreshDatabase source{from};
            for (int i = 1; i <= 4500; ++i) { // more than two pages
                if (i % 500 != 1) continue;
                REQUIRE(source->write([&](Writer &writer) -> Done {
                    for (int n = i; n < i + 500; ++n) {
                        auto const ref = (n == 7 ? odd : "p") + std::to_string(n);
                        writer.put(put_ref, {{"ref", ref}, {"member", n}});
                    }
                    writer.journal("test.refs", i);
                    return {};
                }));
            }
            REQUIRE(source->write([&](Writer &writer) -> Done {
                writer.put(put_card, {{"m", 9'223'372'036'854'775'807}});
                return {};
            }));
            auto const made = back_up_to(source, folder / "a.goen");
            REQUIRE(made);
            CHECK(made->rows == 4500 + 9 + 1);

            FreshDatabase target{to, FreshDatabase::Tables::none};
            auto const restored = restore(*target, folder / "a.goen", silent);
            REQUIRE_MESSAGE(restored, restored.why().message.msgid);
            CHECK(restored->rows == made->rows);
            target->read([&](Reader &reader) {
                CHECK(reader.one<std::int64_t, std::int64_t>(count_refs, {}) ==
                      std::tuple<std::int64_t, std::int64_t>{4500, 4500});
                CHECK(reader.one<std::string>(a_ref, {{"member", 7}}) == odd + "7");
            });
            // And on: a backup of the restored one holds as much.
            auto const again = back_up_to(target, folder / "b.goen", false, false);
            REQUIRE(again);
            CHECK(again->rows == made->rows);
            // The order of events goes on from the last one.
            auto const last = target->last_seq();
            CHECK(target->journal_after(0, 100).size() == 9);
            add_ref(*target, "later", 5000);
            CHECK(target->last_seq() > last);
            CHECK(target->journal_after(last, 100).size() == 1);
        }
    }
}

TEST_CASE("Pictures are in the backup, byte for byte, whichever the engines") {
    static constexpr std::string_view put_text =
        "insert into picture_print (member_id, hash, size, format, bytes) values (1, 'h', :size, "
        "'jpeg', :bytes)";
    static constexpr std::string_view get_text =
        "select size, bytes from picture_print order by size";
    static constexpr Query put{"test.put_print", put_text, put_text},
        get{"test.get_prints", get_text, get_text};
    std::vector<std::string> prints{"", std::string(3, '\0'), "\\x00", "\xFF\xD8\xFF"};
    std::string all;
    for (int i = 0; i < 30'000; ++i) all += static_cast<char>(i * 7 % 256);
    while (prints.size() < 120) prints.push_back(all.substr(prints.size())); // more than two pages
    for (auto const from : engines()) {
        for (auto const to : engines()) {
            Folder folder;
            FreshDatabase source{from}, target{to, FreshDatabase::Tables::none};
            REQUIRE(source->write([&](Writer &writer) -> Done {
                for (std::size_t i = 0; i < prints.size(); ++i)
                    writer.put(put, {{"size", i}, {"bytes", Bytes{prints[i]}}});
                return {};
            }));
            REQUIRE(back_up_to(source, folder / "a.goen"));
            REQUIRE(restore(*target, folder / "a.goen", silent));
            std::size_t at = 0;
            target->read([&](Reader &reader) {
                reader.each(get, {}, [&](Row const &row) {
                    REQUIRE(at < prints.size());
                    CHECK(row.bytes(1) == prints[at++]);
                });
            });
            CHECK(at == prints.size());
        }
    }
}

TEST_CASE("Every table of the schema is in the backup, but for the three that are its own") {
    tests::on_each_fresh([](FreshDatabase &fresh) {
        static constexpr Query every_table{
            "test.tables",
            "select name from sqlite_master where type = 'table' and name not like 'sqlite%'",
            "select table_name from information_schema.tables where table_schema = "
            "current_schema()"};
        std::set<std::string> all, held;
        fresh->read([&](Reader &reader) {
            reader.each(every_table, {},
                        [&](Row const &row) { all.insert(row.get<std::string>(0)); });
            for (auto const &table : data_tables(reader)) held.insert(table.name);
        });
        all.erase("migration");
        all.erase("journal_origin");
        all.erase("node");
        CHECK(all.size() >= 20);
        CHECK(all == held);

        Folder folder;
        REQUIRE(back_up_to(fresh, folder / "a.goen", false, false));
        auto const tally = verify_backup(folder / "a.goen", silent);
        REQUIRE(tally);
        CHECK(tally->tables == static_cast<std::int64_t>(all.size()));
    });
}

TEST_CASE("A backup taken while sixteen people write is one moment: nobody's first half without "
          "the second") {
    tests::on_each_fresh([](FreshDatabase &fresh) {
        Folder folder;
        std::atomic<bool> stop = false;
        std::atomic<std::int64_t> next = 1;
        std::vector<std::thread> people;
        for (int person = 0; person < 16; ++person) {
            people.emplace_back([&] {
                while (!stop) {
                    auto const n = 2 * next++;
                    (void)fresh->write([&](Writer &writer) -> Done {
                        auto const a = "x" + std::to_string(n), b = "y" + std::to_string(n);
                        writer.put(put_ref, {{"ref", a}, {"member", n}});
                        writer.put(put_ref, {{"ref", b}, {"member", n + 1}});
                        writer.journal("test.pair", n);
                        return {};
                    });
                }
            });
        }
        while (next < 50) std::this_thread::yield();
        std::vector<std::string> files;
        for (int i = 0; i < 3; ++i) {
            auto const path = folder / ("a" + std::to_string(i));
            auto const before = fresh->read([](Reader &reader) {
                return std::get<0>(*reader.one<std::int64_t, std::int64_t>(count_refs, {}));
            });
            auto const made = back_up_to(fresh, path);
            REQUIRE(made);
            CHECK(made->rows >=
                  before + before / 2); // with its journal: what was acknowledged before is in it
            files.push_back(path);
        }
        stop = true;
        for (auto &person : people) person.join();
        for (auto const &path : files) {
            FreshDatabase target{FreshDatabase::Engine::sqlite, FreshDatabase::Tables::none};
            REQUIRE(restore(*target, path, silent));
            target->read([](Reader &reader) {
                static constexpr Query torn{
                    "test.torn",
                    "select count(*) from import_ref a where not exists (select 1 from import_ref "
                    "b where b.member_id = case when a.member_id % 2 = 0 then a.member_id + 1 else "
                    "a.member_id - 1 end)",
                    ""};
                static constexpr Query without{"test.without",
                                               "select abs((select count(*) from import_ref) - 2 * "
                                               "(select count(*) from journal))",
                                               ""};
                CHECK(reader.one<std::int64_t>(torn, {}) == 0);
                CHECK(reader.one<std::int64_t>(without, {}) == 0);
            });
        }
    });
}

TEST_CASE(
    "A torn, altered, foreign or newer file is refused in words, and the database stays empty") {
    Folder folder;
    FreshDatabase source;
    for (int i = 1; i < 40; ++i) add_ref(*source, "ref" + std::to_string(i), i);
    for (bool const compress : {true, false}) {
        auto const path = folder / (compress ? "z" : "p");
        REQUIRE(back_up_to(source, path, false, compress));
        auto const good = bytes_of(path);
        auto const refused = [&](std::string const &bytes, std::string_view says) {
            write_bytes(folder / "bad", bytes);
            FreshDatabase target{FreshDatabase::Engine::sqlite, FreshDatabase::Tables::none};
            auto const done = restore(*target, folder / "bad", silent);
            REQUIRE_FALSE(done);
            CHECK_MESSAGE(done.why().message.msgid.find(says) != std::string::npos,
                          done.why().message.msgid);
            target->read(
                [](Reader &reader) { CHECK(data_tables(reader).empty()); }); // not even tables
        };
        for (std::size_t cut = backup_first_line.size(); cut < good.size();
             cut += 1 + good.size() / 20)
            refused(good.substr(0, cut), "incomplete or was altered");
        refused(good.substr(0, good.size() - 1), "incomplete or was altered");
        refused(good + "x", "incomplete or was altered");
        for (std::size_t at = backup_first_line.size(); at < good.size();
             at += 1 + good.size() / 20) {
            auto altered = good;
            altered[at] = static_cast<char>(altered[at] ^ 0x10);
            refused(altered, "incomplete or was altered");
        }
        refused("goen-backup 2\n" + good.substr(14), "newer goen");
        refused("SQLite format 3" + good, "not a goen backup");
        refused("", "not a goen backup");
    }
    FreshDatabase target{FreshDatabase::Engine::sqlite, FreshDatabase::Tables::none};
    CHECK_FALSE(restore(*target, folder / "nowhere", silent));
    CHECK_FALSE(restore(*target, folder.path.string(), silent));
}

TEST_CASE("A backup with tables this goen does not know is refused, whoever made the sums right") {
    Folder folder;
    auto const with = [&](std::string const &migrations, std::string const &table,
                          std::string const &rows, std::uint64_t count) {
        std::filesystem::remove(folder / "made");
        BackupWriter file{folder / "made", true};
        file.block(BlockKind::header, migrations);
        Hasher hasher;
        hasher.add(table);
        hasher.add(rows);
        file.block(BlockKind::table, table);
        file.block(BlockKind::rows, rows);
        std::string end;
        put_u64(end, count);
        auto const sum = hasher.end();
        end.append(reinterpret_cast<char const *>(sum.data()), sum.size());
        file.block(BlockKind::table_end, end);
        file.end();
        REQUIRE(file.keep(false));
        FreshDatabase target{FreshDatabase::Engine::sqlite, FreshDatabase::Tables::none};
        auto const done = restore(*target, folder / "made", silent);
        REQUIRE_FALSE(done);
        // Whatever was refused, goen can still begin here.
        CHECK(target->migrate());
        target->read([](Reader &reader) {
            CHECK(std::get<0>(*reader.one<std::int64_t, std::int64_t>(count_refs, {})) == 0);
        });
        return done.why().message.msgid;
    };
    std::string known;
    for (auto const &one : embedded_migrations())
        known += "migration " + std::to_string(one.number) + " " + std::string{one.name} + "\n";
    std::string const row =
        std::string{"t"} + std::string{"\x01\0\0\0", 4} + "a" + "i" + std::string(8, '\1');
    CHECK(with(known + "migration 9999 tomorrow\n", "import_ref\nref text\nmember_id integer\n",
               row, 1)
              .find("newer goen") != std::string::npos);
    CHECK(with(known, "no_such\nref text\n", row, 1).find("incomplete or was altered") !=
          std::string::npos);
    CHECK(with(known, "no_such\nref text\nmember_id integer\n", row, 1)
              .find("does not match this version") != std::string::npos);
    CHECK(with(known, "import_ref\nref text\nmember_id\";drop-- integer\n", row, 1)
              .find("does not match this version") != std::string::npos);
    CHECK(with(known, "import_ref\nref text\nmember_id integer\n", row, 1)
              .find("is not in this backup") != std::string::npos);
    CHECK(with(known, "import_ref\nref text\nmember_id integer\n", row, 2)
              .find("incomplete or was altered") != std::string::npos);
    CHECK(with("hello", "import_ref\nref text\nmember_id integer\n", row, 1)
              .find("incomplete or was altered") != std::string::npos);
}

TEST_CASE("A database with data in it is not restored into; one that is only migrated is") {
    tests::on_each_fresh([](FreshDatabase &fresh) {
        Folder folder;
        add_ref(*fresh, "a", 1);
        REQUIRE(back_up_to(fresh, folder / "a.goen"));
        auto const done = restore(*fresh, folder / "a.goen", silent);
        REQUIRE_FALSE(done);
        CHECK(done.why().reason == Reason::conflict);
        FreshDatabase migrated;
        CHECK(restore(*migrated, folder / "a.goen", silent));
    });
}

TEST_CASE("A backup of an older goen is restored and brought up to date") {
    auto const &known = embedded_migrations();
    std::vector<std::int64_t> older;
    for (auto const &one : known) older.push_back(one.number);
    older.pop_back();
    for (auto const engine : engines()) {
        Folder folder;
        FreshDatabase old{engine, FreshDatabase::Tables::none};
        REQUIRE(dynamic_cast<Steps &>(*old).migrate_only(older));
        REQUIRE(back_up_to(old, folder / "a.goen"));
        FreshDatabase target{engine, FreshDatabase::Tables::none};
        REQUIRE(restore(*target, folder / "a.goen", silent));
        FreshDatabase now;
        std::set<std::string> tables, expected;
        target->read([&](Reader &reader) {
            for (auto const &one : data_tables(reader)) tables.insert(one.name);
        });
        now->read([&](Reader &reader) {
            for (auto const &one : data_tables(reader)) expected.insert(one.name);
        });
        CHECK(tables == expected);
        // Into tables that are ahead of it, it is not poured.
        FreshDatabase ahead{engine};
        auto const done = restore(*ahead, folder / "a.goen", silent);
        REQUIRE_FALSE(done);
        CHECK(done.why().message.msgid.find("older than the tables") != std::string::npos);
    }
}

TEST_CASE("A file that is there is not overwritten without being told, and nobody else can read "
          "the new one") {
    Folder folder;
    FreshDatabase fresh;
    REQUIRE(back_up_to(fresh, folder / "a.goen"));
    auto const before = bytes_of(folder / "a.goen");
    add_ref(*fresh, "a", 1);
    CHECK_FALSE(back_up_to(fresh, folder / "a.goen"));
    CHECK(bytes_of(folder / "a.goen") == before);
    CHECK(back_up_to(fresh, folder / "a.goen", true));
    CHECK(bytes_of(folder / "a.goen") != before);
    write_bytes(folder / "letter.txt", "dear");
    CHECK_FALSE(back_up_to(fresh, folder / "letter.txt"));
    CHECK(bytes_of(folder / "letter.txt") == "dear");
    struct stat about {};
    REQUIRE(::stat((folder / "a.goen").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK(std::distance(std::filesystem::directory_iterator{folder.path}, {}) ==
          2); // nothing half-made lies about
    CHECK_THROWS_AS((void)back_up_to(fresh, folder / "no/such/folder/a.goen"), Trouble);
}
