// SPDX-License-Identifier: Apache-2.0
// Notices as Html: values in, markup out.
#pragma once

#include "notice/notice.hpp"
#include "web/page.hpp"

namespace goen::notice {

html::Html notices_page(web::Visit const &visit, Page const &page, bool is_first);

} // namespace goen::notice
