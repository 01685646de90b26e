// SPDX-License-Identifier: Apache-2.0
// Named parameters: ":member" in a query's text becomes ?1 (SQLite) or $1 (PostgreSQL), and the
// values given by name find their places. Casts (::bigint), strings, quoted names and comments are
// left alone.
#pragma once

#include "store/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace goen::store {

enum class Numbering { question_mark, dollar };

struct NumberedQuery {
    std::string text;
    std::vector<std::string> names; // names[0] is ?1 or $1
};

NumberedQuery numbered(std::string_view sql, Numbering how);

// A bug in the caller: the query wants `name` and nobody gave it, or the other way round.
[[noreturn]] void refuse_binds(Query const &query, std::string_view what, std::string_view name);
// A bind that this engine's text does not name must be named by the other engine's.
void check_extra_binds(Query const &query, std::vector<std::string> const &names, Binds binds);
// Text with a NUL would be cut by one engine and refused by the other.
void refuse_nul(Query const &query, Bind const &bind);

// Calls place(index, bind) for each name, in order of the numbers.
template <class F> void match_binds(Query const &query, std::vector<std::string> const &names,
                                    Binds binds, F &&place) {
    auto const *const given = binds.begin();
    for (std::size_t i = 0; i < names.size(); ++i) {
        Bind const *found = nullptr;
        if (i < binds.size() &&
            given[i].name == names[i]) { // most callers give them in the query's order
            found = given + i;
        } else {
            for (auto const &bind : binds) {
                if (bind.name == names[i]) {
                    found = &bind;
                    break;
                }
            }
        }
        if (!found) refuse_binds(query, "nothing is bound to", names[i]);
        if (found->kind == Bind::Kind::text && found->text.find('\0') != std::string_view::npos)
            refuse_nul(query, *found);
        place(i, *found);
    }
    if (binds.size() != names.size()) check_extra_binds(query, names, binds);
}

} // namespace goen::store
