// SPDX-License-Identifier: Apache-2.0
// One's own card and its QR, as a browser can keep them: a page without menu, forms or anything of
// others.
#pragma once

#include "push/push_doors.hpp"
#include "web/page.hpp"

namespace goen::push {

http::Response offline_page(web::Visit const &visit, Offline &offline);

} // namespace goen::push
