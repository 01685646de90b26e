// SPDX-License-Identifier: Apache-2.0
// The head of a page as UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace goen::fetch {

// charset: of the header, or "". "" when it cannot be read.
std::string head_text(std::string_view html, std::string_view charset);

} // namespace goen::fetch
