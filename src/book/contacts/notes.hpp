// SPDX-License-Identifier: Apache-2.0
// What a member writes about a contact: memo, tags, meetings. Checked here once; and how tags and
// meetings lie packed in the contact's row, newest meeting first.
#pragma once

#include "contacts/contacts.hpp"

namespace goen::contacts {

constexpr std::size_t max_memo = 10'000, max_tags = 50, max_tag = 50, max_meetings = 200,
                      max_place = 200, max_note = 1'000;

Result<std::string> checked_memo(std::string_view typed);
// Trimmed, empty ones dropped, those that fold alike kept once (the first).
Result<std::vector<std::string>> checked_tags(std::vector<std::string> const &typed);
// Newest first; undated ones last; wholly empty ones dropped.
Result<std::vector<Meeting>> checked_meetings(std::vector<Meeting> const &typed);

std::string packed_tags(std::vector<std::string> const &tags);
std::vector<std::string> unpacked_tags(std::string_view text);
std::string packed_meetings(std::vector<Meeting> const &met);
std::vector<Meeting> unpacked_meetings(std::string_view text);
// Only the newest, for the list.
Meeting newest_meeting(std::string_view text);

// The folded text by which notes are found.
std::string find_text(std::string_view memo, std::vector<std::string> const &tags,
                      std::vector<Meeting> const &met);

} // namespace goen::contacts
