// SPDX-License-Identifier: Apache-2.0
// Places of the home page besides web::home_day (places.hpp), where a part is a few lines of the
// day: <li> elements made by day_line().
#pragma once

#include "web/page.hpp"
#include "web/places.hpp"

namespace goen::web {

// Panels beside the feed: what can be answered at once, and whom one might write to.
inline constexpr Place<> home_beside{"home/beside"};

// A line of the day: a drawing, what it is, and what can be done about it.
html::Html day_line(std::string_view drawing, html::Html what, html::Html deed = {});

} // namespace goen::web
