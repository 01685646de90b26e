// SPDX-License-Identifier: Apache-2.0
// Choosing many contacts, and the tags of the whole book, as Html.
#pragma once

#include "contacts/tagging.hpp"
#include "web/page.hpp"

namespace goen::contacts {

html::Html choose_page(web::Visit const &visit, Ask const &ask, Found const &found,
                       web::FormState const &state);
// `just` is the batch that was made a moment ago: it is offered for undoing on top.
html::Html tags_page(web::Visit const &visit,
                     std::vector<std::pair<std::string, std::int64_t>> const &tags,
                     std::vector<TagBatch> const &batches, BatchId just);
html::Html tag_page(web::Visit const &visit, std::string const &tag, web::FormState const &state);

} // namespace goen::contacts
