// SPDX-License-Identifier: Apache-2.0
#include "html/gaps.hpp"

namespace goen::html {
namespace {

// This runs over every page that is sent: one byte rules nearly every place out.
bool ends_inline(std::string_view before) {
    switch (before.size() < 4 ? '\0' : before[before.size() - 2]) {
    case 'a': return before.ends_with("</a>");
    case 'n': return before.ends_with("</span>") || before.ends_with("</button>");
    case 'l': return before.ends_with("</label>") || before.ends_with("</small>");
    default: return false;
    }
}

bool begins_inline(std::string_view after) {
    auto const is = [&](std::string_view tag) {
        return after.starts_with(tag) && after.size() > tag.size() &&
               (after[tag.size()] == ' ' || after[tag.size()] == '>');
    };
    switch (after.size() < 3 ? '\0' : after[1]) {
    case 'a': return is("<a");
    case 's': return is("<span") || is("<small");
    case 'b': return is("<button");
    case 'l': return is("<label");
    default: return false;
    }
}

} // namespace

std::string with_gaps(std::string_view markup) {
    std::string out;
    out.reserve(markup.size() + 256);
    std::size_t written = 0;
    for (auto at = markup.find("><"); at != markup.npos; at = markup.find("><", at + 1)) {
        auto const end = at + 1;
        if (!ends_inline(markup.substr(0, end)) || !begins_inline(markup.substr(end))) continue;
        out += markup.substr(written, end - written);
        out += '\n';
        written = end;
    }
    out += markup.substr(written);
    return out;
}

} // namespace goen::html
