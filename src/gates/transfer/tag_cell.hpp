// SPDX-License-Identifier: Apache-2.0
// Several tags in one cell of a table: "取引先、展示会". A comma that belongs to a tag has a
// backslash before it, so that what goen writes is read back as it was: "東京\, 大阪、VIP".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace goen::transfer {

std::string tag_cell(std::vector<std::string> const &tags, std::string_view separator);
// Separated by , ; 、 or line breaks. The star with which Google marks its own labels is dropped.
std::vector<std::string> tags_of_cell(std::string_view cell);
// Google's label, which is one tag whatever stands in it.
std::string tag_of_label(std::string_view label);

} // namespace goen::transfer
