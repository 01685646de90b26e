// SPDX-License-Identifier: Apache-2.0
// What the writer thread does between writes: migrations, readiness, checks.
#include "store/migrations.hpp"
#include "store/queries.hpp"
#include "store/sqlite_database.hpp"

#include <sys/statvfs.h>

namespace goen::store {

namespace {

class SqliteTarget final : public MigrationTarget {
public:
    SqliteTarget(SqliteConnection &connection, Clock &clock)
        : connection_(connection), clock_(clock) {}

    std::vector<AppliedMigration> applied() override {
        std::vector<AppliedMigration> found;
        connection_.execute("begin immediate"); // several programs may start at once
        connection_.execute(migration_table);
        SqliteReader{connection_}.each(sql::applied_migrations, {}, [&](Row const &row) {
            found.push_back({row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}});
        });
        connection_.execute("commit");
        return found;
    }
    void apply(Migration const &migration) override {
        connection_.execute("begin immediate");
        bool is_new = true;
        SqliteReader{connection_}.each(sql::applied_migrations, {}, [&](Row const &row) {
            if (row.integer(0) == migration.number) is_new = false;
        });
        if (is_new) {
            try {
                connection_.execute(std::string{migration.sqlite}.c_str());
            } catch (std::exception const &error) {
                throw Trouble{"Migration " + std::to_string(migration.number) + " (" +
                              std::string{migration.name} + ") failed: " + error.what()};
            }
            connection_.run(sql::record_migration, {{"number", migration.number},
                                                    {"name", migration.name},
                                                    {"hash", migration.sqlite_hash},
                                                    {"at", clock_.now()}});
        }
        connection_.execute("commit");
    }
    std::string_view hash(Migration const &migration) const override {
        return migration.sqlite_hash;
    }

private:
    SqliteConnection &connection_;
    Clock &clock_;
};

} // namespace

Done SqliteDatabase::migrate(std::vector<std::int64_t> const *only) {
    Done done;
    do_task([&] {
        SqliteTarget target{*connection_, clock_};
        done = apply_missing(target, only);
    });
    return done;
}

std::string SqliteDatabase::why_not_ready() {
    static constexpr char is_full[] = "the disk is full";
    if (is_lost_)
        return "the disk lost what was written to it: goen writes nothing more until it is started "
               "again";
    try {
        struct statvfs room {};
        if (::statvfs(path_.c_str(), &room) == 0 && room.f_bavail * room.f_frsize < 1024 * 1024)
            return is_full;
        do_read([](Reader &reader) { reader.any(sql::ping, {}); });
        auto const waiting = std::make_shared<Waiting>();
        waiting->task = [this] {
            connection_->execute("begin immediate");
            // After a failure only a real write tells whether writing is possible again.
            if (had_trouble_) connection_->execute("pragma user_version = 1");
            connection_->execute("commit");
            had_trouble_ = false;
        };
        if (!enqueue_and_wait(waiting, milliseconds{1000}))
            return "the database has not taken a write for a second";
        if (waiting->error) std::rethrow_exception(std::move(waiting->error));
        return {};
    } catch (std::exception const &trouble) {
        std::string_view const why = trouble.what();
        return why.starts_with("The disk is full") ? is_full
                                                   : std::string{why.substr(0, why.find(" ("))};
    }
}

void SqliteDatabase::try_prepare(Query const &query) {
    do_task([&] { connection_->prepare(query); });
}

Done SqliteDatabase::check() {
    std::string found;
    do_read([&](Reader &reader) {
        // Not quick_check: that one does not compare the indexes with their tables.
        static constexpr Query integrity_check{"integrity_check", "pragma integrity_check(20)", ""};
        reader.each(integrity_check, {}, [&](Row const &row) {
            if (!found.empty()) found += "; ";
            found += row.text(0);
        });
    });
    if (found == "ok") return {};
    return Refusal{Reason::conflict,
                   {N_("The database file is damaged: {1}. Restore the latest backup."), {found}},
                   {},
                   {}};
}

} // namespace goen::store
