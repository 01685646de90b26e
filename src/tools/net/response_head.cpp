// SPDX-License-Identifier: Apache-2.0
#include "net/response_head.hpp"

#include "base/result.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace goen::net {
namespace {

bool is_name(std::string_view text) {
    if (text.empty()) return false;
    for (char const c : text) {
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_'))
            return false;
    }
    return true;
}

bool is_value(std::string_view text) {
    for (char const c : text) {
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F) return false;
    }
    return true;
}

bool is_of_net(std::string_view name) {
    return name == "connection" || name == "content-length" || name == "transfer-encoding" ||
           name == "date" || name == "keep-alive" || name == "upgrade" || name == "server";
}

void append_number(std::string &out, std::size_t number) {
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

} // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 207: return "Multi-Status";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "";
    }
}

std::string http_date(Time time) {
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(time);
    Date const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<seconds>(time - day)};
    std::array<char, 64> buffer{};
    std::snprintf(
        buffer.data(), buffer.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
        days[std::chrono::weekday{day}.c_encoding()].data(), static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1].data(), static_cast<int>(date.year()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()));
    return buffer.data();
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

void append_head(std::string &out, http::Response const &response, AnswerFraming framing,
                 std::string_view date) {
    ensure(response.status >= 200 && response.status <= 599,
           "an answer's status is between 200 and 599");
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(response.status));
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\nDate: ";
    out += date;
    for (auto const &[name, value] : response.headers) {
        ensure(is_name(name), "an answer's header name is a plain word");
        ensure(is_value(value), "an answer's header value holds no control characters");
        if (is_of_net(name)) continue;
        out += "\r\n";
        out += name;
        out += ": ";
        out += value;
    }
    if (response.open) {
        // HTTP/1.0 knows no chunks: there the end of the connection is the end of the body.
        if (!framing.is_http_1_0) out += "\r\nTransfer-Encoding: chunked";
    } else if (has_body(response.status)) {
        out += "\r\nContent-Length: ";
        append_number(out, response.content().size());
    }
    if (!framing.keep_alive) out += "\r\nConnection: close";
    if (framing.keep_alive && framing.is_http_1_0) out += "\r\nConnection: keep-alive";
    out += "\r\n\r\n";
}

} // namespace goen::net
