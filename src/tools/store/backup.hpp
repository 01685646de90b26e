// SPDX-License-Identifier: Apache-2.0
// Backup and restore: the whole database as one file, the same for both engines, so that a network
// moves from SQLite to PostgreSQL and back. Made in one snapshot while everybody goes on working.
// What the file looks like is in docs/backup.md; bytes are backup_file.hpp's business.
#pragma once

#include "store/database.hpp"

#include <functional>
#include <string>
#include <vector>

namespace goen::store {

struct BackupOptions {
    std::string program;    // "goen 0.3.0", for people who look into the file
    bool overwrite = false; // a file of this name is replaced
    bool compress = true;
    std::function<void(double)> progress = [](double) {}; // 0 to 1
};

struct BackupTally {
    std::int64_t tables = 0, rows = 0, bytes = 0; // bytes: of the file
    std::string made;                             // RFC 3339
};

// One table as the schema tells it. The kinds are what both engines can hold.
struct TableShape {
    enum class Kind { integer, text, bytes };
    struct Column {
        std::string name;
        Kind kind;
        bool operator==(Column const &) const = default;
    };
    std::string name;
    std::vector<Column> columns;
    std::vector<std::size_t> key; // places of the primary key's columns
};
// The tables that hold the network's data: all but the three that belong to one database alone
// (`migration`, `journal_origin`, `node`). Throws Trouble for a table that cannot be backed up (a
// column of another kind, no primary key).
std::vector<TableShape> data_tables(Reader &reader);

// Writes beside `path` under another name, reads it back, and gives it its name when it is whole
// and on the disk.
Result<BackupTally> back_up(Database &database, std::string const &path, Clock &clock,
                            BackupOptions const &options);
// Reads the file through: refused in words when it is no backup, torn, altered, or of a newer
// format.
Result<BackupTally> verify_backup(std::string const &path,
                                  std::function<void(double)> const &progress);
// Into an empty database (fresh, or migrated and without rows), which is brought up to date
// afterwards. All or nothing: everything is verified first, and the rows come in one transaction.
Result<BackupTally> restore(Database &database, std::string const &path,
                            std::function<void(double)> const &progress);

} // namespace goen::store
