// SPDX-License-Identifier: Apache-2.0
// The picture and the numbers as Html: drawn here on the server, whole without script, and each
// with a table that says the same.
#pragma once

#include "drawing/drawing.hpp"
#include "web/page.hpp"

namespace goen::drawing {

html::Html empty_page(web::Visit const &visit);
html::Html map_page(web::Visit const &visit, std::vector<Group> const &groups, By by);
html::Html group_page(web::Visit const &visit, std::vector<DrawnPerson> const &people,
                      Group const &group, By by);
// `year` is one of years.years; none when nobody's day is known.
html::Html years_page(web::Visit const &visit, Years const &years, Year const *year);

std::string title_of(Group const &group, By by, i18n::Words const &words);

} // namespace goen::drawing
