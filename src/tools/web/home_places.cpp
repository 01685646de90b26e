// SPDX-License-Identifier: Apache-2.0
#include "web/home_places.hpp"

namespace goen::web {

using namespace html;

Html day_line(std::string_view drawing, Html what, Html deed) {
    return li(icon(drawing), div(cls("day-what"), what),
              when(!deed.empty(), [&] { return div(cls("day-deed"), deed); }));
}

} // namespace goen::web
