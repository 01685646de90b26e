// SPDX-License-Identifier: Apache-2.0
// A layout as SVG within the page: shapes and classes only, colours are the style sheet's.
#pragma once

#include "drawing/drawing.hpp"
#include "drawing/layout.hpp"
#include "html/html.hpp"

namespace goen::drawing {

struct Mark {          // one circle
    std::string to;    // where it leads; "" nowhere
    std::string says;  // in full
    std::string label; // cut to what there is room for
    std::string note;  // the second line
    std::size_t count = 1;
    bool is_quiet = false; // the unknown, and the others
};

// How many people one dot is, when these are drawn.
int per_dot(std::vector<Mark> const &marks);
html::Html drawn(std::vector<Mark> const &marks, Mark const &middle, Shape shape,
                 std::string_view says);
// Twelve of each.
html::Html bars(Year const &year, std::vector<std::string> const &labels,
                std::vector<std::string> const &months, std::string_view says);

} // namespace goen::drawing
