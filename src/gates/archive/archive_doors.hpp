// SPDX-License-Identifier: Apache-2.0
// What the archive room hangs on the house. All must outlive `doors`.
#pragma once

#include "archive/archive.hpp"
#include "web/doors.hpp"

namespace goen::archive {

// /settings/archive, the file, and looking at one of another network and bringing it in
void add_pages(web::Doors &doors, Archives &archives);
void add_api(web::Doors &doors, Archives &archives); // GET and POST /archive

// The file as an answer: the same for pages and API.
Result<http::Response> archive_answer(web::Visit const &visit, Archives &archives);

} // namespace goen::archive
