// SPDX-License-Identifier: Apache-2.0
// Reads markup of this room strictly, for its tests and its fuzz target: only the tags and
// attributes it may write, each in its one spelling, all closed, links to http, https and mailto.
#pragma once

#include "base/text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::markup {

struct Shape {
    std::size_t deepest = 0;
    std::vector<std::string> hrefs;
};

// Nothing when it finds anything else.
inline std::optional<Shape> shape_of(std::string_view markup) {
    static constexpr std::string_view inner[] = {"p",  "h2",         "h3",  "h4",   "ul", "ol",
                                                 "li", "blockquote", "pre", "code", "em", "strong"};
    Shape shape;
    std::vector<std::string> open;
    for (std::size_t at = 0; at < markup.size();) {
        char const c = markup[at];
        if (c == '>' || c == '"' || c == '\'') return {};
        if (c != '<') {
            ++at;
            continue;
        }
        auto const end = markup.find('>', at);
        if (end == markup.npos) return {};
        auto tag = markup.substr(at + 1, end - at - 1);
        at = end + 1;
        if (tag == "br /" || tag == "hr /") continue;
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != tag.substr(1)) return {};
            open.pop_back();
            continue;
        }
        constexpr std::string_view link = "a href=\"", rel = "\" rel=\"nofollow ugc noopener\"";
        constexpr std::string_view list = "ol start=\"";
        if (tag.starts_with(link) && tag.ends_with(rel)) {
            auto const target = tag.substr(
                link.size(), tag.size() - std::min(tag.size(), link.size() + rel.size()));
            bool const is_known = target.starts_with("http://") || target.starts_with("https://") ||
                                  target.starts_with("mailto:");
            if (!is_known || target.find_first_of("\"<> \t\n\\") != target.npos) return {};
            if (std::find(open.begin(), open.end(), "a") != open.end()) return {};
            shape.hrefs.emplace_back(target);
            open.emplace_back("a");
        } else if (tag.starts_with(list) && tag.ends_with('"')) {
            auto const number = tag.substr(list.size(), tag.size() - list.size() - 1);
            if (number.empty() || number.find_first_not_of("0123456789") != number.npos) return {};
            open.emplace_back("ol");
        } else {
            if (std::find(std::begin(inner), std::end(inner), tag) == std::end(inner)) return {};
            open.emplace_back(tag);
        }
        shape.deepest = std::max(shape.deepest, open.size());
    }
    if (!open.empty() || !is_utf8(markup)) return {};
    return shape;
}

} // namespace goen::markup
