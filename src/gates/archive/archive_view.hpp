// SPDX-License-Identifier: Apache-2.0
// Taking everything along, and coming with it, as pages.
#pragma once

#include "archive/archive.hpp"
#include "web/page.hpp"

namespace goen::archive {

html::Html archive_page(web::Visit const &visit, web::FormState const &state,
                        std::optional<Time> const &draft_sent, std::size_t most_bytes);
html::Html preview_page(web::Visit const &visit, Report const &report, web::FormState const &state);
html::Html result_page(web::Visit const &visit, Report const &report);

} // namespace goen::archive
