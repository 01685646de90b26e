// SPDX-License-Identifier: Apache-2.0
// Where a page of the book ended, as an opaque word. It carries a check over whose list it is of
// and what was asked, so that one made up or taken from another list is refused. It holds no
// secret: only a place in one's own book.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goen::contacts {

struct Cursor {
    int rank = 0;
    std::string sort_key;
    std::int64_t id = 0;
};
std::string cursor_text(Cursor const &cursor, std::string_view scope);
std::optional<Cursor> read_cursor(std::string_view text, std::string_view scope);

} // namespace goen::contacts
