// SPDX-License-Identifier: Apache-2.0
#include "transfer/tag_cell.hpp"

#include "base/text.hpp"

namespace goen::transfer {
namespace {

bool is_separator(char32_t c) { return c == ',' || c == ';' || c == '\n' || c == U'、'; }

} // namespace

std::string tag_cell(std::vector<std::string> const &tags, std::string_view separator) {
    std::string cell;
    for (auto const &tag : tags) {
        if (!cell.empty()) cell += separator;
        for (std::size_t at = 0; at < tag.size();) {
            bool const is_first = at == 0;
            auto const c = next_code_point(tag, at);
            if (is_separator(c) || c == '\\' || (is_first && c == '*')) cell += '\\';
            append_utf8(cell, c);
        }
    }
    return cell;
}

std::vector<std::string> tags_of_cell(std::string_view cell) {
    std::vector<std::string> tags;
    std::string tag;
    bool is_literal = false; // begins with an escaped star, which is not Google's
    auto const end = [&] {
        auto const one = is_literal ? std::string{trimmed(tag)} : tag_of_label(tag);
        if (!one.empty()) tags.push_back(one);
        tag.clear();
        is_literal = false;
    };
    for (std::size_t at = 0; at < cell.size();) {
        auto const c = next_code_point(cell, at);
        if (c == '\\' && at < cell.size()) {
            auto after = at;
            auto const next = next_code_point(cell, after);
            if (is_separator(next) || next == '\\' || next == '*') {
                is_literal = is_literal || (next == '*' && trimmed(tag).empty());
                append_utf8(tag, next);
                at = after;
                continue;
            }
        }
        if (is_separator(c))
            end();
        else
            append_utf8(tag, c);
    }
    end();
    return tags;
}

std::string tag_of_label(std::string_view label) {
    auto one = trimmed(label);
    if (one.starts_with("* ")) one.remove_prefix(2);
    return std::string{trimmed(one)};
}

} // namespace goen::transfer
