// SPDX-License-Identifier: Apache-2.0
// Pictures for the posts of the demonstration, painted by the program: a morning at sea, a booth at
// an exhibition, a town at night, a tea cup on a desk. PNG files.
#pragma once

#include <string>
#include <vector>

namespace goen::demo {

std::vector<std::string> photograph_files();

} // namespace goen::demo
