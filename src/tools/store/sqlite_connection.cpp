// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_connection.hpp"

#include "store/named_parameters.hpp"

#include <sqlite3.h>

#include <cstring>
#include <stdexcept>
#include <thread>

namespace goen::store {

// One prepared query. While it gives rows it is busy; a query inside its own rows uses the spare.
class SqliteStatement {
public:
    SqliteStatement(SqliteConnection &connection, Query const &query) : source_(query.sqlite) {
        auto const text = numbered(query.sqlite, Numbering::question_mark);
        names_ = text.names;
        char const *rest = nullptr;
        int const code =
            sqlite3_prepare_v3(connection.db_, text.text.data(), static_cast<int>(text.text.size()),
                               SQLITE_PREPARE_PERSISTENT, &prepared_, &rest);
        if (code != SQLITE_OK) connection.fail(code, query.name);
        std::string_view const left{
            rest, static_cast<std::size_t>(text.text.data() + text.text.size() - rest)};
        if (!prepared_ || left.find_first_not_of(" \n\t;") != std::string_view::npos) {
            sqlite3_finalize(prepared_);
            throw std::logic_error{"query " + std::string{query.name} +
                                   ": it must be one statement"};
        }
    }
    ~SqliteStatement() { sqlite3_finalize(prepared_); }
    SqliteStatement(SqliteStatement const &) = delete;
    SqliteStatement &operator=(SqliteStatement const &) = delete;

    bool is_of(Query const &query) const { return source_ == query.sqlite; }

private:
    friend class SqliteConnection;
    friend class SqliteUse;
    std::string source_;
    std::vector<std::string> names_;
    sqlite3_stmt *prepared_ = nullptr;
    bool busy_ = false;
    std::unique_ptr<SqliteStatement> spare_;
};

// Binds, and cleans up however the use ends.
class SqliteUse {
public:
    SqliteUse(SqliteStatement &statement, Query const &query, Binds binds) : statement_(statement) {
        statement_.busy_ = true;
        try {
            match_binds(query, statement_.names_, binds, [this](std::size_t i, Bind const &bind) {
                place(static_cast<int>(i) + 1, bind);
            });
        } catch (...) {
            statement_.busy_ = false;
            throw;
        }
    }
    ~SqliteUse() {
        sqlite3_reset(statement_.prepared_);
        statement_.busy_ = false;
    }
    SqliteUse(SqliteUse const &) = delete;
    SqliteUse &operator=(SqliteUse const &) = delete;

    int step() { return sqlite3_step(statement_.prepared_); }
    sqlite3_stmt *prepared() { return statement_.prepared_; }

private:
    void place(int number, Bind const &bind) {
        switch (bind.kind) {
        case Bind::Kind::null: sqlite3_bind_null(statement_.prepared_, number); return;
        case Bind::Kind::integer:
            sqlite3_bind_int64(statement_.prepared_, number, bind.integer);
            return;
        case Bind::Kind::bytes:
            sqlite3_bind_blob64(statement_.prepared_, number,
                                bind.text.empty() ? "" : bind.text.data(), bind.text.size(),
                                SQLITE_STATIC);
            return;
        case Bind::Kind::text: {
            // An empty view may have no address, which SQLite would take for NULL.
            char const *const data = bind.text.empty() ? "" : bind.text.data();
            // Not copied: the text outlives the use, and a used statement is bound anew before each
            // step.
            sqlite3_bind_text64(statement_.prepared_, number, data, bind.text.size(), SQLITE_STATIC,
                                SQLITE_UTF8);
        }
        }
    }

    SqliteStatement &statement_;
};

namespace {

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt *at) : at_(at) {}
    bool is_null(int column) const override {
        return sqlite3_column_type(at_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(at_, column); }
    std::string_view text(int column) const override {
        auto const *const data = reinterpret_cast<char const *>(sqlite3_column_text(at_, column));
        return data ? std::string_view{data,
                                       static_cast<std::size_t>(sqlite3_column_bytes(at_, column))}
                    : std::string_view{};
    }

    std::string bytes(int column) const override {
        auto const *const data = static_cast<char const *>(sqlite3_column_blob(at_, column));
        return data ? std::string{data, static_cast<std::size_t>(sqlite3_column_bytes(at_, column))}
                    : std::string{};
    }

private:
    sqlite3_stmt *at_;
};

std::string_view sentence_for(int code) {
    switch (code & 0xff) {
    case SQLITE_FULL: return "The disk is full: the database could not be written.";
    case SQLITE_IOERR: return "The disk failed while the database was read or written.";
    case SQLITE_CORRUPT: return "The database file is damaged; restore the last backup.";
    case SQLITE_NOTADB: return "The database file is not a SQLite database.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "Another program keeps the database locked.";
    case SQLITE_READONLY: return "The database file may not be written.";
    case SQLITE_CANTOPEN: return "The database file cannot be opened.";
    case SQLITE_NOMEM: return "There is not enough memory for the database.";
    case SQLITE_PERM:
    case SQLITE_AUTH: return "The database file may not be used by this user.";
    case SQLITE_PROTOCOL: return "The lock of the database file does not work on this file system.";
    default: return {};
    }
}

} // namespace

void SqliteConnection::fail(int code, std::string_view doing) const {
    std::string const detail = db_ ? sqlite3_errmsg(db_) : sqlite3_errstr(code);
    auto const sentence = sentence_for(code);
    // A write inside a read is our mistake, not the file's.
    bool const writes_in_read = access_ == Access::read && (code & 0xff) == SQLITE_READONLY;
    if (sentence.empty() || writes_in_read)
        throw std::logic_error{"query " + std::string{doing} + ": " + detail};
    auto const what = std::string{sentence} + " (" + std::string{doing} + ": " + detail + ")";
    if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB) throw DamagedFile{what};
    throw Trouble{what};
}

// Once, before the first connection: no counting of memory, which takes one lock of the whole
// process at every allocation.
static void configure_sqlite() {
    static int const done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)done; // SQLITE_MISUSE when another library of the process was first: slower, not wrong
}

// Another process writes: asks again every few milliseconds until `busy_until_`, where SQLite's own
// handler would soon ask ten times a second only and miss the moments between two of its
// transactions.
int SqliteConnection::wait_while_busy(void *connection, int asked_before) {
    auto &self = *static_cast<SqliteConnection *>(connection);
    auto const now = std::chrono::steady_clock::now();
    if (asked_before == 0) self.busy_until_ = now + self.busy_timeout_;
    if (now >= self.busy_until_) return 0;
    std::this_thread::sleep_for(milliseconds{asked_before < 10 ? 1 : 4});
    return 1;
}

SqliteConnection::SqliteConnection(std::string const &path, Access access, Options const &options)
    : access_(access), busy_timeout_(options.busy_timeout_ms) {
    configure_sqlite();
    int const code =
        sqlite3_open_v2(path.c_str(), &db_,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    try {
        if (code != SQLITE_OK) fail(code, "open " + path);
        sqlite3_extended_result_codes(db_, 1);
        sqlite3_busy_handler(db_, wait_while_busy, this);
        execute("pragma foreign_keys = on");
        // Never the disk for sorting: a full disk must not stop reading.
        execute("pragma temp_store = memory");
        if (access == Access::write) {
            if (ask("pragma journal_mode = wal") != "wal")
                throw Trouble{"The database file cannot be put into WAL mode: " + path};
            // A commit is brought to the disk by the flusher of the database, before its writer
            // hears of it; here only what a checkpoint needs.
            execute("pragma synchronous = normal");
            // Exchanges write all over the books: pages read back from the log cost more than this
            // memory, which is taken only as far as the file is large.
            execute("pragma cache_size = -64000");
            // The log is moved into the file less often: pages written again and again move once.
            execute("pragma wal_autocheckpoint = 4000");
            execute("pragma journal_size_limit = 67108864");
        } else {
            execute("pragma cache_size = -2000");
            execute("pragma query_only = on");
        }
    } catch (...) {
        sqlite3_close_v2(db_);
        throw;
    }
}

SqliteConnection::~SqliteConnection() {
    statements_.clear();
    sqlite3_close_v2(db_);
}

SqliteStatement &SqliteConnection::statement_for(Query const &query) {
    auto &cached = statements_[query.sqlite.data()];
    // An address can come again with another text, for a query that did not live for ever after
    // all.
    if (cached && !cached->busy_ && !cached->is_of(query)) cached.reset();
    if (!cached) {
        try {
            cached = std::make_unique<SqliteStatement>(*this, query);
        } catch (...) {
            statements_.erase(query.sqlite.data());
            throw;
        }
    }
    auto *found = cached.get();
    while (found->busy_) {
        if (!found->spare_) found->spare_ = std::make_unique<SqliteStatement>(*this, query);
        found = found->spare_.get();
    }
    return *found;
}

void SqliteConnection::rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &),
                            void *to) {
    SqliteUse use{statement_for(query), query, binds};
    SqliteRow const row{use.prepared()};
    for (;;) {
        int const code = use.step();
        if (code == SQLITE_DONE) return;
        if (code != SQLITE_ROW) fail(code, query.name);
        if (!row_to(to, row)) return;
    }
}

std::int64_t SqliteConnection::run(Query const &query, Binds binds) {
    SqliteUse use{statement_for(query), query, binds};
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = use.step();
    if (code != SQLITE_DONE) fail(code, query.name);
    return sqlite3_stmt_readonly(use.prepared()) ? 0 : sqlite3_changes64(db_);
}

void SqliteConnection::prepare(Query const &query) { SqliteStatement const tried{*this, query}; }

void SqliteConnection::execute(char const *sql) {
    int const code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, std::string_view{sql}.substr(0, 40));
}

std::string SqliteConnection::ask(char const *sql) {
    sqlite3_stmt *prepared = nullptr;
    int code = sqlite3_prepare_v2(db_, sql, -1, &prepared, nullptr);
    std::string answer;
    if (code == SQLITE_OK) {
        code = sqlite3_step(prepared);
        if (code == SQLITE_ROW) answer = SqliteRow{prepared}.text(0);
    }
    sqlite3_finalize(prepared);
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail(code, sql);
    return answer;
}

std::int64_t SqliteConnection::changes() const { return sqlite3_total_changes64(db_); }

bool SqliteConnection::is_in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

void SqliteConnection::roll_back() noexcept {
    if (is_in_transaction()) sqlite3_exec(db_, "rollback", nullptr, nullptr, nullptr);
}

} // namespace goen::store
