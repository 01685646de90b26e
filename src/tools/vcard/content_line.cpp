// SPDX-License-Identifier: Apache-2.0
#include "vcard/content_line.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace goen::vcard {
namespace {

constexpr std::size_t most_parameters = 50;

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_name_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}
int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}
std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}
bool holds(std::string_view text, std::string_view lower_case) {
    return std::search(
               text.begin(), text.end(), lower_case.begin(), lower_case.end(), [](char a, char b) {
                   return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
               }) != text.end();
}

// RFC 6868: ^n ^^ ^'.
std::string without_carets(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '^' && i + 1 < text.size() &&
            (text[i + 1] == 'n' || text[i + 1] == '^' || text[i + 1] == '\'')) {
            ++i;
            out += text[i] == 'n' ? '\n' : text[i] == '^' ? '^' : '"';
        } else {
            out += text[i];
        }
    }
    return out;
}

bool is_base64(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (is_name_letter(c) && c != '-' && c != '_') || c == '+' || c == '/' || c == '=';
    });
}

// The first colon outside quotes; when a quote never closes, the first colon at all.
std::size_t colon_of(std::string_view line) {
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"') quoted = !quoted;
        if (line[i] == ':' && !quoted) return i;
    }
    return line.find(':');
}

} // namespace

std::string_view ContentLine::parameter(std::string_view lower_case_name) const {
    for (auto const &one : parameters) {
        if (one.name == lower_case_name) return one.value;
    }
    return {};
}

bool ContentLine::has_type(std::string_view lower_case) const {
    for (auto const &one : parameters) {
        if (one.name == "type" && lower_ascii(one.value) == lower_case) return true;
    }
    return false;
}

ContentLine parsed(std::string_view line) {
    ContentLine out;
    auto const colon = colon_of(line);
    if (colon == line.npos) {
        out.is_broken = true;
        return out;
    }
    out.value = line.substr(colon + 1);
    auto head = line.substr(0, colon);
    auto const end_of_name = std::min(head.find(';'), head.size());
    auto name = without_blanks(head.substr(0, end_of_name));
    // Groups may stand in groups (a.b.TEL); the last dot parts the name off.
    if (auto const dot = name.rfind('.'); dot != name.npos) {
        out.group = name.substr(0, dot);
        name = name.substr(dot + 1);
    }
    out.name = name;
    out.is_broken = name.empty() || !std::all_of(name.begin(), name.end(), is_name_letter);
    if (out.is_broken) return out;

    bool const has_closed_quotes = std::count(head.begin(), head.end(), '"') % 2 == 0;
    for (std::size_t at = end_of_name;
         at < head.size() && out.parameters.size() < most_parameters;) {
        ++at; // the semicolon
        auto end = at;
        for (bool quoted = false; end < head.size() && (quoted || head[end] != ';'); ++end) {
            if (head[end] == '"' && has_closed_quotes) quoted = !quoted;
        }
        auto const one = head.substr(at, end - at);
        at = end;
        auto const equals = one.find('=');
        auto key = equals == one.npos ? std::string{"type"}
                                      : lower_ascii(without_blanks(one.substr(0, equals)));
        auto rest = equals == one.npos ? one : one.substr(equals + 1);
        if (equals == one.npos) {
            // 2.1 wrote QUOTED-PRINTABLE and BASE64 without ENCODING= too.
            auto const word = lower_ascii(without_blanks(one));
            if (word == "quoted-printable" || word == "base64" || word == "8bit" || word == "7bit")
                key = "encoding";
        }
        // One parameter may hold several values; commas inside quotes part nothing… except in
        // TYPE="work,voice".
        for (std::size_t from = 0;
             from <= rest.size() && out.parameters.size() < most_parameters;) {
            auto until = from;
            for (bool quoted = false; until < rest.size() && (quoted || rest[until] != ',');
                 ++until) {
                if (rest[until] == '"' && key != "type") quoted = !quoted;
            }
            auto value = without_carets(without_blanks(rest.substr(from, until - from)));
            std::erase(value, '"');
            // ^' gives back the quotes RFC 6868 hid.
            if (rest.find("^'") != rest.npos) {
                auto again = rest.substr(from, until - from);
                if (again.size() >= 2 && again.front() == '"' && again.back() == '"')
                    again = again.substr(1, again.size() - 2);
                value = without_carets(again);
            }
            if (!value.empty()) out.parameters.push_back({key, std::move(value)});
            from = until + 1;
        }
    }
    return out;
}

std::string_view Lines::physical() {
    auto const end = std::min(file_.find_first_of("\r\n", at_), file_.size());
    auto const line = file_.substr(at_, end - at_);
    at_ = end;
    // CRLF, CR, LF, and the CR CR LF of a text mode too many, end one line.
    while (at_ < file_.size() && file_[at_] == '\r') ++at_;
    if (at_ < file_.size() && file_[at_] == '\n') ++at_;
    ++line_;
    return line;
}

void Lines::append(std::string_view more) {
    if (was_cut_) return;
    if (joined_.size() + more.size() > most_) {
        was_cut_ = true;
    } else {
        joined_ += more;
    }
}

bool Lines::next() {
    joined_.clear();
    was_cut_ = false;
    std::string_view line;
    do {
        if (at_end()) return false;
        line = physical();
        number_ = line_;
    } while (without_blanks(line).empty());

    auto const colon = line.find(':');
    auto const head = line.substr(0, std::min<std::size_t>(colon, 1000));
    bool const is_quoted_printable = colon != line.npos && holds(head, "quoted-printable");
    bool const is_base64_value = colon != line.npos && !is_quoted_printable &&
                                 (holds(head, "base64") || holds(head, "encoding=b"));
    bool const stands_alone =
        !is_quoted_printable && !is_base64_value && (at_end() || !is_blank(file_[at_]));
    if (stands_alone && line.size() <= most_) {
        text_ = line; // nearly every line of a good file: nothing is copied
        return true;
    }

    bool goes_on = is_quoted_printable && line.ends_with('=');
    if (goes_on) line.remove_suffix(1);
    if (line.size() > most_) was_cut_ = true;
    joined_ = line.substr(0, most_);
    while (!at_end()) {
        auto const before = at_;
        auto const number_before = line_;
        char const first = file_[at_];
        if (goes_on) {
            auto more = physical();
            auto const bare = without_blanks(more);
            if (lower_ascii(bare.substr(0, 20)) ==
                "end:vcard") { // the = stood at the value's end by mistake
                at_ = before, line_ = number_before;
                break;
            }
            if (bare.starts_with('=') && is_blank(more.front()))
                more = bare; // a soft break that was folded too
            goes_on = more.ends_with('=');
            if (goes_on) more.remove_suffix(1);
            append(more);
        } else if (is_blank(first)) {
            auto more = physical();
            if (is_base64_value) {
                append(without_blanks(more));
            } else {
                more.remove_prefix(1);
                goes_on = is_quoted_printable && more.ends_with('=');
                if (goes_on) more.remove_suffix(1);
                append(more);
            }
        } else if (is_base64_value && first != '\r' && first != '\n') {
            // 2.1 wrote pictures without indentation, until an empty line.
            auto const more = without_blanks(physical());
            if (!is_base64(more)) {
                at_ = before, line_ = number_before;
                break;
            }
            append(more);
        } else if (is_quoted_printable && first == '=') {
            // Some phones forgot the soft break's own sign.
            auto more = physical();
            goes_on = more.ends_with('=');
            if (goes_on) more.remove_suffix(1);
            append(more);
        } else {
            break;
        }
    }
    text_ = joined_;
    return true;
}

std::string from_quoted_printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '=' && i + 2 < text.size()) {
            int const high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        if (text[i] == '=' && i + 1 == text.size()) break; // a soft break at the end of the file
        out += text[i];
    }
    return out;
}

} // namespace goen::vcard
