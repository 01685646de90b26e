// SPDX-License-Identifier: Apache-2.0
// Where the pages and endpoints of messages are hung, their place in the menu, and what is unread
// on the home page. What Rooms refers to must outlive `doors`.
#pragma once

#include "contacts/contacts.hpp"
#include "message/message.hpp"
#include "search/search.hpp"
#include "web/doors.hpp"
#include "web/kept_bodies.hpp"
#include "web/live.hpp"
#include "web/places.hpp"

namespace goen::message {

struct Rooms {
    store::Database &database;
    contacts::Contacts &contacts;
    feed::Feed &feed; // takes the photographs
    Messages &messages;
    web::KeptBodies *kept = nullptr; // of the list and of threads; null: none are kept
};

void add_pages(web::Doors &doors, Rooms rooms); // /messages… /settings/messages
void add_api(web::Doors &doors, Rooms rooms);   // /threads… /messages… /files…
void add_parts(web::Places &places, Rooms rooms);
void add_live(web::Live &live, Rooms rooms);             // what streams are told
void write_notifications(push::Push &push, Rooms rooms); // what they say of messages
search::Kind found_messages(Rooms rooms);                // in the search of everything

// A file or a photograph of a message for who asks, or 404: for pages and API alike. A file is only
// ever handed out to be saved.
http::Response serve_file(web::Visit const &visit, Messages &messages);
http::Response serve_photo(web::Visit const &visit, Messages &messages);

} // namespace goen::message
