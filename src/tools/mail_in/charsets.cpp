// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "i18n/charset.hpp"
#include "mail_in/mail_in.hpp"

namespace goen::mail_in {
namespace {

// ISO-2022-JP as phones and Windows write it, which is more than RFC 1468 allows: half-width kana
// (ESC ( I, or 8 bits), and rows 9 to 13 of the table with ① and Ⅲ. All of it has a place in
// Shift_JIS.
std::string shift_jis_of_jis(std::string_view bytes) {
    enum class Set { ascii, kana, kanji, unknown_double };
    auto set = Set::ascii;
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const rest = bytes.substr(i);
        if (rest[0] == '\x1B' && rest.size() >= 3) {
            auto const escape = rest.substr(1, 2);
            if (escape == "(B" || escape == "(J" || escape == "(H") {
                set = Set::ascii, i += 2;
                continue;
            }
            if (escape == "(I") {
                set = Set::kana, i += 2;
                continue;
            }
            if (escape == "$@" || escape == "$B") {
                set = Set::kanji, i += 2;
                continue;
            }
            if (escape == "$(" && rest.size() >= 4) {
                set = rest[3] == '@' || rest[3] == 'B' ? Set::kanji : Set::unknown_double, i += 3;
                continue;
            }
        }
        auto const c = static_cast<unsigned char>(rest[0]);
        if (c == '\n' || c == '\r') set = Set::ascii; // RFC 1468: a line ends in ASCII
        bool const is_graphic = c > 0x20 && c < 0x7F;
        if (set == Set::kana && is_graphic && c < 0x60) {
            out += static_cast<char>(c | 0x80);
        } else if ((set == Set::kanji || set == Set::unknown_double) && is_graphic &&
                   rest.size() > 1) {
            auto const d = static_cast<unsigned char>(rest[1]);
            ++i;
            if (set == Set::unknown_double || d <= 0x20 || d >= 0x7F) {
                out += "\x81\xAC"; // 〓
                continue;
            }
            auto const lead = (c - 0x21) / 2 + (c < 0x5F ? 0x81 : 0xC1);
            auto const trail = c % 2 == 1 ? d + (d < 0x60 ? 0x1F : 0x20) : d + 0x7E;
            out += static_cast<char>(lead);
            out += static_cast<char>(trail);
        } else {
            out += static_cast<char>(c);
        }
    }
    return out;
}

std::string without_high_bytes(std::string_view bytes) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
        if (static_cast<unsigned char>(bytes[at]) < 0x80) {
            out += bytes[at++];
            continue;
        }
        // A whole character of UTF-8 stays.
        std::size_t length = 1;
        for (std::size_t size = 2; size <= 4 && at + size <= bytes.size(); ++size)
            if (is_utf8(bytes.substr(at, size))) {
                length = size;
                break;
            }
        if (length > 1)
            out += bytes.substr(at, length);
        else
            out += "\xEF\xBF\xBD";
        at += length;
    }
    return out;
}

// Controls but \n and \t become nothing, so that what is left can be stored and shown.
std::string cleaned(std::string text) {
    auto lines = with_unix_lines(text);
    std::erase_if(lines, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
    });
    if (is_clean_utf8(lines)) return lines;
    std::string out; // C1 controls, noncharacters
    for (std::size_t at = 0; at < lines.size();) {
        auto const from = at;
        next_code_point(lines, at);
        auto const one = std::string_view{lines}.substr(from, at - from);
        if (one == "\n" || one == "\t" || is_clean_utf8(one)) out += one;
    }
    return out;
}

} // namespace

std::string as_utf8(std::string_view bytes, std::string_view label) {
    auto const has_escapes = bytes.find("\x1B$") != bytes.npos || bytes.find("\x1B(") != bytes.npos;
    auto const try_one = [&](i18n::Charset charset) -> std::optional<std::string> {
        if (charset == i18n::Charset::iso_2022_jp)
            return i18n::decoded(shift_jis_of_jis(bytes), i18n::Charset::cp932);
        return i18n::decoded(bytes, charset);
    };
    auto named = i18n::charset_of_label(label);
    // "us-ascii" and "utf-8" stand over many a Japanese letter that is neither.
    if (has_escapes && (!named || *named == i18n::Charset::utf8))
        named = i18n::Charset::iso_2022_jp;
    auto const jis_label = lower_ascii(label);
    if (jis_label.starts_with("iso-2022-jp") || jis_label.starts_with("cp5022"))
        named = i18n::Charset::iso_2022_jp;
    if (named) {
        if (auto text = try_one(*named)) return cleaned(std::move(*text));
    }
    if (auto const guess = i18n::charset_of(bytes)) {
        if (auto text = try_one(*guess)) return cleaned(std::move(*text));
    }
    return cleaned(without_high_bytes(bytes));
}

std::string unflowed(std::string_view text, bool removes_space) {
    std::string out;
    bool is_soft = false, is_first = true;
    std::size_t depth_before = 0;
    for (auto line : split(text, '\n')) {
        std::size_t depth = 0;
        while (depth < line.size() && line[depth] == '>') ++depth;
        auto body = line.substr(depth);
        if (body.starts_with(' ')) body.remove_prefix(1); // space-stuffed
        bool const goes_on = is_soft && depth == depth_before;
        if (!goes_on) {
            if (!is_first) out += '\n';
            out.append(depth, '>');
            if (depth > 0) out += ' ';
        }
        is_first = false;
        is_soft = body.ends_with(' ') && body != "-- ";
        depth_before = depth;
        out += is_soft && removes_space ? body.substr(0, body.size() - 1) : body;
    }
    return out;
}

} // namespace goen::mail_in
