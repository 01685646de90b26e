// SPDX-License-Identifier: Apache-2.0
// One connection to PostgreSQL, always in pipeline mode, with its prepared statements. What is put
// is only sent; answers are collected at the next read or settle(), and the first error among them
// is thrown there. Used by one thread at a time.
#pragma once

#include "store/database.hpp"

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

struct pg_conn;
struct pg_result;

namespace goen::store {

// Two transactions were in each other's way; the whole write is done again.
struct Conflict : Trouble {
    using Trouble::Trouble;
};
// The connection broke before COMMIT was sent: nothing was kept.
struct ConnectionLost : Trouble {
    using Trouble::Trouble;
};

class PostgresConnection {
public:
    struct Result { // owns a libpq result
        pg_result *at = nullptr;
        ~Result();
    };

    PostgresConnection(std::string const &url, bool durable);
    ~PostgresConnection();
    PostgresConnection(PostgresConnection const &) = delete;
    PostgresConnection &operator=(PostgresConnection const &) = delete;

    // Waits for the rows; all of them are in memory while they are told.
    void rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &), void *to);
    // The same in two steps: until the first has come back nobody has been told anything.
    void ask(Query const &query, Binds binds, Result &rows);
    static void tell(Result const &rows, bool (*row_to)(void *, Row const &), void *to);
    std::int64_t run(Query const &query, Binds binds); // waits; rows changed
    void put(Query const &query, Binds binds);         // does not wait
    // Does not wait; the first column of the first row goes to *number when it comes.
    void put_for_number(Query const &query, Binds binds, std::int64_t *number);
    void settle();          // waits for all that was put
    void let_go() noexcept; // sends what was put; nobody wants the answers
    void prepare(Query const &query);
    // Several statements in one text, without parameters, with settled answers before and after.
    void execute(std::string const &sql);

    // Waits. Throws what stopped the transaction when it was not committed, and OutcomeUnknown when
    // that cannot be told.
    void commit();
    void roll_back() noexcept;
    bool is_broken() const;
    // Nobody has used it for a while: whether the server still holds its other end.
    bool is_alive() noexcept;

    int socket() const;
    // What LISTEN heard since the last call: the payloads.
    std::vector<std::string> notifications();

private:
    struct Statement {
        std::string name;
        std::string source;
        std::vector<std::string> parameters;
        bool is_sent = false;
    };
    struct Answer { // one that is still to come
        enum class To { statement, preparation, sync } to;
        Statement *prepared = nullptr;
        std::string_view query;
        std::int64_t *number = nullptr;
        bool is_unwanted = false;
    };
    void send(Query const &query, Binds binds, std::int64_t *number);
    void sync();
    void collect(Result *last);
    void take_in(Answer const &answer, pg_result *result, std::string &first_error,
                 std::string &state, std::string_view &culprit);
    Statement &statement_for(Query const &query);
    [[noreturn]] void fail(std::string_view state, std::string const &message,
                           std::string_view query) const;
    [[noreturn]] void lost() const;

    pg_conn *link_ = nullptr;
    std::unordered_map<char const *, Statement> statements_;
    int next_name_ = 0;
    std::deque<Answer> coming_;
    int unsynced_ = 0;
    bool was_warned_ = false;    // a warning came since this was last set to false
    bool commits_alone_ = false; // see commit()
};

} // namespace goen::store
