// SPDX-License-Identifier: Apache-2.0
// Character references in text that came as HTML or Markdown: &amp; &#12354; &#x3042;
#pragma once

#include <string>
#include <string_view>

namespace goen::html {

// The text with its references replaced by the characters they stand for (HTML Living Standard
// 13.2.5.73-80). Numbers that stand for no character become U+FFFD. Names: those that are met in
// titles and prose; a name that is not known stays as it was written, and so does one without its
// semicolon.
std::string without_references(std::string_view text);

} // namespace goen::html
