// SPDX-License-Identifier: Apache-2.0
// A month of posts, comments and reactions among people who know one another.
#pragma once

#include "demo/demo.hpp"

#include <set>

namespace goen::demo {

struct Author {
    MemberId id;
    bool reads_english = false;
};
// Everything happens before `now`, in the order of time. The first two of `people` are those who
// can log in; `met` holds who knows whom, by their places, the smaller one first. Whose posts a tag
// is for is in her book.
void write_posts(Rooms const &rooms, std::vector<Author> const &people,
                 std::set<std::pair<std::size_t, std::size_t>> const &met, Time now);

} // namespace goen::demo
