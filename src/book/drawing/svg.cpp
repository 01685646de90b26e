// SPDX-License-Identifier: Apache-2.0
#include "drawing/svg.hpp"

#include <algorithm>
#include <cmath>

namespace goen::drawing {

using namespace html;

namespace {

// To a tenth of a unit: 12.3
std::string number(double value) {
    auto const tenths = std::lround(value * 10);
    auto text = (tenths < 0 ? "-" : "") + std::to_string(std::labs(tenths) / 10);
    if (tenths % 10 != 0) text += "." + std::to_string(std::labs(tenths) % 10);
    return text;
}
std::string point(double x, double y) { return number(x) + " " + number(y); }

Html circle(std::string_view css_class, Circle const &c) {
    return element("circle", cls(css_class), attr("cx", number(c.x)), attr("cy", number(c.y)),
                   attr("r", number(c.r)));
}
Html writing(std::string_view css_class, double x, double y, std::string_view text) {
    return element("text", cls(css_class), attr("x", number(x)), attr("y", number(y)), text);
}

// Dots as one path of round caps without length: a tenth of the markup of as many circles.
std::string dots_path(std::vector<Point> const &dots) {
    std::string path;
    for (auto const &dot : dots) path += "M" + point(dot.x, dot.y) + "h0";
    return path;
}

std::string threads(Layout const &layout, Shape shape) {
    auto const &me = layout.me;
    std::string path;
    double lowest = me.y;
    for (auto const &[circle, label_y, note_y, dots] : layout.placed) {
        if (shape == Shape::round) {
            path += "M" + point(me.x, me.y) + "L" + point(circle.x, circle.y);
            continue;
        }
        auto const from = std::max(circle.y - 34, me.y);
        auto const bend = circle.x < me.x ? -30 : 30;
        path += "M" + point(me.x, from) + "Q" + point(me.x, circle.y) + " " +
                point(me.x + bend, circle.y) + "H" + number(circle.x);
        lowest = std::max(lowest, from);
    }
    if (lowest > me.y) path += "M" + point(me.x, me.y) + "V" + number(lowest);
    return path;
}

std::vector<Node> nodes_of(std::vector<Mark> const &marks) {
    std::vector<Node> nodes;
    for (auto const &mark : marks)
        nodes.push_back({mark.count, width_of(mark.note) > width_of(shortened(mark.label))
                                         ? shortened(mark.note)
                                         : shortened(mark.label)});
    return nodes;
}

} // namespace

int per_dot(std::vector<Mark> const &marks) {
    return laid_out(nodes_of(marks), Shape::tall).per_dot;
}

Html drawn(std::vector<Mark> const &marks, Mark const &middle, Shape shape, std::string_view says) {
    auto const layout = laid_out(nodes_of(marks), shape);
    Html inner;
    inner += element("path", cls("map-thread thread"), attr("aria-hidden", "true"),
                     attr("d", threads(layout, shape)));
    auto const &me = layout.me;
    inner += element("g", cls("map-me"), circle("map-ground", me),
                     when(!middle.label.empty(),
                          [&] {
                              return writing("map-label", me.x,
                                             middle.note.empty() ? me.y + 5.5 : me.y - 2,
                                             shortened(middle.label, 8));
                          }),
                     when(!middle.note.empty(), [&] {
                         return writing("map-note", me.x,
                                        middle.label.empty() ? me.y + 5 : me.y + 15, middle.note);
                     }));
    for (std::size_t i = 0; i < layout.placed.size(); ++i) {
        auto const &placed = layout.placed[i];
        auto const &mark = marks[i];
        auto const &c = placed.circle;
        auto const kind = mark.is_quiet ? "map-group quiet" : "map-group";
        inner += a(cls(kind), href(Url{mark.to}),
                   element("title", mark.note.empty() ? mark.says : mark.says + " · " + mark.note),
                   circle("map-ground", c),
                   element("path", cls("map-dots"), attr("d", dots_path(placed.dots))),
                   writing("map-label", c.x, placed.label_y, shortened(mark.label)),
                   when(!mark.note.empty(),
                        [&] { return writing("map-note", c.x, placed.note_y, mark.note); }));
    }
    return element(
        "svg", cls(shape == Shape::round ? "map-round" : "map-tall"),
        attr("viewBox", "0 0 " + point(std::ceil(layout.width), std::ceil(layout.height))),
        attr("role", "group"), attr("aria-label", says), inner);
}

Html bars(Year const &year, std::vector<std::string> const &labels,
          std::vector<std::string> const &months, std::string_view says) {
    constexpr double slot = 30, base = 150, tallest = 122;
    auto const most = std::max(1, *std::max_element(year.months.begin(), year.months.end()));
    Html inner = element("title", says);
    inner += element("path", cls("bar-base"), attr("d", "M0 " + number(base) + "H360"));
    std::string in_words;
    for (std::size_t i = 0; i < year.months.size(); ++i) {
        auto const count = year.months.at(i);
        auto const middle = slot * (static_cast<double>(i) + .5);
        if (count > 0) {
            auto const height = std::max(2., tallest * count / most);
            inner += element("rect", cls("bar"), attr("x", number(middle - 9)),
                             attr("y", number(base - height)), attr("width", "18"),
                             attr("height", number(height)), attr("rx", "1.5"));
            inner += writing("bar-count", middle, base - height - 5, std::to_string(count));
            in_words += (in_words.empty() ? "" : ", ") + months[i] + " " + std::to_string(count);
        }
        inner += writing("bar-month", middle, base + 19, labels[i]);
    }
    return element("svg", cls("year-bars"), attr("viewBox", "0 0 360 180"), attr("role", "img"),
                   attr("aria-label", std::string{says} + ": " + in_words), inner);
}

} // namespace goen::drawing
