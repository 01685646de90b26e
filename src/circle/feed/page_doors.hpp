// SPDX-License-Identifier: Apache-2.0
// The parts of add_pages(), one for each page file; included by this room's *_pages.cpp only.
#pragma once

#include "feed/feed_doors.hpp"
#include "feed/feed_view.hpp"

namespace goen::feed {

void add_list_pages(web::Doors &doors, Rooms rooms);    // /feed… /moves
void add_post_pages(web::Doors &doors, Rooms rooms);    // /posts/{id}… /comments/{id}…
void add_compose_pages(web::Doors &doors, Rooms rooms); // /posts/new /posts/{id}/edit /posts/draft
void add_person_pages(web::Doors &doors, Rooms rooms);  // /m/{id}/posts… /settings/feed

// Where a button of a post leads back to: the page it stood on.
http::Response back(web::Visit const &visit, Sentence flash = {});
// What was just deleted, with a button that brings it back; nothing on other visits.
html::Html undo_of(web::Visit const &visit);
// With the time after which it may be tried again, when it was too much.
http::Response with_retry(http::Response response, Refusal const &why);
Refusal post_not_found();

} // namespace goen::feed
