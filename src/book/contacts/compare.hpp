// SPDX-License-Identifier: Apache-2.0
// Two versions of a card beside each other, field by field, as a reader would name the fields.
#pragma once

#include "contacts/contacts.hpp"

namespace goen::contacts {

struct FieldPair {
    std::string_view
        field;           // name reading company department title posts address emails phones urls
    i18n::Language side; // of which side; the reader's for what both sides share
    std::string was, is; // "" = nothing there; lists one a line
    bool is_changed() const { return was != is; }
};

// Fields that are empty on both are left out; what stands on the other side of the card only when
// it differs from this reader's.
std::vector<FieldPair> field_pairs(card::CardBody const &was, card::CardBody const &is,
                                   i18n::Language reader);

struct Comparison {
    LedgerEntry from, to;
    std::size_t from_number = 0, to_number = 0; // in the ledger, from 1
};
// Numbers from 1, oldest first. Refuses numbers the ledger does not have.
Result<Comparison> compared(std::vector<LedgerEntry> const &ledger, std::size_t from,
                            std::size_t to);

} // namespace goen::contacts
