// SPDX-License-Identifier: Apache-2.0
// The letters that lie in the spool folder, for the demonstration: there is no mail server, so they
// are read here.
#pragma once

#include "web/doors.hpp"

#include <string>

namespace goen::admin {

void add_outbox_pages(web::Doors &doors, std::string folder);

} // namespace goen::admin
