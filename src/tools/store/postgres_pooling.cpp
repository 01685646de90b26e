// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_pooling.hpp"

#include "base/result.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <chrono>
#include <memory>
#include <vector>

namespace goen::store {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds longest_answer{5};
constexpr char const *server_session = "select pg_backend_pid()";

struct Answer {
    enum class Kind { value, refused, silence } kind;
    std::string value; // the first column of the first row
};

// A connection of its own whose answers have a deadline: a pooler without a free server session
// lets a query wait for minutes.
class Session {
public:
    explicit Session(std::string const &url) {
        std::array const keys{"connect_timeout", "fallback_application_name", "dbname",
                              static_cast<char const *>(nullptr)};
        std::array const texts{"5", "goen", url.c_str(), static_cast<char const *>(nullptr)};
        link_ = PQconnectdbParams(keys.data(), texts.data(), 1);
    }
    ~Session() { PQfinish(link_); }
    Session(Session const &) = delete;
    Session &operator=(Session const &) = delete;

    bool is_open() const { return PQstatus(link_) == CONNECTION_OK; }
    std::string announced_session() const { return std::to_string(PQbackendPID(link_)); }

    Answer ask(char const *sql) {
        if (PQsendQuery(link_, sql) != 1) return {Answer::Kind::refused, {}};
        Answer answer{Answer::Kind::refused, {}};
        auto const until = steady_clock::now() + longest_answer;
        for (;;) {
            if (!wait(until)) return {Answer::Kind::silence, {}};
            PGresult *const result = PQgetResult(link_);
            if (!result) return answer;
            auto const status = PQresultStatus(result);
            if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
                answer.kind = Answer::Kind::value;
            if (PQntuples(result) > 0) answer.value = PQgetvalue(result, 0, 0);
            PQclear(result);
        }
    }

private:
    // Until PQgetResult would not block. False when time is up; a lost connection is an answer.
    bool wait(steady_clock::time_point until) {
        while (PQisBusy(link_)) {
            auto const left =
                std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_clock::now());
            pollfd watched{PQsocket(link_), POLLIN, 0};
            if (left.count() <= 0 || ::poll(&watched, 1, static_cast<int>(left.count())) == 0)
                return false;
            if (PQconsumeInput(link_) != 1) return true;
        }
        return true;
    }

    PGconn *link_;
};

[[noreturn]] void refuse() {
    throw Trouble{
        "The connection pooler in front of PostgreSQL gives goen another session for each "
        "transaction (pgbouncer in transaction or statement mode); goen needs session mode: set "
        "pool_mode = session for its database, or connect to PostgreSQL directly."};
}

[[noreturn]] void refuse_small_pool() {
    throw Trouble{
        "The connection pooler in front of PostgreSQL had no second session for goen within 5 "
        "seconds; in session mode each connection of goen needs one: raise pool_size."};
}

} // namespace

// A pooler makes up the process id by which a client may cancel its query (pgbouncer: its own
// cancel key), so the announced id differs from the real one in every mode. In session mode nobody
// else can be given our session while we stay connected. In transaction mode an idle connection has
// none: pgbouncer gives the one that was free last (or, with server_round_robin, the next) to the
// first who begins a transaction, so one of the two ids below gives it away at once. Other clients
// of the same pool may come between, therefore three tries.
void require_session_pooling(std::string const &url) {
    Session first{url};
    if (!first.is_open()) return;
    auto const ours = first.ask(server_session);
    if (ours.kind != Answer::Kind::value || ours.value == first.announced_session()) return;

    std::vector<std::unique_ptr<Session>> others; // each holds its session by an open transaction
    for (int tries = 0; tries < 3; ++tries) {
        auto &other = *others.emplace_back(std::make_unique<Session>(url));
        if (!other.is_open()) return;
        auto const begun = other.ask("begin");
        if (begun.kind == Answer::Kind::refused) refuse(); // statement mode knows no transactions
        auto const theirs = begun.kind == Answer::Kind::silence ? begun : other.ask(server_session);
        if (theirs.kind == Answer::Kind::silence) refuse_small_pool();
        if (theirs.value == ours.value) refuse();
        auto const again = first.ask(server_session);
        if (again.kind == Answer::Kind::value && again.value != ours.value) refuse();
        if (again.kind == Answer::Kind::silence) refuse();
    }
}

} // namespace goen::store
