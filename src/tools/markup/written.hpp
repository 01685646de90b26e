// SPDX-License-Identifier: Apache-2.0
// A run of text as markup: URLs as links, mentions as the caller writes them.
#pragma once

#include "markup/markup.hpp"

namespace goen::markup {

html::Html run_of(std::string_view text, Mentions const &mentions);
html::Html link_to(std::string const &target, html::Html const &inner);

} // namespace goen::markup
