// SPDX-License-Identifier: Apache-2.0
// For tests: a session of somebody else's on the PostgreSQL of the tests, statement by statement.
#pragma once

#include "base/result.hpp"

#include <libpq-fe.h>

#include <string>

namespace goen::store {

class TestingSession {
public:
    explicit TestingSession(std::string const &url) : link_(PQconnectdb(url.c_str())) {
        if (PQstatus(link_) != CONNECTION_OK) {
            std::string const why = PQerrorMessage(link_);
            PQfinish(link_);
            throw Trouble{why};
        }
        PQsetNoticeProcessor(
            link_, [](void *, char const *) {}, nullptr);
    }
    ~TestingSession() { PQfinish(link_); }
    TestingSession(TestingSession const &) = delete;
    TestingSession &operator=(TestingSession const &) = delete;

    // The first field of the first row, "" when there is none.
    std::string ask(std::string const &sql) {
        PGresult *const result = PQexec(link_, sql.c_str());
        auto const status = PQresultStatus(result);
        std::string const first = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
        std::string const why = PQerrorMessage(link_);
        PQclear(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            throw Trouble{sql + ": " + why};
        return first;
    }

private:
    PGconn *link_;
};

} // namespace goen::store
