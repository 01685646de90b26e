// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of posts are hung, the feed on the home page, and the posts on a
// person's page. What Rooms refers to must outlive `doors`.
#pragma once

#include "feed/feed.hpp"
#include "store/kept.hpp"
#include "web/doors.hpp"
#include "web/kept_bodies.hpp"
#include "web/live.hpp"
#include "web/places.hpp"

namespace goen::feed {

// GET /feed as JSON, kept while nothing it was made of has changed.
using KeptAnswers = store::Kept<std::shared_ptr<std::string const>>;

struct Rooms {
    store::Database &database;
    contacts::Contacts &contacts;
    Feed &feed;
    KeptAnswers *answers = nullptr;
    web::KeptBodies *kept = nullptr; // lists of posts; without it each is made anew
};

void add_pages(web::Doors &doors, Rooms rooms); // /posts… /comments… /feed… /moves /m/{id}/posts
void add_api(web::Doors &doors, Rooms rooms); // /posts…, /comments…, /feed, /pictures
// One print of a post's photograph for who asks, or 404: for pages and API alike.
http::Response serve_picture(web::Visit const &visit, Feed &feed);
void add_parts(web::Places &places, Rooms rooms); // on a person's page
void add_live(web::Live &live, Rooms rooms);      // `post` `comment`

// The feed on the home page, which stands above this room.
struct HomeFeed {
    html::Html composer, feed; // styled by feed.css, made quicker by feed.js
    MadeOf of;                 // a page with it may be kept as that says
};
HomeFeed home_part(web::Visit const &visit, Rooms const &rooms);
// Another one whenever home_part() shows other posts than before; nothing: not to be kept now.
// Costs no query.
std::optional<std::string> home_mark(web::Visit const &visit, Rooms const &rooms);

} // namespace goen::feed
