// SPDX-License-Identifier: Apache-2.0
#include "answering/answer_word.hpp"

#include "base/text.hpp"
#include "names/search_key.hpp"

#include <array>
#include <string>
#include <utility>

namespace goen::answering {
namespace {

constexpr std::array<std::pair<std::string_view, AnswerWord>, 24> words{
    {{"受ける", AnswerWord::accept},     {"うける", AnswerWord::accept},
     {"受けます", AnswerWord::accept},   {"お受けします", AnswerWord::accept},
     {"はい", AnswerWord::accept},       {"ok", AnswerWord::accept},
     {"okです", AnswerWord::accept},     {"yes", AnswerWord::accept},
     {"accept", AnswerWord::accept},     {"承諾", AnswerWord::accept},
     {"承諾します", AnswerWord::accept}, {"hai", AnswerWord::accept},
     {"保留", AnswerWord::hold},         {"保留します", AnswerWord::hold},
     {"保留にします", AnswerWord::hold}, {"hold", AnswerWord::hold},
     {"辞退", AnswerWord::decline},      {"辞退します", AnswerWord::decline},
     {"辞退する", AnswerWord::decline},  {"いいえ", AnswerWord::decline},
     {"no", AnswerWord::decline},        {"decline", AnswerWord::decline},
     {"iie", AnswerWord::decline},       {"断る", AnswerWord::decline}}};

std::string bare(std::string_view text) {
    std::string out{text};
    for (auto const mark :
         {"。", "．", "！", "、", "　", "「", "」", "｡", "!", ".", "\"", " ", "\n"}) {
        for (std::size_t at; (at = out.find(mark)) != std::string::npos;)
            out.erase(at, std::string_view{mark}.size());
    }
    return names::folded(out);
}

} // namespace

std::optional<AnswerWord> answer_word(std::string_view text) {
    if (text.size() > 100) return {};
    auto const typed = bare(text);
    if (typed.empty()) return {};
    for (auto const &[word, answer] : words) {
        if (bare(word) == typed) return answer;
    }
    return {};
}

} // namespace goen::answering
