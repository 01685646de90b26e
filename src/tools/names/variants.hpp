// SPDX-License-Identifier: Apache-2.0
// Variant shapes of kanji in names (異体字): the table behind folded(). For searching only; nothing
// that is shown or stored ever passes through it.
#pragma once

#include <cstddef>

namespace goen::names {

// 髙 -> 高, 邉 -> 辺; any other character is itself. common_shape(common_shape(c)) ==
// common_shape(c).
char32_t common_shape(char32_t c);
std::size_t variant_count();

} // namespace goen::names
