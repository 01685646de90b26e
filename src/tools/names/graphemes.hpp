// SPDX-License-Identifier: Apache-2.0
// Text as people count it: が, 👨‍👩‍👧 and é are one each, however many code points
// they are.
#pragma once

#include <string_view>
#include <vector>

namespace goen::names {

// Extended grapheme clusters (UAX 29), in order; views into `text`, which is UTF-8 of modest size.
std::vector<std::string_view> graphemes_of(std::string_view text);

} // namespace goen::names
