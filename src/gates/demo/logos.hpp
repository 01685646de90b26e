// SPDX-License-Identifier: Apache-2.0
// Marks of invented companies, as files that somebody sends.
#pragma once

#include <string>
#include <vector>

namespace goen::demo {

std::vector<std::string> logo_files();

} // namespace goen::demo
