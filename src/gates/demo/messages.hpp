// SPDX-License-Identifier: Apache-2.0
// A month of messages among people who know one another.
#pragma once

#include "demo/posts.hpp"

namespace goen::demo {

// As write_posts().
void write_messages(Rooms const &rooms, std::vector<Author> const &people,
                    std::set<std::pair<std::size_t, std::size_t>> const &met, Time now);

} // namespace goen::demo
