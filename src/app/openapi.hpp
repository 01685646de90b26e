// SPDX-License-Identifier: Apache-2.0
// The OpenAPI 3.1 document, from the same declarations that route and validate.
#pragma once

#include "web/doors.hpp"

namespace goen::app {

std::string openapi(std::vector<web::Doors::Api> const &apis, std::string const &public_url);

// RFC 9457 names: not_found -> "not-found", the last part of a problem's type.
std::string_view problem_name(int status);

} // namespace goen::app
