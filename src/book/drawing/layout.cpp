// SPDX-License-Identifier: Apache-2.0
#include "drawing/layout.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace goen::drawing {
namespace {

constexpr double spacing = 5.4; // of the sunflower's seeds
constexpr double smallest = 17, rim = 7;
constexpr std::size_t dots_in_one = 120, dots_in_all = 800;
constexpr double golden = 2.399963229728653; // radians

struct Box {
    double left = 0, top = 0, right = 0, bottom = 0;
    bool meets(Box const &o) const {
        return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
    // Liang-Barsky: does the way from a to b pass through?
    bool is_crossed(Point a, Point b) const {
        double from = 0, until = 1;
        auto const cut = [&](double step, double room) {
            if (step == 0) return room >= 0;
            auto const at = room / step;
            if (step < 0)
                from = std::max(from, at);
            else
                until = std::min(until, at);
            return from <= until;
        };
        return cut(a.x - b.x, a.x - left) && cut(b.x - a.x, right - a.x) &&
               cut(a.y - b.y, a.y - top) && cut(b.y - a.y, bottom - a.y);
    }
};

struct Sizes { // of writing
    double unit, line, gap;
};
constexpr Sizes round_sizes{8.2, 18, 9}, tall_sizes{9, 20, 6};
constexpr double lines_below(Sizes const &s) { return 2 * s.line + 6; }

int people_per_dot(std::vector<Node> const &nodes) {
    std::size_t largest = 1, all = 0;
    for (auto const &node : nodes) largest = std::max(largest, node.count), all += node.count;
    auto const per = [](std::size_t count, std::size_t most) { return (count + most - 1) / most; };
    return static_cast<int>(
        std::max({std::size_t{1}, per(largest, dots_in_one), per(all, dots_in_all)}));
}

std::size_t dots_of(Node const &node, int per_dot) {
    auto const per = static_cast<std::size_t>(per_dot);
    return std::max<std::size_t>(1, (node.count + per - 1) / per);
}

double radius_of(std::size_t dots) {
    return std::max(smallest, spacing * std::sqrt(static_cast<double>(dots)) + rim);
}

std::vector<Point> sunflower(Circle const &circle, std::size_t count) {
    std::vector<Point> dots;
    if (count == 1) return {{circle.x, circle.y}};
    for (std::size_t i = 0; i < count; ++i) {
        auto const out = spacing * std::sqrt(static_cast<double>(i) + .5);
        auto const turn = golden * static_cast<double>(i);
        dots.push_back({circle.x + out * std::cos(turn), circle.y + out * std::sin(turn)});
    }
    return dots;
}

double half_width(Node const &node, double r, Sizes const &sizes) {
    return std::max(r, sizes.unit * static_cast<double>(width_of(node.label)) / 2);
}

void write_below(Placed &placed, Sizes const &sizes) {
    placed.label_y = placed.circle.y + placed.circle.r + sizes.line;
    placed.note_y = placed.label_y + sizes.line;
}

struct Spot {
    Box box;
    Point centre;
};

// As near to the middle as there is room, but rather a little farther out than with a thread that
// passes below a circle or its name. Tried all around, each beginning a golden angle further than
// the one before.
Spot free_spot(std::vector<Spot> const &taken, Box const &size, Box const &middle, double nearest,
               double first) {
    constexpr int turns = 72;
    constexpr double wide = 1.35, for_a_crossing = 80, step = 12;
    Spot best;
    auto least = std::numeric_limits<double>::max();
    for (double out = nearest; out < least; out += step) {
        for (int i = 0; i < turns; ++i) {
            auto const turn = first + i * 2 * std::numbers::pi / turns;
            Point const at{wide * out * std::cos(turn), out * std::sin(turn)};
            Box const box{at.x + size.left, at.y + size.top, at.x + size.right, at.y + size.bottom};
            auto cost = box.meets(middle) ? least : out;
            for (auto const &other : taken) {
                if (cost >= least) break;
                if (box.meets(other.box)) cost = least;
                if (other.box.is_crossed({0, 0}, at)) cost += for_a_crossing;
                if (box.is_crossed({0, 0}, other.centre)) cost += for_a_crossing;
            }
            if (cost < least) least = cost, best = {box, at};
        }
    }
    return best;
}

Layout around(std::vector<Node> const &nodes) {
    auto const &sizes = round_sizes;
    Layout layout;
    layout.per_dot = people_per_dot(nodes);
    layout.me = {0, 0, 38};
    Box const middle{-56, -56, 56, 56};
    Box all = middle;
    std::vector<Spot> taken;
    // Among many, air around the middle lets more threads through.
    double const nearest = nodes.size() > 10 ? 190 : 140;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        auto const dots = dots_of(nodes[i], layout.per_dot);
        auto const r = radius_of(dots);
        auto const half = half_width(nodes[i], r, sizes) + sizes.gap;
        Box const size{-half, -r - sizes.gap, half, r + lines_below(sizes) + sizes.gap};
        auto const spot =
            free_spot(taken, size, middle, nearest, golden * static_cast<double>(i) - 2.2);
        taken.push_back(spot);
        layout.placed.push_back({{spot.centre.x, spot.centre.y, r}, 0, 0, {}});
        all = {std::min(all.left, spot.box.left), std::min(all.top, spot.box.top),
               std::max(all.right, spot.box.right), std::max(all.bottom, spot.box.bottom)};
    }
    // A picture of few people is not blown up to the width of the page.
    constexpr double least_width = 760;
    auto const margin = std::max(0., least_width - (all.right - all.left)) / 2;
    layout.width = all.right - all.left + 2 * margin;
    layout.height = all.bottom - all.top;
    auto const right = margin - all.left, down = -all.top;
    layout.me.x += right, layout.me.y += down;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        auto &placed = layout.placed[i];
        placed.circle.x += right, placed.circle.y += down;
        write_below(placed, sizes);
        placed.dots = sunflower(placed.circle, dots_of(nodes[i], layout.per_dot));
    }
    return layout;
}

Layout in_columns(std::vector<Node> const &nodes) {
    auto const &sizes = tall_sizes;
    Layout layout;
    layout.per_dot = people_per_dot(nodes);
    layout.width = 320;
    layout.me = {160, 44, 38};
    double bottoms[] = {layout.me.y + 10, layout.me.y + 48};
    for (auto const &node : nodes) {
        auto const dots = dots_of(node, layout.per_dot);
        auto const r = radius_of(dots);
        auto const column = bottoms[1] < bottoms[0] ? 1 : 0;
        auto &bottom = bottoms[column];
        // The first on either side keep away from the middle.
        bottom = std::max(bottom, r > 40 ? layout.me.y + layout.me.r + 8 : bottom);
        Placed placed{{column == 0 ? 82. : 238., bottom + r + sizes.gap, r}, 0, 0, {}};
        write_below(placed, sizes);
        placed.dots = sunflower(placed.circle, dots);
        bottom = placed.circle.y + r + lines_below(sizes) + 2 * sizes.gap;
        layout.placed.push_back(std::move(placed));
    }
    layout.height = std::max({bottoms[0], bottoms[1], layout.me.y + layout.me.r + 6});
    return layout;
}

} // namespace

std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) width += next_code_point(text, at) < 0x1100 ? 1 : 2;
    return width;
}

std::string shortened(std::string_view text, std::size_t widest) {
    if (width_of(text) <= widest) return std::string{text};
    std::size_t width = 0, end = 0;
    for (std::size_t at = 0; at < text.size(); end = at) {
        width += next_code_point(text, at) < 0x1100 ? 1 : 2;
        if (width > widest - 2) break;
    }
    return std::string{trimmed(text.substr(0, end))} + "…";
}

Layout laid_out(std::vector<Node> const &nodes, Shape shape) {
    auto const few =
        nodes.size() > most_nodes
            ? std::vector<Node>(nodes.begin(),
                                nodes.begin() + static_cast<std::ptrdiff_t>(most_nodes))
            : nodes;
    return shape == Shape::round ? around(few) : in_columns(few);
}

} // namespace goen::drawing
