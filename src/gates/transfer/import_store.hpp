// SPDX-License-Identifier: Apache-2.0
// Rows of imports <-> values.
#pragma once

#include "transfer/imports.hpp"

namespace goen::transfer {

constexpr std::size_t chunk_size = 500; // rows a transaction: others' writes go in between

inline Refusal no_such_import() {
    return {Reason::not_found, N_("This import was not found or has been deleted."), {}, {}};
}

} // namespace goen::transfer

namespace goen::transfer::rows {

// How far a row has come; refused: it was chosen, and could not be brought in after all.
enum class Chosen { no, yes, brought, taken_back, refused };

std::optional<ImportBatch> batch(store::Reader &reader, MemberId me, ImportId id);
ImportTally tally(store::Reader &reader, MemberId me, ImportId id);
std::vector<ImportRow> after(store::Reader &reader, MemberId me, ImportId id, std::int64_t after,
                             int count, std::optional<RowState> only);
void add(store::Writer &writer, MemberId me, ImportId id, ImportRow const &row, Chosen chosen,
         std::string_view body);

// What would be written, in one text, and back.
std::string packed(Incoming const &incoming);
struct Unpacked {
    contacts::Edit edit;
    Dates dates;
};
Unpacked unpacked(std::string_view body);

} // namespace goen::transfer::rows
