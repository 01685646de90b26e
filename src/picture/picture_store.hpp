// SPDX-License-Identifier: Apache-2.0
// Rows of pictures <-> values. For this room's own files only.
#pragma once

#include "picture/picture.hpp"

#include <utility>
#include <vector>

namespace goen::picture::rows {

void add(store::Writer &writer, MemberId owner, std::string_view hash,
         media::Picture const &picture, Time at);
std::optional<std::string> print(store::Reader &reader, MemberId owner, std::string_view hash,
                                 int size, Format format);

void drop_uses(store::Writer &writer, MemberId owner, CardId card);
void add_use(store::Writer &writer, MemberId owner, CardId card, std::string_view part,
             std::string_view hash);
std::vector<CardId> cards_showing(store::Reader &reader, MemberId owner, std::string_view hash);

std::vector<std::pair<MemberId, std::string>> unused(store::Reader &reader, Time before);
void drop(store::Writer &writer, MemberId owner, std::string_view hash);

} // namespace goen::picture::rows
