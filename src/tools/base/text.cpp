// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

namespace goen {
namespace {

constexpr char32_t malformed = 0xFFFFFFFF;

// One code point by Unicode 15 table 3-7, or `malformed` with `at` one byte on.
char32_t decode(std::string_view text, std::size_t &at) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const first = byte(at);
    if (first < 0x80) return ++at, first;
    // Kana and kanji, first of all: nothing about their second byte is special.
    if (first >= 0xE1 && first <= 0xE9 && at + 2 < text.size()) {
        unsigned const second = byte(at + 1), third = byte(at + 2);
        if ((second & 0xC0) == 0x80 && (third & 0xC0) == 0x80) {
            at += 3;
            return ((first & 0x0F) << 12) | ((second & 0x3F) << 6) | (third & 0x3F);
        }
    }
    int extra = 0;
    unsigned low = 0x80, high = 0xBF;
    char32_t point = 0;
    if (first >= 0xC2 && first <= 0xDF) {
        extra = 1, point = first & 0x1F;
    } else if (first >= 0xE0 && first <= 0xEF) {
        extra = 2, point = first & 0x0F;
        if (first == 0xE0) low = 0xA0;
        if (first == 0xED) high = 0x9F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        extra = 3, point = first & 0x07;
        if (first == 0xF0) low = 0x90;
        if (first == 0xF4) high = 0x8F;
    } else {
        return ++at, malformed;
    }
    for (int i = 1; i <= extra; ++i) {
        if (at + static_cast<std::size_t>(i) >= text.size()) return ++at, malformed;
        unsigned const next = byte(at + static_cast<std::size_t>(i));
        if (next < low || next > high) return ++at, malformed;
        low = 0x80, high = 0xBF;
        point = (point << 6) | (next & 0x3F);
    }
    at += static_cast<std::size_t>(extra) + 1;
    return point;
}

bool is_space(char32_t c) {
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200D) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

} // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (decode(text, at) == malformed) return false;
    }
    return true;
}

bool is_clean_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = decode(text, at);
        if (c == malformed) return false;
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
        if (c >= 0x7F && c <= 0x9F) return false;
    }
    return true;
}

char32_t next_code_point(std::string_view text, std::size_t &at) {
    char32_t const c = decode(text, at);
    return c == malformed ? 0xFFFD : c;
}

void append_utf8(std::string &to, char32_t c) {
    auto const put = [&](unsigned value) { to += static_cast<char>(value); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F)),
            put(0x80 | (c & 0x3F));
    }
}

std::u32string to_code_points(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) points += next_code_point(text, at);
    return points;
}

std::string to_utf8(std::u32string_view points) {
    std::string text;
    text.reserve(points.size() * 3);
    for (char32_t const c : points) append_utf8(text, c);
    return text;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
    return count;
}

std::string_view trimmed(std::string_view text) {
    std::size_t start = 0;
    for (auto at = start; at < text.size(); start = at) {
        if (!is_space(next_code_point(text, at))) break;
    }
    // From the end: no character begins inside another, so what is one backwards is one forwards.
    auto end = text.size();
    while (end > start) {
        auto at = end - 1;
        while (at > start && end - at < 4 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
            --at;
        auto const here = at;
        if (!is_space(next_code_point(text, at)) || at != end) break;
        end = here;
    }
    return end > start ? text.substr(start, end - start) : std::string_view{};
}

std::string with_unix_lines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            out += '\n';
        }
    }
    return out;
}

std::string lower_ascii(std::string_view text) {
    std::string out{text};
    for (char &c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    for (std::size_t start = 0;;) {
        std::size_t const end = text.find(by, start);
        parts.push_back(text.substr(start, end - start));
        if (end == text.npos) return parts;
        start = end + 1;
    }
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (char const &c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
            (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '.' || byte == '_' ||
            byte == '~') {
            out += c;
        } else {
            out += '%';
            for (char const digit : hex({&c, 1}))
                out += digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit;
        }
    }
    return out;
}

} // namespace goen
