// SPDX-License-Identifier: Apache-2.0
#include "feed/feed_doors.hpp"

namespace goen::feed {

void add_pages(web::Doors &doors, Rooms rooms) {
    doors.get("/posts/pictures/{id}/{size}", web::Who::member,
              [rooms](web::Visit const &visit) { return serve_picture(visit, rooms.feed); });
}
void add_parts(web::Places &, Rooms) {}

} // namespace goen::feed
