// SPDX-License-Identifier: Apache-2.0
// Where everything in the picture lies: a pure function of counts and labels, the same every time.
// Lengths are units of the drawing's own viewBox. No two circles or labels meet, and everything
// lies within width and height.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace goen::drawing {

// round: me in the middle, for wide screens and paper. tall: me on top and two columns below,
// readable on 240 pixels.
enum class Shape { round, tall };

struct Circle {
    double x = 0, y = 0, r = 0;
};
struct Point {
    double x = 0, y = 0;
};
struct Placed {
    Circle circle;
    double label_y = 0, note_y = 0; // baselines of the two lines below the circle, centred on its x
    std::vector<Point> dots;        // one for `per_dot` people
};
struct Layout {
    double width = 0, height = 0;
    int per_dot = 1;
    Circle me;
    std::vector<Placed> placed; // in the order given
};

struct Node {
    std::size_t count = 1;
    std::string label; // as it will be written: see shortened()
};
inline constexpr std::size_t most_nodes = 25, longest_label = 16;

// At most most_nodes; the largest should come first.
Layout laid_out(std::vector<Node> const &nodes, Shape shape);

// Ends in … when it is wider than `widest`; a kanji or kana is two wide.
std::string shortened(std::string_view text, std::size_t widest = longest_label);
std::size_t width_of(std::string_view text);

} // namespace goen::drawing
