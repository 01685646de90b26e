// SPDX-License-Identifier: Apache-2.0
#include "html/html.hpp"

#include "base/text.hpp"

namespace goen::html {
namespace {

// Asked at every seam of a page: one byte rules nearly every place out.
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

void append_markup(std::string &to, std::string_view markup) {
    if (ends_inline(to) && begins_inline(markup)) to += '\n';
    to += markup;
}

void append_escaped(std::string &to, std::string_view text) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string_view reference;
        switch (text[i]) {
        case '&': reference = "&amp;"; break;
        case '<': reference = "&lt;"; break;
        case '>': reference = "&gt;"; break;
        case '"': reference = "&quot;"; break;
        case '\'': reference = "&#39;"; break;
        default: continue;
        }
        to.append(text, start, i - start);
        to += reference;
        start = i + 1;
    }
    to.append(text, start);
}

Html trusted(std::string markup, bool has_h1) {
    Html html;
    html.markup_ = std::move(markup);
    html.has_h1_ = has_h1;
    return html;
}

Url::Url(std::string path) : text_(std::move(path)) {
    bool const here =
        !text_.empty() &&
        (text_[0] == '#' || text_[0] == '?' ||
         (text_[0] == '/' && (text_.size() == 1 || (text_[1] != '/' && text_[1] != '\\'))));
    if (!here) text_ = "#";
}

Url Url::web(std::string_view absolute) {
    Url url;
    auto const lower = lower_ascii(absolute.substr(0, 8));
    bool const good = (lower.starts_with("http://") || lower == "https://") &&
                      is_clean_utf8(absolute) &&
                      absolute.find_first_of(" \t\r\n\"<>\\^`{|}") == absolute.npos;
    url.text_ = good ? std::string{absolute} : "#";
    return url;
}

Url Url::mailto(std::string_view address) {
    Url url;
    url.text_ = "mailto:";
    for (char const c : address)
        url.text_ += c == '@' ? std::string{"@"} : percent_encoded({&c, 1});
    return url;
}

Url Url::tel(std::string_view digits) {
    Url url;
    for (char const c : digits) {
        if ((c >= '0' && c <= '9') || (c == '+' && url.text_.empty())) {
            url.text_ += c;
        } else if (c != '-' && c != ' ' && c != '(' && c != ')') {
            url.text_.clear();
            break;
        }
    }
    url.text_ = url.text_.empty() ? "#" : "tel:" + url.text_;
    return url;
}

Attribute attr(std::string_view name, std::string_view value) {
    Attribute made;
    made.markup.reserve(name.size() + value.size() + 4);
    made.markup += ' ', made.markup += name, made.markup += "=\"";
    append_escaped(made.markup, value);
    made.markup += '"';
    return made;
}
Attribute flag(std::string_view name, bool present) {
    return present ? attr(name, name) : Attribute{};
}
Attribute cls(std::string_view value) { return attr("class", value); }
Attribute id(std::string_view value) { return attr("id", value); }
Attribute href(Url const &url) { return attr("href", url.text()); }
Attribute src(Url const &url) { return attr("src", url.text()); }
Attribute action(Url const &url) { return attr("action", url.text()); }
Attribute lang(std::string_view value) { return attr("lang", value); }
Attribute name(std::string_view value) { return attr("name", value); }
Attribute value(std::string_view value) { return attr("value", value); }
Attribute type(std::string_view value) { return attr("type", value); }
Attribute no_attribute() { return {}; }

} // namespace goen::html
