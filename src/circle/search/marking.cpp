// SPDX-License-Identifier: Apache-2.0
#include "search/marking.hpp"

#include "base/text.hpp"
#include "index/pieces.hpp"
#include "names/graphemes.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::search {
namespace {

// A text folded character by character, and which bytes of it each folded byte came from.
struct Folding {
    std::string folded;
    std::vector<std::pair<std::size_t, std::size_t>> source; // of each byte of `folded`
};

Folding folded_by_character(std::string_view text) {
    Folding out;
    for (auto const one : names::graphemes_of(text)) {
        auto const from = static_cast<std::size_t>(one.data() - text.data());
        auto const key = names::folded(one);
        // A gap at the end of what is folded is dropped there, but parts two words here.
        out.folded += key.empty() ? std::string{" "} : key;
        out.source.resize(out.folded.size(), {from, from + one.size()});
    }
    return out;
}

// Sentences with what ends them.
std::vector<std::string_view> sentences_of(std::string_view text) {
    static constexpr std::string_view full_stop = "。";
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto end = std::min(text.find('\n'), text.find(". "));
        if (auto const stop = text.find(full_stop); stop != text.npos && stop < end)
            end = stop + full_stop.size() - 1;
        end = end == text.npos ? text.size() : end + 1;
        out.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return out;
}

std::string in_one_line(std::string_view text) {
    std::string out{text};
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (count-- > 0 && at < text.size()) next_code_point(text, at);
    return text.substr(0, at);
}

} // namespace

Marked marked(std::string_view text, std::string_view question) {
    Marked out{std::string{text}};
    auto const words = index::words_of(names::folded(question)).words;
    auto const folding = folded_by_character(text);
    for (auto const &word : words) {
        for (auto at = folding.folded.find(word); at != folding.folded.npos;
             at = folding.folded.find(word, at + word.size()))
            out.marks.emplace_back(folding.source[at].first,
                                   folding.source[at + word.size() - 1].second);
    }
    std::sort(out.marks.begin(), out.marks.end());
    // One mark where two touch.
    std::vector<std::pair<std::size_t, std::size_t>> joined;
    for (auto const &[from, until] : out.marks) {
        if (!joined.empty() && from <= joined.back().second)
            joined.back().second = std::max(joined.back().second, until);
        else
            joined.emplace_back(from, until);
    }
    out.marks = std::move(joined);
    return out;
}

Marked excerpt(std::string_view text, std::string_view question, std::size_t characters) {
    text = trimmed(text);
    if (count_code_points(text) <= characters) return marked(in_one_line(text), question);
    auto const words = index::words_of(names::folded(question)).words;
    auto const sentences = sentences_of(text);
    auto const has_word = [&](std::string_view sentence) {
        auto const folded = names::folded(sentence);
        return std::any_of(words.begin(), words.end(), [&](std::string const &word) {
            return folded.find(word) != folded.npos;
        });
    };
    auto const found = std::find_if(sentences.begin(), sentences.end(), has_word);
    auto start = found == sentences.end() ? std::size_t{0}
                                          : static_cast<std::size_t>(found->data() - text.data());
    // In a very long sentence from a little before the word.
    if (found != sentences.end() && count_code_points(*found) > characters) {
        auto const in_it = marked(*found, question);
        if (!in_it.marks.empty()) {
            auto const before = found->substr(0, in_it.marks.front().first);
            auto const length = count_code_points(before);
            if (length > characters / 3)
                start += first_characters(before, length - characters / 3).size();
        }
    }
    auto const rest = text.substr(start);
    auto const shown = first_characters(rest, characters);
    std::string line = start > 0 ? "…" : "";
    line += trimmed(shown);
    if (shown.size() < rest.size()) line += "…";
    return marked(in_one_line(line), question);
}

html::Html to_html(Marked const &marked) {
    html::Html out;
    std::string_view const text = marked.text;
    std::size_t at = 0;
    for (auto const &[from, until] : marked.marks) {
        out += html::Html{text.substr(at, from - at)};
        out += html::element("mark", text.substr(from, until - from));
        at = until;
    }
    out += html::Html{text.substr(at)};
    return out;
}

} // namespace goen::search
