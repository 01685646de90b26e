// SPDX-License-Identifier: Apache-2.0
// What the picture room hangs on the house.
#pragma once

#include "picture/picture.hpp"
#include "web/doors.hpp"

namespace goen::picture {

// /card/{id}/pictures, …/photo, …/logo; /pictures/{member}/{hash}/{size}
void add_pages(web::Doors &doors, Pictures &pictures, card::Cards &cards);
// /cards/{id}/photo, /cards/{id}/logo; /pictures/{member}/{hash}/{size}
void add_api(web::Doors &doors, Pictures &pictures);

// The bytes of one print for who asks, or 404: for pages and API alike.
http::Response serve(web::Visit const &visit, Pictures &pictures);

} // namespace goen::picture
