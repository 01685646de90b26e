// SPDX-License-Identifier: Apache-2.0
// White space between inline neighbours. A browser without style sheets (w3m, Lynx) writes a link
// and the link beside it as one word when nothing lies between them; where a style sheet lays them
// out in a row, the white space is not seen.
#pragma once

#include <string>
#include <string_view>

namespace goen::html {

// The same markup with a line break between the end of a link, button, label or span and the
// beginning of the next. Text that follows one directly, such as a full stop, stays where it is.
std::string with_gaps(std::string_view markup);

} // namespace goen::html
