// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace goen::http {
namespace {

Refusal malformed(char const *why) { return {Reason::invalid, why, {}, {}}; }
Refusal too_much(char const *why) { return {Reason::too_large, why, {}, {}}; }

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// RFC 9110 token.
bool is_token_character(char c) {
    return is_letter_or_digit(c) ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

// RFC 2046 bchars: 1 to 70, no blank at the end.
bool is_boundary(std::string_view text) {
    return !text.empty() && text.size() <= 70 && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_letter_or_digit(c) ||
                      std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
           });
}

struct Parameter {
    std::string name; // lower case
    std::string value;
};

// `; name=value; name="value"` after the first word of a header. In quotes only \" is an escape:
// browsers send every other backslash as itself. Nothing when it is malformed or a name stands
// there twice.
std::optional<std::vector<Parameter>> parameters(std::string_view text) {
    std::vector<Parameter> found;
    auto const blank = [&] {
        while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
            text.remove_prefix(1);
    };
    auto const token = [&] {
        std::size_t end = 0;
        while (end < text.size() && is_token_character(text[end])) ++end;
        auto const word = text.substr(0, end);
        text.remove_prefix(end);
        return word;
    };
    for (blank(); !text.empty(); blank()) {
        if (text.front() != ';') return {};
        text.remove_prefix(1);
        blank();
        if (text.empty()) break; // "form-data; name=a;"
        Parameter one{lower_ascii(token()), {}};
        if (one.name.empty() || text.empty() || text.front() != '=') return {};
        text.remove_prefix(1);
        if (!text.empty() && text.front() == '"') {
            std::size_t at = 1;
            for (; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '"') ++at;
                one.value += text[at];
            }
            if (at >= text.size()) return {};
            text.remove_prefix(at + 1);
        } else {
            one.value = token();
            if (one.value.empty()) return {};
        }
        if (std::any_of(found.begin(), found.end(),
                        [&](auto const &other) { return other.name == one.name; }))
            return {};
        found.push_back(std::move(one));
    }
    return found;
}

// What browsers write for the three characters that a quoted name cannot hold (HTML,
// "multipart/form-data encoding algorithm"). Every other '%' is one that was typed.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const three = text.substr(i, 3);
        if (three == "%22")
            out += '"', i += 2;
        else if (three == "%0D")
            out += '\r', i += 2;
        else if (three == "%0A")
            out += '\n', i += 2;
        else
            out += text[i];
    }
    return out;
}

struct PartHead {
    std::string name, type, filename;
    bool is_file = false;
};

Result<PartHead> read_disposition(std::string_view value) {
    auto const word = value.substr(0, value.find_first_of("; \t"));
    if (lower_ascii(word) != "form-data")
        return malformed(N_("A part of the form does not say which field it is."));
    auto const found = parameters(value.substr(word.size()));
    if (!found) return malformed(N_("A part of the form has a malformed header."));
    PartHead head;
    bool has_name = false;
    for (auto const &[name, text] : *found) {
        if (name == "name")
            head.name = unescaped(text), has_name = true;
        else if (name == "filename")
            head.filename = unescaped(text), head.is_file = true;
        // RFC 7578 section 4.2 forbids it; a second name would let two readers see different files.
        else if (name == "filename*")
            return malformed(N_("A file name is not in a valid form format."));
    }
    if (!has_name) return malformed(N_("A part of the form does not say which field it is."));
    if (!is_clean_utf8(head.name) || !is_clean_utf8(head.filename)) {
        return malformed(
            N_("The form could not be read because it contains characters that cannot be used."));
    }
    if (head.filename.find_first_of("/\\\r\n\t") != std::string::npos) {
        return malformed(N_("A file name cannot contain a path."));
    }
    return head;
}

// The header lines of one part, each ended by CRLF, without the empty line.
Result<PartHead> read_head(std::string_view text) {
    std::optional<PartHead> head;
    std::string type;
    bool has_type = false;
    while (!text.empty()) {
        auto const end = text.find("\r\n");
        auto const line = text.substr(0, end);
        text.remove_prefix(end + 2);
        auto const colon = line.find(':');
        // A folded line begins with a blank, which no name does.
        if (colon == 0 || colon == line.npos ||
            !std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                         is_token_character) ||
            line.find_first_of(std::string_view{"\r\n\0", 3}) != line.npos) {
            return malformed(N_("A part of the form has a malformed header."));
        }
        auto const name = lower_ascii(line.substr(0, colon));
        auto const value = trimmed(line.substr(colon + 1));
        if (name == "content-disposition") {
            if (head) return malformed(N_("A part of the form has a malformed header."));
            auto read = read_disposition(value);
            if (!read) return read.why();
            head = std::move(*read);
        } else if (name == "content-type") {
            if (has_type) return malformed(N_("A part of the form has a malformed header."));
            has_type = true;
            type = lower_ascii(trimmed(value.substr(0, value.find(';'))));
            if (!is_clean_utf8(type)) type.clear();
            if (type.starts_with("multipart/"))
                return malformed(N_("A part of the form contains another form."));
        } else if (name == "content-transfer-encoding") {
            auto const encoding = lower_ascii(value);
            if (encoding != "binary" && encoding != "8bit" && encoding != "7bit") {
                return malformed(N_("A part of the form uses an unsupported encoding."));
            }
        } // others are to be ignored (RFC 7578 section 4.8)
    }
    if (!head) return malformed(N_("A part of the form does not say which field it is."));
    head->type = std::move(type);
    return std::move(*head);
}

} // namespace

std::optional<std::string> boundary_of(std::string_view content_type) {
    auto const semicolon = content_type.find(';');
    if (semicolon == content_type.npos) return {};
    auto const found = parameters(content_type.substr(semicolon));
    if (!found) return {};
    for (auto const &[name, value] : *found) {
        if (name == "boundary" && is_boundary(value)) return value;
    }
    return {};
}

Result<Multipart> read_multipart(std::string_view body, std::string_view boundary,
                                 MultipartLimits const &limits) {
    constexpr auto unended = N_("The form did not arrive completely. Please send it again.");
    if (!is_boundary(boundary)) return malformed(N_("The form has no boundary between its parts."));
    // Every delimiter but the first has its line end in front, which belongs to it and not to the
    // part. A carriage return stands nowhere else in it, so that find() is linear in any body.
    std::string const delimiter = "\r\n--" + std::string{boundary};

    Multipart form;
    auto rest = body;
    auto const after_delimiter =
        [&](std::string_view text) -> int { // 1 = a part follows, 0 = the end, -1 = malformed
        if (text.starts_with("\r\n")) return 1;
        if (text == "--" || text == "--\r\n") return 0;
        return -1;
    };
    if (!rest.starts_with(std::string_view{delimiter}.substr(2))) return malformed(unended);
    rest.remove_prefix(delimiter.size() - 2);
    for (std::size_t count = 0;; ++count) {
        int const next = after_delimiter(rest);
        if (next < 0) return malformed(unended);
        if (next == 0) return form;
        if (count == limits.parts) return too_much(N_("The form has too many fields."));
        rest.remove_prefix(2);

        auto const within = rest.substr(0, limits.head + 4);
        auto const empty_line =
            within.starts_with("\r\n") ? std::size_t{0} : within.find("\r\n\r\n");
        if (empty_line == within.npos) {
            return within.size() == rest.size()
                       ? malformed(unended)
                       : too_much(N_("A part of the form has a header that is too long."));
        }
        if (empty_line == 0)
            return malformed(N_("A part of the form does not say which field it is."));
        auto head = read_head(rest.substr(0, empty_line + 2));
        if (!head) return head.why();
        rest.remove_prefix(empty_line + 2);

        auto const at = rest.find(delimiter);
        if (at == rest.npos || at < 2) return malformed(unended);
        auto const bytes = rest.substr(2, at - 2);
        rest.remove_prefix(at + delimiter.size());

        if (head->is_file) {
            if (head->filename.empty() && bytes.empty()) continue; // nothing was chosen
            if (std::any_of(form.files.begin(), form.files.end(),
                            [&](auto const &one) { return one.field == head->name; })) {
                return malformed(
                    N_("Two files were sent in the same field. Please send one at a time."));
            }
            form.files.push_back(
                {std::move(head->name), std::move(head->filename), std::move(head->type), bytes});
        } else {
            if (bytes.size() > limits.field)
                return too_much(N_("A field of the form is too long."));
            if (!is_clean_utf8(bytes)) {
                return malformed(N_("The form could not be read because it contains characters "
                                    "that cannot be used."));
            }
            form.fields.add(std::move(head->name), std::string{bytes});
        }
    }
}

} // namespace goen::http
