// SPDX-License-Identifier: Apache-2.0
#include "base/result.hpp"

namespace goen {

void bug(char const *why, char const *file, int line) {
    throw std::logic_error{std::string{why} + " (" + file + ":" + std::to_string(line) + ")"};
}

} // namespace goen
