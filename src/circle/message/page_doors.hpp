// SPDX-License-Identifier: Apache-2.0
// The parts of add_pages(), one for each page file; included by this room's *_pages.cpp only.
#pragma once

#include "message/message_doors.hpp"
#include "message/message_view.hpp"

namespace goen::message {

void add_list_pages(web::Doors &doors, Rooms rooms);   // /messages /messages/new /settings/messages
void add_thread_pages(web::Doors &doors, Rooms rooms); // /messages/{id}… /messages/with/{id}
void add_about_pages(web::Doors &doors, Rooms rooms);  // /messages/{id}/about …

// With the time after which it may be tried again, when it was too much.
http::Response wait_and_retry(http::Response response, Refusal const &why);
// Whether the message that is there under this form's client_id says something else than was typed
// now; and the refusal that says so.
bool said_otherwise(Rooms const &rooms, web::Visit const &visit, Messages::Sent const &sent);
Refusal sent_already();
// A refusal as a page, with what was typed, to be copied; who cannot be reached is shown with how
// she can be.
http::Response not_sent(web::Visit const &visit, Refusal const &why, MemberId other);
// People of my book I may write to, by name or company; the newest when nothing is asked.
std::vector<contacts::Line> people_to_write_to(Rooms const &rooms, web::Visit const &visit,
                                               std::string_view query);
std::string new_client_id(web::Visit const &visit); // of a form

} // namespace goen::message
