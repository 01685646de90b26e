// SPDX-License-Identifier: Apache-2.0
// Of postal.cpp: what is built into the binary.
#pragma once

#include <array>
#include <string_view>

namespace goen::names {

struct Prefecture {
    char const *name, *kana;
};
std::array<Prefecture, 47> const &prefectures(); // in the order of JIS X 0401: 北海道 is 1, at
                                                 // index 0
std::string_view postal_extract();

} // namespace goen::names
