// SPDX-License-Identifier: Apache-2.0
#include "http/path.hpp"

#include "base/text.hpp"
#include "http/message.hpp"

#include <algorithm>

namespace goen::http {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool has_control(std::string_view text) {
    for (char const c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
    }
    return !is_clean_utf8(text);
}

// Every segment says something: no "", "." or "..", except "" at the very end.
bool has_plain_segments(std::string_view path) {
    for (std::size_t at = 1; at < path.size();) {
        auto const end = std::min(path.find('/', at), path.size());
        auto const segment = path.substr(at, end - at);
        if (segment.empty() || segment == "." || segment == "..") return false;
        at = end + 1;
    }
    return true;
}

} // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return {};
        int const high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return {};
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string form_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                   hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::optional<std::string> decode_path(std::string_view raw) {
    if (raw.empty() || raw[0] != '/') return {};
    auto decoded = percent_decoded(raw);
    if (!decoded || has_control(*decoded)) return {};
    if (decoded->find('\\') != decoded->npos) return {};
    // An encoded slash would be a separator to one reader and a letter to another.
    for (auto at = raw.find('%'); at != raw.npos; at = raw.find('%', at + 1)) {
        if (raw[at + 1] == '2' && (raw[at + 2] == 'f' || raw[at + 2] == 'F')) return {};
    }
    if (!has_plain_segments(*decoded)) return {};
    return decoded;
}

std::string safe_path(std::string_view wanted) {
    if (wanted.empty() || wanted.size() > 2000 || wanted[0] != '/') return "/";
    for (char const c : wanted) {
        // Only visible ASCII: whatever a browser would trim, turn or skip ("\", tab, line ends) is
        // not in it.
        if (c <= 0x20 || c >= 0x7F || c == '\\' || c == '"' || c == '<' || c == '>') return "/";
    }
    auto const path = wanted.substr(0, wanted.find_first_of("?#"));
    return decode_path(path) ? std::string{wanted} : "/";
}

} // namespace goen::http
