// SPDX-License-Identifier: Apache-2.0
// Addresses for search: 丸の内1-2-3, 丸の内１－２－３, 丸の内一丁目2番3号 and 丸ノ内1丁目2の3 are
// one, 霞ヶ関 and 霞が関 too. Keys are never shown.
#pragma once

#include <string>
#include <string_view>

namespace goen::names {

// "丸の内一丁目2番3号　見本ビル10F" -> "丸の内1-2-3-見本びる10f". Every number but one that a Latin
// letter follows ends in "-", so that 1丁目 is not the beginning of 10丁目.
std::string address_key(std::string_view text);
// Whether the piece of an address (an address_key()) stands in the find key, from whole numbers on.
bool has_address(std::string_view find_key, std::string_view piece);

} // namespace goen::names
