// SPDX-License-Identifier: Apache-2.0
// Drawn on a 24 x 24 grid with one pen. The mark is a five-yen coin (五円, which sounds like ご縁)
// with a thread through its hole.
#include "web/page.hpp"

#include <array>

namespace goen::web {

namespace {

struct Drawing {
    std::string_view name, paths;
};
constexpr std::array drawings{
    Drawing{"home", R"(<path d="M4 11.5 12 5l8 6.5V20h-5.5v-5h-5v5H4z"/>)"},
    Drawing{"card", R"(<path d="M3 6h18v12.5H3zM6.5 10h6M6.5 14.5h3.5M15 14.5h2.5"/>)"},
    Drawing{"exchange", R"(<path d="M3 4.5h11.5v7.5H3zM9.5 12v7.5H21V12h-6.5"/>)"},
    Drawing{
        "contacts",
        R"(<path d="M6 4h13v16H6zM3.5 8H6M3.5 12H6M3.5 16H6M9.5 16.5c.4-2 5.6-2 6 0"/><circle cx="12.5" cy="10.5" r="2"/>)"},
    Drawing{"messages", R"(<path d="M4 5h16v11H9.5L5 20v-4H4z"/>)"},
    Drawing{"requests", R"(<path d="M3 6h18v12.5H3zM3 7l9 6.5L21 7"/>)"},
    Drawing{"notices", R"(<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 20.5h4"/>)"},
    Drawing{
        "settings",
        R"(<path d="M4 7.5h9M17.5 7.5H20M4 16.5h2.5M11 16.5h9"/><circle cx="15.25" cy="7.5" r="2.25"/><circle cx="8.75" cy="16.5" r="2.25"/>)"},
    Drawing{"search", R"(<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>)"},
    Drawing{"copy", R"(<path d="M8.5 8.5H20V20H8.5zM15.5 5V4H4v11.5h1.5"/>)"},
    Drawing{"camera",
            R"(<path d="M3 7.5h4.5L9 5h6l1.5 2.5H21V19H3z"/><circle cx="12" cy="13" r="3.5"/>)"},
    Drawing{"print", R"(<path d="M7 9V4h10v5M7 16H4V9h16v7h-3M7 13.5h10V20H7z"/>)"},
    Drawing{
        "phone",
        R"(<path d="M5 4h4l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.5 1.5v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z"/>)"},
    Drawing{"memo", R"(<path d="M5 4h14v16H5zM8.5 9h7M8.5 12.5h7M8.5 16h4"/>)"},
    Drawing{"calendar", R"(<path d="M4 6h16v14H4zM4 10h16M8.5 3.5v4M15.5 3.5v4"/>)"},
    Drawing{"pen", R"(<path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"/>)"},
    Drawing{"picture", R"(<path d="M4 5h16v14H4zM4 15.5l4.5-4.5 4 4 3-3 4.5 4.5M15.5 9h.01"/>)"},
    Drawing{"clock", R"(<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>)"},
    Drawing{
        "introduce",
        R"(<circle cx="6" cy="16.5" r="2.5"/><circle cx="18" cy="16.5" r="2.5"/><circle cx="12" cy="6.5" r="2.5"/><path d="m10.5 9-3 5.5M13.5 9l3 5.5"/>)"},
    Drawing{
        "range",
        R"(<path d="M2.5 12S6 6 12 6s9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6z"/><circle cx="12" cy="12" r="2.5"/>)"},
    Drawing{"info", R"(<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.2"/>)"},
    Drawing{"good", R"(<circle cx="12" cy="12" r="8.5"/><path d="m8 12.5 2.8 2.8L16 9.5"/>)"},
    Drawing{"warn", R"(<path d="M12 4 21 19.5H3zM12 10v4.5M12 17v.2"/>)"},
    Drawing{"bad", R"(<circle cx="12" cy="12" r="8.5"/><path d="M12 7v6.5M12 16.5v.2"/>)"},
};
constexpr std::string_view mark =
    R"(<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="3.2"/>)"
    R"(<path class="thread" d="M1.5 18.5c4 1.5 7.5-2 9.2-5.5M13 10.8C14.5 7 18.5 3.5 22.5 5.5"/>)";

} // namespace

html::Html icon(std::string_view name) {
    std::string_view paths = name == "mark" ? mark : std::string_view{};
    for (auto const &drawing : drawings) {
        if (drawing.name == name) paths = drawing.paths;
    }
    ensure(!paths.empty(), "an icon of this name is drawn");
    std::string svg =
        R"(<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">)";
    svg += paths;
    svg += "</svg>";
    return html::trusted(std::move(svg));
}

} // namespace goen::web
