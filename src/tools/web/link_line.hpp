// SPDX-License-Identifier: Apache-2.0
// A link to hand on: it can be selected, and where a script can do it, copied and shared.
#pragma once

#include "web/page.hpp"

namespace goen::web {

// `title`: what a phone offers to share it under.
html::Html link_line(Visit const &visit, std::string const &link, std::string const &title);

} // namespace goen::web
