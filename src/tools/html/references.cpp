// SPDX-License-Identifier: Apache-2.0
#include "html/references.hpp"

#include "base/text.hpp"

#include <cstdint>
#include <optional>
#include <utility>

namespace goen::html {
namespace {

constexpr std::size_t longest = 12; // between & and ;

constexpr std::pair<std::string_view, char32_t> named[] = {
    {"amp", U'&'},      {"lt", U'<'},       {"gt", U'>'},       {"quot", U'"'},
    {"apos", U'\''},    {"nbsp", 0xA0},     {"copy", 0xA9},     {"reg", 0xAE},
    {"trade", 0x2122},  {"hellip", 0x2026}, {"mdash", 0x2014},  {"ndash", 0x2013},
    {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"ldquo", 0x201C},  {"rdquo", 0x201D},
    {"sbquo", 0x201A},  {"bdquo", 0x201E},  {"laquo", 0xAB},    {"raquo", 0xBB},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"bull", 0x2022},   {"middot", 0xB7},
    {"times", 0xD7},    {"divide", 0xF7},   {"plusmn", 0xB1},   {"minus", 0x2212},
    {"deg", 0xB0},      {"yen", 0xA5},      {"euro", 0x20AC},   {"pound", 0xA3},
    {"cent", 0xA2},     {"sect", 0xA7},     {"para", 0xB6},     {"dagger", 0x2020},
    {"iexcl", 0xA1},    {"iquest", 0xBF},   {"ordm", 0xBA},     {"ordf", 0xAA},
    {"larr", 0x2190},   {"uarr", 0x2191},   {"rarr", 0x2192},   {"darr", 0x2193},
    {"harr", 0x2194},   {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009},
    {"frac12", 0xBD},   {"frac14", 0xBC},   {"sup1", 0xB9},     {"sup2", 0xB2},
    {"sup3", 0xB3},     {"micro", 0xB5},    {"szlig", 0xDF},    {"auml", 0xE4},
    {"ouml", 0xF6},     {"uuml", 0xFC},     {"Auml", 0xC4},     {"Ouml", 0xD6},
    {"Uuml", 0xDC},     {"eacute", 0xE9},   {"Eacute", 0xC9},   {"egrave", 0xE8},
    {"agrave", 0xE0},   {"aacute", 0xE1},   {"iacute", 0xED},   {"oacute", 0xF3},
    {"uacute", 0xFA},   {"ntilde", 0xF1},   {"ccedil", 0xE7},   {"ecirc", 0xEA},
    {"acirc", 0xE2},    {"ocirc", 0xF4},    {"oslash", 0xF8},   {"aring", 0xE5},
    {"star", 0x2606},   {"hearts", 0x2665}, {"spades", 0x2660}, {"check", 0x2713},
    {"lang", 0x27E8},   {"rang", 0x27E9},   {"infin", 0x221E},  {"ne", 0x2260},
    {"le", 0x2264},     {"ge", 0x2265},     {"colon", U':'},    {"sol", U'/'},
    {"Tab", U'\t'},     {"NewLine", U'\n'}, {"lpar", U'('},     {"rpar", U')'},
    {"lsqb", U'['},     {"rsqb", U']'},     {"num", U'#'},      {"vert", U'|'},
    {"ast", U'*'},      {"lowbar", U'_'},   {"commat", U'@'},   {"excl", U'!'}};

// Numbers 0x80-0x9F are meant as Windows-1252 has them (HTML 13.2.5.80); 0 where it has nothing.
constexpr char32_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0,      0x17D,  0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178};

char32_t meant(std::uint32_t number) {
    constexpr char32_t unknown = 0xFFFD;
    if (number >= 0x80 && number <= 0x9F) {
        auto const c = windows_1252[number - 0x80];
        return c ? c : unknown;
    }
    bool const is_control = (number < 0x20 && number != '\t' && number != '\n') || number == 0x7F;
    bool const is_surrogate = number >= 0xD800 && number <= 0xDFFF;
    return is_control || is_surrogate || number > 0x10FFFF ? unknown : char32_t{number};
}

// Of "#12354" or "#x3042".
std::optional<char32_t> numeric(std::string_view body) {
    body.remove_prefix(1);
    bool const is_hex = body.starts_with('x') || body.starts_with('X');
    if (is_hex) body.remove_prefix(1);
    if (body.empty()) return {};
    std::uint32_t number = 0;
    for (char const c : body) {
        std::uint32_t digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<std::uint32_t>(c - '0');
        else if (is_hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            digit = static_cast<std::uint32_t>((c | 0x20) - 'a') + 10;
        else
            return {};
        number = number * (is_hex ? 16 : 10) + digit;
        if (number > 0x10FFFF) number = 0x110000; // stays beyond every character
    }
    return meant(number);
}

std::optional<char32_t> character_of(std::string_view body) {
    if (body.starts_with('#')) return numeric(body);
    for (auto const &[name, c] : named) {
        if (name == body) return c;
    }
    return {};
}

} // namespace

std::string without_references(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const sign = text.find('&', at);
        out += text.substr(at, sign - at);
        if (sign == text.npos) break;
        auto const window = text.substr(sign + 1, longest + 1);
        auto const end = window.find(';');
        auto const c = end == window.npos ? std::nullopt : character_of(window.substr(0, end));
        if (c) {
            append_utf8(out, *c);
            at = sign + end + 2;
        } else {
            out += '&';
            at = sign + 1;
        }
    }
    return out;
}

} // namespace goen::html
