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

// The same for other rooms' pictures: the format that whoever asks can read, and the answer.
// Nothing: 404. `tag` names the picture. Kept: its address says what is in it; else a browser asks
// each time whether it may still be shown.
Format format_for(web::Visit const &visit);
enum class Keeping { for_long, never_unasked };
http::Response print_response(web::Visit const &visit, std::optional<std::string> bytes,
                              Format format, std::string const &tag, Keeping keeping);

} // namespace goen::picture
