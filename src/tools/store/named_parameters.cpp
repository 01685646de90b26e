// SPDX-License-Identifier: Apache-2.0
#include "store/named_parameters.hpp"

#include <algorithm>
#include <stdexcept>

namespace goen::store {

namespace {

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

// Where the quoted thing that starts at `at` ends. A doubled quote reads as two things in a row:
// the same end.
std::size_t end_of_quoted(std::string_view sql, std::size_t at) {
    auto const close = sql.find(sql[at], at + 1);
    return close == std::string_view::npos ? sql.size() : close + 1;
}

std::size_t end_of_block_comment(std::string_view sql, std::size_t at) {
    auto const close = sql.find("*/", at + 2);
    return close == std::string_view::npos ? sql.size() : close + 2;
}

} // namespace

NumberedQuery numbered(std::string_view sql, Numbering how) {
    NumberedQuery out;
    out.text.reserve(sql.size() + 8);
    std::size_t at = 0;
    auto const keep_until = [&](std::size_t end) {
        out.text += sql.substr(at, end - at);
        at = end;
    };
    while (at < sql.size()) {
        char const c = sql[at];
        char const after = at + 1 < sql.size() ? sql[at + 1] : '\0';
        if (c == '\'' || c == '"') {
            keep_until(end_of_quoted(sql, at));
        } else if (c == '-' && after == '-') {
            keep_until(std::min(sql.find('\n', at), sql.size()));
        } else if (c == '/' && after == '*') {
            keep_until(end_of_block_comment(sql, at));
        } else if (c == ':' && after == ':') {
            keep_until(at + 2);
        } else if (c == ':' && begins_name(after)) {
            std::size_t end = at + 1;
            while (end < sql.size() && is_name(sql[end])) ++end;
            std::string const name{sql.substr(at + 1, end - at - 1)};
            auto place = std::find(out.names.begin(), out.names.end(), name);
            if (place == out.names.end()) place = out.names.insert(place, name);
            out.text += how == Numbering::dollar ? '$' : '?';
            out.text += std::to_string(place - out.names.begin() + 1);
            at = end;
        } else {
            keep_until(at + 1);
        }
    }
    return out;
}

void refuse_binds(Query const &query, std::string_view what, std::string_view name) {
    throw std::logic_error{"query " + std::string{query.name} + ": " + std::string{what} + " :" +
                           std::string{name}};
}

void check_extra_binds(Query const &query, std::vector<std::string> const &names, Binds binds) {
    for (auto const &bind : binds) {
        if (std::find(names.begin(), names.end(), bind.name) != names.end()) continue;
        auto const in_sqlite = numbered(query.sqlite, Numbering::question_mark).names;
        auto const in_postgres = numbered(query.postgres, Numbering::dollar).names;
        bool const known =
            std::find(in_sqlite.begin(), in_sqlite.end(), bind.name) != in_sqlite.end() ||
            std::find(in_postgres.begin(), in_postgres.end(), bind.name) != in_postgres.end();
        if (!known) refuse_binds(query, "it has no parameter", bind.name);
    }
}

void refuse_nul(Query const &query, Bind const &bind) {
    refuse_binds(query, "a NUL character stands in the text bound to", bind.name);
}

} // namespace goen::store
