// SPDX-License-Identifier: Apache-2.0
// The one word by which a request is answered by mail.
#pragma once

#include <optional>
#include <string_view>

namespace goen::answering {

enum class AnswerWord { accept, hold, decline };

// Of a text that says nothing else: 受ける, はい, OK, yes; 保留, hold; 辞退, いいえ, no. In any
// width and either kana, with or without a full stop. Nothing for any other text.
std::optional<AnswerWord> answer_word(std::string_view text);

} // namespace goen::answering
