// SPDX-License-Identifier: Apache-2.0
// Versions beside each other, and the history of one's own edits, as Html.
#pragma once

#include "contacts/compare.hpp"
#include "contacts/history.hpp"
#include "web/page.hpp"

namespace goen::contacts {

// Two to choose, by number from 1; 0: the last two.
html::Html compare_form(web::Visit const &visit, ContactId id,
                        std::vector<LedgerEntry> const &ledger, std::size_t from, std::size_t to);
html::Html compare_page(web::Visit const &visit, Contact const &contact,
                        std::vector<LedgerEntry> const &ledger, Comparison const &comparison);
html::Html history_page(web::Visit const &visit, Contact const &contact,
                        std::vector<PastEdit> const &edits);

} // namespace goen::contacts
