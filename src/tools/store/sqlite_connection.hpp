// SPDX-License-Identifier: Apache-2.0
// One connection to a SQLite file, with its prepared statements. Used by one thread at a time.
// Failures of the world (full, locked, damaged) are Trouble; wrong SQL or a broken constraint is a
// bug.
#pragma once

#include "store/database.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace goen::store {

class SqliteStatement;

// The file is damaged, or no SQLite database at all.
struct DamagedFile : Trouble {
    using Trouble::Trouble;
};

class SqliteConnection {
public:
    enum class Access { read, write };

    SqliteConnection(std::string const &path, Access access, Options const &options);
    ~SqliteConnection();
    SqliteConnection(SqliteConnection const &) = delete;
    SqliteConnection &operator=(SqliteConnection const &) = delete;

    void rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &), void *to);
    std::int64_t run(Query const &query, Binds binds); // rows changed
    void prepare(Query const &query);                  // only to see that it can be done
    void execute(char const *sql);    // any number of statements; rows are thrown away
    std::string ask(char const *sql); // the first column of the first row, as text

    // False also after SQLite gave up the transaction by itself, as it does when the disk is full.
    bool is_in_transaction() const;
    std::int64_t changes() const; // rows written since the connection was opened, undone ones too
    void roll_back() noexcept;    // whatever is open; failures are of no interest here

private:
    friend class SqliteStatement;
    SqliteStatement &statement_for(Query const &query);
    [[noreturn]] void fail(int code, std::string_view doing) const;

    static int wait_while_busy(void *connection, int asked_before);

    Access access_;
    milliseconds busy_timeout_;
    std::chrono::steady_clock::time_point busy_until_{};
    sqlite3 *db_ = nullptr;
    // By the address of the text, which lives for ever with its Query.
    std::unordered_map<char const *, std::unique_ptr<SqliteStatement>> statements_;
};

// A Reader over a connection that is inside a transaction.
class SqliteReader final : public Reader {
public:
    explicit SqliteReader(SqliteConnection &connection) : connection_(connection) {}

protected:
    void run_rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &),
                  void *to) override {
        connection_.rows(query, binds, row_to, to);
    }

private:
    SqliteConnection &connection_;
};

} // namespace goen::store
