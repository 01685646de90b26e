// SPDX-License-Identifier: Apache-2.0
// The start tags in the head of a page, in order. Tolerant of anything, in one pass: what is not
// closed goes on to the end.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace goen::fetch {

struct Tag {
    std::string name;                                                 // in lower case
    std::vector<std::pair<std::string, std::string_view>> attributes; // as they stand, undecoded
    std::string_view text;                                            // of a title, undecoded

    std::string_view attribute(std::string_view wanted) const; // "" when it has none
};

// Without those in comments, scripts, styles, noscript, templates and drawings.
void for_each_tag(std::string_view html, std::function<void(Tag const &)> const &hear);

} // namespace goen::fetch
