// SPDX-License-Identifier: Apache-2.0
// Rows of pictures <-> values. For this room's own files only.
#pragma once

#include "picture/picture.hpp"

#include <utility>
#include <vector>

namespace goen::picture::rows {

// `bytes`: of all its prints.
void add(store::Writer &writer, MemberId owner, std::string_view hash,
         media::Picture const &picture, std::int64_t bytes, Time at);
bool is_kept(store::Reader &reader, MemberId owner, std::string_view hash);
// How many pictures, and their bytes.
std::pair<std::int64_t, std::int64_t> kept(store::Reader &reader, MemberId owner);
std::optional<std::string> print(store::Reader &reader, MemberId owner, std::string_view hash,
                                 int size, Format format);

void drop_uses(store::Writer &writer, MemberId owner, CardId card);
void add_use(store::Writer &writer, MemberId owner, CardId card, std::string_view part,
             std::string_view hash);
std::vector<CardId> cards_showing(store::Reader &reader, MemberId owner, std::string_view hash);

std::vector<std::pair<MemberId, std::string>> unused(store::Reader &reader, Time before);
void drop(store::Writer &writer, MemberId owner, std::string_view hash);
void drop_all(store::Writer &writer, MemberId owner);

} // namespace goen::picture::rows
