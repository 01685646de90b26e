// SPDX-License-Identifier: Apache-2.0
// What the drawing room hangs on the house: /network/map, /network/years. `contacts` must outlive
// `doors`.
#pragma once

#include "drawing/drawing.hpp"
#include "web/doors.hpp"

namespace goen::drawing {

void add_pages(web::Doors &doors, contacts::Contacts &contacts);

} // namespace goen::drawing
