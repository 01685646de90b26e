// SPDX-License-Identifier: Apache-2.0
#include "net/request_head.hpp"

#include "base/text.hpp"
#include "http/accept.hpp"
#include "http/path.hpp"

#include <algorithm>
#include <array>

namespace goen::net {
namespace {

using http::equal_ignoring_case;
using http::Method;

bool is_letter_or_digit(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_token(std::string_view text) { // RFC 9110 section 5.6.2
    if (text.empty()) return false;
    for (char const c : text) {
        if (!is_letter_or_digit(static_cast<unsigned char>(c)) &&
            (c == '\0' || std::string_view{"!#$%&'*+-.^_`|~"}.find(c) == std::string_view::npos)) {
            return false;
        }
    }
    return true;
}

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// HTAB, SP to ~, and bytes above: no other control characters (RFC 9110 section 5.5).
bool is_field_text(std::string_view text) {
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && byte != '\t') || byte == 0x7F) return false;
    }
    return true;
}

// Inside the program all text is UTF-8; a header in some other encoding keeps its place with
// U+FFFD.
std::string as_utf8(std::string_view text) {
    bool is_ascii = true;
    for (char const c : text) is_ascii = is_ascii && static_cast<unsigned char>(c) < 0x80;
    if (is_ascii || is_clean_utf8(text)) return std::string{text};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t const c = next_code_point(text, at);
        append_utf8(out, c >= 0x7F && c <= 0x9F ? 0xFFFD : c);
    }
    return out;
}

struct Named {
    std::string_view name;
    Method method;
};
constexpr std::array<Named, 7> known_methods{{{"GET", Method::get},
                                              {"HEAD", Method::head},
                                              {"POST", Method::post},
                                              {"PUT", Method::put},
                                              {"PATCH", Method::patch},
                                              {"DELETE", Method::del},
                                              {"OPTIONS", Method::options}}};

std::optional<HeadRefusal> read_method(std::string_view text, Method &method) {
    for (auto const &known : known_methods) {
        if (text == known.name) {
            method = known.method;
            return {};
        }
    }
    if (!is_token(text)) return HeadRefusal{400, "The method is not a word."};
    for (char const c : text) {
        if (c >= 'a' && c <= 'z') return HeadRefusal{400, "Methods are written in capitals."};
    }
    if (text == "PRI") return HeadRefusal{400, "HTTP/2 is not spoken here."};
    if (text == "TRACE" || text == "CONNECT" || text == "TRACK")
        return HeadRefusal{405, "This method is not allowed."};
    return HeadRefusal{501, "This method is not known."};
}

std::optional<HeadRefusal> read_version(std::string_view text, bool &is_http_1_0) {
    is_http_1_0 = text == "HTTP/1.0";
    if (is_http_1_0 || text == "HTTP/1.1") return {};
    bool const is_other = text.size() == 8 && text.starts_with("HTTP/") && text[5] >= '0' &&
                          text[5] <= '9' && text[6] == '.' && text[7] >= '0' && text[7] <= '9';
    if (is_other) return HeadRefusal{505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
    return HeadRefusal{400, "The request line is malformed."};
}

bool is_host(std::string_view text) { // name, IPv4 or [IPv6], with an optional port
    if (text.empty() || text.size() > 300) return false;
    auto port = text.rfind(':');
    if (text[0] == '[') {
        auto const end = text.find(']');
        if (end == text.npos || end == 1) return false;
        for (char const c : text.substr(1, end - 1)) {
            if (!is_letter_or_digit(static_cast<unsigned char>(c)) && c != ':' && c != '.')
                return false;
        }
        if (end + 1 == text.size()) return true;
        port = end + 1;
        if (text[port] != ':') return false;
    }
    if (port != text.npos) {
        auto const digits = text.substr(port + 1);
        if (digits.empty() || digits.size() > 5 ||
            digits.find_first_not_of("0123456789") != digits.npos)
            return false;
        if (text[0] == '[') return true;
    }
    auto const name = text.substr(0, port);
    for (char const c : name) {
        if (!is_letter_or_digit(static_cast<unsigned char>(c)) && c != '-' && c != '.' && c != '_')
            return false;
    }
    return !name.empty();
}

// An absolute-form target ("http://goen.example/a") is taken only when it says what Host says.
std::optional<HeadRefusal> to_origin_form(std::string_view &target, std::string_view host) {
    if (target.starts_with('/')) return {};
    auto const scheme_end = target.find("://");
    if (scheme_end == target.npos) return HeadRefusal{400, "The target is not a path."};
    auto const scheme = target.substr(0, scheme_end);
    if (!equal_ignoring_case(scheme, "http") && !equal_ignoring_case(scheme, "https")) {
        return HeadRefusal{400, "The target is not a path."};
    }
    auto const rest = target.substr(scheme_end + 3);
    auto const slash = rest.find('/');
    if (slash == rest.npos || !equal_ignoring_case(rest.substr(0, slash), host)) {
        return HeadRefusal{400, "The target names another host than the Host header."};
    }
    target = rest.substr(slash);
    return {};
}

std::optional<HeadRefusal> read_target(std::string_view target, http::Request &request) {
    for (char const c : target) {
        if (c <= 0x20 || c >= 0x7F || c == '#')
            return HeadRefusal{400, "The target holds characters that must be encoded."};
    }
    auto const question = target.find('?');
    auto const raw_path = target.substr(0, question);
    auto path = http::decode_path(raw_path);
    if (!path) {
        auto const decoded = http::percent_decoded(raw_path);
        bool const is_text =
            decoded && is_clean_utf8(*decoded) && decoded->find_first_of("\t\r\n") == decoded->npos;
        // Readable, but "..", "//" or an encoded slash: no page can have that name.
        if (is_text) return HeadRefusal{404, "There is nothing at this path."};
        return HeadRefusal{400, "The path is not percent-encoded UTF-8."};
    }
    if (question != target.npos) {
        auto const query = target.substr(question + 1);
        if (!http::percent_decoded(query))
            return HeadRefusal{400, "The query is not percent-encoded UTF-8."};
        auto params = http::Params::parse(query);
        // A form of a page in Shift_JIS that came back in it says so by its canary, and is read by
        // who knows the pages (web/shift_jis.hpp).
        bool const is_vouched_for = lower_ascii(query).find("canary=%89%8f") != query.npos;
        if (!params && !is_vouched_for)
            return HeadRefusal{400, "The query is not percent-encoded UTF-8."};
        if (params) request.query = std::move(*params);
    }
    request.path = std::move(*path);
    request.target = std::string{target};
    return {};
}

// What decides where the body ends, and who is spoken to, may stand once and only in its plainest
// form.
struct Framing {
    std::optional<std::string_view> length, coding, host, type, authorization, expect;

    std::optional<HeadRefusal> note(std::string_view name, std::string_view raw,
                                    std::string_view value) {
        auto const once = [&](std::optional<std::string_view> &slot) -> std::optional<HeadRefusal> {
            if (slot) return HeadRefusal{400, "A header that may stand once stands twice."};
            slot = value;
            return {};
        };
        auto const plainly =
            [&](std::optional<std::string_view> &slot) -> std::optional<HeadRefusal> {
            auto const bare = raw.starts_with(' ') ? raw.substr(1) : raw;
            if (bare != value)
                return HeadRefusal{400,
                                   "There are stray blanks in a header that frames the request."};
            return once(slot);
        };
        if (name == "content-length") return plainly(length);
        if (name == "transfer-encoding") return plainly(coding);
        if (name == "host") return once(host);
        if (name == "content-type") return once(type);
        if (name == "authorization") return once(authorization);
        if (name == "expect") return once(expect);
        return {};
    }
};

std::optional<HeadRefusal> read_framing(Framing const &framing, RequestHead &head) {
    if (!framing.host && !head.is_http_1_0) return HeadRefusal{400, "The Host header is missing."};
    if (framing.host && !is_host(*framing.host))
        return HeadRefusal{400, "The Host header is malformed."};
    if (framing.length && framing.coding) return HeadRefusal{400, "The body has two lengths."};
    if (framing.length) {
        auto const digits = *framing.length;
        if (digits.empty() || digits.size() > 18 ||
            digits.find_first_not_of("0123456789") != digits.npos) {
            return HeadRefusal{400, "The Content-Length is not a number."};
        }
        for (char const c : digits)
            head.content_length = head.content_length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (framing.coding) {
        if (head.is_http_1_0) return HeadRefusal{400, "HTTP/1.0 knows no Transfer-Encoding."};
        if (!equal_ignoring_case(*framing.coding, "chunked"))
            return HeadRefusal{400, "Only the chunked transfer coding is known."};
        head.chunked = true;
    }
    if (framing.expect && !head.is_http_1_0) {
        if (!equal_ignoring_case(*framing.expect, "100-continue"))
            return HeadRefusal{417, "This expectation cannot be met."};
        head.expects_continue = head.chunked || head.content_length > 0;
    }
    return {};
}

void read_connection(std::string_view value, RequestHead &head) {
    for (auto const part : split(value, ',')) {
        if (equal_ignoring_case(without_blanks(part), "close")) head.keep_alive = false;
        if (head.is_http_1_0 && equal_ignoring_case(without_blanks(part), "keep-alive"))
            head.keep_alive = true;
    }
}

// Takes a line without its CRLF; the head is known to end in an empty line.
std::string_view next_line(std::string_view &rest) {
    auto const end = rest.find("\r\n");
    auto const line = rest.substr(0, end);
    rest = rest.substr(end + 2);
    return line;
}

std::optional<HeadRefusal> read_fields(std::string_view rest, RequestHead &head, Framing &framing) {
    for (auto line = next_line(rest); !line.empty(); line = next_line(rest)) {
        auto const colon = line.find(':');
        // A line that begins with a blank (obs-fold) and a blank before the colon both fail here.
        if (colon == line.npos || !is_token(line.substr(0, colon)))
            return HeadRefusal{400, "A header line is malformed."};
        auto const raw = line.substr(colon + 1);
        if (!is_field_text(raw)) return HeadRefusal{400, "A header holds control characters."};
        auto const value = without_blanks(raw);
        auto name = lower_ascii(line.substr(0, colon));
        if (auto refusal = framing.note(name, raw, value)) return refusal;
        if (name == "connection") read_connection(value, head);
        if (name == "content-encoding" && !equal_ignoring_case(value, "identity")) {
            return HeadRefusal{415, "Send the body without a Content-Encoding."};
        }
        auto text = as_utf8(value);
        if (name == "content-type") {
            auto const type_end = std::min(text.find(';'), text.size());
            text = lower_ascii(std::string_view{text}.substr(0, type_end)) + text.substr(type_end);
        }
        head.request.headers.emplace_back(std::move(name), std::move(text));
    }
    return {};
}

} // namespace

HeadScanner::Found HeadScanner::scan(std::string_view bytes) {
    // A request begins with the letter of a method; TLS greetings and other noise are told at once.
    // One empty line before it is forgiven (RFC 9112 section 2.2).
    std::size_t const start = bytes.starts_with("\r\n") ? 2 : 0;
    bool const may_be_empty_line = bytes == "\r";
    if (bytes.size() > start && !may_be_empty_line && !(bytes[start] >= 'A' && bytes[start] <= 'Z'))
        return {0, 400};
    while (true) {
        auto const feed = bytes.find('\n', seen_);
        bool const in_request_line = headers_start_ == 0;
        auto const end = feed == bytes.npos ? bytes.size() : feed + 1;
        if (in_request_line && end - line_start_ > limits_.request_line + 2) return {0, 414};
        if (!in_request_line && end - headers_start_ > limits_.headers) return {0, 431};
        if (feed == bytes.npos) {
            seen_ = bytes.size();
            return {};
        }
        if (feed == 0 || bytes[feed - 1] != '\r') return {0, 400}; // a bare line feed
        bool const is_empty = feed - 1 == line_start_;
        seen_ = line_start_ = feed + 1;
        if (in_request_line) {
            if (!is_empty) headers_start_ = line_start_;
        } else if (is_empty) {
            return {line_start_, 0};
        } else if (++fields_ > limits_.fields) {
            return {0, 431};
        }
    }
}

http::Request glance(std::string_view bytes) {
    http::Request seen;
    seen.path = "/";
    bytes = bytes.substr(0, 64 * 1024);
    if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
    auto const is_plain = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    };
    auto const line_end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    auto const line = bytes.substr(0, line_end);
    if (auto const first = line.find(" /"); first != line.npos) {
        auto path = line.substr(first + 1, 200);
        path = path.substr(0, path.find_first_of(" ?#"));
        if (is_plain(path)) seen.path = path;
        if (line.starts_with("HEAD ")) seen.method = http::Method::head;
    }
    for (auto rest = bytes.substr(line_end); !rest.empty() && seen.headers.size() < 3;) {
        rest.remove_prefix(std::min(rest.find_first_not_of("\r\n"), rest.size()));
        auto const end = std::min(rest.find_first_of("\r\n"), rest.size());
        auto const field = rest.substr(0, end);
        rest.remove_prefix(end);
        auto const colon = field.find(':');
        if (colon == field.npos || colon > 20) continue;
        auto name = lower_ascii(field.substr(0, colon));
        auto const value = without_blanks(field.substr(colon + 1));
        bool const is_wanted = name == "accept" || name == "accept-language" || name == "cookie";
        if (!is_wanted || value.size() > 1000 || !is_plain(value)) continue;
        seen.headers.emplace_back(std::move(name), std::string{value});
    }
    return seen;
}

std::optional<HeadRefusal> parse_head(std::string_view head, RequestHead &into) {
    if (head.starts_with("\r\n")) head.remove_prefix(2);
    if (!head.ends_with("\r\n\r\n")) return HeadRefusal{400, "The request is not complete."};
    auto rest = head;
    auto const line = next_line(rest);
    auto const first = line.find(' '), last = line.rfind(' ');
    if (first == line.npos || first == last)
        return HeadRefusal{400, "The request line is malformed."};
    auto const version = line.substr(last + 1);
    auto target = line.substr(first + 1, last - first - 1);
    if (auto refusal = read_method(line.substr(0, first), into.request.method)) return refusal;
    if (auto refusal = read_version(version, into.is_http_1_0)) return refusal;
    into.keep_alive = !into.is_http_1_0;
    into.request.headers.reserve(16);

    Framing framing;
    if (auto refusal = read_fields(rest, into, framing)) return refusal;
    if (auto refusal = read_framing(framing, into)) return refusal;
    if (auto refusal = to_origin_form(target, framing.host.value_or(""))) return refusal;
    return read_target(target, into.request);
}

} // namespace goen::net
