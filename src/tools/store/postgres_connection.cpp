// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_connection.hpp"

#include "store/named_parameters.hpp"
#include "store/outcome_unknown.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace goen::store {

namespace {

// So many answers may be on their way before we collect them: the server must never wait for us to
// read while we wait for it to read.
constexpr int most_unsynced = 64;

std::int64_t number_in(char const *text, int length) {
    if (length == 1 && (*text == 't' || *text == 'f')) return *text == 't';
    std::int64_t value = 0;
    std::from_chars(text, text + length, value);
    return value;
}

class PostgresRow final : public Row {
public:
    PostgresRow(PGresult *result, int row) : result_(result), row_(row) {}
    bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
    std::int64_t integer(int column) const override {
        return number_in(PQgetvalue(result_, row_, column), PQgetlength(result_, row_, column));
    }
    std::string_view text(int column) const override {
        return {PQgetvalue(result_, row_, column),
                static_cast<std::size_t>(PQgetlength(result_, row_, column))};
    }

    // Rows come as text, and bytea in it as \x and hex digits.
    std::string bytes(int column) const override {
        auto const hex = text(column);
        if (!hex.starts_with("\\x")) return {};
        auto const digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
        std::string out(hex.size() / 2 - 1, '\0');
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = static_cast<char>(digit(hex[2 * i + 2]) * 16 + digit(hex[2 * i + 3]));
        }
        return out;
    }

private:
    PGresult *result_;
    int row_;
};

// The values as libpq wants them. Numbers are written as text, so that the server may take them for
// any type; text goes as it is (format 1, bytes and length), without a copy.
class Values {
public:
    explicit Values(std::size_t count) {
        if (count > most) throw std::logic_error{"a query has more than 64 parameters"};
    }
    void place(std::size_t i, Bind const &bind) {
        switch (bind.kind) {
        case Bind::Kind::null:
            data[i] = nullptr;
            lengths[i] = 0;
            formats[i] = 0;
            return;
        case Bind::Kind::integer: {
            char *const at = digits_[i].data();
            *std::to_chars(at, at + 23, bind.integer).ptr = '\0';
            data[i] = at;
            lengths[i] = 0;
            formats[i] = 0;
            return;
        }
        case Bind::Kind::bytes: // format 1 is the bytes themselves for bytea as well
        case Bind::Kind::text:
            data[i] = bind.text.empty() ? "" : bind.text.data();
            lengths[i] = static_cast<int>(bind.text.size());
            formats[i] = 1;
        }
    }
    static constexpr std::size_t most = 64;
    std::array<char const *, most> data;
    std::array<int, most> lengths;
    std::array<int, most> formats;

private:
    std::array<std::array<char, 24>, most> digits_;
};

} // namespace

PostgresConnection::Result::~Result() { PQclear(at); }

PostgresConnection::PostgresConnection(std::string const &url, bool durable) {
    // Before dbname: the address may say otherwise.
    std::array const keys{
        "connect_timeout", "tcp_user_timeout", "fallback_application_name",
        "client_encoding", "dbname",           static_cast<char const *>(nullptr)};
    std::array const texts{"5",    "10000",     "goen",
                           "UTF8", url.c_str(), static_cast<char const *>(nullptr)};
    link_ = PQconnectdbParams(keys.data(), texts.data(), 1);
    try {
        if (PQstatus(link_) != CONNECTION_OK)
            throw Trouble{std::string{"PostgreSQL cannot be reached: "} + PQerrorMessage(link_)};
        // client_min_messages lets warnings through and nothing less.
        PQsetNoticeReceiver(
            link_, [](void *warned, PGresult const *) { *static_cast<bool *>(warned) = true; },
            &was_warned_);
        execute("set timezone = 'UTC'; set bytea_output = hex; set client_min_messages = warning");
        if (!durable) execute("set synchronous_commit = off");
        if (PQenterPipelineMode(link_) != 1) lost();
    } catch (...) {
        PQfinish(link_);
        throw;
    }
}

PostgresConnection::~PostgresConnection() { PQfinish(link_); }

bool PostgresConnection::is_broken() const { return PQstatus(link_) != CONNECTION_OK; }
bool PostgresConnection::is_alive() noexcept {
    // What a server says before it goes away, and the end itself, stand ready to be read. So may
    // answers that nobody wanted (let_go), or a changed setting: those do no harm.
    auto const has_input = [&] {
        pollfd watched{PQsocket(link_), POLLIN, 0};
        return ::poll(&watched, 1, 0) > 0;
    };
    try {
        for (int looks = 0; has_input(); ++looks) {
            if (looks == 4) return false; // it goes on and on: not to be understood
            if (!coming_.empty()) settle();
            if (is_broken() || PQconsumeInput(link_) != 1) return false;
        }
    } catch (std::exception const &) {
        return false;
    }
    return !is_broken();
}

int PostgresConnection::socket() const { return PQsocket(link_); }

void PostgresConnection::lost() const {
    throw ConnectionLost{std::string{"The connection to PostgreSQL was lost: "} +
                         PQerrorMessage(link_)};
}

void PostgresConnection::fail(std::string_view state, std::string const &message,
                              std::string_view query) const {
    auto const detail = " (" + std::string{query} + ": " + message + ")";
    if (is_broken()) throw ConnectionLost{"The connection to PostgreSQL was lost" + detail};
    if (state == "40001" || state == "40P01")
        throw Conflict{"Two writes were in each other's way" + detail};
    if (state == "53100") throw Trouble{"The disk of the PostgreSQL server is full" + detail};
    if (state.starts_with("53"))
        throw Trouble{"The PostgreSQL server has no room for more" + detail};
    if (state.starts_with("57P") || state.starts_with("08") || state == "40003")
        throw ConnectionLost{"The PostgreSQL server went away" + detail};
    // Wrong SQL, a broken constraint, a value that does not fit, a write inside a read.
    for (std::string_view ours : {"22", "23", "42", "0A", "25"}) {
        if (state.starts_with(ours)) throw std::logic_error{"query" + detail};
    }
    throw Trouble{"PostgreSQL failed" + detail};
}

PostgresConnection::Statement &PostgresConnection::statement_for(Query const &query) {
    auto &found = statements_[query.postgres.data()];
    // An address can come again with another text, for a query that did not live for ever after
    // all.
    if (found.is_sent && found.source == query.postgres) return found;
    auto text = numbered(query.postgres, Numbering::dollar);
    found = {"s" + std::to_string(next_name_++), std::string{query.postgres}, std::move(text.names),
             false};
    if (PQsendPrepare(link_, found.name.c_str(), text.text.c_str(), 0, nullptr) != 1) lost();
    found.is_sent = true;
    coming_.push_back({Answer::To::preparation, &found, query.name, nullptr, false});
    ++unsynced_;
    return found;
}

void PostgresConnection::send(Query const &query, Binds binds, std::int64_t *number) {
    auto &statement = statement_for(query);
    Values values{statement.parameters.size()};
    match_binds(query, statement.parameters, binds,
                [&](std::size_t i, Bind const &bind) { values.place(i, bind); });
    if (PQsendQueryPrepared(link_, statement.name.c_str(),
                            static_cast<int>(statement.parameters.size()), values.data.data(),
                            values.lengths.data(), values.formats.data(), 0) != 1) {
        lost();
    }
    coming_.push_back({Answer::To::statement, nullptr, query.name, number, false});
    ++unsynced_;
}

void PostgresConnection::sync() {
    if (PQpipelineSync(link_) != 1) lost();
    coming_.push_back({Answer::To::sync, nullptr, {}, nullptr, false});
    unsynced_ = 0;
}

void PostgresConnection::take_in(Answer const &answer, pg_result *result, std::string &first_error,
                                 std::string &state, std::string_view &culprit) {
    auto const status = PQresultStatus(result);
    bool const good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (answer.to == Answer::To::preparation && !good) answer.prepared->is_sent = false;
    if (good) {
        if (answer.number && PQntuples(result) > 0)
            *answer.number = number_in(PQgetvalue(result, 0, 0), PQgetlength(result, 0, 0));
        return;
    }
    // What follows an error is skipped by the server up to the next sync; only the error itself is
    // told.
    if (status == PGRES_PIPELINE_ABORTED || answer.is_unwanted || !first_error.empty()) return;
    char const *const code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    char const *const message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    state = code ? code : "";
    first_error = message ? message : PQresultErrorMessage(result);
    if (first_error.empty()) first_error = "unknown";
    culprit = answer.query;
}

// Reads every answer that is to come, and throws the first error. *last becomes the answer to the
// last statement.
void PostgresConnection::collect(Result *last) {
    std::string first_error;
    std::string state;
    std::string_view culprit;
    while (!coming_.empty()) {
        Answer const answer = coming_.front();
        coming_.pop_front();
        if (answer.to == Answer::To::sync) {
            Result const synced{PQgetResult(link_)};
            if (!synced.at || PQresultStatus(synced.at) != PGRES_PIPELINE_SYNC) lost();
            continue;
        }
        bool any = false;
        for (;;) {
            Result result{PQgetResult(link_)};
            if (!result.at) break;
            any = true;
            take_in(answer, result.at, first_error, state, culprit);
            if (is_broken()) {
                coming_.clear();
                if (first_error.empty()) lost();
                fail("08006", first_error, culprit);
            }
            if (last && answer.to == Answer::To::statement) std::swap(last->at, result.at);
        }
        if (!any) { // libpq has nothing to say although something was sent
            coming_.clear();
            lost();
        }
    }
    if (!first_error.empty()) fail(state, first_error, culprit);
}

void PostgresConnection::rows(Query const &query, Binds binds, bool (*row_to)(void *, Row const &),
                              void *to) {
    Result found;
    ask(query, binds, found);
    tell(found, row_to, to);
}

void PostgresConnection::ask(Query const &query, Binds binds, Result &rows) {
    send(query, binds, nullptr);
    sync();
    collect(&rows);
}

void PostgresConnection::tell(Result const &rows, bool (*row_to)(void *, Row const &), void *to) {
    int const count = PQntuples(rows.at);
    for (int i = 0; i < count; ++i) {
        if (!row_to(to, PostgresRow{rows.at, i})) return;
    }
}

std::int64_t PostgresConnection::run(Query const &query, Binds binds) {
    send(query, binds, nullptr);
    sync();
    Result result;
    collect(&result);
    char const *const changed = PQcmdTuples(result.at);
    bool const is_select = std::strncmp(PQcmdStatus(result.at), "SELECT", 6) == 0;
    return is_select ? 0 : number_in(changed, static_cast<int>(std::strlen(changed)));
}

void PostgresConnection::put(Query const &query, Binds binds) {
    put_for_number(query, binds, nullptr);
}

void PostgresConnection::put_for_number(Query const &query, Binds binds, std::int64_t *number) {
    send(query, binds, number);
    if (unsynced_ >= most_unsynced) settle();
}

void PostgresConnection::settle() {
    if (unsynced_ > 0) sync();
    collect(nullptr);
}

void PostgresConnection::let_go() noexcept {
    for (auto &answer : coming_) {
        answer.is_unwanted = true;
        answer.number = nullptr;
    }
    if (unsynced_ == 0 || is_broken()) return;
    try {
        sync();
    } catch (std::exception const &) {
        // The connection is broken; whoever takes it next will see that.
    }
}

void PostgresConnection::prepare(Query const &query) {
    Statement tried;
    auto const text = numbered(query.postgres, Numbering::dollar);
    if (PQsendPrepare(link_, "", text.text.c_str(), 0, nullptr) != 1) lost();
    coming_.push_back({Answer::To::preparation, &tried, query.name, nullptr, false});
    ++unsynced_;
    settle();
}

void PostgresConnection::execute(std::string const &sql) {
    bool const piping = PQpipelineStatus(link_) != PQ_PIPELINE_OFF;
    if (piping) settle();
    if (piping && PQexitPipelineMode(link_) != 1) lost();
    Result const result{PQexec(link_, sql.c_str())};
    auto const status = PQresultStatus(result.at);
    if (piping && PQenterPipelineMode(link_) != 1) lost();
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return;
    if (is_broken()) lost();
    char const *const state = PQresultErrorField(result.at, PG_DIAG_SQLSTATE);
    fail(state ? state : "", PQresultErrorMessage(result.at), std::string_view{sql}.substr(0, 40));
}

// PostgreSQL says COMMIT also when the wait for its synchronous standby was cancelled, after a
// warning: the write is on one machine only and the next failover may undo it (Synchronous
// Replication in the manual, 27.2.8). The warnings of COMMIT cannot be told from those of the
// statements sent just before it (libpq reads ahead), so a connection that has seen one (a database
// close to the end of its transaction numbers warns with each) asks for COMMIT alone from then on.
void PostgresConnection::commit() {
    static constexpr Query end{"commit", "", "commit"};
    if (commits_alone_) settle();
    was_warned_ = false;
    Result result;
    try {
        send(end, {}, nullptr);
        sync();
        collect(&result);
    } catch (ConnectionLost const &error) {
        // Whatever libpq says of the connection: a server told to stop while it commits answers
        // COMMIT and then that it goes (FATAL 57P01 where the pipeline's end should be).
        throw OutcomeUnknown{
            std::string{"The connection to PostgreSQL was lost while a write was committed; it is "
                        "not known whether it was kept: "} +
            error.what()};
    }
    // A transaction in which something failed ends so, without an error; nothing of it is kept.
    if (std::strcmp(PQcmdStatus(result.at), "COMMIT") != 0)
        throw std::logic_error{"a write went on after one of its queries had failed"};
    if (!was_warned_) return;
    commits_alone_ = true;
    throw OutcomeUnknown{"PostgreSQL committed a write with a warning (a cancelled wait for the "
                         "synchronous standby?); it is not known whether it will stay"};
}

void PostgresConnection::roll_back() noexcept {
    static constexpr Query back{"rollback", "", "rollback"};
    if (is_broken()) return;
    let_go();
    try {
        send(back, {}, nullptr);
        settle();
    } catch (std::exception const &) {
        // Broken: it will not be used again.
    }
}

std::vector<std::string> PostgresConnection::notifications() {
    std::vector<std::string> heard;
    if (PQconsumeInput(link_) != 1) lost();
    while (PGnotify *const one = PQnotifies(link_)) {
        heard.emplace_back(one->extra);
        PQfreemem(one);
    }
    return heard;
}

} // namespace goen::store
