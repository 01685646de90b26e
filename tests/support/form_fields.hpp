// SPDX-License-Identifier: Apache-2.0
// What a browser would send of a form in a page, if nothing in it were touched: hidden fields,
// texts, what is chosen and checked. Buttons and files are left out.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace goen::tests {

using Fields = std::vector<std::pair<std::string, std::string>>;

inline std::string unescaped(std::string_view markup) {
    static constexpr std::pair<std::string_view, char> all[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}};
    std::string text;
    for (std::size_t at = 0; at < markup.size();) {
        bool found = false;
        for (auto const &[escape, sign] : all) {
            if (!markup.substr(at).starts_with(escape)) continue;
            text += sign, at += escape.size(), found = true;
            break;
        }
        if (!found) text += markup[at++];
    }
    return text;
}

inline std::string attribute_of(std::string_view tag, std::string const &name) {
    auto const from = tag.find(" " + name + "=\"");
    if (from == tag.npos) return {};
    auto const start = from + name.size() + 3;
    return unescaped(tag.substr(start, tag.find('"', start) - start));
}

// Of the first form that posts there; empty when there is none.
inline Fields fields_of(std::string_view page, std::string_view action) {
    Fields fields;
    std::string_view form;
    for (auto at = page.find("<form"); at != page.npos; at = page.find("<form", at + 1)) {
        auto const tag = page.substr(at, page.find('>', at) - at);
        if (attribute_of(tag, "action") != action) continue;
        form = page.substr(at, page.find("</form>", at) - at);
        break;
    }
    std::string select; // whose options these are
    bool is_chosen = false;
    for (auto at = form.find('<'); at != form.npos; at = form.find('<', at + 1)) {
        auto const end = form.find('>', at);
        auto const tag = form.substr(at, end - at);
        auto const name = attribute_of(tag, "name"), value = attribute_of(tag, "value"),
                   type = attribute_of(tag, "type");
        if (tag.starts_with("<input")) {
            bool const is_tick = type == "checkbox" || type == "radio";
            if (is_tick && attribute_of(tag, "checked").empty()) continue;
            if (type != "file" && type != "submit") fields.emplace_back(name, value);
        } else if (tag.starts_with("<textarea")) {
            auto text = form.substr(end + 1, form.find("</textarea>", end) - end - 1);
            if (text.starts_with('\n')) text.remove_prefix(1);
            fields.emplace_back(name, unescaped(text));
        } else if (tag.starts_with("<select")) {
            select = name, is_chosen = false;
            fields.emplace_back(name, "");
        } else if (tag.starts_with("<option") && !select.empty()) {
            bool const is_selected = !attribute_of(tag, "selected").empty();
            if (is_selected || (!is_chosen && fields.back().second.empty()))
                fields.back().second = value;
            is_chosen = is_chosen || is_selected;
        } else if (tag.starts_with("</select")) {
            select.clear();
        }
    }
    return fields;
}

inline std::string value_in(Fields const &fields, std::string_view name) {
    for (auto const &[field, value] : fields) {
        if (field == name) return value;
    }
    return {};
}

// The same form with some of it typed anew; an empty value takes a tick away.
inline Fields typed_into(Fields fields, Fields const &typed) {
    for (auto const &[name, value] : typed) {
        std::erase_if(fields, [&name = name](auto const &field) { return field.first == name; });
        if (!value.empty()) fields.emplace_back(name, value);
    }
    return fields;
}

} // namespace goen::tests
