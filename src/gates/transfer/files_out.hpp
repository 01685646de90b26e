// SPDX-License-Identifier: Apache-2.0
// Files as answers: the same for pages and API.
#pragma once

#include "transfer/book_file.hpp"
#include "transfer/imports.hpp"
#include "web/visit.hpp"

namespace goen::transfer {

// My whole book, with my own notes and days.
http::Response book_answer(web::Visit const &visit, contacts::Contacts &contacts, Imports &imports,
                           Format format);
// One contact as a vCard to hand on: the card alone, without my notes on the person.
Result<http::Response> contact_answer(web::Visit const &visit, contacts::Contacts &contacts,
                                      ContactId id, vcard::Version version);
http::Response vcard_answer(vcard::Person const &person, vcard::Version version,
                            std::string_view file_name);
// ?version=4, else 3.0: what every phone reads.
vcard::Version version_of(std::string_view query);

} // namespace goen::transfer
