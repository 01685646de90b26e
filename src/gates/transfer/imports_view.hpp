// SPDX-License-Identifier: Apache-2.0
// Files in and out, as pages.
#pragma once

#include "transfer/imports.hpp"
#include "web/page.hpp"

namespace goen::transfer {

html::Html import_page(web::Visit const &visit, web::FormState const &state,
                       std::vector<ImportBatch> const &recent, Usage const &room,
                       Usage const &drafts);
html::Html preview_page(web::Visit const &visit, Imports::Preview const &preview,
                        std::optional<RowState> only, bool is_first_page);
html::Html export_page(web::Visit const &visit);

} // namespace goen::transfer
