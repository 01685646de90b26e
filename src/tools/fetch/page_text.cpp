// SPDX-License-Identifier: Apache-2.0
#include "fetch/page_text.hpp"

#include "base/text.hpp"
#include "fetch/tags.hpp"
#include "i18n/charset.hpp"

#include <algorithm>
#include <optional>

namespace goen::fetch {
namespace {

constexpr std::size_t most = 256 * 1024;

// Up to the body, as far as it can be told without knowing the charset: tags are ASCII in all of
// them but UTF-16.
std::string_view head_of(std::string_view html) {
    html = html.substr(0, most);
    auto const lower = lower_ascii(html);
    return html.substr(0, std::min({lower.find("</head"), lower.find("<body"), html.size()}));
}

// <meta charset="…"> or <meta http-equiv="Content-Type" content="…; charset=…">
std::string label_in(std::string_view head) {
    constexpr std::size_t where_it_must_be = 4096; // HTML says 1024
    std::string label;
    for_each_tag(head.substr(0, where_it_must_be), [&](Tag const &tag) {
        if (tag.name != "meta" || !label.empty()) return;
        label = tag.attribute("charset");
        auto const content = tag.attribute("content");
        auto const at = lower_ascii(content).find("charset=");
        if (label.empty() && lower_ascii(tag.attribute("http-equiv")) == "content-type" &&
            at != content.npos)
            label = content.substr(at + 8);
    });
    return std::string{trimmed(label)};
}

std::string with_replacements(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size();) append_utf8(out, next_code_point(bytes, i));
    return out;
}

} // namespace

std::string head_text(std::string_view html, std::string_view charset) {
    auto const head = head_of(html);
    std::optional<i18n::Charset> known;
    if (head.starts_with("\xEF\xBB\xBF")) known = i18n::Charset::utf8;
    if (head.starts_with("\xFF\xFE")) known = i18n::Charset::utf16le;
    if (head.starts_with("\xFE\xFF")) known = i18n::Charset::utf16be;
    auto const label = charset.empty() ? label_in(head) : std::string{charset};
    if (!known && !label.empty()) {
        known = i18n::charset_of_label(label);
        if (!known) return {};
    }
    if (!known) known = i18n::charset_of(head).value_or(i18n::Charset::utf8);
    // The end may lie within a character.
    constexpr std::size_t longest_character = 4;
    for (std::size_t cut = 0; cut < longest_character && cut <= head.size(); ++cut) {
        if (auto text = i18n::decoded(head.substr(0, head.size() - cut), *known))
            return std::move(*text);
    }
    return known == i18n::Charset::utf8 ? with_replacements(head) : std::string{};
}

} // namespace goen::fetch
