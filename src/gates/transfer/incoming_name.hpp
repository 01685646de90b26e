// SPDX-License-Identifier: Apache-2.0
// Of incoming.cpp: the name in a row of a file, whatever else its columns hold beside it.
#pragma once

#include "transfer/incoming.hpp"

namespace goen::transfer {

// What stood beside the name. Degrees and forms of address are in draft.prefix and draft.suffix.
struct BesideName {
    std::vector<std::string> others; // for the memo
    std::vector<Sentence> notes;     // for the review of the import
};

// Takes the name's columns apart (names/name_parts.hpp): afterwards draft.name holds names and
// readings only, and draft.full_name the name as it is shown. Sets draft.order where the file
// leaves it open and the name tells.
BesideName take_name_apart(Draft &draft);

} // namespace goen::transfer
