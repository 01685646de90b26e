// SPDX-License-Identifier: Apache-2.0
// The text of an HTML letter, in one pass over its tags.
#include "base/text.hpp"
#include "html/references.hpp"
#include "mail_in/mail_in.hpp"

#include <algorithm>
#include <array>

namespace goen::mail_in {
namespace {

struct Tag {
    std::string name;
    bool is_end = false, is_empty = false;
    std::string_view inside; // attributes
};

// After '<'. `at` goes behind the '>'.
Tag read_tag(std::string_view html, std::size_t &at) {
    Tag tag;
    if (at < html.size() && html[at] == '/') tag.is_end = true, ++at;
    auto const start = at;
    while (at < html.size() && at - start < 32 &&
           (std::isalnum(static_cast<unsigned char>(html[at])) != 0 || html[at] == ':'))
        ++at;
    tag.name = lower_ascii(html.substr(start, at - start));
    auto const attributes = at;
    char quote = 0;
    for (; at < html.size(); ++at) {
        char const c = html[at];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            break;
        }
    }
    tag.inside = html.substr(attributes, at - attributes);
    tag.is_empty = tag.inside.ends_with('/');
    if (at < html.size()) ++at;
    return tag;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_block(std::string_view name) {
    return is_one_of(name, {"p",       "div",    "li", "ul", "ol", "tr",  "table",   "h1",
                            "h2",      "h3",     "h4", "h5", "h6", "pre", "address", "section",
                            "article", "center", "hr", "dl", "dd", "dt",  "body"});
}

// Where a mail program begins the letter that is answered, all of the rest.
bool begins_original(Tag const &tag) {
    if (tag.inside.size() > 2000) return false;
    auto const inside = lower_ascii(tag.inside);
    for (auto const *mark : {"divrplyfwdmsg", "appendonsend", "olk_src_body_section",
                             "mail-editor-reference-message", "ymail_android_signature"}) {
        if (inside.find(mark) != inside.npos && tag.name != "blockquote") return true;
    }
    return false;
}
// An element that is a quotation or an added signature, left out with all that is in it.
bool is_left_out(Tag const &tag) {
    if (is_one_of(tag.name, {"script", "style", "head", "title", "noscript", "template", "object",
                             "iframe", "svg", "select"}))
        return true;
    if (tag.inside.size() > 2000) return false;
    auto const inside = lower_ascii(tag.inside);
    for (auto const *mark :
         {"gmail_quote", "gmail_attr", "gmail_signature", "moz-cite-prefix", "moz-signature",
          "yahoo_quoted", "protonmail_quote", "applemailsignature", "gmail_extra_quote"}) {
        if (inside.find(mark) != inside.npos) return true;
    }
    return false;
}

bool is_void(std::string_view name) {
    return is_one_of(name, {"br", "hr", "img", "meta", "link", "input", "area", "base", "col",
                            "wbr", "embed", "source", "track", "param"});
}

class Writer {
public:
    void text(std::string_view raw, bool is_pre) {
        for (char const c : raw) {
            bool const is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
            if (is_pre && c == '\n') {
                line();
            } else if (is_space && !is_pre) {
                needs_space_ = !is_at_start_;
            } else {
                if (is_at_start_) {
                    for (int i = 0; i < quoted; ++i) out_ += '>';
                    if (quoted > 0) out_ += ' ';
                }
                if (needs_space_) out_ += ' ';
                needs_space_ = false, is_at_start_ = false;
                out_ += c;
            }
        }
    }
    void line() { out_ += '\n', is_at_start_ = true, needs_space_ = false; }
    void block() {
        if (!is_at_start_) line();
    }
    std::string take() { return std::move(out_); }
    int quoted = 0;

private:
    std::string out_;
    bool is_at_start_ = true, needs_space_ = false;
};

} // namespace

std::string text_of_html(std::string_view html) {
    Writer out;
    std::string left_out; // the element that is being left out
    int depth = 0, pre = 0;
    for (std::size_t at = 0; at < html.size();) {
        auto const next = std::min(html.find('<', at), html.size());
        if (next > at && left_out.empty())
            out.text(html::without_references(html.substr(at, next - at)), pre > 0);
        at = next;
        if (at >= html.size()) break;
        if (html.substr(at, 4) == "<!--") {
            auto const end = html.find("-->", at + 4);
            at = end == html.npos ? html.size() : end + 3;
            continue;
        }
        ++at;
        bool const is_tag =
            at < html.size() && (html[at] == '/' || html[at] == '!' || html[at] == '?' ||
                                 std::isalpha(static_cast<unsigned char>(html[at])) != 0);
        if (!is_tag) {
            if (left_out.empty()) out.text("<", pre > 0);
            continue;
        }
        auto const tag = read_tag(html, at);
        if (!left_out.empty()) {
            if (tag.name == left_out && !tag.is_empty) depth += tag.is_end ? -1 : 1;
            if (depth == 0) left_out.clear();
            continue;
        }
        if (!tag.is_end && begins_original(tag)) break;
        if (!tag.is_end && !is_void(tag.name) && !tag.is_empty && is_left_out(tag)) {
            left_out = tag.name, depth = 1;
            if (is_block(tag.name)) out.block();
            continue;
        }
        if (tag.name == "br") out.line();
        if (tag.name == "blockquote") {
            out.block();
            if (!tag.is_end && out.quoted < 50) ++out.quoted;
            if (tag.is_end && out.quoted > 0) --out.quoted;
        }
        if (tag.name == "pre") pre = std::max(0, pre + (tag.is_end ? -1 : 1));
        if (is_block(tag.name)) out.block();
        if (tag.name == "td" || tag.name == "th") out.text(" ", false);
    }
    return out.take();
}

} // namespace goen::mail_in
