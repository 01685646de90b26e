// SPDX-License-Identifier: Apache-2.0
#include "html/gaps.hpp"

#include <algorithm>
#include <array>

namespace goen::html {
namespace {

constexpr std::array<std::string_view, 5> inline_tags{"a", "span", "button", "label", "small"};

bool is_inline(std::string_view tag) {
    return std::find(inline_tags.begin(), inline_tags.end(), tag) != inline_tags.end();
}

// "span" where `before` ends with "</span>"; "" where it ends otherwise.
std::string_view tag_that_ended(std::string_view before) {
    constexpr std::size_t longest = 6;
    auto const name_end = before.size() - 1;
    for (auto at = name_end; at > 1 && name_end - at <= longest; --at) {
        if (before[at - 1] != '/') continue;
        return before[at - 2] == '<' ? before.substr(at, name_end - at) : std::string_view{};
    }
    return {};
}

std::string_view tag_that_begins(std::string_view after) {
    return after.substr(1, after.find_first_of(" >", 1) - 1);
}

} // namespace

std::string with_gaps(std::string_view markup) {
    std::string out;
    out.reserve(markup.size() + 256);
    std::size_t written = 0;
    for (auto at = markup.find("><"); at != markup.npos; at = markup.find("><", at + 1)) {
        auto const end = at + 1;
        if (!is_inline(tag_that_begins(markup.substr(end))) ||
            !is_inline(tag_that_ended(markup.substr(0, end))))
            continue;
        out += markup.substr(written, end - written);
        out += '\n';
        written = end;
    }
    out += markup.substr(written);
    return out;
}

} // namespace goen::html
