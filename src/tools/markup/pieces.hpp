// SPDX-License-Identifier: Apache-2.0
// A run of text taken apart: what is a URL, what is a mention, what is neither.
#pragma once

#include "base/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::markup {

struct Piece {
    enum class Kind { text, link, mention };
    Kind kind = Kind::text;
    std::string_view text; // as it stands in the run
    std::string target;    // of a link
    MemberId member;       // of a mention
};

// In order; together their texts are the run.
std::vector<Piece> pieces_of(std::string_view run);

// Where a URL leads, fit for an attribute: http or https, the host in ASCII, everything beyond it
// in ASCII too. Nothing for other schemes, user names in it, hosts that are none, and more than
// 2,000 bytes.
std::optional<std::string> web_target(std::string_view url);

// Of such a target, as people read it: Japanese decoded, cut with … when it is long.
std::string readable_url(std::string_view target);

// The text as far as this room reads it.
std::string_view within_bounds(std::string_view text);

} // namespace goen::markup
