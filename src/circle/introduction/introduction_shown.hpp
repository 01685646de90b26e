// SPDX-License-Identifier: Apache-2.0
// Introductions as one of the people in them may see them, on pages and in letters: how the others
// are named, and which cards are shown.
#pragma once

#include "introduction/introduction_doors.hpp"
#include "introduction/introduction_view.hpp"

#include <unordered_map>

namespace goen::introduction {

// Named by what `me` may see of them, else as in my own contacts.
std::unordered_map<MemberId, std::string> names_of(Rooms const &rooms, MemberId me,
                                                   i18n::Words const &words, store::Reader &reader,
                                                   std::vector<MemberId> const &ids);

// In the order of `found`, with as many queries for many as for one.
std::vector<Shown> shown_to(Rooms const &rooms, MemberId me, i18n::Words const &words,
                            store::Reader &reader, std::vector<Introduction> found);

} // namespace goen::introduction
