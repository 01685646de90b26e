// SPDX-License-Identifier: Apache-2.0
#include "fetch/sniff.hpp"

#include "base/text.hpp"

namespace goen::fetch {

bool is_of_kind(std::string_view content_type, Kind kind) {
    auto const type = lower_ascii(trimmed(content_type.substr(0, content_type.find(';'))));
    if (kind == Kind::page) return type == "text/html" || type == "application/xhtml+xml";
    return type == "image/png" || type == "image/jpeg" || type == "image/webp" ||
           type == "image/gif";
}

bool looks_like(std::string_view body, Kind kind) {
    if (kind == Kind::picture) {
        bool const is_webp =
            body.size() > 12 && body.starts_with("RIFF") && body.substr(8, 4) == "WEBP";
        return body.starts_with("\x89PNG\r\n\x1A\n") || body.starts_with("\xFF\xD8\xFF") ||
               body.starts_with("GIF87a") || body.starts_with("GIF89a") || is_webp;
    }
    // UTF-16 is full of NULs, and begins with its mark; other text has none.
    bool const is_wide = body.starts_with("\xFF\xFE") || body.starts_with("\xFE\xFF");
    auto const start = body.substr(0, 1024);
    return is_wide || (start.find('\0') == start.npos && body.find('<') != body.npos);
}

std::string charset_of_type(std::string_view content_type) {
    auto const lower = lower_ascii(content_type);
    auto const at = lower.find("charset=");
    if (at == lower.npos) return {};
    auto label = content_type.substr(at + 8);
    label = trimmed(label.substr(0, label.find(';')));
    if (label.size() > 1 && (label[0] == '"' || label[0] == '\'')) label.remove_prefix(1);
    return std::string{label.substr(0, label.find_first_of("\"'"))};
}

} // namespace goen::fetch
