// SPDX-License-Identifier: Apache-2.0
// The text of a file as Japanese offices have it: UTF-8 with or without a mark, UTF-16 with one (a
// spreadsheet's "Unicode text"), or what Windows calls Shift_JIS (a spreadsheet's "CSV").
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace goen::i18n {

// UTF-8 without a mark; nothing when the bytes are none of these as a whole. Nothing is guessed
// byte by byte: what is valid UTF-8 is UTF-8, anything else must be Windows-31J from end to end.
std::optional<std::string> text_of_file(std::string_view bytes);

} // namespace goen::i18n
